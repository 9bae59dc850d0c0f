/** Debtors with accounts, and orders against them, the way of all commands. */
import { expect } from 'vitest'
import { type Ask, operator, secondOperator, type TestBank } from '../../../../tests/bank.ts'
import { about, accountIn, eur, openInternal, payIn } from '../../../accounts/testing/accounts.ts'
import type { AccountId, PartyId } from '../../../kernel/ids.ts'
import { accounts } from '../../../ledger/rules.ts'
import { authorise, idIn, registerCompany, registerPerson } from '../../../parties/testing/people.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { type SeizureOrder, seizureSteps, seizures } from '../rules.ts'

export type Debtor = {
  readonly bank: TestBank
  readonly till: AccountId
  readonly debtor: PartyId
  /** Who orders for a company; the debtor themselves otherwise. */
  readonly orderedBy: PartyId
  readonly open: (other?: object) => Promise<AccountId>
}

/** A company, of whose money law protects nothing, and what it needs to open accounts. */
export async function companyInDebt(bank: TestBank): Promise<Debtor> {
  const orderedBy = await registerPerson(bank, 'liga')
  const debtor = await registerCompany(bank)
  await authorise(bank, { customer: debtor, representatives: [orderedBy] })
  return debtorWith(bank, debtor, orderedBy)
}

/** A person, who keeps the protected sum. */
export async function personInDebt(bank: TestBank): Promise<Debtor> {
  const debtor = await registerPerson(bank, 'liga')
  return debtorWith(bank, debtor, debtor)
}

async function debtorWith(bank: TestBank, debtor: PartyId, orderedBy: PartyId): Promise<Debtor> {
  const till = await openInternal(bank, 'till')
  await openInternal(bank, 'fees')
  const open = async (other: object = {}): Promise<AccountId> => {
    const asked = { holders: [String(debtor)], currency: 'EUR', channel: 'location', orderedBy: String(orderedBy) }
    const account = idIn<AccountId>(await bank.do('account.open', { ...asked, ...other }), 'account')
    expect(await about(bank, 'account.activate', account)).toMatchObject({ outcome: 'accepted' })
    return account
  }
  return { bank, till, debtor, orderedBy, open }
}

/** Opens an account with money on it. */
export async function openWith({ bank, till, open }: Debtor, minorUnits: number): Promise<AccountId> {
  const account = await open()
  if (minorUnits > 0) expect(await payIn(bank, till, account, minorUnits)).toMatchObject({ outcome: 'accepted' })
  return account
}

let references = 0

export function ask(
  { bank, debtor }: Pick<Debtor, 'bank' | 'debtor'>,
  minorUnits: number,
  other: object = {},
): Promise<DecisionView> {
  references += 1
  const order = {
    debtors: [String(debtor)],
    kind: 'recovery',
    authority: 'bailiff',
    reference: `00123/045/2026-${references}`,
    amount: eur(minorUnits),
    receivedOn: '2026-01-05',
    ...other,
  }
  return bank.do('seizure.register', order, { actor: operator })
}

/** Names a registered order. */
export type Named = { readonly agreement: string; readonly order: string }

export async function ordered(of: Debtor, minorUnits: number, other: object = {}): Promise<Named> {
  const decision = await ask(of, minorUnits, other)
  expect(decision).toMatchObject({ outcome: 'accepted' })
  return { agreement: String(decision.facts['agreement']), order: String(decision.facts['order']) }
}

export function onOrder(
  bank: TestBank,
  kind: string,
  named: Named,
  more: object = {},
  how: Ask = { actor: operator },
): Promise<DecisionView> {
  return bank.do(`seizure.${kind}`, { ...named, ...more }, how)
}

/** Proposes to pay out and has it approved by somebody else. Gives the approval. */
export async function paidOut(bank: TestBank, named: Named, nostro: AccountId): Promise<DecisionView> {
  const proposed = await onOrder(bank, 'propose-payment', named, { nostro: String(nostro) })
  expect(proposed).toMatchObject({ outcome: 'accepted' })
  return onOrder(bank, 'approve-payment', named, {}, { actor: secondOperator })
}

export function orderIn(bank: TestBank, { agreement, order }: Named): SeizureOrder {
  const found = bank.record(seizures, Number(agreement) as never)?.orders.find((one) => String(one.order) === order)
  if (found === undefined) throw new Error(`there is no order ${order}`)
  return found
}

/** What an order keeps, by account. */
export const keptBy = (bank: TestBank, named: Named): Readonly<Record<string, bigint>> =>
  Object.fromEntries(orderIn(bank, named).kept.map(({ account, amountMinor }) => [account, amountMinor]))

/** Every step taken for an order: what, on which account, how much, and why. */
export function stepsIn(bank: TestBank, named: Named) {
  return bank.storage
    .journal(1 as never)
    .flatMap(({ steps }) => steps.get(seizureSteps) ?? [])
    .map(({ after }) => after as never as import('../rules.ts').SeizureStep)
    .filter(({ order }) => String(order) === named.order)
    .map(({ what, account, amountMinor, ground }) => ({ what, account, amountMinor, ground }))
}

export const balance = (bank: TestBank, account: AccountId): bigint => accountIn(bank, account).balanceMinor
export const restricted = (bank: TestBank, account: AccountId): bigint => accountIn(bank, account).restrictedMinor

/** The technical account of an order. */
export function technicalIn(bank: TestBank, named: Named) {
  const { technical } = orderIn(bank, named)
  return technical === null ? undefined : bank.record(accounts, technical)
}
