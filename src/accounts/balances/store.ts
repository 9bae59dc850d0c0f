/** Balances by value date, read from the streams: one query for all accounts, and others only for those that need more. */
import { type DayNumber, dateOf, dayNumber } from '../../kernel/day-number.ts'
import type { Iban } from '../../kernel/iban.ts'
import { type AccountId, type LaneId, type PartyId, placesPerBatch } from '../../kernel/ids.ts'
import { type Minor, minor, zero } from '../../kernel/money.ts'
import type { Collection, Key } from '../../kernel/state.ts'
import { type Account, type AccountEvent, accounts } from '../../ledger/rules.ts'
import { type Party, type PartyKind, parties } from '../../parties/rules.ts'
import { collectionStore } from '../../storage/lane/collection-store.ts'
import type { Batch } from '../../storage/lane/port.ts'
import { type Packed, packed, unpacked } from '../../storage/packed-rows.ts'
import { int8s, oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { type AccountFile, accountFiles } from '../files/rules.ts'
import {
  type AccountBalances,
  type BalanceEntry,
  balanceHistories,
  balancesOf,
  bankCodesOf,
  creditingKinds,
  firstLate,
  type HistoryKey,
  type HistoryRef,
  knownFrom,
  parseHistoryKey,
} from './rules.ts'

/** Nothing to save: the streams tell. */
export const balanceHistoryStore = collectionStore(balanceHistories, loadBalances, () => [])

/** How many of an account's last events are looked at before it is asked for again, with all of them: most have fewer in a month. */
const usualTail = 24
const wholeTail = 2 ** 31 - 1

/** Balances by key; accounts that are not there are absent. Of one day, or of few: each has a query of its own. */
export async function loadBalances(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly HistoryKey[],
): Promise<ReadonlyMap<HistoryKey, AccountBalances>> {
  const found = new Map<HistoryKey, AccountBalances>()
  const byDay = Map.groupBy(
    keys.map((key) => ({ key, ...parseHistoryKey(key) })),
    ({ from }) => from,
  )
  for (const [from, wanted] of byDay) await loadSince(sql, lane, from, wanted, found)
  return found
}

type Wanted = HistoryRef & { readonly key: HistoryKey }

async function loadSince(
  sql: Sql | Transaction,
  lane: LaneId,
  from: DayNumber,
  wanted: readonly Wanted[],
  found: Map<HistoryKey, AccountBalances>,
): Promise<void> {
  const [short, complete] = [[] as Wanted[], [] as (readonly [Wanted, TailRow])[]]
  for (const [i, row] of (await tails(sql, lane, from, wanted, usualTail)).entries()) {
    const one = wanted[i] as Wanted
    if (row.balance === null) continue
    if (!row.complete) short.push(one)
    else complete.push([one, row])
  }
  for (const [i, row] of (await tails(sql, lane, from, short, wholeTail)).entries())
    complete.push([short[i] as Wanted, row])
  const late: (Wanted & { readonly late: DayNumber })[] = []
  const ours = await creditingPlaces(sql, lane, complete)
  for (const [one, row] of complete) {
    const entries = entriesOf(row, ours)
    const first = firstLate(entries, from)
    if (first === undefined)
      found.set(one.key, { ...balancesOf(openingOf(row, entries), entries, from), ...aboutOf(row) })
    else {
      late.push({ ...one, late: first })
      found.set(one.key, { ...balancesOf(zero, [], first), ...aboutOf(row) })
    }
  }
  for (const [known, some] of Map.groupBy(late, (one) => knownFrom(one.late)))
    await loadLate(sql, lane, known, some, found)
}

/** Further back, for accounts on which entries came late. */
async function loadLate(
  sql: Sql | Transaction,
  lane: LaneId,
  known: DayNumber,
  wanted: readonly (Wanted & { readonly late: DayNumber })[],
  found: Map<HistoryKey, AccountBalances>,
): Promise<void> {
  const rows = (await tails(sql, lane, known, wanted, wholeTail)).map((row, i) => [wanted[i] as Wanted, row] as const)
  const ours = await creditingPlaces(sql, lane, rows)
  for (const [i, { key, late }] of wanted.entries()) {
    const row = rows[i]?.[1] as TailRow
    const entries = entriesOf(row, ours)
    found.set(key, { ...(found.get(key) as AccountBalances), ...balancesOf(openingOf(row, entries), entries, late) })
  }
}

type TailRow = {
  customer: PartyKind | null
  numbers: string | null
  /** Whether all entries booked on the first day or later are there. */
  complete: boolean
  /** null where no account stands there. */
  balance: bigint | null
  limit: bigint
  /** Of the end of the stream: booked, or valued, on the first day or later. */
  tail: string | null
  /** Of what stands before that: booked before the first day, and valued on it or later. */
  future: string | null
}

/** An entry as text: number, day of booking, value date, amount; and, where it is interest (6) or tax (12), its nature and place. */
const entryText = `string_agg(e.seq || ' ' || (e.booking_date - '1970-01-01') || ' ' || (e.value_date - '1970-01-01') || ' ' || e.amount ||
  case when e.nature in (6, 12) then ' ' || e.nature || ' ' || e.place else '' end, ';')`

/**
 * The end of each account's stream, in the order asked for, its entries in none. Entries with a later value date than that of their booking
 * are asked for apart, where the end is not the whole stream. The last event comes first: so the first limit is the latest.
 */
async function tails(
  sql: Sql | Transaction,
  lane: LaneId,
  from: DayNumber,
  wanted: readonly HistoryRef[],
  events: number,
): Promise<readonly TailRow[]> {
  if (wanted.length === 0) return []
  const first = dateOf(from).toString()
  const ids = int8s(
    sql,
    wanted.map(({ account }) => account),
  )
  const seqs = int8s(
    sql,
    wanted.map(({ seq }) => seq),
  )
  const rows = await sql<Packed[]>`
    select ${packed(sql, ['wanted.n', 'p.kind', 'f.numbers', 't.complete', 't.balance', 't.limit', 't.tail', 't.future'])}
    from unnest(${ids}, ${seqs}) with ordinality as wanted (account, seq, n)
    left join account_file f on f.lane = ${lane} and f.account = wanted.account
    left join party p on p.lane = ${lane} and p.party = f.holders[1]
    cross join lateral (
      select t.*, case when t.low > 1 then (
          select ${sql.unsafe(entryText)} from account_event e
          where e.lane = ${lane} and e.account = wanted.account and e.value_date >= ${first} and e.value_date <> e.booking_date
            and e.booking_date < ${first} and e.kind = 3 and e.seq < t.low
        ) end as future
      from (
        select bool_or(e.booking_date < ${first} or e.seq = 1) as complete, min(e.seq) as low,
          max(e.balance_after) filter (where e.seq = wanted.seq) as balance,
          coalesce((array_agg(e.limit_after) filter (where e.booking_date <= ${first}))[1], 0) as limit,
          ${sql.unsafe(entryText)} filter (where e.kind = 3 and (e.booking_date >= ${first} or e.value_date >= ${first})) as tail
        from (
          select * from account_event e
          where e.lane = ${lane} and e.account = wanted.account and e.seq <= wanted.seq order by e.seq desc limit ${events}
        ) e
      ) t
    ) t`
  const found = new Array<TailRow>(wanted.length)
  for (const [n, customer, numbers, complete, balance, limit = '', tail, future] of unpacked(rows))
    found[Number(n) - 1] = {
      customer: there(customer) as PartyKind | null,
      numbers: there(numbers),
      complete: complete === 't',
      balance: balance === '' ? null : BigInt(balance ?? ''),
      limit: BigInt(limit),
      tail: there(tail),
      future: there(future),
    }
  return found
}

/** What a packed row has for null. */
const there = (text: string | undefined): string | null => (text === '' || text === undefined ? null : text)

/** Of the places that entries name, those of decisions that credit interest as computed here. */
async function creditingPlaces(
  sql: Sql | Transaction,
  lane: LaneId,
  rows: readonly (readonly [unknown, TailRow])[],
): Promise<ReadonlySet<string>> {
  const named = new Set<string>()
  // Most entries are neither interest nor tax, and have no place behind them.
  for (const [, { tail, future }] of rows)
    for (const text of [tail, future])
      for (const entry of text?.split(';') ?? []) {
        const place = entry.split(' ')[5]
        if (place !== undefined) named.add(place)
      }
  if (named.size === 0) return named
  const found = await sql<{ place: bigint }[]>`
    select place from decision where lane = ${lane} and place = any(${sql.array([...named], oids.int8)})
      and kind = any(${sql.array([...creditingKinds], oids.text)})`
  return new Set(found.map(({ place }) => String(place)))
}

const entriesOf = ({ future, tail }: TailRow, ours: ReadonlySet<string>): readonly BalanceEntry[] => [
  ...parseEntries(future, ours),
  ...parseEntries(tail, ours),
]

const natures: Readonly<Record<string, BalanceEntry['credited']>> = { 6: 'interest', 12: 'tax' }

function parseEntries(text: string | null, ours: ReadonlySet<string>): readonly BalanceEntry[] {
  if (text === null) return []
  return text.split(';').map((entry) => {
    const [seq, booked = '', value = '', amount = '', nature, place = ''] = entry.split(' ')
    const [bookedDay, valueDay] = [Number(booked) as DayNumber, Number(value) as DayNumber]
    const credited = nature !== undefined && ours.has(place) ? natures[nature] : undefined
    return { seq: Number(seq), bookedDay, valueDay, amountMinor: minor(BigInt(amount)), credited }
  })
}

/** The balance before these entries, of an account that stands where the row says. */
function openingOf({ balance }: TailRow, entries: readonly BalanceEntry[]): Minor {
  let opening = balance ?? 0n
  for (const { amountMinor } of entries) opening -= amountMinor
  return minor(opening)
}

/** Whoever holds no account, or one without a number, is asked for neither: the institution itself. */
function aboutOf({
  customer,
  numbers,
  limit,
}: TailRow): Pick<AccountBalances, 'limitMinor' | 'customer' | 'bankCodes'> {
  const spells = JSON.parse(numbers ?? '[]') as readonly { readonly iban: Iban; readonly from: string }[]
  return {
    limitMinor: minor(limit),
    customer: customer ?? 'legal',
    bankCodes: bankCodesOf(spells.map(({ iban, from }) => ({ iban, from: dayNumberOf(from) }))),
  }
}

/** Most numbers hold from one of few days. */
const dayNumbers = new Map<string, DayNumber>()

function dayNumberOf(text: string): DayNumber {
  let day = dayNumbers.get(text)
  if (day === undefined) {
    if (dayNumbers.size > 10_000) dayNumbers.clear()
    day = dayNumber(Temporal.PlainDate.from(text))
    dayNumbers.set(text, day)
  }
  return day
}

/** The same from batches in memory. */
export function findBalances(batches: readonly Batch[], key: string | number): AccountBalances | undefined {
  const { account, seq, from } = parseHistoryKey(key as HistoryKey)
  const entries: BalanceEntry[] = []
  let known: Account | undefined
  let limitMinor = zero
  for (const batch of batches)
    for (const step of batch.steps.get(accounts) ?? []) {
      const after = step.after as Account
      if (after.account !== account || after.seq > seq) continue
      known = after
      const event = step.event as AccountEvent
      const bookedDay = dayNumber(event.bookingDate)
      if (bookedDay <= from) limitMinor = after.limitMinor
      if (event.kind !== 'entry') continue
      const ours = (creditingKinds as readonly string[]).includes(
        batch.decisions[step.place % placesPerBatch]?.kind ?? '',
      )
      const { nature, amountMinor } = event
      const credited = ours && (nature === 'interest' || nature === 'tax') ? nature : undefined
      entries.push({ seq: after.seq, bookedDay, valueDay: dayNumber(event.valueDate), amountMinor, credited })
    }
  if (known === undefined) return undefined
  const file = lastRecord<AccountId, AccountFile>(batches, accountFiles, account)
  const holder = known.holder === null ? undefined : lastRecord<PartyId, Party>(batches, parties, known.holder)
  return {
    ...balancesOf(zero, entries, firstLate(entries, from) ?? from),
    limitMinor,
    customer: holder?.kind ?? 'legal',
    bankCodes: bankCodesOf((file?.numbers ?? []).map(({ iban, from }) => ({ iban, from: dayNumber(from) }))),
  }
}

function lastRecord<K extends Key, V>(batches: readonly Batch[], of: Collection<K, V, V>, key: K): V | undefined {
  for (const batch of batches.toReversed()) {
    const step = batch.steps.get(of)?.findLast((one) => one.key === key)
    if (step !== undefined) return step.after as V
  }
  return undefined
}
