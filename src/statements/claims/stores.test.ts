import { expect, test } from 'vitest'
import { operator, type TestBank } from '../../../tests/bank.ts'
import { ligaWithAccount, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import { testsKeptAlike } from '../../accounts/testing/kept-alike.ts'
import { accounts } from '../../ledger/rules.ts'
import { paymentReports } from '../payment-reports/rules.ts'
import { openReports, reportsOfAccount } from '../payment-reports/store.ts'
import { sentDocuments } from '../sent-documents/rules.ts'
import { claimReminderStep } from './holding/commands.ts'
import { claims } from './rules.ts'
import { claimsOfAccount, claimsReminded, unansweredClaims } from './store.ts'
import { answer, claim, decide, sendDocument } from './testing/claims.ts'

/** Claims in every state, and reports. Gives the account. */
async function live(bank: TestBank) {
  const { account } = await ligaWithAccount(bank)
  const booked = await payIn(bank, await openInternal(bank, 'till'), account, 1_000)
  const about = { bank, account, entry: { decision: booked.id, seq: 3 } }
  await sendDocument(about)
  const timely = await claim(about, { evidence: 'SCAN/2026-7' })
  const other = await claim(
    { ...about },
    { entry: undefined, on: '2026-01-05', error: 'missing-entry', language: 'en' },
  )
  await bank.do('claim.hold', { claim: other.facts['claim'], reason: 'evidence-awaited' })
  await bank.cutOver('2026-01-21')
  await bank.do('claim.remind', { claims: [timely.facts['claim']] }, { actor: operator })
  const late = await claim(about)
  await decide(bank, late, { outcome: 'declined' })
  await decide(bank, timely, { outcome: 'upheld' })
  await answer(bank, timely)
  const unauthorised = await claim(about, { error: 'payment-unauthorised', form: 'spoken' })
  await claim(about, { error: 'instrument-stolen', entry: undefined })
  const report = { report: unauthorised.facts['report'], outcome: 'put-right' }
  await bank.do('payment-report.close', report, { actor: operator })
  return { account, timely, other, late }
}

const lived = testsKeptAlike(live, [accounts, claims, paymentReports, sentDocuments])

test('claims are listed by account, and for staff by the day on which they are to be answered', async () => {
  const { sql } = lived.bank.institution
  const ids = [lived.made.timely, lived.made.other, lived.made.late].map(({ facts }) => Number(facts['claim']))
  const of = await claimsOfAccount(sql, lived.bank.lane, lived.made.account, 10)
  expect(of.map(({ claim }) => claim)).toEqual(ids.toReversed())
  const unanswered = await unansweredClaims(sql, lived.bank.lane, 10)
  // The late one is due before the one that a holding reply went out for.
  expect(unanswered.map(({ claim }) => claim)).toEqual(ids.slice(1).toReversed())
  expect(await unansweredClaims(sql, lived.bank.lane, 1)).toHaveLength(1)
  expect((await reportsOfAccount(sql, lived.bank.lane, lived.made.account, 10)).map(({ what }) => what)).toEqual([
    'instrument-stolen',
    'payment-unauthorised',
  ])
  expect((await openReports(sql, lived.bank.lane, 10)).map(({ what }) => what)).toEqual(['instrument-stolen'])
})

test('claims whose answer falls due are listed from the day on which staff were reminded', async () => {
  const { sql } = lived.bank.institution
  const due = async (day: string) =>
    (await claimsReminded(sql, lived.bank.lane, Temporal.PlainDate.from(day), 10)).map(({ claim }) => claim)
  const late = Number(lived.made.late.facts['claim'])
  expect(await due('2026-02-06')).toEqual([])
  const part = await claimReminderStep.next(sql, lived.bank.lane, Temporal.PlainDate.from('2026-02-06'), undefined)
  expect(part?.payloads).toEqual([{ claims: [String(late)] }])
  await lived.bank.cutOver('2026-02-07')
  await lived.bank.restart()
  await lived.bank.do('claim.remind', part?.payloads[0], { actor: { role: 'system' } })
  expect(await due('2026-02-06')).toEqual([])
  expect(await due('2026-02-07')).toEqual([late])
  const step = await claimReminderStep.next(sql, lived.bank.lane, Temporal.PlainDate.from('2026-02-07'), undefined)
  expect(step).toBeUndefined()
})

test('a claim is decided after a restart by what the database has', async () => {
  await lived.bank.restart()
  const decided = await decide(lived.bank.asTestBank, lived.made.other, { outcome: 'upheld' })
  expect(decided).toMatchObject({ outcome: 'accepted', facts: { outcome: 'upheld', correction: null } })
})
