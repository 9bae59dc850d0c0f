/** Statements in a bank for tests: asked for as customers and staff ask. */
import type { Ask, TestBank } from '../../../tests/bank.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import type { Actor } from '../../storage/command.ts'
import type { DecisionView } from '../../storage/lane/port.ts'

export const system: Actor = { role: 'system' }
export const asCustomer = (party: PartyId): Ask => ({ actor: { role: 'customer', party } })

/** Agrees on digital channels. */
export const goDigital = (bank: TestBank, customer: PartyId): Promise<DecisionView> =>
  bank.do('digital-channels.agree', { customer: String(customer) })

/** Reads a statement in a digital channel. */
export const read = (
  bank: TestBank,
  customer: PartyId,
  account: AccountId,
  from: string,
  to: string,
  format = 'json',
): Promise<DecisionView> =>
  bank.do('statement.read', { account: String(account), from, to, format }, asCustomer(customer))

/** Asks for a statement at the location in Rīga, unless told otherwise. */
export const request = (
  bank: TestBank,
  account: AccountId,
  from: string,
  to: string,
  other: object = {},
  ask: Ask = {},
): Promise<DecisionView> =>
  bank.do(
    'statement.request',
    { account: String(account), from, to, delivery: 'location', place: 'Riga-1', ...other },
    ask,
  )

/** What the close of a month's last day asks. */
export const makeMonthly = (bank: TestBank, month: string, ...accounts: AccountId[]): Promise<DecisionView> =>
  bank.do('statement.make-monthly', { month, accounts: accounts.map(String) }, { actor: system })
