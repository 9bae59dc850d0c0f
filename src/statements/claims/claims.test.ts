import { describe, expect, it } from 'vitest'
import { operator, secondOperator } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { accountIn, openActive, transfer } from '../../accounts/testing/accounts.ts'
import { idIn, registerPerson, settledBy } from '../../parties/testing/people.ts'
import { corrections } from '../../payments/corrections/rules.ts'
import { keptDetails } from '../../privacy/kept/rules.ts'
import { claims } from './rules.ts'
import {
  answer,
  type Booked,
  bookedEntry,
  claim,
  claimIn,
  deadlineIn,
  decide,
  goDigital,
  lateClaims,
  sendDocument,
} from './testing/claims.ts'

const noClaim = ({ bank }: Booked) => bank.storage.records(1 as never, claims.name).size

describe('an error', () => {
  clause('RA-9.8', 'is claimed in writing: what was only said is none', async () => {
    const entry = await bookedEntry()
    const said = await claim(entry, { form: 'spoken' })
    expect(said).toMatchObject({ outcome: 'refused', code: 'claim-not-written', facts: { within: 'P15D' } })
    expect(settledBy(said)).toEqual(['RA-9.8'])
    expect(noClaim(entry)).toBe(0)
  })

  clause('RA-9.8', 'is claimed in time through the fifteenth day after another document showed the entry', async () => {
    for (const [day, late] of [
      ['2026-01-19', false],
      ['2026-01-20', false],
      ['2026-01-21', true],
    ] as const) {
      const entry = await bookedEntry()
      await sendDocument(entry)
      await entry.bank.cutOver(day)
      const made = await claim(entry)
      expect(made).toMatchObject({ outcome: 'accepted', facts: { claimBy: '2026-01-20', late, state: 'received' } })
      expect(settledBy(made)).toEqual(late ? ['RA-9.8', 'GBT-8.1', 'RA-2.4'] : ['RA-9.8'])
      expect(claimIn(entry.bank, made).knownOn?.toString()).toBe('2026-01-05')
    }
  })

  clause('RA-9.8', 'is claimed in time through the fifteenth day after a statement was available', async () => {
    for (const [day, late] of [
      ['2026-01-20', false],
      ['2026-01-21', true],
    ] as const) {
      const entry = await bookedEntry()
      await goDigital(entry)
      await entry.bank.cutOver(day)
      const made = await claim(entry, { form: 'digital' })
      expect(made).toMatchObject({ outcome: 'accepted', facts: { claimBy: '2026-01-20', late } })
      expect(settledBy(made)[0]).toBe('RA-9.8')
    }
  })

  clause('RA-9.8', 'is claimed through the fifteenth day after its statement lay at the location', async () => {
    const entry = await bookedEntry()
    const { bank, account } = entry
    await bank.do('statement.arrange-monthly', { account: String(account), place: 'Riga 1' })
    await bank.cutOver('2026-02-02')
    expect(await claim(entry)).toMatchObject({ facts: { claimBy: null, late: false, within: 'P15D' } })
    const monthly = { month: '2026-01', accounts: [String(account)] }
    expect(await bank.do('statement.make-monthly', monthly, { actor: operator })).toMatchObject({ facts: { made: 1 } })
    for (const [day, late] of [
      ['2026-02-16', false],
      ['2026-02-17', false],
      ['2026-02-18', true],
    ] as const) {
      await bank.cutOver(day)
      const made = await claim(entry)
      expect(made).toMatchObject({ outcome: 'accepted', facts: { knownOn: '2026-02-02', claimBy: '2026-02-17', late } })
      expect(settledBy(made)[0]).toBe('RA-9.8')
    }
  })

  it('counts from whatever showed the entry first', async () => {
    const entry = await bookedEntry()
    await entry.bank.cutOver('2026-01-07')
    await sendDocument(entry)
    await entry.bank.cutOver('2026-01-09')
    await goDigital(entry)
    expect(await claim(entry)).toMatchObject({ facts: { knownOn: '2026-01-07', claimBy: '2026-01-22' } })
    expect(await sendDocument(entry)).toMatchObject({ code: 'document-noted', facts: { sentOn: '2026-01-07' } })
  })

  it('that nothing has shown yet can be claimed at any time', async () => {
    const entry = await bookedEntry()
    await entry.bank.cutOver('2029-06-01')
    expect(await claim(entry)).toMatchObject({ facts: { knownOn: null, claimBy: null, late: false } })
  })

  it('without an entry is claimed by the day that it is about, or at any time when it is about none', async () => {
    const entry = await bookedEntry()
    await goDigital(entry)
    await entry.bank.cutOver('2026-02-10')
    const about = { account: String(entry.account), error: 'missing-entry', form: 'paper', language: 'en' }
    const day = (on?: string) => entry.bank.do('claim.make', on === undefined ? about : { ...about, on })
    expect(await day('2026-01-25')).toMatchObject({ facts: { claimBy: '2026-02-09', late: true } })
    expect(await day('2026-01-26')).toMatchObject({ facts: { claimBy: '2026-02-10', late: false } })
    expect(await day()).toMatchObject({ facts: { claimBy: null, late: false } })
  })

  it('is claimed by a holder, about an entry of the account', async () => {
    const entry = await bookedEntry()
    const janis = await registerPerson(entry.bank, 'janis')
    const payload = {
      account: String(entry.account),
      entry: entry.entry,
      error: 'twice',
      form: 'digital',
      language: 'lv',
    }
    const as = (party: typeof janis) =>
      entry.bank.do('claim.make', payload, { actor: { role: 'customer', party } as const })
    expect(await as(janis)).toMatchObject({ code: 'no-authorisation' })
    const made = await as(entry.liga)
    expect(claimIn(entry.bank, made)).toMatchObject({ customer: entry.liga, words: null })
    for (const wrong of [
      { decision: entry.entry.decision, seq: 2 },
      { decision: '01999999-9999-7000-8000-000000000001', seq: entry.entry.seq },
    ])
      expect(await claim({ ...entry, entry: wrong })).toMatchObject({ code: 'entry-unknown' })
    expect(await claim({ ...entry, account: 1_099_511_999_999 as never })).toMatchObject({ code: 'account-unknown' })
  })

  it('in the words of the customer is kept under the key of the holder, and nowhere else', async () => {
    const entry = await bookedEntry()
    const { words } = claimIn(entry.bank, await claim(entry))
    expect(words && entry.bank.record(keptDetails, words)).toMatchObject({ holder: entry.liga })
  })
})

/** A claim that came on the sixteenth day. */
async function lateClaim(options: Parameters<typeof bookedEntry>[0] = {}) {
  const entry = await bookedEntry(options)
  await sendDocument(entry)
  await entry.bank.cutOver('2026-01-21')
  const made = await claim(entry)
  return { ...entry, made }
}

describe('a late claim', () => {
  clause('RA-9.8', 'may be rejected or declined by staff: the entry counts as uncontested', async () => {
    for (const verdict of [{ outcome: 'rejected', ground: 'late' }, { outcome: 'declined' }]) {
      const { bank, made } = await lateClaim()
      expect(made.facts).toMatchObject({ claimBy: '2026-01-20', latePolicy: 'staff', uncontested: false })
      const decided = await decide(bank, made, verdict)
      expect(decided).toMatchObject({
        outcome: 'accepted',
        facts: { outcome: verdict.outcome, ground: 'late', uncontested: true },
      })
      expect(settledBy(decided)).toEqual(['RA-9.8', 'GBT-8.1', 'RA-2.4'])
      expect(claimIn(bank, made)).toMatchObject({ status: verdict.outcome, decidedBy: 'O-01', latePolicy: 'staff' })
    }
  })

  clause('RA-9.8', 'is declined at once where that is the policy, which is recorded', async () => {
    const { bank, made } = await lateClaim({ change: lateClaims('always') })
    expect(made).toMatchObject({
      outcome: 'accepted',
      facts: { claimBy: '2026-01-20', state: 'declined', latePolicy: 'always', uncontested: true },
    })
    expect(settledBy(made)[0]).toBe('RA-9.8')
    const record = claimIn(bank, made)
    expect(record).toMatchObject({ status: 'declined', ground: 'late', decidedBy: null, latePolicy: 'always' })
    expect(record.words).toBeNull()
  })

  clause('GBT-8.1', 'is for staff to reject, to decline, or to examine', async () => {
    for (const verdict of [
      { outcome: 'declined' },
      { outcome: 'rejected', ground: 'late' },
      { outcome: 'upheld' },
      { outcome: 'rejected', ground: 'late' },
    ]) {
      const { bank, made } = await lateClaim()
      expect(settledBy(made)).toContain('GBT-8.1')
      expect(await decide(bank, made, verdict)).toMatchObject({ outcome: 'accepted', facts: verdict })
    }
  })

  it('is examined like another where the policy is never to use lateness, and where staff choose to', async () => {
    const never = await lateClaim({ change: lateClaims('never') })
    expect(never.made.facts).toMatchObject({ state: 'received', late: true, latePolicy: 'never' })
    expect(await decide(never.bank, never.made, { outcome: 'declined' })).toMatchObject({
      code: 'entitlement-not-used',
    })
    const staff = await lateClaim()
    for (const { bank, made } of [never, staff])
      expect(await decide(bank, made, { outcome: 'upheld' })).toMatchObject({ outcome: 'accepted' })
  })
})

describe('a decision about a claim', () => {
  it('does not turn down as late what came in time', async () => {
    const entry = await bookedEntry()
    await goDigital(entry)
    const made = await claim(entry)
    for (const verdict of [{ outcome: 'declined' }, { outcome: 'rejected', ground: 'late' }])
      expect(await decide(entry.bank, made, verdict)).toMatchObject({
        code: 'claim-in-time',
        facts: { claimBy: '2026-01-20' },
      })
    expect(await decide(entry.bank, made, { outcome: 'rejected', ground: 'entry-correct' })).toMatchObject({
      facts: { outcome: 'rejected', uncontested: false },
    })
  })

  it('is made once, by staff', async () => {
    const entry = await bookedEntry()
    const made = await claim(entry)
    await decide(entry.bank, made, { outcome: 'rejected', ground: 'not-shown' })
    expect(await decide(entry.bank, made, { outcome: 'upheld' })).toMatchObject({ code: 'claim-decided' })
    expect(
      await decide(entry.bank, { ...made, facts: { claim: '1099511999999' } }, { outcome: 'upheld' }),
    ).toMatchObject({ code: 'claim-unknown' })
  })

  it('that upholds it may put it right otherwise than by reversing all that was booked together', async () => {
    const entry = await bookedEntry()
    const made = await claim(entry, { error: 'wrong-fee' })
    expect(await decide(entry.bank, made, { outcome: 'upheld', remedy: 'otherwise' })).toMatchObject({
      outcome: 'accepted',
      facts: { outcome: 'upheld', correction: null },
    })
    expect(entry.bank.storage.records(1 as never, corrections.name).size).toBe(0)
  })

  it('that upholds it proposes the reversal, and says so when the entry was put right already', async () => {
    const entry = await bookedEntry()
    const [first, second] = [await claim(entry), await claim(entry, { error: 'twice' })]
    const upheld = await decide(entry.bank, first, { outcome: 'upheld' })
    expect(settledBy(upheld)).toEqual(['RA-9.8', 'RA-9.10'])
    const correction = idIn<number>(upheld, 'correction')
    expect(entry.bank.record(corrections, correction)).toMatchObject({ ground: 'wrong-amount', proposedBy: 'O-01' })
    const approve = (actor: typeof operator) =>
      entry.bank.do('correction.approve', { correction: String(correction) }, { actor })
    expect(await approve(operator)).toMatchObject({ code: 'four-eyes' })
    expect(await approve(secondOperator)).toMatchObject({ outcome: 'accepted' })
    expect(accountIn(entry.bank, entry.account).balanceMinor).toBe(0n)
    expect(await decide(entry.bank, second, { outcome: 'upheld' })).toMatchObject({
      facts: { outcome: 'upheld', correction: null },
    })
  })
})

describe('a wrong entry', () => {
  clause('RA-9.10', 'is reversed although its statement was made available and the money was spent', async () => {
    const { bank, liga, account } = await bookedEntry()
    const janis = await openActive(bank, [await registerPerson(bank, 'janis')])
    await goDigital({ bank, liga })
    const wrong = await transfer(bank, account, janis, 1_000)
    const entry = { decision: wrong.id, seq: accountIn(bank, account).seq }
    await transfer(bank, janis, account, 1_000)
    await bank.cutOver('2026-01-20')
    const made = await claim({ bank, account, entry }, { error: 'wrong-account' })
    expect(claimIn(bank, made).knownOn?.toString()).toBe('2026-01-05')
    const upheld = await decide(bank, made, { outcome: 'upheld' })
    expect(settledBy(upheld)).toContain('RA-9.10')
    const correction = { correction: String(idIn(upheld, 'correction')) }
    const approved = await bank.do('correction.approve', correction, { actor: secondOperator })
    expect(approved).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(approved)).toEqual(['RA-9.10'])
    expect(accountIn(bank, account).balanceMinor).toBe(2_000n)
    expect(accountIn(bank, janis).balanceMinor).toBe(-1_000n)
  })
})

describe('the answer', () => {
  clause('GBT-8.2', 'is due on the fifteenth business day, and goes out when the claim was decided', async () => {
    const entry = await bookedEntry()
    const made = await claim(entry)
    const { claim: id, answerBy } = claimIn(entry.bank, made)
    expect(answerBy.toString()).toBe('2026-01-26')
    expect(deadlineIn(entry.bank, '2026-01-26', 'claim-answer', id)).toBe('set')
    expect(await answer(entry.bank, made)).toMatchObject({ code: 'claim-undecided' })
    await decide(entry.bank, made, { outcome: 'rejected', ground: 'entry-correct' })
    const answered = await answer(entry.bank, made)
    expect(answered).toMatchObject({ outcome: 'accepted', facts: { state: 'answered', language: 'lv' } })
    expect(settledBy(answered)).toEqual(['GBT-8.2', 'RA-2.4', 'RA-9.8'])
    expect(deadlineIn(entry.bank, '2026-01-26', 'claim-answer', id)).toBe('cleared')
    expect(claimIn(entry.bank, made)).toMatchObject({ answeredBy: 'T-01' })
    expect(await answer(entry.bank, made)).toMatchObject({ code: 'claim-answered' })
  })
})
