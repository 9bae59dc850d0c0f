import { describe, expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { about, accountIn, eur, openActive, openInternal, payIn, transfer } from '../../accounts/testing/accounts.ts'
import type { AccountId, AgreementId } from '../../kernel/ids.ts'
import { companyWithRepresentative, registerPerson, settledBy } from '../../parties/testing/people.ts'
import { dues } from '../../pricing/dues/rules.ts'
import type { Pack } from '../../rulebook/pack.ts'

const balance = (bank: TestBank, account: AccountId): bigint => accountIn(bank, account).balanceMinor

/** A company and a person with an account each; the company has paid for the opening of its own and has this much left. */
async function bothWith(minorUnits: number, change?: (pack: Pack) => Pack) {
  const bank = await TestBank.open(change === undefined ? {} : { change })
  const [till, nostro, fees] = [
    await openInternal(bank, 'till'),
    await openInternal(bank, 'nostro'),
    await openInternal(bank, 'fees'),
  ]
  const { customer, representative } = await companyWithRepresentative(bank)
  const orderedBy = String(representative)
  const company = await openActive(bank, [customer], { orderedBy })
  const agreement = accountIn(bank, company).agreement as AgreementId
  await payIn(bank, till, company, 5_000 + minorUnits)
  await bank.do('due.collect', { day: '2026-01-05', agreements: [String(agreement)] }, { actor: operator })
  const person = await openActive(bank, [await registerPerson(bank, 'janis')])
  const pay = (amount: number, actor?: { role: 'representative'; party: typeof representative }) =>
    bank.do(
      'payment.transfer',
      { from: String(company), to: { account: String(person) }, amount: eur(amount), ...(actor ? {} : { orderedBy }) },
      actor === undefined ? {} : { actor },
    )
  const before = balance(bank, fees)
  const taken = () => balance(bank, fees) - before
  return { bank, till, nostro, company, representative, orderedBy, agreement, person, pay, taken }
}

const incoming = (bank: TestBank, nostro: AccountId, to: AccountId, minorUnits: number) =>
  bank.do(
    'payment.incoming',
    { nostro: String(nostro), to: { account: String(to) }, amount: eur(minorUnits) },
    { actor: operator },
  )

describe('a payment between accounts of the institution', () => {
  clause('PL-3.7', 'costs a legal person its fee at a location, with the payment in one decision', async () => {
    const { bank, company, person, pay, taken } = await bothWith(10_000)
    const paid = await pay(9_900)
    expect(paid).toMatchObject({
      outcome: 'accepted',
      facts: {
        fee: { service: 'payment.transfer', amount: eur(100), row: { clause: '3.7' }, account: String(company) },
      },
    })
    expect(settledBy(paid)).toEqual(expect.arrayContaining(['RA-6.1', 'RA-10.1', 'PL-3.7']))
    expect([balance(bank, company), balance(bank, person), taken()]).toEqual([0n, 9_900n, 100n])
  })

  clause('PL-3.7', 'needs cover for amount and fee together', async () => {
    const { pay, taken } = await bothWith(10_000)
    const refused = await pay(9_901)
    expect(refused).toMatchObject({
      code: 'insufficient-funds',
      facts: { available: eur(10_000), needed: eur(10_001), fee: { amount: eur(100) } },
    })
    expect(settledBy(refused)).toContain('PL-3.7')
    expect(taken()).toBe(0n)
  })

  it('costs nothing in the digital channel, and a natural person nothing anywhere', async () => {
    const { bank, till, person, company, representative, pay, taken } = await bothWith(10_000)
    const digital = await pay(10_000, { role: 'representative', party: representative })
    expect(digital.outcome).toBe('accepted')
    expect(digital.facts).not.toHaveProperty('fee')
    await payIn(bank, till, person, 500)
    expect((await transfer(bank, person, company, 10_500)).facts).not.toHaveProperty('fee')
    expect(taken()).toBe(0n)
  })

  clause(
    'RA-10.1',
    'costs nothing, and says so, where the institution forgoes what legal persons alone pay',
    async () => {
      const never = (pack: Pack) => ({ ...pack, policies: { ...pack.policies, 'fee.legal-person': 'never' as const } })
      const { pay, taken } = await bothWith(10_000, never)
      const paid = await pay(100)
      expect(paid).toMatchObject({ outcome: 'accepted' })
      expect(settledBy(paid)).toContain('RA-10.1')
      expect(taken()).toBe(0n)
    },
  )
})

describe('a payment that comes in', () => {
  clause('PL-3.8', 'costs a legal person its fee, taken out of it', async () => {
    const { bank, nostro, company, taken } = await bothWith(0)
    const credited = await incoming(bank, nostro, company, 1_000)
    expect(credited).toMatchObject({
      outcome: 'accepted',
      facts: {
        fee: { service: 'payment.incoming', amount: eur(10), row: { clause: '3.8' }, account: String(company) },
      },
    })
    expect(settledBy(credited)).toEqual(expect.arrayContaining(['PR-2.1', 'RA-10.1', 'PL-3.8']))
    expect([balance(bank, company), taken()]).toEqual([990n, 10n])
  })

  it.each([
    [9, 9, 0],
    [10, 0, 10],
    [11, 1, 10],
  ])('of %i leaves %i, of which the fee takes %i: what does not suffice for it is credited whole', async (...of) => {
    const [amount, left, fee] = of
    const { bank, nostro, company, agreement, taken } = await bothWith(0)
    const credited = await incoming(bank, nostro, company, amount)
    expect(credited).toMatchObject({ outcome: 'accepted', facts: { fee: { amount: eur(10) } } })
    expect(settledBy(credited)).toContain('PL-3.8')
    expect([balance(bank, company), taken()]).toEqual([BigInt(left), BigInt(fee)])
    const open = bank.record(dues, agreement)?.open ?? []
    expect(open.map(({ service, leftMinor }) => [service, leftMinor])).toEqual(
      fee === 0 ? [['payment.incoming', 10n]] : [],
    )
  })

  it('costs a natural person nothing', async () => {
    const { bank, nostro, person, taken } = await bothWith(0)
    expect((await incoming(bank, nostro, person, 1_000)).facts).not.toHaveProperty('fee')
    expect([balance(bank, person), taken()]).toEqual([1_000n, 0n])
  })

  it('that the account does not take is refused with or without a fee, and nothing is owed for it', async () => {
    const { bank, nostro, company, agreement } = await bothWith(0)
    await about(bank, 'account.restrict', company, { stops: 'credits' })
    for (const amount of [5, 1_000])
      expect(await incoming(bank, nostro, company, amount)).toMatchObject({ code: 'account-restricted' })
    expect(bank.record(dues, agreement)?.open).toEqual([])
  })
})
