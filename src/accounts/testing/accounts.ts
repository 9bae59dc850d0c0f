/** Accounts in a bank for tests, opened and filled the way of all commands. */
import { expect } from 'vitest'
import { type Ask, operator, type TestBank } from '../../../tests/bank.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { currency, minor, zero } from '../../kernel/money.ts'
import { type Account, accounts, blocks } from '../../ledger/rules.ts'
import { idIn, registerPerson } from '../../parties/testing/people.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import type { InternalProduct } from '../internal/rules.ts'

export const eur = (minorUnits: number | string) => ({ minor: String(minorUnits), currency: 'EUR' })

/** Asks for an account in euro at a location, unless told otherwise. */
export function askForAccount(
  bank: TestBank,
  holders: readonly PartyId[],
  other: object = {},
  ask: Ask = {},
): Promise<DecisionView> {
  return bank.do('account.open', { holders: holders.map(String), currency: 'EUR', channel: 'location', ...other }, ask)
}

/** Opens an account that still waits for its activation. */
export async function openPending(bank: TestBank, holders: readonly PartyId[], other: object = {}): Promise<AccountId> {
  return idIn<AccountId>(await askForAccount(bank, holders, other), 'account')
}

/** Opens an account and activates it. */
export async function openActive(bank: TestBank, holders: readonly PartyId[], other: object = {}): Promise<AccountId> {
  const account = await openPending(bank, holders, other)
  expect(await about(bank, 'account.activate', account)).toMatchObject({ outcome: 'accepted' })
  return account
}

/** A customer, Līga, with an active account in euro. */
export async function ligaWithAccount(bank: TestBank): Promise<{ liga: PartyId; account: AccountId }> {
  const liga = await registerPerson(bank, 'liga')
  return { liga, account: await openActive(bank, [liga]) }
}

/** Sends a command about one account. Whoever closes one says how it stands: as it does, unless told. */
export function about(
  bank: TestBank,
  kind: string,
  account: AccountId,
  payload: object = {},
  ask: Ask = {},
): Promise<DecisionView> {
  const asIs = kind === 'account.close' && !('at' in payload)
  const seq = asIs ? bank.record(accounts, account)?.seq : undefined
  const standing = seq === undefined ? {} : { at: seq }
  return bank.do(kind, { account: String(account), ...standing, ...payload }, ask)
}

/** The account for fees of each bank that has one: the first that was opened takes them. */
const feesOf = new WeakMap<TestBank, AccountId>()

/** Opens an account of the institution's own in euro; with a till or a nostro comes the account for the fees of what goes through it. */
export async function openInternal(bank: TestBank, product: InternalProduct): Promise<AccountId> {
  if (product !== 'till' && product !== 'nostro' && product !== 'fees') return openOwn(bank, product)
  const fees = feesOf.get(bank) ?? (await openOwn(bank, 'fees'))
  feesOf.set(bank, fees)
  return product === 'fees' ? fees : openOwn(bank, product)
}

const openOwn = async (bank: TestBank, product: InternalProduct): Promise<AccountId> =>
  idIn<AccountId>(await bank.do('internal.open', { product, currency: 'EUR' }, { actor: operator }), 'account')

/** Asks to pay cash in at a till. */
export function payIn(bank: TestBank, till: AccountId, to: AccountId, minorUnits: number): Promise<DecisionView> {
  return bank.do('cash.deposit', { till: String(till), to: String(to), amount: eur(minorUnits) })
}

/** Asks to pay cash out at a till. */
export function payOut(bank: TestBank, till: AccountId, from: AccountId, minorUnits: number): Promise<DecisionView> {
  return bank.do('cash.withdraw', { till: String(till), from: String(from), amount: eur(minorUnits) })
}

/** Asks to pay from one account to another. */
export function transfer(bank: TestBank, from: AccountId, to: AccountId, minorUnits: number): Promise<DecisionView> {
  return bank.do('payment.transfer', { from: String(from), to: { account: String(to) }, amount: eur(minorUnits) })
}

/** Debits a fee that the institution is entitled to, cover or not. */
export function debitFee(bank: TestBank, from: AccountId, fees: AccountId, minorUnits: number): Promise<DecisionView> {
  const debit = { nature: 'fee', ground: 'general-terms', terms: 'GBT', reference: '3.1', amount: eur(minorUnits) }
  return bank.do('debit.entitled', { from: String(from), to: String(fees), ...debit }, { actor: operator })
}

export function accountIn(bank: TestBank, id: AccountId): Account {
  const account = bank.record(accounts, id)
  if (account === undefined) throw new Error(`there is no account ${id}`)
  return account
}

/** An active, empty customer account in euro, for rules alone. */
export function plainAccount(other: Partial<Account> = {}): Account {
  return {
    account: 1 as AccountId,
    kind: 'customer',
    product: 'payment',
    currency: currency('EUR'),
    holder: null,
    agreement: null,
    seq: 1,
    status: 'active',
    balanceMinor: zero,
    heldMinor: zero,
    limitMinor: zero,
    restrictedMinor: minor(0),
    blocked: blocks.none,
    bookedOn: Temporal.PlainDate.from('2026-01-05'),
    ...other,
  }
}
