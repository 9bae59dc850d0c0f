import { describe, expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { about, accountIn, eur, openActive, openInternal, payIn, payOut } from '../../accounts/testing/accounts.ts'
import type { AccountId, AgreementId } from '../../kernel/ids.ts'
import { companyWithRepresentative, idIn, settledBy } from '../../parties/testing/people.ts'
import { dues } from '../../pricing/dues/rules.ts'
import type { Pack } from '../../rulebook/pack.ts'
import { bankWithTill } from '../testing/till.ts'

const balance = (bank: TestBank, account: AccountId): bigint => accountIn(bank, account).balanceMinor

describe('cash paid in at a till', () => {
  it.each([
    [99_999, 0],
    [100_000, 0],
    // 0.3 % of a cent and of 1.66 is less than half a cent; of 1.67 it is more.
    [100_001, 0],
    [100_166, 0],
    [100_167, 1],
    [200_000, 300],
  ])('of %i cents costs %i, taken out of it', async (amount, fee) => {
    const { bank, account, till, fees } = await bankWithTill()
    const paid = await payIn(bank, till, account, amount)
    expect(balance(bank, account)).toBe(BigInt(amount - fee))
    expect(balance(bank, fees)).toBe(BigInt(fee))
    expect(settledBy(paid).includes('PL-3.2')).toBe(fee > 0)
  })

  it('takes the fee even from an account in debt: it is better off by the rest', async () => {
    const { bank, account, till, fees } = await bankWithTill()
    const debit = { nature: 'fee', ground: 'general-terms', terms: 'GBT', reference: '3.1', amount: eur(900_000) }
    await bank.do('debit.entitled', { from: String(account), to: String(fees), ...debit }, { actor: operator })
    expect(await payIn(bank, till, account, 200_000)).toMatchObject({ outcome: 'accepted', facts: { fee: {} } })
    expect(balance(bank, account)).toBe(-700_300n)
  })
})

describe('cash paid out at a till', () => {
  it('costs its fee in the same decision, which tells service, amount and row', async () => {
    const { bank, account, till, fees } = await bankWithTill()
    await payIn(bank, till, account, 10_000)
    const paid = await payOut(bank, till, account, 9_800)
    expect(paid).toMatchObject({
      outcome: 'accepted',
      facts: {
        fee: {
          service: 'cash.withdrawal',
          amount: eur(200),
          row: { document: 'PL', version: '2018-11-01', clause: '3.3' },
          account: String(account),
        },
      },
    })
    expect(settledBy(paid)).toEqual(['RA-6.1', ...settledBy(paid).slice(1, -1), 'PL-3.3'])
    expect([balance(bank, account), balance(bank, fees)]).toEqual([0n, 200n])
  })

  it('needs cover for amount and fee together', async () => {
    const { bank, account, till } = await bankWithTill()
    await payIn(bank, till, account, 10_000)
    const refused = await payOut(bank, till, account, 9_801)
    expect(refused).toMatchObject({
      code: 'insufficient-funds',
      facts: { available: eur(10_000), needed: eur(10_001), fee: { amount: eur(200) } },
    })
    expect(settledBy(refused)).toContain('PL-3.3')
    expect(balance(bank, account)).toBe(10_000n)
  })

  it('tells the fee in a preview', async () => {
    const { bank, account, till } = await bankWithTill()
    await payIn(bank, till, account, 10_000)
    const asked = { till: String(till), from: String(account), amount: eur(100) }
    expect(await bank.preview('cash.withdraw', asked)).toMatchObject({ facts: { fee: { amount: eur(200) } } })
    expect(balance(bank, account)).toBe(10_000n)
  })
})

describe('a payment to another institution', () => {
  it('costs less in the digital channel than at a location', async () => {
    const { bank, liga, account, till } = await bankWithTill()
    const nostro = await openInternal(bank, 'nostro')
    await payIn(bank, till, account, 10_000)
    const order = { from: String(account), nostro: String(nostro), amount: eur(1_000) }
    const digital = await bank.do('payment.outgoing', order, { actor: { role: 'customer', party: liga } })
    expect(digital).toMatchObject({ facts: { fee: { amount: eur(36) } } })
    expect(await bank.do('payment.outgoing', order)).toMatchObject({ facts: { fee: { amount: eur(350) } } })
    expect(balance(bank, account)).toBe(10_000n - 2_000n - 386n)
  })
})

/** A company with an account that Līga may dispose of. */
async function companyAccount(change?: (pack: Pack) => Pack) {
  const bank = await TestBank.open(change === undefined ? {} : { change })
  const { customer, representative } = await companyWithRepresentative(bank)
  const holders = [String(customer)]
  const asked = { holders, currency: 'EUR', channel: 'location', orderedBy: String(representative) }
  const opened = await bank.do('account.open', asked)
  return { bank, opened, asked, agreement: idIn<AgreementId>(opened, 'agreement') }
}

const legalFee = (value: 'never' | 'staff') => (pack: Pack) => ({
  ...pack,
  policies: { ...pack.policies, 'fee.legal-person': value },
})

clause('RA-10.1', 'a legal person is charged the fee that the price list has for legal persons alone', async () => {
  const { bank, opened, agreement } = await companyAccount()
  expect(opened).toMatchObject({
    outcome: 'accepted',
    facts: { fee: { service: 'account.opening', amount: eur(5_000), row: { clause: '2.1' } } },
  })
  expect(settledBy(opened)).toEqual(expect.arrayContaining(['RA-10.1', 'PL-2.1']))
  expect(bank.record(dues, agreement)?.open).toMatchObject([{ leftMinor: 5_000n, service: 'account.opening' }])
})

clause(
  'RA-10.1',
  'the fee is waived where the policy is never, and so without named staff where they decide',
  async () => {
    const waived = await companyAccount(legalFee('never'))
    expect(waived.opened).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(waived.opened)).toContain('RA-10.1')
    expect(waived.opened.facts).not.toHaveProperty('fee')
    expect(waived.bank.record(dues, waived.agreement)?.open ?? []).toEqual([])
    const byStaff = await companyAccount(legalFee('staff'))
    expect(byStaff.opened).toMatchObject({ facts: { fee: { amount: eur(5_000) } } })
    const bySystem = await byStaff.bank.do('account.open', byStaff.asked, { actor: { role: 'system' } })
    expect(bySystem).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(bySystem)).toContain('RA-10.1')
    expect(bySystem.facts).not.toHaveProperty('fee')
    expect(byStaff.bank.record(dues, byStaff.agreement)?.open).toHaveLength(1)
  },
)

it('a natural person opens an account for nothing', async () => {
  const { bank, account } = await bankWithTill()
  expect(bank.record(dues, accountIn(bank, account).agreement as AgreementId)).toBeUndefined()
})

/** Two euro accounts of one customer: fees are to be taken from the second. */
async function withChosen() {
  const setting = await bankWithTill()
  const { bank, liga, account, till } = setting
  const other = await openActive(bank, [liga])
  await payIn(bank, till, account, 10_000)
  await payIn(bank, till, other, 10_000)
  // How long the choice would still count if the offer were ended today.
  const ending = await bank.preview('fee-account.end-offer', { account: String(account) }, { actor: operator })
  expect(ending).toMatchObject({ facts: { endsOn: '2026-03-05' } })
  const chosen = await about(bank, 'fee-account.choose', other)
  return { ...setting, other, chosen }
}

clause('RA-10.6', 'the customer can choose the account that fees are taken from', async () => {
  const { bank, account, other, till, chosen } = await withChosen()
  expect(chosen).toMatchObject({ outcome: 'accepted', facts: { account: String(other), currency: 'EUR' } })
  expect(settledBy(chosen)).toEqual(['RA-10.6'])
  const paid = await payOut(bank, till, account, 10_000)
  expect(paid).toMatchObject({ outcome: 'accepted', facts: { fee: { account: String(other) } } })
  expect(settledBy(paid)).toContain('RA-10.6')
  expect([balance(bank, account), balance(bank, other)]).toEqual([0n, 9_800n])
})

clause('RA-10.6', 'the institution may still use any other account with cover', async () => {
  const { bank, liga, account, other, till } = await withChosen()
  const third = await openActive(bank, [liga])
  await payIn(bank, till, third, 500)
  await payOut(bank, till, other, 9_800)
  expect([account, other, third].map((one) => balance(bank, one))).toEqual([10_000n, 0n, 500n])
  const own = await payOut(bank, till, account, 9_800)
  expect(own).toMatchObject({ facts: { fee: { account: String(account) } } })
  const fallen = await payOut(bank, till, third, 500)
  expect(fallen).toMatchObject({ code: 'insufficient-funds' })
  await payIn(bank, till, account, 300)
  const paid = await payOut(bank, till, account, 300)
  expect(paid).toMatchObject({ outcome: 'accepted', facts: { fee: { account: String(third) } } })
  expect(settledBy(paid)).toContain('RA-10.6')
  expect([account, other, third].map((one) => balance(bank, one))).toEqual([0n, 0n, 300n])
})

clause('RA-10.6', 'the offer can be ended after notice: until then the choice counts, from then on not', async () => {
  const { bank, account, other, till } = await withChosen()
  const ended = await about(bank, 'fee-account.end-offer', account, {}, { actor: operator })
  expect(ended).toMatchObject({ outcome: 'accepted', facts: { endsOn: '2026-03-05' } })
  expect(settledBy(ended)).toEqual(['RA-10.6'])
  const again = await about(bank, 'fee-account.end-offer', account, {}, { actor: operator })
  expect(again).toMatchObject({ code: 'offer-ending' })
  await bank.cutOver('2026-03-04')
  expect(await payOut(bank, till, account, 100)).toMatchObject({ facts: { fee: { account: String(other) } } })
  expect(await about(bank, 'fee-account.choose', other)).toMatchObject({ outcome: 'accepted' })
  await bank.cutOver('2026-03-05')
  expect(await payOut(bank, till, account, 100)).toMatchObject({ facts: { fee: { account: String(account) } } })
  const late = await about(bank, 'fee-account.choose', other)
  expect(late).toMatchObject({ code: 'fee-account-not-offered', facts: { endedOn: '2026-03-05' } })
  expect(settledBy(late)).toEqual(['RA-10.6'])
  await bank.cutOver('2026-03-06')
  expect(await payOut(bank, till, account, 100)).toMatchObject({ facts: { fee: { account: String(account) } } })
})

it('a restricted account is passed over, and money kept apart pays no fees', async () => {
  const { bank, account, other, till } = await withChosen()
  await about(bank, 'account.restrict', other, { stops: 'debits' })
  expect(await payOut(bank, till, account, 100)).toMatchObject({ facts: { fee: { account: String(account) } } })
})

it('a segregated account is served only where another account of the customer pays the fee', async () => {
  const { bank, liga, account, till } = await bankWithTill()
  const asked = { holder: String(liga), currency: 'EUR', channel: 'location', subject: 'sworn-notary' }
  const proof = { category: 'identity', plain: Buffer.from('certificate of office') } as const
  const kept = idIn<AccountId>(await bank.do('segregated-account.open', asked, { details: [proof] }), 'account')
  await about(bank, 'account.activate', kept)
  await payIn(bank, till, kept, 10_000)
  const refused = await payOut(bank, till, kept, 1_000)
  expect(refused).toMatchObject({ code: 'money-segregated', facts: { fee: { amount: eur(200) } } })
  expect(settledBy(refused)).toEqual(['RA-4.8', 'PL-3.3'])
  await payIn(bank, till, account, 200)
  expect(await payOut(bank, till, kept, 1_000)).toMatchObject({ facts: { fee: { account: String(account) } } })
})
