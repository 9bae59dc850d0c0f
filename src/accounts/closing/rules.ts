/** Closing: asked for by the customer, carried out once what is owed for the account is paid and the rest is paid out. */
import { accept, type Cited, type Decision, type Facts, type Refused, refuse, together } from '../../kernel/decision.ts'
import { type Minor, negate, plus, sum, zero } from '../../kernel/money.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import { type Account, type AccountEvent, accounts, blocks, post } from '../../ledger/rules.ts'
import type { PartyKind } from '../../parties/rules.ts'
import { type Due, type Dues, feeDue, owe } from '../../pricing/dues/rules.ts'
import { feeFact, feeOf, waivedFee } from '../../pricing/fees/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import {
  type Agreement,
  accountClosed,
  accountClosing,
  agreements,
  closingRequested,
} from '../../terms/agreements/rules.ts'
import type { Affairs } from '../affairs/rules.ts'
import { accountFiles, type Channel } from '../files/rules.ts'
import { type Overdraft, overdrafts } from '../limits/rules.ts'
import { type CreditRefusal, checkCredit, creditRefusals, moneyFact } from '../rules.ts'

/** In this order: the request came in no channel that counts as writing; the closing was asked for before; the account is closed. */
export const requestClosingRefusals = ['form-not-written', 'closing-requested', 'account-closed'] as const
export type RequestClosingRefusal = (typeof requestClosingRefusals)[number]

/** Whom the closing is charged to, what they owe already, and who decides on entitlements. */
export type ClosingCharge = {
  readonly customer: PartyKind
  readonly dues: Dues | undefined
  readonly staff: string | undefined
  readonly nextId: () => number
}

/**
 * Receives the customer's request to close an account, which takes no more orders from now on. When it was the last account in use,
 * the request is notice of withdrawal from the agreement as well; where something is owed, and the institution insists on it, only once that is
 * paid (RA-12.6). What the closing costs is due from that day on.
 */
export function decideRequestClosing(
  { account, file, agreement }: Affairs,
  channel: Channel,
  charge: ClosingCharge,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, RequestClosingRefusal> {
  const cited = terms.cite('account.closing.request')
  const { channels } = terms.parameters('account.closing.request')
  if (!channels.includes(channel)) return refuse('form-not-written', cited, { accepted: channels })
  if (account.status === 'closing') return refuse('closing-requested', cited)
  if (account.status === 'closed') return refuse('account-closed', cited)
  const withdrawn = closingRequested(agreement, account.account, on)
  const withdraws = withdrawn.withdrawnOn !== null && agreement.withdrawnOn === null
  const owed = withdraws ? (charge.dues?.open ?? []) : []
  const isHindered = owed.length > 0 && terms.policy('account.closing.obligations') === 'always'
  const after = isHindered ? accountClosing(agreement, account.account) : withdrawn
  const fee = closingFee(account, agreement, charge, on, terms)
  const settled = terms.cite('account.closing.request', 'account.closing.orders')
  return accept(
    [
      effect(accounts, account.account, { kind: 'status', status: 'closing', bookingDate: on }),
      effect(accountFiles, account.account, { ...file, closingRequestedOn: on }),
      effect(agreements, agreement.agreement, after),
      ...fee.effects,
    ],
    together(settled, ...fee.cited, ...(owed.length === 0 ? [] : [terms.cite('account.closing.obligations')])),
    {
      account: String(account.account),
      withdraws: after.withdrawnOn !== null,
      ...(isHindered ? { obstacles: owed.map(obstacleFact) } : {}),
      ...fee.facts,
    },
  )
}

function closingFee(
  { account, currency, product }: Account,
  { agreement }: Agreement,
  { customer, dues, staff, nextId }: ClosingCharge,
  on: Temporal.PlainDate,
  terms: Terms,
): { readonly effects: readonly Effect[]; readonly cited: readonly Cited[]; readonly facts: Facts } {
  const about = { currency, product, customer }
  const fee = feeOf(terms, 'account.closing', about, undefined, { staff })
  if (fee !== undefined) {
    const due = feeDue(nextId(), account, fee, on)
    return {
      effects: owe(dues, agreement, [due]),
      cited: [fee.cited],
      facts: { fee: { ...feeFact(fee), due: String(due.due), dueOn: on.toString() } },
    }
  }
  const waived = waivedFee(terms, 'account.closing', about, { staff })
  return { effects: [], cited: waived === undefined ? [] : [waived], facts: {} }
}

/**
 * In this order: nobody asked for the closing; the account earns interest and it is not said how it stands; it stands otherwise by now; what
 * comes from using it is owed; money is owed on it, or is on it and nothing is said of where it goes; a payment is still held; money may not
 * leave it; the account that it goes to is none of the same agreement; it is another currency's; it takes no credit.
 */
export const closeRefusals = [
  'closing-not-requested',
  'standing-needed',
  'account-moved-on',
  'dues-open',
  'account-not-empty',
  'holds-open',
  'account-restricted',
  'amount-restricted',
  'payee-unknown',
  'currency-differs',
  ...creditRefusals,
] as const
export type CloseRefusal = (typeof closeRefusals)[number]

export type CloseAsked = {
  /** The account's last event, as whoever closes knows it; undefined when it was not said. */
  readonly at: number | undefined
  readonly overdraft: Overdraft | undefined
  /** What the agreement owes. */
  readonly dues: Dues | undefined
  /**
   * Credits the interest up to the closing day; undefined when nothing says of the account's balances. Throws UnboundProvision as crediting
   * interest does.
   */
  readonly interest: (() => Earned) | undefined
  /** Whether a price list has interest for the account. */
  readonly earns: boolean
  /** Where the rest goes: an account of the agreement; `null` when there is no such account, undefined when nothing was said. */
  readonly rest: Account | null | undefined
  readonly on: Temporal.PlainDate
}

/** Interest that is credited with the closing: effects, what they rest on, and the sum for the customer after tax. */
export type Earned = { readonly effects: readonly Effect[]; readonly cited: readonly Cited[]; readonly netMinor: Minor }

const nothingEarned: Earned = { effects: [], cited: [], netMinor: zero }

/**
 * Closes an account on which nothing is owed. The interest up to the closing day is credited with it, and what is then on the account goes
 * where the customer said. With the last one, an agreement that the customer withdrew from has ended; what was owed hinders that no more.
 */
export function decideClose(affairs: Affairs, asked: CloseAsked, terms: Terms): Decision<Effect, CloseRefusal> {
  const { account } = affairs
  const after = accountClosed(noticed(affairs, asked.on), account.account)
  const cited = terms.cite('account.closing.request')
  if (account.status !== 'closing') return refuse('closing-not-requested', cited, { status: account.status })
  const untold = checkStanding(account, asked, terms)
  if (untold !== undefined) return untold
  const owed = obstacles(account, after, asked.dues)
  if (owed.length > 0 && terms.policy('account.closing.obligations') === 'always')
    return refuse('dues-open', terms.cite('account.closing.obligations'), { obstacles: owed.map(obstacleFact) })
  const earned = asked.interest?.() ?? nothingEarned
  const restMinor = plus(account.balanceMinor, earned.netMinor)
  const refused = checkRest(account, restMinor, earned, asked, terms)
  if (refused !== undefined) return refused
  const waived = owed.length > 0 ? [terms.cite('account.closing.obligations')] : []
  const rest = payOut(account, restMinor, asked, terms)
  const reasons = [...earned.cited, ...rest.cited, ...waived]
  return accept(
    [...earned.effects, ...rest.effects, ...closing(affairs, after, asked)],
    reasons.length === 0 ? cited : together(cited, ...reasons),
    {
      account: String(account.account),
      agreementEnded: after.status === 'ended',
      ...(earned.netMinor === 0n ? {} : { interest: moneyFact(earned.netMinor, account.currency) }),
      ...rest.facts,
    },
  )
}

/** The agreement with the notice that the request was, or would have been but for what was owed then. */
const noticed = ({ agreement, account, file }: Affairs, on: Temporal.PlainDate): Agreement =>
  file.closingRequestedOn === null ? agreement : closingRequested(agreement, account.account, on)

function checkStanding(
  account: Account,
  { at, earns, interest }: CloseAsked,
  terms: Terms,
): Refused<'standing-needed' | 'account-moved-on'> | undefined {
  if (at === undefined) return earns ? refuse('standing-needed', terms.cite('account.closing.interest')) : undefined
  return at === account.seq && interest !== undefined
    ? undefined
    : refuse('account-moved-on', terms.cite('account.closing.interest'), { at: account.seq })
}

/** What stands in the way of closing: what is due for the account, and, when the agreement ends with it, all that it owes. */
const obstacles = ({ account }: Account, after: Agreement, dues: Dues | undefined): readonly Due[] =>
  (dues?.open ?? []).filter((due) => after.status === 'ended' || due.account === account)

const obstacleFact = ({ due, kind, service, leftMinor, currency, dueOn }: Due): Facts => ({
  due: String(due),
  kind,
  service,
  amount: moneyFact(leftMinor, currency),
  dueOn: dueOn.toString(),
})

function checkRest(
  account: Account,
  restMinor: Minor,
  earned: Earned,
  { rest }: CloseAsked,
  terms: Terms,
): Refused<CloseRefusal> | undefined {
  const cited = terms.cite('account.closing.request')
  const { currency } = account
  if (restMinor < 0n || (restMinor > 0n && rest === undefined))
    return refuse('account-not-empty', cited, {
      balance: moneyFact(account.balanceMinor, currency),
      ...(earned.netMinor === 0n ? {} : { interest: moneyFact(earned.netMinor, currency) }),
    })
  if (account.heldMinor !== zero) return refuse('holds-open', cited, { held: moneyFact(account.heldMinor, currency) })
  if (restMinor === 0n || rest === undefined) return undefined
  if ((account.blocked & blocks.debits) !== 0) return refuse('account-restricted', terms.cite('account.restricted'))
  if (account.restrictedMinor > 0n)
    return refuse('amount-restricted', terms.cite('account.restricted'), {
      needed: moneyFact(restMinor, currency),
      available: moneyFact(plus(restMinor, negate(account.restrictedMinor)), currency),
    })
  const settled = terms.cite('account.closing.rest')
  if (rest === null || rest.account === account.account) return refuse('payee-unknown', settled)
  if (rest.currency !== currency)
    return refuse('currency-differs', settled, { accountCurrency: rest.currency, currency })
  return checkCredit(rest, terms) as Refused<CreditRefusal> | undefined
}

function payOut(
  account: Account,
  restMinor: Minor,
  { rest, on }: CloseAsked,
  terms: Terms,
): { readonly effects: readonly Effect[]; readonly cited: readonly Cited[]; readonly facts: Facts } {
  if (restMinor === 0n || rest === undefined || rest === null) return { effects: [], cited: [], facts: {} }
  const legs = [
    { account, amountMinor: negate(restMinor), nature: 'transfer' },
    { account: rest, amountMinor: restMinor, nature: 'transfer' },
  ] as const
  return {
    effects: post(legs, on, on),
    cited: [terms.cite('account.closing.rest')],
    facts: { rest: moneyFact(restMinor, account.currency), restTo: String(rest.account) },
  }
}

function closing({ account, file }: Affairs, after: Agreement, { overdraft, on }: CloseAsked): readonly Effect[] {
  const ending =
    overdraft === undefined || overdraft.endedOn !== null
      ? []
      : [
          effect(overdrafts, account.account, { ...overdraft, endedOn: on }),
          effect(accounts, account.account, { kind: 'limit', limitMinor: zero, bookingDate: on } as const),
        ]
  return [
    ...ending,
    effect(accounts, account.account, { kind: 'status', status: 'closed', bookingDate: on }),
    effect(accountFiles, account.account, { ...file, closedOn: on }),
    effect(agreements, after.agreement, after),
  ]
}

/** What entries among the effects bring to an account. */
export const broughtTo = ({ account }: Account, effects: readonly Effect[]): Minor =>
  sum(
    effects
      .filter(({ collection, key }) => collection.name === accounts.name && key === account)
      .map(({ event }) => event as AccountEvent)
      .flatMap((event) => (event.kind === 'entry' ? [event.amountMinor] : [])),
  )
