/** What the bank did, as commands. Keys are the bank's own numbers, so that nothing is done twice however often it is sent. */

import { activateAccount } from '../../accounts/activation/commands.ts'
import { openInternal } from '../../accounts/internal/commands.ts'
import type { InternalProduct } from '../../accounts/internal/rules.ts'
import { openAccount } from '../../accounts/opening/commands.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import type { Minor } from '../../kernel/money.ts'
import type { ParsedPersonalCode } from '../../kernel/personal-code.ts'
import { acceptAuthorisation, submitAuthorisation } from '../../parties/authorisations/commands.ts'
import { registerParty } from '../../parties/commands.ts'
import { deposit, withdraw } from '../../payments/cash/commands.ts'
import { creditInterest, debitEntitled } from '../../payments/entitled/commands.ts'
import { incoming, outgoing } from '../../payments/network/commands.ts'
import { moveOwn } from '../../payments/own/commands.ts'
import type { BlindIndex } from '../../privacy/vault/blind-index.ts'
import type { Actor, Command, CommandKind, Detail } from '../../storage/command.ts'
import { cutOver } from '../clock/commands.ts'
import { koruna, type Movement, type Told } from './files.ts'
import type { Opening, Staged } from './store.ts'

const teller: Actor = { role: 'teller', staff: 'replay' }
const system: Actor = { role: 'system' }

function ask<P>(
  kind: CommandKind<P>,
  key: string,
  actor: Actor,
  payload: P,
  personal: Pick<Command, 'details' | 'blinds'> = {},
): Command {
  return { kind: kind.kind, client: 'replay berka', key, actor, purpose: kind.purpose, payload, ...personal }
}

const detail = (category: Detail['category'], text: string): Detail => ({ category, plain: Buffer.from(text) })
const koruny = (minor: Minor) => ({ minor: minor.toString(), currency: koruna })

/** Accounts of the bank's own that the replay books against. */
export const internals = {
  nostro: 'nostro',
  fees: 'fees',
  interest: 'interest',
  till: 'till',
  cashMachine: 'till',
} as const satisfies Record<string, InternalProduct>
export type Internal = keyof typeof internals
export type Internals = Readonly<Record<Internal, AccountId>>

/** What is paid in and out there. */
export const paidAt = {
  till: ['deposit', 'withdrawal'],
  cashMachine: ['card-withdrawal'],
} as const satisfies Partial<Record<Internal, readonly Movement[]>>

export const openingOf = (internal: Internal): Command =>
  ask(openInternal, `own account ${internal}`, system, { product: internals[internal], currency: koruna })

/** Cash that the bank fetched from its correspondent: what lay in a till at the start is not in the files. */
export const cashAtStart = (own: Internals, till: keyof typeof paidAt, amountMinor: Minor): Command =>
  ask(moveOwn, `cash at the start ${till}`, system, {
    from: String(own[till]),
    to: String(own.nostro),
    amount: koruny(amountMinor),
  })

export const dayBegins = (day: Temporal.PlainDate): Command =>
  ask(cutOver, `day ${day}`, system, { to: day.toString() })

/**
 * The files give no names, and only the first six digits of birth numbers, which hundreds of clients share with another: what tells
 * two people apart is the bank's own number, so that goes into the blind index, too.
 */
export function registration(
  client: number,
  { code, birthDate }: ParsedPersonalCode,
  entity: string,
  blindIndex: BlindIndex,
): Command {
  const payload = {
    kind: 'natural' as const,
    consumer: true,
    residence: 'CZ',
    facts: ['name' as const, 'personal-code' as const, 'birth-date' as const],
    source: 'register' as const,
  }
  const details = [`Client ${client}`, code, String(birthDate)].map((text) => detail('identity', text))
  const blinds = { code: blindIndex(entity, 'personal-code', `CZ:${code} client ${client}`) }
  return ask(registerParty, `client ${client}`, teller, payload, { details, blinds })
}

export const openingFor = ({ account, owner }: Opening): Command =>
  ask(openAccount, `account ${account}`, teller, {
    holders: [String(owner.party)],
    currency: koruna,
    channel: 'location',
    orderedBy: String(owner.party),
  })

export const activationOf = (account: number, id: AccountId): Command =>
  ask(activateAccount, `account ${account} active`, teller, { account: String(id) })

type Disponent = Opening['disponents'][number]

/** The document by which the owner lets a disponent act. What it looks like is not in the files. */
export const authorisationFor = ({ account, owner }: Opening, { client, party }: Disponent): Command =>
  ask(
    submitAuthorisation,
    `account ${account} disponent ${client}`,
    teller,
    {
      customer: String(owner.party),
      representatives: [String(party)],
      form: 'institution',
      specimens: [{ kind: 'signature', of: String(party) }],
    },
    { details: [detail('representation', `Signature of client ${client} in the file of account ${account}`)] },
  )

export const acceptanceOf = ({ account, owner }: Opening, { client }: Disponent, authorisation: string): Command =>
  ask(acceptAuthorisation, `account ${account} disponent ${client} accepted`, teller, {
    customer: String(owner.party),
    authorisation,
    contentReviewed: true,
  })

/**
 * A row of the history. Fees and penalty interest are the bank's own debits, and so is an order that the bank carried out although it
 * left the balance negative: the counterpart of RA-6.4, which debits without cover.
 */
export function transaction(row: Staged, id: AccountId, own: Internals, told: Told | undefined): Command {
  const key = `trans ${row.trans}`
  const account = String(id)
  const amount = koruny(row.amountMinor)
  const personal = told === undefined ? {} : { details: [detail('payment-details', JSON.stringify(told))] }
  const entitled = (to: Internal, nature: 'fee' | 'interest' | 'forced', clause: string): Command => {
    const ground = 'service-agreement' as const
    const payload = { from: account, to: String(own[to]), amount, nature, ground, terms: 'BR', reference: clause }
    return ask(debitEntitled, key, system, payload, personal)
  }
  if (row.forced) return entitled(otherSide[row.movement], 'forced', '3.9')
  switch (row.movement) {
    case 'deposit':
      return ask(deposit, key, teller, { till: String(own.till), to: account, amount }, personal)
    case 'withdrawal': {
      const payload = { from: account, till: String(own.till), amount, orderedBy: String(row.owner) }
      return ask(withdraw, key, teller, payload, personal)
    }
    case 'card-withdrawal':
      return ask(withdraw, key, system, { from: account, till: String(own.cashMachine), amount }, personal)
    case 'incoming':
      return ask(incoming, key, system, { nostro: String(own.nostro), to: { account }, amount }, personal)
    case 'outgoing':
      return ask(outgoing, key, customer(row.owner), { from: account, nostro: String(own.nostro), amount }, personal)
    case 'interest':
      return ask(creditInterest, key, system, { from: String(own.interest), to: account, amount }, personal)
    case 'fee':
      return entitled('fees', 'fee', '5.1')
    case 'penalty-interest':
      return entitled('interest', 'interest', '3.9')
  }
}

const customer = (party: PartyId): Actor => ({ role: 'customer', party })

const otherSide: Readonly<Record<Movement, Internal>> = {
  deposit: 'till',
  withdrawal: 'till',
  'card-withdrawal': 'cashMachine',
  incoming: 'nostro',
  outgoing: 'nostro',
  interest: 'interest',
  fee: 'fees',
  'penalty-interest': 'interest',
}
