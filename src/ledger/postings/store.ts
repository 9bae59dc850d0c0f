/** What decisions booked, read from the streams. */
import type { AccountId, LaneId, Place } from '../../kernel/ids.ts'
import { minor } from '../../kernel/money.ts'
import { collectionStore } from '../../storage/lane/collection-store.ts'
import type { Batch } from '../../storage/lane/port.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { type Account, type AccountEvent, accounts } from '../rules.ts'
import { type PostedEntry, type Posting, postings } from './rules.ts'

/** Nothing to save: the streams tell. */
export const postingStore = collectionStore(postings, loadPostings, () => [])

type Row = {
  place: bigint
  account: bigint
  seq: number
  amount: bigint
  booking_date: Temporal.PlainDate
  value_date: Temporal.PlainDate
  reversed: boolean
}

async function loadPostings(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly Place[],
): Promise<ReadonlyMap<Place, Posting>> {
  const rows = await sql<Row[]>`
    select e.place, e.account, e.seq, e.amount, e.booking_date, e.value_date, exists (
      select from account_event r where r.lane = e.lane and r.account = e.account and r.reverses = e.seq
    ) as reversed
    from account_event e
    where e.lane = ${lane} and e.place = any(${sql.array([...keys], oids.int8)}) and e.kind = 3
    order by e.place, e.account, e.seq`
  const found = new Map<Place, { entries: PostedEntry[]; reversed: boolean }>()
  for (const row of rows) {
    const place = Number(row.place) as Place
    const entry: PostedEntry = {
      account: Number(row.account) as AccountId,
      seq: row.seq,
      amountMinor: minor(row.amount),
      bookingDate: row.booking_date,
      valueDate: row.value_date,
    }
    const posting = found.get(place)
    if (posting === undefined) found.set(place, { entries: [entry], reversed: row.reversed })
    else posting.entries.push(entry)
  }
  return found
}

/** The same from batches in memory. */
export function findPosting(batches: readonly Batch[], place: string | number): Posting | undefined {
  const entries: PostedEntry[] = []
  const reversals = new Set<string>()
  for (const batch of batches)
    for (const step of batch.steps.get(accounts) ?? []) {
      const event = step.event as AccountEvent
      if (event.kind !== 'entry') continue
      const { account, seq } = step.after as Account
      if (event.reverses !== undefined) reversals.add(`${account} ${event.reverses}`)
      const { amountMinor, bookingDate, valueDate } = event
      if (step.place === place) entries.push({ account, seq, amountMinor, bookingDate, valueDate })
    }
  if (entries.length === 0) return undefined
  return { entries, reversed: entries.some(({ account, seq }) => reversals.has(`${account} ${seq}`)) }
}
