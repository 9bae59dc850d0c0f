/** What rules of the model are made of: a command's outcome, a movement with its fee, whose order it is. */
import type { Actor } from '../../src/storage/command.ts'
import type { ModelAccount, ModelAgreement, ModelBank } from './bank.ts'
import { mayNotAct, misshapen, noCredit, noDebit, type Payload, wrongValueDate } from './checks.ts'
import { incomeOf, type ModelFee, payerOf } from './fees.ts'

/** A command and, for what it accepted, the decision's id and the facts in which it tells new ids. */
export type ModelCommand = {
  readonly kind: string
  readonly payload: Payload
  readonly actor: Actor
  readonly blinds?: Blinds | undefined
}
/** Look-ups of what is personal, by name. */
export type Blinds = Readonly<Record<string, string>>
export type ModelDecision = { readonly id: string; readonly facts: Readonly<Record<string, unknown>> }

/** Gives the code of the refusal, or what acceptance does. */
export type Rule = (
  bank: ModelBank,
  payload: Payload,
  actor: Actor,
  blinds: Blinds,
) => string | ((decision: ModelDecision) => void)
/** By the kind of command. */
export type Rules = Readonly<Record<string, Rule>>

type Moving = {
  readonly actor?: Actor
  /** It is an order: what is due by a day comes first. */
  readonly order?: boolean
  readonly by?: string
  readonly fee?: ModelFee | undefined
}

/** A movement with cover between two known accounts. Customers and representatives are not told why a payee takes nothing. */
export function movement(
  bank: ModelBank,
  from: ModelAccount,
  to: ModelAccount,
  payload: Payload,
  { actor, order = false, by = bank.date, fee }: Moving = {},
): ReturnType<Rule> {
  const amount = BigInt(payload.amount.minor)
  const discreet = actor?.role === 'customer' || actor?.role === 'representative'
  const told = (code: string | undefined) => (code !== undefined && discreet ? 'payee-unavailable' : code)
  const wrong = misshapen(from, to, payload)
  const payer = fee && payerOf(bank, fee, from, to, amount)
  return (
    (wrong === 'currency-differs' && from.currency === payload.amount.currency ? told(wrong) : wrong) ??
    noDebit(bank, from, payer === from ? amount + (fee?.amount ?? 0n) : amount, order ? by : '') ??
    told(noCredit(bank, to)) ??
    (fee !== undefined && payer === undefined ? 'insufficient-funds' : undefined) ??
    noCash(to, amount) ??
    (({ id }) => {
      bank.move(id, from.id, to.id, amount, payload.valueDate)
      if (fee !== undefined && payer !== undefined)
        bank.move(id, payer.id, incomeOf(bank, payer.currency).id, fee.amount, payload.valueDate)
    })
  )
}

/** A till pays out as its account rises. */
export const noCash = (to: ModelAccount, amount: bigint): string | undefined =>
  to.kind === 'till' && -to.balance < amount ? 'till-short' : undefined

/** An order: who pays, whether they may, and then the rest. */
export const order =
  (rest: (bank: ModelBank, from: ModelAccount, payload: Payload, actor: Actor) => ReturnType<Rule>): Rule =>
  (bank, payload, actor) => {
    const from = bank.accounts.get(payload.from)
    if (from?.kind !== 'customer') return 'account-unknown'
    return (
      mayNotAct(bank, from, payload, actor) ?? wrongValueDate(bank, payload, actor) ?? rest(bank, from, payload, actor)
    )
  }

/** A command about a customer's account. */
export const about =
  (
    by: 'customer' | 'institution',
    rest: (bank: ModelBank, account: ModelAccount, payload: Payload, actor: Actor) => ReturnType<Rule>,
  ): Rule =>
  (bank, payload, actor) => {
    const account = bank.accounts.get(payload.account)
    if (account === undefined || account.kind !== 'customer') return 'account-unknown'
    const asking = { orderedBy: payload.orderedBy }
    const refused = by === 'customer' ? mayNotAct(bank, account, asking, actor) : undefined
    return refused ?? rest(bank, account, payload, actor)
  }

/** A change of an account's marks is one event of its stream. */
export const marked =
  (account: ModelAccount, change: (decision: ModelDecision) => void) => (decision: ModelDecision) => {
    change(decision)
    account.seq += 1
  }

export function agreementOf(bank: ModelBank, holder: string | null): ModelAgreement {
  const found = bank.agreements.get(holder ?? '')
  if (found === undefined) throw new Error(`the model has no agreement of ${holder}`)
  return found
}
