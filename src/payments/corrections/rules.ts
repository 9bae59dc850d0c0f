/** Corrections: wrong entries are reversed, never edited, and two people see to it. */

import { moneyFact } from '../../accounts/rules.ts'
import { accept, type Decision, refuse, together } from '../../kernel/decision.ts'
import type { AccountId, Place } from '../../kernel/ids.ts'
import { negate } from '../../kernel/money.ts'
import { create, type Effect, effect, type Need, need, records, type StateReader } from '../../kernel/state.ts'
import { type Posting, postings } from '../../ledger/postings/rules.ts'
import { type Account, cashIn, post } from '../../ledger/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { isShort } from '../movements/rules.ts'
import {
  checkRefund,
  citeRefund,
  type Made,
  madeAt,
  madeNeeds,
  refund,
  refundRefusals,
} from '../network/refunds/rules.ts'

export const correctionGrounds = ['wrong-amount', 'wrong-account', 'twice', 'not-ordered', 'other'] as const
export type CorrectionGround = (typeof correctionGrounds)[number]

export type Correction = {
  readonly correction: number
  /** The decision whose entries are wrong. */
  readonly place: Place
  readonly ground: CorrectionGround
  readonly proposedBy: string
  readonly approvedBy: string | null
}

export const corrections = records<number, Correction>('correction')

/** What a decision booked and paid; without a posting it booked nothing. */
export type Booked = Made & { readonly posting: Posting | undefined }

/** What a decision booked and paid: two steps from its place. */
export const bookedNeeds = (state: StateReader, place: Place): readonly Need[] => [
  need(postings, place),
  ...madeNeeds(state, place),
]

export const bookedAt = (state: StateReader, place: Place): Booked => ({
  posting: state.get(postings, place),
  ...madeAt(state, place),
})

/** Why entries are not reversed, the first that applies. */
export const correctionRefusals = [
  'entitlement-waived',
  'correction-unknown',
  'correction-done',
  'four-eyes',
  'entries-unknown',
  'entries-reversed',
  ...refundRefusals,
  'account-closed',
  'till-short',
] as const
export type CorrectionRefusal = (typeof correctionRefusals)[number]

/**
 * The first pair of eyes. In this order: the entitlement is waived; the decision booked nothing; its entries were reversed before; what it
 * paid, as `checkRefund`.
 */
export function decidePropose(proposed: Correction, booked: Booked, terms: Terms): Decision<Effect, CorrectionRefusal> {
  return (
    checkWaived(terms) ??
    checkBooked(booked, terms) ??
    accept([create(corrections, proposed.correction, proposed)], terms.cite('account.correction'), {
      correction: String(proposed.correction),
    })
  )
}

/**
 * The second pair of eyes: reverses every entry of the decision, with its value date, whatever the cover. In this order: the entitlement is waived; no such
 * proposal; done before; the same person proposed it; the entries and what they paid; an account is closed; the cash that a till took in was
 * paid out. Of a payment that the network has settled, the customer has the money again, and what the network returns of it is the institution's.
 *
 * @param accounts the accounts of the posting's entries
 */
export function decideApprove(
  correction: Correction | undefined,
  booked: Booked,
  accounts: ReadonlyMap<AccountId, Account>,
  approvedBy: string,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, CorrectionRefusal> {
  const cited = terms.cite('account.correction')
  const waived = checkWaived(terms)
  if (waived !== undefined) return waived
  if (correction === undefined) return refuse('correction-unknown', cited)
  if (correction.approvedBy !== null) return refuse('correction-done', cited)
  if (correction.proposedBy === approvedBy) return refuse('four-eyes', cited)
  const { posting, sent } = booked
  const refusal = checkBooked(booked, terms)
  if (refusal !== undefined || posting === undefined) return refusal ?? refuse('entries-unknown', cited)
  const legs = posting.entries.map(({ account, seq, amountMinor, valueDate }) => ({
    account: accounts.get(account) as Account,
    amountMinor: negate(amountMinor),
    seq,
    valueDate,
  }))
  const closed = legs.find(({ account }) => account.status === 'closed')
  if (closed !== undefined)
    return refuse('account-closed', terms.cite('account.closing.orders'), { account: String(closed.account.account) })
  const short = legs.find(({ account, amountMinor }) => isShort(account, amountMinor))
  if (short !== undefined)
    return refuse('till-short', terms.cite('cash.at-till'), {
      held: moneyFact(cashIn(short.account), short.account.currency),
    })
  const entries = legs.flatMap(({ account, amountMinor, seq, valueDate }) =>
    post([{ account, amountMinor, nature: 'reversal', reverses: seq }], on, valueDate),
  )
  const done = { ...correction, approvedBy }
  return accept(
    [
      ...entries,
      effect(postings, correction.place, 'reversed'),
      effect(corrections, correction.correction, done),
      ...refund(sent),
    ],
    together(cited, ...citeRefund(sent, terms)),
    { correction: String(correction.correction) },
  )
}

/** The entitlement to correct (RA-9.10): two named people use it, unless the institution waives it altogether. */
function checkWaived(terms: Terms) {
  return terms.policy('account.correction') === 'never'
    ? refuse('entitlement-waived' as const, terms.cite('account.correction'))
    : undefined
}

function checkBooked({ posting, ...made }: Booked, terms: Terms) {
  if (posting === undefined) return refuse('entries-unknown' as const, terms.cite('account.correction'))
  if (posting.reversed) return refuse('entries-reversed' as const, terms.cite('account.correction'))
  return checkRefund(made, terms)
}
