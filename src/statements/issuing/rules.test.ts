import { expect, test } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { about, accountIn, eur, ligaWithAccount, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { settledBy } from '../../parties/testing/people.ts'
import { availableSince, informed, statementKey, statements } from '../availability/rules.ts'
import { asCustomer, goDigital, makeMonthly, request } from '../testing/statements.ts'

/** Līga, who has 100.00 and no digital channels. */
async function atLocation() {
  const bank = await TestBank.open()
  const { liga, account } = await ligaWithAccount(bank)
  const till = await openInternal(bank, 'till')
  const fees = await openInternal(bank, 'fees')
  await payIn(bank, till, account, 10_000)
  return { bank, liga, account, till, fees }
}

const issuesIn = (bank: TestBank, account: AccountId, month: string) =>
  bank.record(statements, statementKey(account, month))?.issues ?? []

clause(
  'RA-9.3',
  'a consumer without digital channels gets the statement of each month free where they asked',
  async () => {
    const { bank, account } = await atLocation()
    const arranged = await about(bank, 'statement.arrange-monthly', account, { place: 'Riga-1' })
    expect(arranged).toMatchObject({ outcome: 'accepted', facts: { place: 'Riga-1' } })
    await bank.cutOver('2026-01-31')
    expect(await makeMonthly(bank, '2026-01', account)).toMatchObject({
      code: 'month-not-over',
      facts: { lastDay: '2026-01-31' },
    })
    await bank.cutOver('2026-02-01')
    const made = await makeMonthly(bank, '2026-01', account)
    expect(made).toMatchObject({ outcome: 'accepted', facts: { made: 1, location: 1 } })
    expect(settledBy(made)).toEqual(['RA-9.3'])
    expect(issuesIn(bank, account, '2026-01')).toMatchObject([{ how: 'location', place: 'Riga-1', free: true }])
    expect(accountIn(bank, account).balanceMinor).toBe(10_000n)
  },
)

clause('RA-9.3', 'once a month: what was made is not made again, and a second one costs', async () => {
  const { bank, account } = await atLocation()
  await bank.cutOver('2026-02-10')
  const free = await request(bank, account, '2026-01-01', '2026-01-31')
  expect(free).toMatchObject({ outcome: 'accepted', facts: { fee: null } })
  expect(settledBy(free)).toEqual(['RA-9.3'])
  const second = await request(bank, account, '2026-01-01', '2026-01-31')
  expect(second).toMatchObject({ outcome: 'accepted', facts: { fee: eur(500) } })
  await about(bank, 'statement.arrange-monthly', account, { place: 'Riga-1' })
  expect(await makeMonthly(bank, '2026-01', account)).toMatchObject({ outcome: 'accepted', facts: { made: 0 } })
})

clause('RA-9.3', 'not collecting a statement frees from nothing: its terms run since it was there', async () => {
  const { bank, account } = await atLocation()
  await about(bank, 'statement.arrange-monthly', account, { place: 'Riga-1' })
  await bank.cutOver('2026-02-01')
  await makeMonthly(bank, '2026-01', account)
  await bank.cutOver('2026-03-20')
  const collected = await about(bank, 'statement.collect', account, { month: '2026-01' })
  expect(collected).toMatchObject({
    outcome: 'accepted',
    facts: { availableOn: '2026-02-01', collectedOn: '2026-03-20' },
  })
  const month = bank.record(statements, statementKey(account, '2026-01'))
  expect(availableSince(Temporal.PlainDate.from('2026-01-05'), month, [])?.on.toString()).toBe('2026-02-01')
})

clause('RA-9.4', 'another statement for a period is issued on request for the fee of the price list', async () => {
  const { bank, account, fees } = await atLocation()
  const issued = await request(bank, account, '2026-01-02', '2026-01-05')
  expect(issued).toMatchObject({ outcome: 'accepted', facts: { fee: eur(500), availableOn: '2026-01-05' } })
  expect(settledBy(issued)).toEqual(['RA-9.4', 'PL-4.1'])
  expect(accountIn(bank, account).balanceMinor).toBe(9_500n)
  expect(accountIn(bank, fees).balanceMinor).toBe(500n)
  const sent = await request(bank, account, '2026-01-02', '2026-01-05', { delivery: 'post' })
  expect(sent).toMatchObject({ outcome: 'accepted', facts: { fee: eur(700), delivery: 'post' } })
  expect(accountIn(bank, account).balanceMinor).toBe(8_800n)
})

clause('RA-9.4', 'the fee and the clause that sets it are told before', async () => {
  const { bank, liga, account } = await atLocation()
  const asked = { account: String(account), from: '2026-01-02', to: '2026-01-05', delivery: 'location' }
  const told = await bank.preview('statement.request', asked, asCustomer(liga))
  expect(told).toMatchObject({ outcome: 'accepted', facts: { fee: eur(500) } })
  expect(settledBy(told)).toEqual(['RA-9.4', 'PL-4.1'])
  expect(accountIn(bank, account).balanceMinor).toBe(10_000n)
  expect(await bank.do('statement.request', asked, asCustomer(liga))).toMatchObject({
    outcome: 'accepted',
    facts: { fee: eur(500) },
  })
})

clause('RA-9.4', 'and so is other information about transactions, the month before included', async () => {
  const { bank, account } = await atLocation()
  await bank.cutOver('2026-02-10')
  const content = 'other-information'
  const told = await request(bank, account, '2026-01-01', '2026-01-31', { content })
  expect(told).toMatchObject({ outcome: 'accepted', facts: { content, fee: eur(500) } })
  expect(settledBy(told)).toEqual(['RA-9.4', 'PL-4.1'])
  expect(issuesIn(bank, account, '2026-01')).toEqual([])
})

test('the fee needs an account of the same customer, in its currency and with cover, or a till of the teller', async () => {
  const { bank, liga, account, till, fees } = await atLocation()
  const from = (feeFrom: AccountId, ask = {}) =>
    request(bank, account, '2026-01-02', '2026-01-05', { feeFrom: String(feeFrom) }, ask)
  expect(await from(fees)).toMatchObject({ code: 'fee-account-unknown', facts: { fee: eur(500) } })
  expect(await from(1_099_511_999_999 as AccountId)).toMatchObject({ code: 'fee-account-unknown' })
  expect(await from(till, asCustomer(liga))).toMatchObject({ code: 'fee-account-unknown' })
  expect(await from(till)).toMatchObject({ outcome: 'accepted' })
  expect(accountIn(bank, account).balanceMinor).toBe(10_000n)
  expect(accountIn(bank, till).balanceMinor).toBe(-10_500n)
  const dollars = (await bank.do('account.open', { holders: [String(liga)], currency: 'USD', channel: 'location' }))
    .facts
  const other = Number(dollars['account']) as AccountId
  await about(bank, 'account.activate', other)
  expect(await from(other)).toMatchObject({ code: 'fee-currency-differs' })
  expect(await request(bank, other, '2026-01-02', '2026-01-05', { feeFrom: String(account) })).toMatchObject({
    outcome: 'accepted',
    facts: { fee: eur(500) },
  })
})

test('a customer with digital channels pays for what is handed over, and arranges no monthly statement', async () => {
  const { bank, liga, account } = await atLocation()
  await goDigital(bank, liga)
  await bank.cutOver('2026-02-10')
  expect(await request(bank, account, '2026-01-01', '2026-01-31')).toMatchObject({ facts: { fee: eur(500) } })
  expect(await about(bank, 'statement.arrange-monthly', account, { place: 'Riga-1' })).toMatchObject({
    code: 'digital-agreed',
  })
})

test('a statement of several months stands in the record of each, and none before the account was opened', async () => {
  const { bank, account } = await atLocation()
  await bank.cutOver('2026-03-10')
  await request(bank, account, '2025-11-01', '2026-03-10')
  expect(issuesIn(bank, account, '2025-12')).toEqual([])
  for (const month of ['2026-01', '2026-02', '2026-03']) expect(issuesIn(bank, account, month)).toHaveLength(1)
})

test('the monthly run passes over accounts with nothing to show, closed ones, and those without an arrangement', async () => {
  const bank = await TestBank.open()
  const { liga, account } = await ligaWithAccount(bank)
  await about(bank, 'statement.arrange-monthly', account, { place: 'Riga-1' })
  await bank.cutOver('2026-03-01')
  expect(await makeMonthly(bank, '2026-02', account)).toMatchObject({ facts: { made: 0 } })
  expect(await makeMonthly(bank, '2026-01', account)).toMatchObject({ facts: { made: 1 } })
  await goDigital(bank, liga)
  expect(await makeMonthly(bank, '2025-12', account, 1_099_511_999_999 as AccountId)).toMatchObject({
    facts: { made: 0 },
  })
})

test('a statement is collected once, and only where one waits', async () => {
  const { bank, liga, account } = await atLocation()
  await bank.cutOver('2026-02-10')
  expect(await about(bank, 'statement.collect', account, { month: '2026-01' })).toMatchObject({
    code: 'statement-unknown',
  })
  await request(bank, account, '2026-01-01', '2026-01-31')
  expect(await about(bank, 'statement.collect', account, { month: '2026-01' })).toMatchObject({ outcome: 'accepted' })
  expect(bank.record(informed, liga)?.lastSeen?.on.toString()).toBe('2026-02-10')
  expect(await about(bank, 'statement.collect', account, { month: '2026-01' })).toMatchObject({
    code: 'statement-collected',
  })
})
