/** Orders of seizure and recovery: what each asks for, and what was done for it (RA-6.5). */
import type { Restriction } from '../../accounts/restriction/rules.ts'
import type { AccountId, AgreementId } from '../../kernel/ids.ts'
import { type Currency, type Minor, minus, plus, sum, zero } from '../../kernel/money.ts'
import { records } from '../../kernel/state.ts'
import type { Account } from '../../ledger/rules.ts'

/** Who can give an order, as a kind: the person stands in no record. */
export const authorities = [
  'bailiff',
  'court',
  'tax-authority',
  'customs',
  'investigator',
  'prosecutor',
  'insolvency-administrator',
] as const
export type Authority = (typeof authorities)[number]

/** A seizure keeps money back; a recovery also pays it out. */
export const orderKinds = ['seizure', 'recovery'] as const
export type OrderKind = (typeof orderKinds)[number]

/** Why an order asks for less, or for nothing any more. */
export const grounds = ['withdrawn', 'annulled', 'reduced', 'paid-otherwise', 'term-ended'] as const
export type Ground = (typeof grounds)[number]

/** Money of an order on, or from, one account of the customer. */
export type Part = { readonly account: AccountId; readonly amountMinor: Minor }

/** What an order leaves to the debtors in each calendar month, in its currency. */
export type Monthly = {
  readonly amountMinor: Minor
  /** The month that the rest is about, such as `2026-01`. */
  readonly month: string
  /** What of it is left in that month, as of when orders were looked at last. */
  readonly leftMinor: Minor
  /** The debtors' free money as of then: less means that it was spent. */
  readonly freeMinor: Minor
}

export type SeizureOrder = {
  readonly order: number
  readonly kind: OrderKind
  readonly authority: Authority
  /** The authority's own number of the order. */
  readonly reference: string
  readonly receivedOn: Temporal.PlainDate
  readonly registeredBy: string
  readonly currency: Currency
  /** What is ordered, as it stands: a reduction lowers it. */
  readonly orderedMinor: Minor
  /** What is kept back on the customer's accounts. */
  readonly kept: readonly Part[]
  /** What lies on the technical account, by the account it came from. */
  readonly gathered: readonly Part[]
  /** The account of the institution's own that was opened for this order; null while there is none. */
  readonly technical: AccountId | null
  readonly paidMinor: Minor
  readonly feeTaken: boolean
  /** Set in place of what law leaves; null where the order sets none. */
  readonly monthly: Monthly | null
  /** Who proposed to pay out, and through which nostro; null while nobody did. */
  readonly proposed: { readonly by: string; readonly nostro: AccountId } | null
  readonly endedOn: Temporal.PlainDate | null
  readonly ground: Ground | 'fulfilled' | null
}

/**
 * The orders against the holders of an agreement: one customer, or joint holders of whom each is named as a debtor. What several hold
 * together is out of reach of an order against one of them.
 */
export type AgreementSeizures = { readonly agreement: AgreementId; readonly orders: readonly SeizureOrder[] }

/** An account that orders reach: open, the debtors' own, and not kept from seizure by a regime. */
export type Reached = { readonly account: Account; readonly restrictions: readonly Restriction[] }

export const seizures = records<AgreementId, AgreementSeizures>('seizure')

/** What was done for an order, when: written once and never changed. */
export const stepKinds = ['kept', 'freed', 'gathered', 'converted', 'paid', 'returned', 'fee'] as const
export type StepKind = (typeof stepKinds)[number]
export type SeizureStep = {
  readonly step: number
  readonly agreement: AgreementId
  readonly order: number
  readonly what: StepKind
  /** The account of the customer that the money lay on, came from or went to. */
  readonly account: AccountId
  /** Positive, in the order's currency. */
  readonly amountMinor: Minor
  readonly on: Temporal.PlainDate
  /** Of what was freed or returned: why. */
  readonly ground: string | null
}
export const seizureSteps = records<number, SeizureStep>('seizure-step')

export const isOpen = ({ endedOn }: SeizureOrder): boolean => endedOn === null

export const total = (parts: readonly Part[]): Minor => sum(parts.map(({ amountMinor }) => amountMinor))

/** What an order may still have on accounts of the customer: what is ordered, less what was gathered and paid. */
export const outstanding = ({ orderedMinor, gathered, paidMinor }: SeizureOrder): Minor =>
  minus(orderedMinor, plus(total(gathered), paidMinor))

/** What an order still waits for; zero once it has ended. */
export const waitingFor = (order: SeizureOrder): Minor =>
  isOpen(order) ? minus(outstanding(order), total(order.kept)) : zero

/** Whether an order against the same holders waits for money. */
export const waits = ({ orders }: AgreementSeizures): boolean => orders.some((order) => waitingFor(order) > 0n)

/** In the order of arrival: by the day of receipt, and on one day by registration. */
export const byArrival = (a: SeizureOrder, b: SeizureOrder): number =>
  Temporal.PlainDate.compare(a.receivedOn, b.receivedOn) || a.order - b.order
