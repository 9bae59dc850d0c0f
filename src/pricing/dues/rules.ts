/**
 * Dues: amounts that are due to the institution and were not debited yet. They belong to an agreement, since any account of it may be
 * debited for them (RA-10.6), and come before orders that are received later (RA-10.4).
 */
import { clearDeadline, type Deadline, setDeadline } from '../../kernel/deadline.ts'
import { type Citation, type Cited, together } from '../../kernel/decision.ts'
import type { AccountId, AgreementId } from '../../kernel/ids.ts'
import { type Currency, type Minor, plus, zero } from '../../kernel/money.ts'
import { create, type Effect, effect, records } from '../../kernel/state.ts'
import type { PricedService } from '../../rulebook/prices.ts'
import type { Fee } from '../fees/rules.ts'

/** Fees, contractual penalties and the compensation of a loss stand apart from each other (RA-10.5). */
export const dueKinds = ['fee', 'penalty', 'compensation'] as const
export type DueKind = (typeof dueKinds)[number]

export type Due = {
  /** An id of the lane. */
  readonly due: number
  readonly kind: DueKind
  /** The account on which it arose. */
  readonly account: AccountId
  readonly currency: Currency
  /** What is still to be debited of it, more than nothing. */
  readonly leftMinor: Minor
  /** From this day on it comes first. */
  readonly dueOn: Temporal.PlainDate
  /** What it is the price of; null where no price list sets it. */
  readonly service: PricedService | null
  /** Clauses that set it, to be cited when it is debited. */
  readonly rests: readonly Citation[]
  /** Of a penalty: the due that was not met. */
  readonly on: number | null
}

/** What an agreement owes: its open dues, in the order in which they fell due. */
export type Dues = { readonly agreement: AgreementId; readonly open: readonly Due[] }

export const dues = records<AgreementId, Dues>('dues')

/** How much in a currency is due on a day, and so comes before orders of that day. */
export function dueBy(known: Dues | undefined, currency: string, on: Temporal.PlainDate): Minor {
  let total = zero
  for (const due of known?.open ?? [])
    if (due.currency === currency && Temporal.PlainDate.compare(due.dueOn, on) <= 0) total = plus(total, due.leftMinor)
  return total
}

/** A fee that is due. */
export const feeDue = (due: number, account: AccountId, fee: Fee, dueOn: Temporal.PlainDate): Due => ({
  due,
  kind: 'fee',
  account,
  currency: fee.currency,
  leftMinor: fee.amountMinor,
  dueOn,
  service: fee.service,
  rests: fee.cited.settled,
  on: null,
})

/** Puts further dues to those of an agreement, which may be new; each has a deadline on its day. */
export function owe(known: Dues | undefined, agreement: AgreementId, added: readonly Due[]): readonly Effect[] {
  if (added.length === 0) return []
  const open = [...(known?.open ?? []), ...added].sort(byDay)
  return [create(dues, agreement, { agreement, open }), ...deadlinesOf(agreement, added).map(setDeadline)]
}

/** Takes amounts off dues, by their ids; what nothing is left of is open no more. */
export function settle(known: Dues, paid: ReadonlyMap<number, Minor>): readonly Effect[] {
  const open = known.open.flatMap((due) => {
    const leftMinor = (due.leftMinor - (paid.get(due.due) ?? 0n)) as Minor
    return leftMinor === 0n ? [] : [{ ...due, leftMinor }]
  })
  const standing = new Set(open.map(({ dueOn }) => dueOn.toString()))
  const gone = known.open.filter(({ dueOn }) => !standing.has(dueOn.toString()))
  return [effect(dues, known.agreement, { ...known, open }), ...deadlinesOf(known.agreement, gone).map(clearDeadline)]
}

/** What a due rests on, as a decision cites it. */
export const citedOf = ({ rests }: Due): Cited => together({ settled: rests, disclosed: rests })

/** The kind of deadline under which dues wait for the close of their day. */
export const dueDeadline = 'due'

function deadlinesOf(agreement: AgreementId, of: readonly Due[]): readonly Deadline[] {
  const days = new Map(of.map(({ dueOn }) => [dueOn.toString(), dueOn]))
  return [...days.values()].map((due) => ({ due, kind: dueDeadline, subject: agreement }))
}

const byDay = (a: Due, b: Due): number => Temporal.PlainDate.compare(a.dueOn, b.dueOn) || a.due - b.due
