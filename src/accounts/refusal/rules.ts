/**
 * Refusing to open or to activate an account without telling why. The customer's answer carries the clause and no reason; the reason is
 * kept apart for staff: a closed code in what is internal of the decision, and words as a sealed note.
 */
import { accept, type Decision, type Refused, refuse } from '../../kernel/decision.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import { accounts } from '../../ledger/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { accountClosing, agreements } from '../../terms/agreements/rules.ts'
import type { Affairs } from '../affairs/rules.ts'
import { accountFiles } from '../files/rules.ts'

/** Why staff refused. For staff only. */
export const refusalReasons = [
  'identity-doubtful',
  'documents-insufficient',
  'purpose-unclear',
  'risk-appetite',
  'law',
  'other',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** That an opening or activation was refused, to whom, when and by whom. Why is not in it. */
export type AccountRefusal = {
  readonly refusal: number
  readonly refused: 'opening' | 'activation'
  readonly customer: PartyId
  readonly account: AccountId | null
  readonly refusedOn: Temporal.PlainDate
  readonly refusedBy: string
}

export const accountRefusals = records<number, AccountRefusal>('account-refusal')

export type RefusalAsked = {
  /** Fresh id of the record. */
  readonly refusal: number
  readonly reason: RefusalReason
  /** Which of the command's details is the note about the reason. */
  readonly note: number | undefined
  readonly by: string
}

/**
 * In this order: there is no such party, or no such customer account; the institution's policy is never to refuse without a reason; the
 * account does not wait for activation.
 */
export const refuseRefusals = ['party-unknown', 'account-unknown', 'refusal-not-allowed', 'account-not-opened'] as const
export type RefuseRefusal = (typeof refuseRefusals)[number]

/** Refuses to open an account for a customer. */
export function decideRefuseOpening(
  customer: PartyId,
  asked: RefusalAsked,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, RefuseRefusal> {
  return checkPolicy(terms) ?? refusing({ refused: 'opening', customer, account: null }, asked, [], on, terms)
}

/** Refuses to activate an account that was opened: its closing begins. */
export function decideRefuseActivation(
  { account, file, agreement }: Affairs,
  asked: RefusalAsked,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, RefuseRefusal> {
  const customer = agreement.holders[0] as PartyId
  const waived = checkPolicy(terms)
  if (waived !== undefined) return waived
  if (account.status !== 'opened')
    return refuse('account-not-opened', terms.cite('account.unexplained-refusal'), { status: account.status })
  const closing = [
    effect(accountFiles, account.account, { ...file, activationRefusedOn: on }),
    effect(accounts, account.account, { kind: 'status', status: 'closing', bookingDate: on } as const),
    effect(agreements, agreement.agreement, accountClosing(agreement, account.account)),
  ]
  return refusing({ refused: 'activation', customer, account: account.account }, asked, closing, on, terms)
}

/** The command is itself the named decision of staff that the policy `staff` asks for. */
const checkPolicy = (terms: Terms): Refused<RefuseRefusal> | undefined =>
  terms.policy('account.unexplained-refusal') === 'never'
    ? refuse('refusal-not-allowed', terms.cite('account.unexplained-refusal'))
    : undefined

function refusing(
  of: Pick<AccountRefusal, 'refused' | 'customer' | 'account'>,
  { refusal, reason, note, by }: RefusalAsked,
  effects: readonly Effect[],
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, RefuseRefusal> {
  const record = { refusal, ...of, refusedOn: on, refusedBy: by }
  const details = note === undefined ? undefined : { index: note, holder: of.customer }
  return accept(
    [create(accountRefusals, refusal, record, details), ...effects],
    terms.cite('account.unexplained-refusal'),
    { refusal: String(refusal), refused: of.refused, account: of.account === null ? null : String(of.account) },
    { reason },
  )
}
