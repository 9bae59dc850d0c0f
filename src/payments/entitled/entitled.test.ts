import { expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import {
  about,
  accountIn,
  debitFee,
  eur,
  ligaWithAccount,
  openInternal,
  payIn,
} from '../../accounts/testing/accounts.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { idIn, registerPerson, settledBy } from '../../parties/testing/people.ts'
import type { Pack } from '../../rulebook/pack.ts'

async function bankWithFees(change?: (pack: Pack) => Pack) {
  const bank = await TestBank.open(change === undefined ? {} : { change })
  const { account } = await ligaWithAccount(bank)
  return { bank, account, fees: await openInternal(bank, 'fees') }
}

clause(
  'RA-6.4',
  'a debit that the institution is entitled to creates a negative balance, and says by how much',
  async () => {
    const { bank, account, fees } = await bankWithFees()
    await payIn(bank, await openInternal(bank, 'till'), account, 300)
    const debited = await debitFee(bank, account, fees, 1_000)
    expect(debited).toMatchObject({ outcome: 'accepted', facts: { uncovered: eur(700) } })
    expect(settledBy(debited)).toContain('RA-6.4')
    expect(accountIn(bank, account).balanceMinor).toBe(-700n)
  },
)

clause('RA-6.4', 'it deepens one, needs no consent, and passes a restriction', async () => {
  const { bank, account, fees } = await bankWithFees()
  await about(bank, 'account.restrict', account, { stops: 'all' })
  await debitFee(bank, account, fees, 100)
  const again = await debitFee(bank, account, fees, 100)
  expect(settledBy(again)).toContain('RA-6.4')
  expect(accountIn(bank, account).balanceMinor).toBe(-200n)
})

clause('RA-6.2', 'a debit that makes the balance negative tells what is owed at once, to the cent', async () => {
  for (const [debitMinor, owed] of [
    [300, undefined],
    [301, eur(1)],
    [1_000, eur(700)],
  ] as const) {
    const { bank, account, fees } = await bankWithFees()
    await payIn(bank, await openInternal(bank, 'till'), account, 300)
    const debited = await debitFee(bank, account, fees, debitMinor)
    expect(debited.outcome).toBe('accepted')
    expect(debited.facts['cureOwed']).toEqual(owed)
    expect(settledBy(debited).includes('RA-6.2')).toBe(owed !== undefined)
  }
})

clause('RA-6.4', 'each debit names its ground', async () => {
  const { bank, account, fees } = await bankWithFees()
  const debit = { from: String(account), to: String(fees), nature: 'forced', amount: eur(100) }
  const byLaw = await bank.do('debit.entitled', { ...debit, ground: 'law', reference: 'Art. 99' }, { actor: operator })
  expect(byLaw).toMatchObject({ outcome: 'accepted', facts: { ground: 'law', reference: 'Art. 99' } })
  expect(settledBy(byLaw)).toContain('RA-6.4')
})

const policy = (value: 'never' | 'staff') => (pack: Pack) => ({
  ...pack,
  policies: { ...pack.policies, 'debit.without-consent': value },
})

clause(
  'RA-6.4',
  'the entitlement is waived where policy says so, and left to named staff where policy says that',
  async () => {
    const waiving = await bankWithFees(policy('never'))
    const waived = await debitFee(waiving.bank, waiving.account, waiving.fees, 100)
    expect(waived).toMatchObject({ code: 'entitlement-waived' })
    expect(settledBy(waived)).toEqual(['RA-6.4'])
    const asking = await bankWithFees(policy('staff'))
    const debit = { from: String(asking.account), to: String(asking.fees), nature: 'fee', amount: eur(1) }
    const unasked = { ...debit, ground: 'law', reference: '1' }
    expect(await asking.bank.do('debit.entitled', unasked, { actor: { role: 'system' } })).toMatchObject({
      code: 'staff-decision-needed',
    })
    expect(await debitFee(asking.bank, asking.account, asking.fees, 1)).toMatchObject({ outcome: 'accepted' })
  },
)

it('interest comes from an account of the institution, never from a customer', async () => {
  const { bank, account } = await bankWithFees()
  const interest = await openInternal(bank, 'interest')
  const credit = (from: unknown) =>
    bank.do('interest.credit', { from: String(from), to: String(account), amount: eur(12) }, { actor: operator })
  expect(await credit(interest)).toMatchObject({ outcome: 'accepted' })
  expect(await credit(account)).toMatchObject({ code: 'account-unknown' })
  expect(accountIn(bank, account).balanceMinor).toBe(12n)
})

clause('RA-2.2', 'a reference under a former name of terms of account maintenance means these rules', async () => {
  const { bank, account, fees } = await bankWithFees()
  const debit = { from: String(account), to: String(fees), nature: 'fee', amount: eur(1), ground: 'service-agreement' }
  const under = (terms: string) => bank.do('debit.entitled', { ...debit, terms, reference: '6.4' }, { actor: operator })
  for (const name of [
    'General Terms and Conditions for Current Accounts',
    'account maintenance and card usage rules',
    'Vispārīgie noteikumi par norēķinu kontiem',
  ]) {
    const decision = await under(name)
    expect(decision).toMatchObject({ outcome: 'accepted', facts: { document: 'RA' } })
    expect(settledBy(decision)).toContain('RA-2.2')
  }
  // Terms that say what they are need no such clause, and a name that means nothing is no ground.
  expect(settledBy(await under('RA'))).not.toContain('RA-2.2')
  expect(await under('Terms of somebody else')).toMatchObject({ code: 'terms-unknown' })
})

it('needs a document that can hold its ground', async () => {
  const { bank, account, fees } = await bankWithFees()
  const debit = { from: String(account), to: String(fees), nature: 'fee', amount: eur(1), reference: '1' }
  const on = (ground: string, terms?: string) =>
    bank.do('debit.entitled', { ...debit, ground, ...(terms === undefined ? {} : { terms }) }, { actor: operator })
  expect(await on('general-terms')).toMatchObject({ code: 'ground-unfounded' })
  expect(await on('general-terms', 'RA')).toMatchObject({ code: 'ground-unfounded' })
  expect(await on('service-agreement', 'GBT')).toMatchObject({ code: 'ground-unfounded' })
  expect(await on('service-agreement', 'PL')).toMatchObject({ outcome: 'accepted' })
  expect(await on('law')).toMatchObject({ outcome: 'accepted' })
})

clause('RA-4.8', 'no fee and no debt of the holder is taken from money that a regime keeps apart', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const asked = { holder: String(liga), currency: 'EUR', channel: 'location', subject: 'sworn-notary' }
  const proof = { category: 'identity', plain: Buffer.from('certificate of office') } as const
  const opened = await bank.do('segregated-account.open', asked, { details: [proof] })
  const account = idIn<AccountId>(opened, 'account')
  await about(bank, 'account.activate', account)
  const fees = await openInternal(bank, 'fees')
  const refused = await debitFee(bank, account, fees, 900)
  expect(refused).toMatchObject({ outcome: 'refused', code: 'money-segregated' })
  expect(settledBy(refused)).toEqual(['RA-4.8'])
  const debt = { from: String(account), to: String(fees), nature: 'forced', amount: eur(1), reference: '1' }
  const owed = { ...debt, ground: 'service-agreement', terms: 'PL' }
  expect(await bank.do('debit.entitled', owed, { actor: operator })).toMatchObject({ code: 'money-segregated' })
  const byLaw = { ...debt, ground: 'law' }
  expect(await bank.do('debit.entitled', byLaw, { actor: operator })).toMatchObject({ outcome: 'accepted' })
})
