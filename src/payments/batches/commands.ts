/** The command that pays several orders at once, as one entry. */
import { type Static, Type } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import { Evolving } from '../../kernel/evolving.ts'
import type { AccountId } from '../../kernel/ids.ts'
import type { StateReader } from '../../kernel/state.ts'
import { idOf, idText, moneyText, payload } from '../../kernel/wire.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import { type DetailId, keepDetail } from '../../privacy/kept/rules.ts'
import type { Command, CommandKind, Context } from '../../storage/command.ts'
import { chargeFor, chargeNeeds } from '../fees/charging.ts'
import { decideMovement, type Movement } from '../movements/rules.ts'
import { ownAccountFor, ownNeeds } from '../network/own.ts'
import { checkSent, decideSend, type NetworkPaymentId } from '../network/rules.ts'
import { type Payer, payerOf } from '../paying.ts'
import { ordering, targetOf, targetText } from '../payload.ts'
import { accountOfTarget, payerNeeds, sideOf, targetNeeds, termsOf } from '../sides.ts'
import { decideBatch, type Tried } from './rules.ts'

const batchPayload = payload({
  from: idText,
  payments: Type.Array(
    payload({
      to: Type.Optional({ ...targetText, description: 'The payee here; left out for another institution' }),
      amount: moneyText,
    }),
    { minItems: 1, maxItems: 10_000 },
  ),
  ...ordering,
})
type Batch = Static<typeof batchPayload>
type Part = Batch['payments'][number]

/**
 * Details: 2n is the payer's side of payment n (from 0), 2n + 1 the payee's. Refuses an account that is none of a customer; then as
 * `decideBatch`, whose facts tell of each payment why it is refused, by the rules of a live order.
 */
export const sendBatch: CommandKind<Batch> = {
  kind: 'payment-batch.send',
  summary: 'Pays several orders from one account as a single entry; each is decided for itself',
  payload: batchPayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator'],
  needs: ({ payload: { from, payments } }, state) => [
    ...payerNeeds(state, idOf(from)),
    ...chargeNeeds(state, idOf(from)),
    ...payments.flatMap(({ to, amount }) =>
      to === undefined ? ownNeeds(state, 'transit', amount.currency) : targetNeeds(state, targetOf(to)),
    ),
  ],
  decide: (before, command, context) => {
    const account = before.get(accounts, idOf<AccountId>(command.payload.from))
    if (account?.kind !== 'customer')
      return refuse('account-unknown', context.terms().cite('payment.order'), { account: command.payload.from })
    const state = new Evolving(before)
    const tried = command.payload.payments.map((part, n) => {
      const one = tryOne(state, account, command, part, n, context)
      if (one.refused === undefined) state.apply(one.effects)
      return one
    })
    return decideBatch(account, tried, context.businessDate, termsOf(before, account, context))
  },
}

/** One payment as it would be decided alone, on what those before it left. */
function tryOne(
  state: StateReader,
  { seq, holder }: Account,
  command: Command<Batch>,
  part: Part,
  n: number,
  context: Context,
): Tried {
  const { from, orderedBy, coSigners } = command.payload
  const order = {
    from,
    amount: part.amount,
    ...(orderedBy === undefined ? {} : { orderedBy }),
    ...(coSigners === undefined ? {} : { coSigners }),
  }
  const { payer, refusal } = payerOf(state, { ...command, payload: order }, context, 'payments')
  if (refusal !== undefined) return { refused: refusal }
  const payee = payeeOf(state, payer, part)
  if ('refused' in payee) return payee
  const isTold = command.details?.[2 * n] !== undefined && holder !== null
  const detail = isTold ? context.nextId<DetailId>() : null
  const movement = movementOf(state, payer, payee.account, part, n, command, context)
  const payment = part.to === undefined ? context.nextId<NetworkPaymentId>() : null
  const moved = payment === null ? decideMovement(movement) : decideSend(movement, payment, { seq: seq + 1, detail })
  if (moved.outcome === 'refused') return { refused: moved }
  const kept = detail === null || holder === null ? [] : [keepDetail(detail, holder, 2 * n)]
  return {
    item: {
      amountMinor: payer.amountMinor,
      payee: payment === null ? payee.account.account : null,
      payment,
      detail,
    },
    effects: [...moved.effects, ...kept],
    cited: moved.cited,
  }
}

type Found = { readonly account: Account } | Extract<Tried, { readonly refused: object }>

function payeeOf(state: StateReader, { currency, from: { terms } }: Payer, { to }: Part): Found {
  if (to === undefined) {
    const refused = checkSent(currency, terms)
    return refused === undefined ? { account: ownAccountFor(state, 'transit', currency) } : { refused }
  }
  const account = accountOfTarget(state, targetOf(to))
  return account?.kind === 'customer'
    ? { account }
    : { refused: refuse('payee-unknown', terms.cite('payment.unknown-number')) }
}

function movementOf(
  state: StateReader,
  payer: Payer,
  payee: Account,
  { to }: Part,
  n: number,
  { actor }: Command<Batch>,
  context: Context,
): Movement {
  const service = to === undefined ? 'payment.outgoing' : 'payment.transfer'
  return {
    ...payer,
    // What the payer told is kept beside the entry, which stands for many.
    from: { ...payer.from, details: undefined },
    to: to === undefined ? sideOf(state, payee, context) : sideOf(state, payee, context, 2 * n + 1),
    charge: chargeFor(state, service, payer.from.account, payer.amountMinor, actor, context),
    nature: to === undefined ? 'outgoing' : 'transfer',
    settledBy: ['account.spendable', 'payment.order'],
  }
}
