/** The beginning of every order that debits a customer: the account, and whether the one who asks may dispose of it. */
import type { Static } from 'typebox'
import { type Refused, refuse } from '../kernel/decision.ts'
import type { AccountId, PartyId } from '../kernel/ids.ts'
import type { Currency, Minor } from '../kernel/money.ts'
import type { StateReader } from '../kernel/state.ts'
import { idOf, type moneyText, optionalIdOf } from '../kernel/wire.ts'
import { accounts } from '../ledger/rules.ts'
import { checkActor } from '../parties/acting/rules.ts'
import type { RepresentationRefusal, Service } from '../parties/representation/rules.ts'
import type { Actor, Command, Context } from '../storage/command.ts'
import type { Side } from './movements/rules.ts'
import { amountOf, partiesOf } from './payload.ts'
import { dueMinorOf, holdersOf, sideOf } from './sides.ts'
import { checkValueDate } from './value-date.ts'

/** What every order to pay says. */
export type Order = {
  readonly from: string
  readonly amount: Static<typeof moneyText>
  readonly orderedBy?: string
  readonly coSigners?: string[]
  readonly valueDate?: string
}

/** A customer or representative, not staff on somebody's order. */
export const actsForThemselves = ({ role }: Actor): boolean => role === 'customer' || role === 'representative'

export type Payer = {
  readonly discreet: boolean
  readonly from: Side
  readonly amountMinor: Minor
  readonly currency: Currency
  readonly bookingDate: Temporal.PlainDate
  readonly valueDate: Temporal.PlainDate
}

/** Why an order is refused before the accounts are asked, the first that applies; representation stands second. */
export const orderRefusals = ['account-unknown', 'value-date-not-allowed'] as const
type Refusal = Refused<(typeof orderRefusals)[number] | RepresentationRefusal>

/** Finds the payer of an order; detail 0 of the command is the payer's. */
export function payerOf(
  state: StateReader,
  { actor, payload }: Command<Order>,
  context: Context,
  service: Service,
): { readonly payer: Payer; readonly refusal?: undefined } | { readonly payer?: undefined; readonly refusal: Refusal } {
  const account = state.get(accounts, idOf<AccountId>(payload.from))
  // Accounts of the institution's own are not disposed of by orders: to whoever orders they are not there.
  if (account?.kind !== 'customer')
    return { refusal: refuse('account-unknown', context.terms().cite('payment.order'), { account: payload.from }) }
  const on = context.businessDate
  const from = { ...sideOf(state, account, context, 0), dueMinor: dueMinorOf(state, account, on) }
  const { amountMinor, currency } = amountOf(payload.amount)
  const customers: readonly PartyId[] = holdersOf(state, account)
  // Who signed besides is known of an order that staff saw signed; nobody can say so of themselves.
  const coSigners = actsForThemselves(actor) ? undefined : partiesOf(payload.coSigners)
  const act = { service, amountMinor, currency, coSigners }
  const acting = { actor, orderedBy: optionalIdOf<PartyId>(payload.orderedBy), customers, act, on, terms: from.terms }
  const refusal = checkActor(state, acting)
  if (refusal !== undefined) return { refusal }
  const dated = checkValueDate(payload.valueDate, actor, on, from.terms)
  if (dated.refusal !== undefined) return { refusal: dated.refusal }
  return {
    payer: {
      discreet: actsForThemselves(actor),
      from,
      amountMinor,
      currency,
      bookingDate: on,
      valueDate: dated.valueDate,
    },
  }
}
