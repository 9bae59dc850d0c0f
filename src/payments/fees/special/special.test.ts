import { expect, it } from 'vitest'
import { operator, TestBank } from '../../../../tests/bank.ts'
import { clause } from '../../../../tests/clause.ts'
import { about, accountIn, eur, ligaWithAccount, openInternal, payIn } from '../../../accounts/testing/accounts.ts'
import type { AgreementId } from '../../../kernel/ids.ts'
import { idIn, registerPerson, settledBy } from '../../../parties/testing/people.ts'
import { dues } from '../../../pricing/dues/rules.ts'
import type { Pack } from '../../../rulebook/pack.ts'
import { type SpecialFeeId, specialFees } from './rules.ts'

const wanted = {
  service: 'statement.on-request',
  amount: eur(2_500),
  ground: 'extra-work',
  justification: 'search-of-records',
  reference: 'FILE-2026/17',
}

/** Līga has 100.00, and staff set a fee of 25.00 for searching records. */
async function withSpecialFee(other: object = {}, change?: (pack: Pack) => Pack) {
  const bank = await TestBank.open(change === undefined ? {} : { change })
  const { liga, account } = await ligaWithAccount(bank)
  const fees = await openInternal(bank, 'fees')
  await payIn(bank, await openInternal(bank, 'till'), account, 10_000)
  const set = await about(bank, 'special-fee.set', account, { ...wanted, ...other })
  return { bank, liga, account, fees, set }
}

const naming = (set: { readonly facts: Readonly<Record<string, unknown>> }) => ({
  specialFee: String(set.facts['specialFee']),
})

clause('RA-10.2', 'ground and justification of a special fee are recorded with it', async () => {
  const { bank, account, set } = await withSpecialFee()
  expect(set).toMatchObject({ outcome: 'accepted', facts: { ...wanted, listed: eur(500) } })
  expect(settledBy(set)).toEqual(['RA-10.2'])
  const recorded = bank.record(specialFees, idIn<SpecialFeeId>(set, 'specialFee'))
  const { service, ground, justification, reference } = wanted
  expect(recorded).toMatchObject({ account, service, ground, justification, reference, setBy: 'T-01', shownOn: null })
  const { set: unfounded } = await withSpecialFee({ ground: 'because' })
  expect(unfounded).toMatchObject({
    code: 'ground-not-listed',
    facts: { grounds: ['extra-work', 'unforeseen-expense'] },
  })
  const { set: expense } = await withSpecialFee({ ground: 'unforeseen-expense', justification: 'courier' })
  expect(expense).toMatchObject({ outcome: 'accepted', facts: { ground: 'unforeseen-expense' } })
})

clause('RA-10.2', 'it is charged only after the customer was shown ground and justification', async () => {
  const { bank, liga, account, fees, set } = await withSpecialFee()
  const early = await bank.do('special-fee.charge', naming(set))
  expect(early).toMatchObject({ outcome: 'refused', code: 'special-fee-not-shown' })
  expect(settledBy(early)).toEqual(['RA-10.2'])
  expect(accountIn(bank, account).balanceMinor).toBe(10_000n)
  const customer = { role: 'customer', party: liga } as const
  const shown = await bank.do('special-fee.show', naming(set), { actor: customer })
  const { ground, justification, reference, amount } = wanted
  expect(shown).toMatchObject({ facts: { ground, justification, reference, amount, shownOn: '2026-01-05' } })
  const charged = await bank.do('special-fee.charge', naming(set))
  expect(charged).toMatchObject({ outcome: 'accepted', facts: { fee: { amount, account: String(account) } } })
  expect(settledBy(charged)).toEqual(['RA-10.2'])
  expect([account, fees].map((id) => accountIn(bank, id).balanceMinor)).toEqual([7_500n, 2_500n])
})

clause(
  'RA-10.2',
  'a fee can be raised only above what the price list asks, and not at all by the policy never',
  async () => {
    const { set: same } = await withSpecialFee({ amount: eur(500) })
    expect(same).toMatchObject({ code: 'fee-not-raised', facts: { listed: eur(500) } })
    const { set: higher } = await withSpecialFee({ amount: eur(501) })
    expect(higher).toMatchObject({ outcome: 'accepted' })
    const never = (pack: Pack) => ({ ...pack, policies: { ...pack.policies, 'fee.special': 'never' as const } })
    const { set: waived } = await withSpecialFee({}, never)
    expect(waived).toMatchObject({ code: 'entitlement-waived' })
    expect(settledBy(waived)).toEqual(['RA-10.2'])
  },
)

it('is charged once, shown once, and only to whom it concerns', async () => {
  const { bank, set } = await withSpecialFee()
  const stranger = { role: 'customer', party: await registerPerson(bank, 'anna') } as const
  expect(await bank.do('special-fee.show', naming(set), { actor: stranger })).toMatchObject({ outcome: 'refused' })
  expect(await bank.do('special-fee.show', naming(set))).toMatchObject({ outcome: 'accepted' })
  expect(await bank.do('special-fee.show', naming(set))).toMatchObject({ code: 'special-fee-shown' })
  expect(await bank.do('special-fee.charge', naming(set))).toMatchObject({ outcome: 'accepted' })
  expect(await bank.do('special-fee.charge', naming(set))).toMatchObject({ code: 'special-fee-charged' })
  const unknown = { specialFee: '1099511999999' }
  expect(await bank.do('special-fee.charge', unknown)).toMatchObject({ code: 'special-fee-unknown' })
})

it('is not offered in another currency than the account', async () => {
  const { set } = await withSpecialFee({ amount: { minor: '2500', currency: 'USD' } })
  expect(set).toMatchObject({ code: 'currency-differs', facts: { accountCurrency: 'EUR', currency: 'USD' } })
})

it('is due where no account has cover', async () => {
  const { bank, account, set } = await withSpecialFee({ amount: eur(10_001) })
  await bank.do('special-fee.show', naming(set))
  const charged = await bank.do('special-fee.charge', naming(set), { actor: operator })
  expect(charged).toMatchObject({ outcome: 'accepted', facts: { fee: { dueOn: '2026-01-05' } } })
  const agreement = accountIn(bank, account).agreement as AgreementId
  expect(bank.record(dues, agreement)?.open).toMatchObject([{ leftMinor: 10_001n, dueOn: { day: 5 } }])
})
