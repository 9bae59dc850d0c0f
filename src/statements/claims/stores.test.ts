import { afterAll, beforeAll, expect, test } from 'vitest'
import { operator, TestBank, testLane } from '../../../tests/bank.ts'
import { accountIn, ligaWithAccount, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import { DatabaseBank } from '../../accounts/testing/database-bank.ts'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { accounts } from '../../ledger/rules.ts'
import { paymentReports } from '../payment-reports/rules.ts'
import { openReports, reportsOfAccount } from '../payment-reports/store.ts'
import { sentDocuments } from '../sent-documents/rules.ts'
import { claims } from './rules.ts'
import { claimsOfAccount, unansweredClaims } from './store.ts'
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
  await bank.cutOver('2026-01-21')
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

/** Dates compare as text alone. */
const text = (record: unknown): string =>
  canonicalJson(JSON.parse(JSON.stringify(record, (_name, one) => (typeof one === 'bigint' ? `${one}` : one))))

let bank: DatabaseBank
let lived: Awaited<ReturnType<typeof live>>
beforeAll(async () => {
  bank = await DatabaseBank.open()
  lived = await live(bank.asTestBank)
})
afterAll(() => bank.close())

test('what the database has of claims is what the lane has in memory', async () => {
  const twin = await TestBank.open()
  const { account } = await live(twin)
  expect(account).toBe(lived.account)
  expect(text(await bank.stored(accounts, account))).toBe(text(accountIn(twin, account)))
  for (const [kept, size] of [
    [claims, 3],
    [paymentReports, 2],
    [sentDocuments, 1],
  ] as const) {
    const remembered = [...twin.storage.records(testLane, kept.name)]
    expect(remembered).toHaveLength(size)
    for (const [key, record] of remembered)
      expect(text(await bank.stored(kept as never, key as never))).toBe(text(record))
  }
})

test('claims are listed by account, and for staff by the day on which they are to be answered', async () => {
  const { sql } = bank.institution
  const ids = [lived.timely, lived.other, lived.late].map(({ facts }) => Number(facts['claim']))
  const of = await claimsOfAccount(sql, bank.lane, lived.account, 10)
  expect(of.map(({ claim }) => claim)).toEqual(ids.toReversed())
  const unanswered = await unansweredClaims(sql, bank.lane, 10)
  expect(unanswered.map(({ claim }) => claim)).toEqual(ids.slice(1))
  expect(await unansweredClaims(sql, bank.lane, 1)).toHaveLength(1)
  expect((await reportsOfAccount(sql, bank.lane, lived.account, 10)).map(({ what }) => what)).toEqual([
    'instrument-stolen',
    'payment-unauthorised',
  ])
  expect((await openReports(sql, bank.lane, 10)).map(({ what }) => what)).toEqual(['instrument-stolen'])
})

test('a claim is decided after a restart by what the database has', async () => {
  await bank.restart()
  const decided = await decide(bank.asTestBank, lived.other, { outcome: 'upheld' })
  expect(decided).toMatchObject({ outcome: 'accepted', facts: { outcome: 'upheld', correction: null } })
})
