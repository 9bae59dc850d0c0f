/** Corrections: wrong entries are reversed, never edited, and two people see to it. */

import { moneyFact } from '../../accounts/rules.ts'
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import type { AccountId, Place } from '../../kernel/ids.ts'
import { negate } from '../../kernel/money.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import { type Posting, postings } from '../../ledger/postings/rules.ts'
import { type Account, cashIn, post } from '../../ledger/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { isShort } from '../movements/rules.ts'

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

/** Why entries are not reversed, the first that applies. */
export const correctionRefusals = [
  'entitlement-waived',
  'correction-unknown',
  'correction-done',
  'four-eyes',
  'entries-unknown',
  'entries-reversed',
  'account-closed',
  'till-short',
] as const
export type CorrectionRefusal = (typeof correctionRefusals)[number]

/** The first pair of eyes. In this order: the entitlement is waived; the decision booked nothing; its entries were reversed before. */
export function decidePropose(
  proposed: Correction,
  posting: Posting | undefined,
  terms: Terms,
): Decision<Effect, CorrectionRefusal> {
  return (
    checkWaived(terms) ??
    checkPosting(posting, terms) ??
    accept([create(corrections, proposed.correction, proposed)], terms.cite('account.correction'), {
      correction: String(proposed.correction),
    })
  )
}

/**
 * The second pair of eyes: reverses every entry of the decision, with its value date, whatever the cover. In this order: the entitlement is waived; no such
 * proposal; done before; the same person proposed it; the entries; an account is closed; the cash that a till took in was paid out.
 *
 * @param accounts the accounts of the posting's entries
 */
export function decideApprove(
  correction: Correction | undefined,
  posting: Posting | undefined,
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
  const refusal = checkPosting(posting, terms)
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
    [...entries, effect(postings, correction.place, 'reversed'), effect(corrections, correction.correction, done)],
    cited,
    { correction: String(correction.correction) },
  )
}

/** The entitlement to correct (RA-9.10): two named people use it, unless the institution waives it altogether. */
function checkWaived(terms: Terms) {
  return terms.policy('account.correction') === 'never'
    ? refuse('entitlement-waived' as const, terms.cite('account.correction'))
    : undefined
}

function checkPosting(posting: Posting | undefined, terms: Terms) {
  if (posting === undefined) return refuse('entries-unknown' as const, terms.cite('account.correction'))
  if (posting.reversed) return refuse('entries-reversed' as const, terms.cite('account.correction'))
  return undefined
}
