import { describe, expect, it } from 'vitest'
import { operator, secondOperator, TestBank, testLane } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { accountIn, openActive, openInternal, payIn, transfer } from '../../accounts/testing/accounts.ts'
import { companyWithRepresentative, idIn, settledBy } from '../../parties/testing/people.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import { claimForms, claims } from '../claims/rules.ts'
import { type Booked, bookedEntry, claim, deadlineIn, goDigital, lateClaims } from '../claims/testing/claims.ts'
import { executionReports, instrumentReports, type PaymentReport, paymentReports, reportKinds } from './rules.ts'

const close = ({ bank }: Pick<Booked, 'bank'>, made: DecisionView, outcome: object, actor = operator) =>
  bank.do('payment-report.close', { report: made.facts['report'], ...outcome }, { actor })

const reportIn = ({ bank }: Pick<Booked, 'bank'>, made: DecisionView): PaymentReport | undefined =>
  bank.record(paymentReports, idIn<number>(made, 'report'))

describe('a report under the payment rules', () => {
  clause('RA-9.7', 'is routed there, and never tested against the time for claims', async () => {
    const entry = await bookedEntry({ change: lateClaims('always') })
    await goDigital(entry)
    // Long after the fifteen days, and by word of mouth.
    await entry.bank.cutOver('2026-03-02')
    for (const error of reportKinds) {
      const made = await claim(entry, { error, form: 'spoken' })
      expect(made).toMatchObject({
        outcome: 'accepted',
        facts: { what: error, routed: 'payment-rules', state: 'open' },
      })
      expect(settledBy(made).slice(0, 2)).toEqual(['RA-9.7', 'PR-4.1'])
      expect(settledBy(made)).not.toContain('RA-9.8')
      expect(reportIn(entry, made)).toMatchObject({ what: error, account: entry.account, status: 'open' })
    }
    expect(entry.bank.storage.records(testLane, claims.name).size).toBe(0)
  })

  clause('RA-9.7', 'of an instrument names no payment, and no time runs against it', async () => {
    const { bank, account } = await bookedEntry()
    for (const error of instrumentReports) {
      const payload = { account: String(account), error, form: 'digital', language: 'en' }
      const made = await bank.do('claim.make', payload)
      expect(made).toMatchObject({ outcome: 'accepted', facts: { reportBy: null, late: false, refundBy: null } })
      expect(settledBy(made)).toEqual(['RA-9.7', 'PR-4.1', 'RA-2.3'])
    }
  })
})

clause('PR-4.1', 'a report is received in any form', async () => {
  const entry = await bookedEntry()
  for (const form of claimForms)
    for (const error of ['instrument-stolen', 'payment-unauthorised']) {
      const made = await claim(entry, { error, form })
      expect(made).toMatchObject({ outcome: 'accepted', facts: { what: error, state: 'open' } })
      expect(settledBy(made)).toContain('PR-4.1')
    }
})

describe('the thirteen months after the debit', () => {
  it.each([
    ['from the middle of a month', '2026-01-05', '2027-02-05'],
    ['to the end of a February', '2026-01-31', '2027-02-28'],
    ['to the end of a February of a leap year', '2027-01-29', '2028-02-29'],
    ['from the last day of summer time', '2026-10-24', '2027-11-24'],
  ])('run %s', async (_name, on, last) => {
    const entry = await bookedEntry({ on })
    for (const [days, late] of [
      [-1, false],
      [0, false],
      [1, true],
    ] as const) {
      await entry.bank.cutOver(Temporal.PlainDate.from(last).add({ days }).toString())
      for (const error of executionReports) {
        const made = await claim(entry, { error })
        expect(made).toMatchObject({ outcome: 'accepted', facts: { reportBy: last, late } })
        expect(settledBy(made)).toContain('PSD2-71(1)')
      }
    }
  })

  it('do not run against a customer who is no consumer', async () => {
    const bank = await TestBank.open()
    const { customer, representative } = await companyWithRepresentative(bank)
    const orderedBy = String(representative)
    const account = await openActive(bank, [customer], { orderedBy })
    const booked = await payIn(bank, await openInternal(bank, 'till'), account, 500)
    const entry = { decision: booked.id, seq: accountIn(bank, account).seq }
    await bank.cutOver('2028-01-05')
    const made = await claim({ bank, account, entry }, { error: 'payment-unauthorised', orderedBy })
    expect(made).toMatchObject({ facts: { reportBy: null, late: false, refundBy: null } })
    expect(reportIn({ bank }, made)).toMatchObject({ customer: representative })
  })
})

describe('an unauthorised payment', () => {
  /** A payment of Līga's to Jānis, reported on the day before Līgo and Jāņi, which are holidays. */
  async function reported() {
    const entry = await bookedEntry({ on: '2026-06-22' })
    const { bank, account, liga } = entry
    const savings = await openActive(bank, [liga])
    const wrong = await transfer(bank, account, savings, 700)
    const paid = { ...entry, entry: { decision: wrong.id, seq: accountIn(bank, account).seq } }
    return { ...paid, savings, made: await claim(paid, { error: 'payment-unauthorised', form: 'spoken' }) }
  }

  clause('PSD2-73(1)', 'is to be given back by the end of the next business day', async () => {
    const { bank, made } = await reported()
    expect(made.outcome).toBe('accepted')
    expect(made.facts).toMatchObject({ refundBy: '2026-06-25' })
    expect(settledBy(made)).toContain('PSD2-73(1)')
    expect(deadlineIn(bank, '2026-06-25', 'payment-refund', idIn<number>(made, 'report'))).toBe('set')
  })

  it('is put right otherwise where its reversal would take back more', async () => {
    const { bank, made } = await reported()
    const put = await close({ bank }, made, { outcome: 'put-right', remedy: 'otherwise' })
    expect(put).toMatchObject({ outcome: 'accepted', facts: { state: 'put-right', correction: null } })
  })

  it('is put right by its reversal, under four eyes', async () => {
    const { bank, account, savings, made } = await reported()
    const put = await close({ bank }, made, { outcome: 'put-right' })
    expect(settledBy(put)).toEqual(['RA-9.7', 'PR-4.1', 'RA-2.3', 'RA-9.10'])
    expect(deadlineIn(bank, '2026-06-25', 'payment-refund', idIn<number>(made, 'report'))).toBe('cleared')
    const correction = { correction: String(idIn(put, 'correction')) }
    expect(await bank.do('correction.approve', correction, { actor: operator })).toMatchObject({ code: 'four-eyes' })
    await bank.do('correction.approve', correction, { actor: secondOperator })
    expect([accountIn(bank, account), accountIn(bank, savings)].map(({ balanceMinor }) => balanceMinor)).toEqual([
      1_000n,
      0n,
    ])
  })

  it('is denied as late only when it was late, and closed once', async () => {
    const { bank, made } = await reported()
    expect(await close({ bank }, made, { outcome: 'denied', ground: 'late' })).toMatchObject({
      code: 'report-in-time',
      facts: { reportBy: '2027-07-22' },
    })
    expect(await close({ bank }, made, { outcome: 'denied', ground: 'unfounded' })).toMatchObject({
      facts: { state: 'denied', ground: 'unfounded' },
    })
    expect(await close({ bank }, made, { outcome: 'put-right' })).toMatchObject({ code: 'report-closed' })
    const unknown = { ...made, facts: { report: '1099511999999' } }
    expect(await close({ bank }, unknown, { outcome: 'put-right' })).toMatchObject({ code: 'report-unknown' })
  })

  clause('PSD2-71(1)', 'that was reported late is denied by the law that sets the time', async () => {
    const entry = await bookedEntry()
    await entry.bank.cutOver('2027-02-06')
    const made = await claim(entry, { error: 'payment-misexecuted' })
    const denied = await close(entry, made, { outcome: 'denied', ground: 'late' })
    expect(denied).toMatchObject({ outcome: 'accepted', facts: { late: true, reportBy: '2027-02-05' } })
    expect(settledBy(denied)).toEqual(['RA-9.7', 'PR-4.1', 'RA-2.3', 'PSD2-71(1)'])
  })
})
