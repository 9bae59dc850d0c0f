/**
 * From when a customer could know what was booked: what terms for claims count from. Entries are there to be read in a digital channel
 * as soon as they are booked; elsewhere from when a statement that shows them was made available or sent.
 */
import { accountFiles } from '../../accounts/files/rules.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { type Need, need, records, type StateReader } from '../../kernel/state.ts'

/** A moment, and the lane's business date then: terms count from the date. */
export type Moment = { readonly at: Temporal.Instant; readonly on: Temporal.PlainDate }

/** How a statement is made available: at a customer service location, or sent in another way that was agreed. */
export const deliveries = ['location', 'post', 'e-mail'] as const
export type Delivery = (typeof deliveries)[number]

/** One statement that was made available or sent, as far as it shows the month in whose record it stands. */
export type Issue = {
  /** First and last booking date that it shows. */
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
  readonly how: Delivery
  /** The location where it waits; null for what was sent. */
  readonly place: string | null
  /** Whether it is the month's free one (RA-9.3). */
  readonly free: boolean
  readonly available: Moment
  /** When the customer collected it; null while they have not, and for what was sent. */
  readonly seen: Moment | null
}

/** The statements that show a calendar month of an account. */
export type Statement = {
  readonly account: AccountId
  /** YYYY-MM. */
  readonly month: string
  /** In the order in which they were made available. */
  readonly issues: readonly Issue[]
}

/** `${account} ${YYYY-MM}`. */
export type StatementKey = string & { readonly unit: 'statement' }

export const statements = records<StatementKey, Statement>('statement')

export const monthOf = (day: Temporal.PlainDate): string => day.toString().slice(0, 7)

/** The record that says from when entries booked on a day of the account were shown. */
export const statementKey = (account: AccountId, month: string): StatementKey => `${account} ${month}` as StatementKey

/** A time during which a service agreement on digital channels held; `until` is null while it does. */
export type DigitalSpell = { readonly from: Moment; readonly until: Moment | null }

/** How a customer is told of what happens on their accounts. */
export type Informed = {
  readonly customer: PartyId
  /** In their order; the last is the present one. */
  readonly digital: readonly DigitalSpell[]
  /** When they, or who represents them, last read a statement. */
  readonly lastSeen: Moment | null
  readonly remindedOn: Temporal.PlainDate | null
  /** The time within which they are next to check their statements; null until they are told of any. */
  readonly checking: Checking | null
}

/** `from`: the first day of the time in which a statement must have been read; `remindOn`: when who has not is reminded of it. */
export type Checking = { readonly from: Temporal.PlainDate; readonly remindOn: Temporal.PlainDate }

/** A customer who was never told of anything. */
export const uninformed = (customer: PartyId): Informed => ({
  customer,
  digital: [],
  lastSeen: null,
  remindedOn: null,
  checking: null,
})

export const informed = records<PartyId, Informed>('informed-customer')

/** Whether the customer may use digital channels now. */
export const isDigital = (customer: Informed | undefined): boolean => customer?.digital.at(-1)?.until === null

/** From when an entry could be known, and how. */
export type Available = {
  readonly how: 'digital' | Delivery
  /** The business date that terms count from. */
  readonly on: Temporal.PlainDate
  /** The moment; null for an entry that could be read as soon as it was booked: then it is that of its decision. */
  readonly at: Temporal.Instant | null
}

/**
 * From when an entry was available to the account's holders for the first time: in a digital channel, or by a statement that shows it.
 * Undefined when it never was: then no term has begun.
 *
 * @param bookedOn booking date of the entry
 * @param month the record of the entry's account and month, if there is one
 * @param holders how the account's holders are informed; of joint holders the first who could know is enough
 */
export function availableSince(
  bookedOn: Temporal.PlainDate,
  month: Statement | undefined,
  holders: readonly (Informed | undefined)[],
): Available | undefined {
  const found: Available[] = []
  for (const holder of holders)
    for (const { from, until } of holder?.digital ?? []) {
      if (isAfter(from.on, bookedOn)) found.push({ how: 'digital', on: from.on, at: from.at })
      else if (until === null || isAfter(until.on, bookedOn)) found.push({ how: 'digital', on: bookedOn, at: null })
    }
  for (const { from, to, how, available } of month?.issues ?? [])
    if (!isAfter(from, bookedOn) && !isAfter(bookedOn, to)) found.push({ how, on: available.on, at: available.at })
  return found.reduce<Available | undefined>(
    (first, one) => (first === undefined || isAfter(first.on, one.on) ? one : first),
    undefined,
  )
}

/** What must be in memory to ask `availabilityOf`: the account's file, its month, and how its holders are informed. */
export function availabilityNeeds(
  state: StateReader,
  account: AccountId,
  bookedOn: Temporal.PlainDate,
): readonly Need[] {
  const holders = state.peek(accountFiles, account)?.holders ?? []
  return [
    need(accountFiles, account),
    need(statements, statementKey(account, monthOf(bookedOn))),
    ...holders.map((holder) => need(informed, holder)),
  ]
}

/** From when an entry booked on a day of the account was available: see `availableSince`. */
export function availabilityOf(
  state: StateReader,
  account: AccountId,
  bookedOn: Temporal.PlainDate,
): Available | undefined {
  const holders = state.get(accountFiles, account)?.holders ?? []
  return availableSince(
    bookedOn,
    state.get(statements, statementKey(account, monthOf(bookedOn))),
    holders.map((holder) => state.get(informed, holder)),
  )
}

const isAfter = (one: Temporal.PlainDate, other: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(one, other) > 0
