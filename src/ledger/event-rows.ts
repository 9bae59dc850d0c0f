/** An account event as its row tells it, in values that compare: what a replay must come to again. */
import type { Place } from '../kernel/ids.ts'
import { type Account, type AccountEvent, entryNatures } from './rules.ts'
import { eventKinds, statuses } from './store.ts'

export type EventRow = {
  readonly place: number
  readonly account: number
  readonly seq: number
  readonly kind: string
  readonly nature: string | null
  readonly status: string
  readonly blocked: number
  readonly bookingDate: string
  readonly valueDate: string
  readonly reverses: number | null
  readonly amount: bigint
  readonly balance: bigint
  readonly held: bigint
  readonly limit: bigint
  readonly restricted: bigint
}

/** The row that the books keep of an event and the account after it. */
export function eventRowOf(place: Place, event: AccountEvent, after: Account): EventRow {
  const entry = event.kind === 'entry' ? event : undefined
  return {
    place,
    account: after.account,
    seq: after.seq,
    kind: event.kind,
    nature: entry?.nature ?? null,
    status: after.status,
    blocked: after.blocked,
    bookingDate: event.bookingDate.toString(),
    valueDate: (entry?.valueDate ?? event.bookingDate).toString(),
    reverses: entry?.reverses ?? null,
    amount: event.kind === 'entry' || event.kind === 'held' ? event.amountMinor : 0n,
    balance: after.balanceMinor,
    held: after.heldMinor,
    limit: after.limitMinor,
    restricted: after.restrictedMinor,
  }
}

/** A row of `account_event` with its dates as text, as a cursor reads it. */
export type StoredEvent = {
  place: bigint
  account: bigint
  seq: number
  kind: number
  nature: number | null
  status_after: number
  blocked_after: number
  booking_date: string
  value_date: string
  reverses: number | null
  amount: bigint
  balance_after: bigint
  held_after: bigint
  limit_after: bigint
  restricted_after: bigint
}

/** The same of a stored row. */
export function eventRowFrom(row: StoredEvent): EventRow {
  return {
    place: Number(row.place),
    account: Number(row.account),
    seq: row.seq,
    kind: eventKinds[row.kind - 1] ?? String(row.kind),
    nature: row.nature === null ? null : (entryNatures[row.nature - 1] ?? String(row.nature)),
    status: statuses[row.status_after - 1] ?? String(row.status_after),
    blocked: row.blocked_after,
    bookingDate: row.booking_date,
    valueDate: row.value_date,
    reverses: row.reverses,
    amount: row.amount,
    balance: row.balance_after,
    held: row.held_after,
    limit: row.limit_after,
    restricted: row.restricted_after,
  }
}
