/** Payments that are one entry on the payer's account: each is decided for itself, and what was told of it is kept. */
import {
  accept,
  type Cited,
  type Decision,
  type FactValue,
  type Refused,
  refuse,
  together,
} from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Minor, plus, zero } from '../../kernel/money.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import { type Account, type AccountEvent, accounts, type Entry, type EntryNature } from '../../ledger/rules.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { NetworkPaymentId } from '../network/rules.ts'

/** One payment of a batch: to an account here, or through the network. */
export type BatchItem = {
  readonly amountMinor: Minor
  readonly payee: AccountId | null
  readonly payment: NetworkPaymentId | null
  /** What was told of it. */
  readonly detail: DetailId | null
}

export type PaymentBatch = { readonly account: AccountId; readonly seq: number; readonly items: readonly BatchItem[] }

/** What stands in an entry, by account and number of the entry. */
export const paymentBatches = records<string, PaymentBatch>('payment-batch')

export const batchKey = ({ account, seq }: Pick<PaymentBatch, 'account' | 'seq'>): string => `${account} ${seq}`

/** What became of one payment of a batch, in its place. */
export type Tried =
  | {
      readonly item: BatchItem
      readonly effects: readonly Effect[]
      readonly cited: Cited
      readonly refused?: undefined
    }
  | { readonly refused: Refused<string> }

/** Why nothing is booked: no payment of the batch goes through; why, the facts say of each. */
export const batchRefusals = ['batch-unpaid'] as const
export type BatchRefusal = (typeof batchRefusals)[number]

/**
 * Books those that go through as one entry of the payer's, before the fees of each. The facts name by their place those that were refused,
 * and those that are on their way through the network.
 *
 * @param account the payer's, as it stands before
 */
export function decideBatch(
  account: Account,
  tried: readonly Tried[],
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, BatchRefusal> {
  const cited = terms.cite('payment.batch')
  const refused = tried.flatMap((one, n) => (one.refused === undefined ? [] : [refusalFact(n, one.refused)]))
  const paid = tried.flatMap((one, n) => (one.refused === undefined ? [{ ...one, n }] : []))
  if (paid.length === 0) return refuse('batch-unpaid', cited, { refused })
  const seq = account.seq + 1
  const items = paid.map(({ item }) => item)
  const batch: PaymentBatch = { account: account.account, seq, items }
  const effects = paid.flatMap((one) => one.effects)
  const sent = paid.flatMap(({ n, item: { payment } }): FactValue[] =>
    payment === null ? [] : [{ n, payment: String(payment) }],
  )
  return accept(
    [
      oneEntry(account, effects, items.some(({ payment }) => payment !== null) ? 'outgoing' : 'transfer', on),
      ...effects.filter((one) => !isPart(account, one)),
      create(paymentBatches, batchKey(batch), batch),
    ],
    together(cited, ...paid.map((one) => one.cited)),
    { entry: seq, paid: paid.length, sent, refused },
  )
}

/** Whether the effect is the payer's side of one payment: what the entry of the batch stands for. */
function isPart({ account }: Account, { collection, key, event }: Effect): boolean {
  if (collection.name !== accounts.name || key !== account) return false
  const entry = event as AccountEvent
  return entry.kind === 'entry' && (entry.nature === 'transfer' || entry.nature === 'outgoing')
}

function oneEntry(account: Account, effects: readonly Effect[], nature: EntryNature, on: Temporal.PlainDate): Effect {
  const amountMinor = effects
    .filter((one) => isPart(account, one))
    .reduce((sum, { event }) => plus(sum, (event as Entry).amountMinor), zero)
  return effect(accounts, account.account, { kind: 'entry', amountMinor, bookingDate: on, valueDate: on, nature })
}

const refusalFact = (n: number, { code, cited }: Refused<string>): FactValue => ({
  n,
  code,
  clauses: cited.disclosed.map((one) => ({ ...one })),
})
