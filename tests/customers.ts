/** Customers with accounts, in any bank that takes commands: in memory, on a database, or in another process. */

import { catalogue } from '../src/operations/catalogue.ts'
import { type Actor, type Command, type Detail, roles } from '../src/storage/command.ts'
import type { DecisionView } from '../src/storage/lane/port.ts'
import { type Ask, operator, teller } from './bank.ts'

/** What a decision tells that can travel between processes. */
export type Told = Pick<DecisionView, 'outcome' | 'code' | 'facts' | 'place' | 'id'>

/** Whatever takes commands. */
export interface Sender {
  do(kind: string, payload: unknown, ask?: Ask): Promise<Told>
}

export const system: Actor = { role: 'system' }

/** A command of the kind, from a teller unless told. */
export function commandOf(kind: string, payload: unknown, ask: Ask & { readonly key: string }): Command {
  const { actor = teller, details, blinds, key } = ask
  if (!roles.includes(actor.role)) throw new Error(`there is no role ${actor.role}`)
  return { kind, client: 'test', key, actor, purpose: catalogue.get(kind).purpose, payload, details, blinds }
}

/** The id, as text, that an accepted decision tells under a name. */
export function idFrom({ outcome, code, facts }: Told, name: string): string {
  if (outcome !== 'accepted') throw new Error(`refused: ${code} ${JSON.stringify(facts)}`)
  const id = facts[name]
  if (typeof id !== 'string') throw new Error(`the decision tells no ${name}`)
  return id
}

const told = (text: string, category: Detail['category'] = 'identity'): Detail => ({
  category,
  plain: new TextEncoder().encode(text),
})

/** Registers a party; `code` tells it from the others of a test. */
export async function register(bank: Sender, kind: 'natural' | 'legal', code: string): Promise<string> {
  const known = kind === 'natural' ? 'personal-code' : 'registration-number'
  const payload = { kind, consumer: kind === 'natural', residence: 'LV', facts: ['name', known] }
  const ask = { details: [told('Anna Izdoma'), told('050405-10009')], blinds: { code } }
  return idFrom(await bank.do('party.register', payload, ask), 'party')
}

type OpeningWishes = { readonly currency?: string; readonly orderedBy?: string }

/** Opens and activates an account; for a company whoever represents it orders. */
export async function openAccount(bank: Sender, holder: string, wishes: OpeningWishes = {}): Promise<string> {
  return (await openWithAgreement(bank, holder, wishes)).account
}

/** The same, and tells the agreement that the account joined. */
export async function openWithAgreement(
  bank: Sender,
  holder: string,
  { currency = 'EUR', orderedBy }: OpeningWishes = {},
): Promise<{ readonly account: string; readonly agreement: string }> {
  const payload = {
    holders: [holder],
    currency,
    channel: 'location',
    ...(orderedBy === undefined ? {} : { orderedBy }),
  }
  const opened = await bank.do('account.open', payload)
  const account = idFrom(opened, 'account')
  idFrom(await bank.do('account.activate', { account }), 'account')
  return { account, agreement: idFrom(opened, 'agreement') }
}

export async function openInternal(bank: Sender, product: string, currency = 'EUR'): Promise<string> {
  return idFrom(await bank.do('internal.open', { product, currency }, { actor: operator }), 'account')
}

/** Lets one party act for another by a document that was accepted. Gives the document's id. */
export async function authorise(bank: Sender, customer: string, representative: string): Promise<string> {
  const payload = {
    customer,
    representatives: [representative],
    form: 'institution',
    specimens: [{ kind: 'signature', of: representative }],
  }
  const submitted = await bank.do('authorisation.submit', payload, { details: [told('a signature', 'representation')] })
  const authorisation = idFrom(submitted, 'authorisation')
  const accepted = await bank.do('authorisation.accept', { customer, authorisation, contentReviewed: true })
  if (accepted.outcome !== 'accepted') throw new Error(`refused: ${accepted.code}`)
  return authorisation
}

export const euros = (minor: number | bigint) => ({ minor: String(minor), currency: 'EUR' })

/** Pays money in through the nostro account. */
export async function payIn(bank: Sender, nostro: string, account: string, minor: number | bigint): Promise<void> {
  const payload = { nostro, to: { account }, amount: euros(minor) }
  const { code } = await bank.do('payment.incoming', payload, { actor: operator })
  if (code !== null) throw new Error(`refused: ${code}`)
}
