import { describe, expect, it } from 'vitest'
import { operator, TestBank } from '../../../../tests/bank.ts'
import { clause } from '../../../../tests/clause.ts'
import { about, accountIn, eur, openActive, openInternal } from '../../../accounts/testing/accounts.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { registerPerson, settledBy } from '../../../parties/testing/people.ts'

/** Līga may overdraw an account by 100,000.00 since 5 January 2027: 0.60 % of it in euro and 0.90 % in pounds are 600.00 and 900.00 a year. */
async function withLimit(currency = 'EUR', bankCode = 'RIKO') {
  const bank = await TestBank.open({ on: '2026-10-01' })
  await bank.do('internal.open', { product: 'fees', currency }, { actor: operator })
  const account = await openActive(bank, [await registerPerson(bank, 'liga')], { currency })
  if (bankCode !== 'RIKO') await renumber(bank, account, bankCode, '2027-01-05')
  await bank.cutOver('2027-01-05')
  const money = (minor: string) => ({ minor, currency })
  const agreed = { maximum: money('10000000'), fee: money('0'), ratePercent: '9.5' }
  expect(await about(bank, 'account.agree-limit', account, agreed)).toMatchObject({ outcome: 'accepted' })
  return { bank, account }
}

/** Changes the number at the day, of which the customer was told before. */
async function renumber(bank: TestBank, account: AccountId, bankCode: string, on: string) {
  await about(bank, 'account.announce-number', account, { bankCode }, { actor: operator })
  await bank.cutOver(on)
  expect(await about(bank, 'account.change-number', account, {}, { actor: operator })).toMatchObject({
    outcome: 'accepted',
  })
}

/** What is charged up to a day on which the lane stands; a text when it fails altogether. */
async function charge(bank: TestBank, account: AccountId, to: string) {
  await bank.cutOver(to).catch(() => undefined)
  return about(bank, 'fee.charge-commitment', account, { to }, { actor: operator })
}

const feeUntil = async (currency: string, bankCode: string, to: string) => {
  const { bank, account } = await withLimit(currency, bankCode)
  // A year that no clause gives fails the command: then there is no fee to compare.
  const charged = await charge(bank, account, to).catch((error: Error) => {
    if (error.cause instanceof Error && error.cause.name === 'UnboundProvision') throw error
    return undefined
  })
  const fee = charged?.facts['fee'] as { readonly amount: { readonly minor: string } } | undefined
  return {
    outcome: charged?.outcome,
    minor: fee?.amount.minor,
    settled: charged === undefined ? [] : settledBy(charged),
  }
}

clause('RA-10.3', 'a fee of a percentage a year counts the days that passed, in leap years too', async () => {
  const { bank, account } = await withLimit()
  const charged = await charge(bank, account, '2027-02-05')
  // 31 days of 600.00 over 365: 50.958...
  expect(charged).toMatchObject({
    outcome: 'accepted',
    facts: { fee: { amount: eur(5_096) }, from: '2027-01-05', to: '2027-02-05' },
  })
  expect(settledBy(charged)).toEqual(expect.arrayContaining(['RA-10.3', 'RA-10.3.2', 'PL-2.4']))
  expect(accountIn(bank, account).balanceMinor).toBe(-5_096n)
  // 365 days to the same day of 2028; the one after the next counts 29 February: 366 days over 365.
  expect(await charge(bank, account, '2028-02-05')).toMatchObject({
    outcome: 'accepted',
    facts: { fee: { amount: eur(60_000) } },
  })
  expect(await charge(bank, account, '2029-02-05')).toMatchObject({
    outcome: 'accepted',
    facts: { fee: { amount: eur(60_164) } },
  })
})

clause('RA-10.3', 'the account debited decides on the year, not the account of the service', async () => {
  const bank = await TestBank.open({ on: '2026-10-01' })
  const till = await openInternal(bank, 'till')
  const liga = await registerPerson(bank, 'liga')
  const [account, payer] = [await openActive(bank, [liga]), await openActive(bank, [liga])]
  await renumber(bank, payer, 'NDEA', '2027-01-05')
  const agreed = { maximum: eur(10_000_000), fee: eur(0), ratePercent: '9.5' }
  await about(bank, 'account.agree-limit', account, agreed)
  await bank.do('cash.deposit', { till: String(till), to: String(payer), amount: eur(50_000) })
  await about(bank, 'fee-account.choose', payer)
  // 36 days over 360, and 4 more over 360 from there; over 365 it would be 59.18.
  const charged = await charge(bank, account, '2027-02-10')
  expect(charged).toMatchObject({ outcome: 'accepted', facts: { fee: { amount: eur(6_000), account: String(payer) } } })
  expect(settledBy(charged)).toEqual(expect.arrayContaining(['RA-10.3', 'RA-10.3.1', 'RA-10.6']))
})

clause('RA-10.3.1', 'for an account with the bank code NDEA the year has 360 days', async () => {
  const ndea = await feeUntil('EUR', 'NDEA', '2027-02-10')
  expect(ndea).toMatchObject({ outcome: 'accepted', minor: '6000' })
  expect(ndea.settled).toContain('RA-10.3.1')
})

clause('RA-10.3.2', 'for RIKO, and for a fee in pounds on NDEA, the year has 365 days', async () => {
  const riko = await feeUntil('EUR', 'RIKO', '2027-03-19')
  // 73 days are a fifth of 365.
  expect(riko).toMatchObject({ outcome: 'accepted', minor: '12000' })
  expect(riko.settled).toContain('RA-10.3.2')
  const pounds = await feeUntil('GBP', 'NDEA', '2027-03-19')
  expect(pounds).toMatchObject({ outcome: 'accepted', minor: '18000' })
  expect(pounds.settled).toContain('RA-10.3.2')
})

clause('RA-10.3', 'each number of the account counts for its own time', async () => {
  const { bank, account } = await withLimit()
  await renumber(bank, account, 'NDEA', '2027-06-01')
  const charged = await charge(bank, account, '2027-07-07')
  // 147 days over 365 and 36 over 360, rounded once.
  expect(charged).toMatchObject({
    outcome: 'accepted',
    facts: { fee: { amount: eur(Math.round(60_000 * (147 / 365 + 36 / 360))) } },
  })
  expect(settledBy(charged)).toEqual(expect.arrayContaining(['RA-10.3', 'RA-10.3.1', 'RA-10.3.2']))
})

describe('what a permitted limit costs', () => {
  it('is charged for each day once, and not ahead', async () => {
    const { bank, account } = await withLimit()
    expect(await charge(bank, account, '2027-01-05')).toMatchObject({ code: 'period-charged' })
    const ahead = await about(bank, 'fee.charge-commitment', account, { to: '2027-01-06' }, { actor: operator })
    expect(ahead).toMatchObject({ code: 'period-to-come' })
    expect(await charge(bank, account, '2027-01-06')).toMatchObject({
      outcome: 'accepted',
      facts: { fee: { amount: eur(164) } },
    })
    expect(await charge(bank, account, '2027-01-06')).toMatchObject({ code: 'period-charged' })
  })

  it('is nothing without a limit, and nothing where no row prices it', async () => {
    const { bank, account } = await withLimit()
    await about(bank, 'account.end-limit', account)
    expect(await charge(bank, account, '2027-02-05')).toMatchObject({ code: 'no-limit' })
    const dollars = await withLimit('USD')
    expect(await charge(dollars.bank, dollars.account, '2027-02-05')).toMatchObject({ code: 'nothing-to-charge' })
  })
})
