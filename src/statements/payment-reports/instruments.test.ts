import { expect, it } from 'vitest'
import { operator, type TestBank, teller } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { accountIn } from '../../accounts/testing/accounts.ts'
import { idIn, settledBy } from '../../parties/testing/people.ts'
import type { CashCodeId } from '../../payments/cash-codes/rules.ts'
import { codeBank, codeIn, codeOf, customer, inRiga, use } from '../../payments/cash-codes/testing/cash-codes.ts'
import type { Actor } from '../../storage/command.ts'
import { paymentReports } from './rules.ts'

const report = (bank: TestBank, code: CashCodeId, wrong: string, more: object = {}, actor: Actor = teller) =>
  bank.do('cash-code.report', { code: String(code), wrong, ...more }, { actor })

clause('RA-7.14', 'the report of a code that is gone is a payment report, opened with its blocking', async () => {
  const setUp = await codeBank()
  const { bank, liga, account } = setUp
  for (const [wrong, what] of [
    ['lost', 'instrument-lost'],
    ['stolen', 'instrument-stolen'],
    ['misappropriated', 'instrument-misused'],
  ] as const) {
    const code = await codeOf(setUp)
    const taken = await report(bank, code, wrong, {}, customer(liga))
    expect(taken).toMatchObject({ outcome: 'accepted', facts: { blocked: true, what, state: 'open' } })
    expect(settledBy(taken)).toEqual(expect.arrayContaining(['RA-7.14', 'PR-4.1', 'RA-9.7']))
    expect(codeIn(bank, code).state).toBe('blocked')
    expect(bank.record(paymentReports, idIn<number>(taken, 'report'))).toMatchObject({
      account,
      customer: liga,
      what,
      status: 'open',
      refundBy: null,
    })
  }
})

clause('RA-7.14', 'so is that of a payment with it, which is to be given back in its time', async () => {
  const setUp = await codeBank('2026-06-22')
  const { bank, account } = setUp
  const code = await codeOf(setUp)
  const used = await use(bank, 1_000)
  const { seq } = accountIn(bank, account)
  // The fee was booked last.
  const entry = { decision: used.id, seq: seq - 1 }
  bank.clock.at = inRiga('2026-06-22T20:00')
  const taken = await report(bank, code, 'unauthorised-payment', { entry })
  expect(taken).toMatchObject({
    outcome: 'accepted',
    facts: {
      blocked: false,
      what: 'payment-unauthorised',
      reportBy: '2027-07-22',
      refundBy: '2026-06-25',
      late: false,
    },
  })
  expect(settledBy(taken)).toEqual(expect.arrayContaining(['RA-7.14', 'PSD2-71(1)', 'PSD2-73(1)']))
  const closed = await bank.do(
    'payment-report.close',
    { report: taken.facts['report'], outcome: 'put-right' },
    { actor: operator },
  )
  expect(closed).toMatchObject({ outcome: 'accepted', facts: { state: 'put-right' } })
})

it('a report that names a payment which is not there changes nothing, not even the code', async () => {
  const setUp = await codeBank()
  const { bank } = setUp
  const code = await codeOf(setUp)
  const used = await use(bank, 1_000)
  const entry = { decision: used.id, seq: 999 }
  expect(await report(bank, code, 'lost', { entry })).toMatchObject({ code: 'entry-unknown' })
  expect(codeIn(bank, code).state).toBe('live')
  const unknown = 1_099_511_999_999 as CashCodeId
  expect(await report(bank, unknown, 'lost')).toMatchObject({ code: 'cash-code-unknown' })
})
