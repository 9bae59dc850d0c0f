import { expect, test } from 'vitest'
import { operator, TestBank } from '../../tests/bank.ts'
import { clause, packUnderTest } from '../../tests/clause.ts'
import { minor } from '../kernel/money.ts'
import { type Account, blocks } from '../ledger/rules.ts'
import { settledBy } from '../parties/testing/people.ts'
import { withParameter } from '../rulebook/altered-pack.ts'
import type { MayPolicy } from '../rulebook/pack.ts'
import { Rulebook } from '../rulebook/terms.ts'
import { checkCredit, checkDebit, cureOwed, limitUsed } from './rules.ts'
import {
  about,
  accountIn,
  debitFee,
  eur,
  ligaWithAccount,
  openActive,
  openInternal,
  payIn,
  plainAccount,
  transfer,
} from './testing/accounts.ts'

const day = Temporal.PlainDate.from('2026-01-05')
const terms = new Rulebook(packUnderTest('luminor')).terms(day)
const m = (value: number) => minor(value)

test.each<[string, Partial<Account>, number, string | undefined]>([
  ['covers the amount exactly', { balanceMinor: m(100) }, 100, undefined],
  ['is a cent short', { balanceMinor: m(99) }, 100, 'insufficient-funds'],
  ['covers it with its limit exactly', { balanceMinor: m(60), limitMinor: m(40) }, 100, undefined],
  ['is a cent beyond its limit', { balanceMinor: m(60), limitMinor: m(39) }, 100, 'insufficient-funds'],
  ['covers it beside a hold', { balanceMinor: m(150), heldMinor: m(50) }, 100, undefined],
  ['has it held', { balanceMinor: m(150), heldMinor: m(51) }, 100, 'insufficient-funds'],
  ['covers it beside a restricted amount', { balanceMinor: m(150), restrictedMinor: m(50) }, 100, undefined],
  ['would touch a restricted amount', { balanceMinor: m(150), restrictedMinor: m(51) }, 100, 'amount-restricted'],
  ['is short of both', { balanceMinor: m(99), restrictedMinor: m(51) }, 100, 'insufficient-funds'],
  ['has its debits stopped', { balanceMinor: m(100), blocked: blocks.debits }, 100, 'account-restricted'],
  ['has its credits stopped', { balanceMinor: m(100), blocked: blocks.credits }, 100, undefined],
  ['has all stopped and no money', { blocked: blocks.all }, 100, 'account-restricted'],
  ['waits for activation, restricted', { status: 'opened', blocked: blocks.all }, 100, 'account-not-active'],
  ['is being closed', { status: 'closing', balanceMinor: m(100) }, 100, 'account-closing'],
  ['is closed', { status: 'closed', balanceMinor: m(0) }, 100, 'account-closed'],
  ["is the institution's own", { kind: 'internal' }, 100, undefined],
])('a debit from an account that %s', (_what, account, amount, code) => {
  expect(checkDebit(plainAccount(account), m(amount), terms)?.code).toBe(code)
})

test.each<[string, Partial<Account>, string | undefined]>([
  ['is active', {}, undefined],
  ['waits for activation, while the rules take money in', { status: 'opened' }, undefined],
  ['has its debits stopped', { blocked: blocks.debits }, undefined],
  ['has its credits stopped', { blocked: blocks.credits }, 'account-restricted'],
  ['is being closed', { status: 'closing', blocked: blocks.credits }, 'account-closing'],
  ['is closed', { status: 'closed' }, 'account-closed'],
])('a credit to an account that %s', (_what, account, code) => {
  expect(checkCredit(plainAccount(account), terms)?.code).toBe(code)
})

test('money is refused before activation where the rules say so', () => {
  const refusing = new Rulebook(withParameter(packUnderTest('luminor'), 'account.activation', 'incoming', 'refuse'))
  expect(checkCredit(plainAccount({ status: 'opened' }), refusing.terms(day))?.code).toBe('account-not-active')
})

test.each<[MayPolicy, string | undefined]>([
  ['always', 'account-closing'],
  ['staff', undefined],
  ['never', undefined],
])('on an account that is being closed, the policy %s holds for debits and credits alike', (policy, code) => {
  const pack = packUnderTest('luminor')
  const policies = { ...pack.policies, 'account.closing.orders': policy }
  const known = new Rulebook({ ...pack, policies }).terms(day)
  const closing = plainAccount({ status: 'closing', balanceMinor: m(100) })
  expect(checkDebit(closing, m(100), known)?.code).toBe(code)
  expect(checkCredit(closing, known)?.code).toBe(code)
  // What goes through still needs cover, and stops at a restriction, by which staff decide about one account.
  const restricted = { ...closing, blocked: blocks.all }
  expect(checkDebit(closing, m(101), known)?.code).toBe(code ?? 'insufficient-funds')
  expect(checkDebit(restricted, m(100), known)?.code).toBe(code ?? 'account-restricted')
  expect(checkCredit(restricted, known)?.code).toBe(code ?? 'account-restricted')
})

test.each([
  [-1, 0, 1, 0],
  [0, 0, 0, 0],
  [-100, 100, 0, 100],
  [-101, 100, 1, 100],
  [50, 100, 0, 0],
])('a balance of %i with a limit of %i owes %i and uses %i', (balance, limit, owed, used) => {
  const account = plainAccount({ balanceMinor: m(balance), limitMinor: m(limit) })
  expect([cureOwed(account), limitUsed(account)]).toEqual([m(owed), m(used)])
})

clause(
  'RA-6.1',
  'only freely available money can be spent: balance and limit less holds and restricted amounts',
  async () => {
    const bank = await TestBank.open()
    const { liga, account } = await ligaWithAccount(bank)
    const other = await openActive(bank, [liga])
    const till = await openInternal(bank, 'till')
    await payIn(bank, till, account, 10_000)
    await about(bank, 'account.agree-limit', account, { maximum: eur(2_000), fee: eur(0), ratePercent: '12.5' })
    await about(bank, 'account.restrict', account, { stops: 'amount', amount: eur(1_000) })
    const short = await transfer(bank, account, other, 12_001)
    expect(short).toMatchObject({
      outcome: 'refused',
      code: 'insufficient-funds',
      facts: { available: eur(11_000), needed: eur(12_001) },
    })
    expect(settledBy(short)).toEqual(['RA-6.1'])
    expect(await transfer(bank, account, other, 11_000)).toMatchObject({ outcome: 'accepted' })
    expect(accountIn(bank, account).balanceMinor).toBe(m(-1_000))
  },
)

clause('RA-6.2', 'the software tells what is owed at once when a limit ends that was used', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  await about(bank, 'account.agree-limit', account, { maximum: eur(5_000), fee: eur(0), ratePercent: '12.5' })
  const fees = await openInternal(bank, 'fees')
  await debitFee(bank, account, fees, 3_000)
  expect(cureOwed(accountIn(bank, account))).toBe(m(0))
  const ended = await about(bank, 'account.end-limit', account)
  expect(ended).toMatchObject({ outcome: 'accepted', facts: { cureOwed: eur(3_000) } })
  expect(settledBy(ended)).toContain('RA-6.2')
  expect(cureOwed(accountIn(bank, account))).toBe(m(3_000))
})

clause('RA-6.2', 'a lower limit is exceeded by what was used beyond it, and that much is owed', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  const fees = await openInternal(bank, 'fees')
  await about(bank, 'account.agree-limit', account, { maximum: eur(5_000), fee: eur(0), ratePercent: '12.5' })
  await debitFee(bank, account, fees, 3_000)
  const lowered = await about(bank, 'account.agree-limit', account, {
    maximum: eur(1_000),
    fee: eur(0),
    ratePercent: '12.5',
  })
  expect(lowered).toMatchObject({ outcome: 'accepted', facts: { cureOwed: eur(2_000) } })
  expect(settledBy(lowered)).toContain('RA-6.2')
})

test('an operator opens accounts of the institution in offered currencies, active at once', async () => {
  const bank = await TestBank.open()
  const till = accountIn(bank, await openInternal(bank, 'till'))
  expect(till).toMatchObject({ kind: 'till', product: 'till', status: 'active', holder: null, agreement: null })
  expect(accountIn(bank, await openInternal(bank, 'nostro'))).toMatchObject({ kind: 'internal', product: 'nostro' })
  const refused = await bank.do('internal.open', { product: 'fees', currency: 'JPY' }, { actor: operator })
  expect(refused).toMatchObject({ outcome: 'refused', code: 'currency-not-offered' })
})
