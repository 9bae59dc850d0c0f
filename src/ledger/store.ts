/** Accounts and their streams in PostgreSQL. */
import type { AccountId, AgreementId, LaneId, PartyId, Place } from '../kernel/ids.ts'
import { currency, minor } from '../kernel/money.ts'
import { CopyRows } from '../storage/copy.ts'
import { collectionStore } from '../storage/lane/collection-store.ts'
import { type Packed, packed, unpacked } from '../storage/packed-rows.ts'
import { dateFrom, int8s, type Sql, type Transaction } from '../storage/sql.ts'
import { wantedEvents } from '../storage/wanted-events.ts'
import {
  type Account,
  type AccountEvent,
  type AccountKind,
  type AccountStatus,
  accounts,
  entryNatures,
} from './rules.ts'

export const accountStore = collectionStore(accounts, accountsById, (lane, steps) => {
  const streams = new CopyRows(steps.length * 180 + 64)
  const opened = new CopyRows(1024)
  for (const { key, event, after, place, sealed } of steps) {
    if (event.kind === 'opened') encodeOpening(opened, lane, place, after)
    encodeEvent(streams, lane, place, key, event, after, sealed)
  }
  return [
    ...(opened.rows().length > 0 ? [{ copy: openingColumns, rows: opened }] : []),
    { copy: eventColumns, rows: streams },
  ]
})

const openingColumns = 'account (lane, account, kind, product, currency, holder, agreement, place)'
const eventColumns = `account_event (lane, account, seq, place, kind, nature, status_after, blocked_after, booking_date, value_date, reverses,
  amount, balance_after, held_after, limit_after, restricted_after, details)`

export const eventKinds = [
  'opened',
  'status',
  'entry',
  'held',
  'limit',
  'restriction',
] as const satisfies AccountEvent['kind'][]
export const statuses = ['opened', 'active', 'closing', 'closed'] as const satisfies AccountStatus[]

function encodeOpening(out: CopyRows, lane: LaneId, place: number, after: Account): void {
  out.row(8).int4(lane).int8(after.account).text(after.kind).text(after.product).text(after.currency)
  for (const id of [after.holder, after.agreement]) {
    if (id === null) out.null()
    else out.int8(id)
  }
  out.int8(place)
}

function encodeEvent(
  out: CopyRows,
  lane: LaneId,
  place: number,
  account: AccountId,
  event: AccountEvent,
  after: Account,
  sealed: Buffer | null,
): void {
  out
    .row(17)
    .int4(lane)
    .int8(account)
    .int4(after.seq)
    .int8(place)
    .int2(eventKinds.indexOf(event.kind) + 1)
  if (event.kind === 'entry') out.int2(entryNatures.indexOf(event.nature) + 1)
  else out.null()
  out
    .int2(statuses.indexOf(after.status) + 1)
    .int2(after.blocked)
    .date(event.bookingDate)
  out.date(event.kind === 'entry' ? event.valueDate : event.bookingDate)
  if (event.kind === 'entry' && event.reverses !== undefined) out.int4(event.reverses)
  else out.null()
  out.bigint(event.kind === 'entry' || event.kind === 'held' ? event.amountMinor : 0n)
  out.bigint(after.balanceMinor).bigint(after.heldMinor).bigint(after.limitMinor).bigint(after.restrictedMinor)
  if (sealed === null) out.null()
  else out.bytes(sealed)
}

const accountColumns = [
  'a.account',
  'a.kind',
  'a.product',
  'a.currency',
  'a.holder',
  'a.agreement',
  'e.seq',
  'e.status_after',
  'e.blocked_after',
  'e.booking_date',
  'e.balance_after',
  'e.held_after',
  'e.limit_after',
  'e.restricted_after',
]

/** Accounts by id, of every kind; who is unknown is absent. */
export async function accountsById(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, Account>> {
  const rows = await sql<Packed[]>`
    select ${packed(sql, accountColumns)}
    from unnest(${int8s(sql, keys)}) as wanted (account)
    join account a on a.lane = ${lane} and a.account = wanted.account
    cross join lateral (
      select * from account_event e where e.lane = ${lane} and e.account = wanted.account order by e.seq desc limit 1
    ) e`
  return new Map(unpacked(rows).map((row) => [Number(row[0]) as AccountId, unpackedAccount(row)]))
}

function unpackedAccount(row: readonly string[]): Account {
  const [account, kind, product = '', currencyCode = '', holder, agreement, seq, status, blocked, bookedOn = ''] = row
  const [balance = '', held = '', limit = '', restricted = ''] = row.slice(10)
  return {
    account: Number(account) as AccountId,
    kind: kind as AccountKind,
    product,
    currency: currency(currencyCode),
    holder: holder === '' ? null : (Number(holder) as PartyId),
    agreement: agreement === '' ? null : (Number(agreement) as AgreementId),
    seq: Number(seq),
    status: statuses[Number(status) - 1] as AccountStatus,
    balanceMinor: minor(BigInt(balance)),
    heldMinor: minor(BigInt(held)),
    limitMinor: minor(BigInt(limit)),
    restrictedMinor: minor(BigInt(restricted)),
    blocked: Number(blocked),
    bookedOn: dateFrom(bookedOn),
  }
}

/** One event of an account's stream. */
export type EventRef = { readonly account: AccountId; readonly seq: number }

/** The details of an event, still sealed under the key of the account's holder in the vault of the entity. */
export type SealedDetails = EventRef & {
  readonly place: Place
  readonly holder: PartyId
  readonly entity: string
  readonly sealed: Buffer
}

/** The sealed details of these events, in the order asked for; events without details, or of accounts that nobody holds, are left out. */
export async function sealedDetailsOf(
  sql: Sql | Transaction,
  events: readonly EventRef[],
): Promise<readonly SealedDetails[]> {
  const rows = await sql<
    { account: bigint; seq: number; place: bigint; holder: bigint; entity: string; details: Buffer }[]
  >`
    select e.account, e.seq, e.place, a.holder, l.entity, e.details
    from ${wantedEvents(sql, events)}
    join account_event e on e.lane = wanted.lane and e.account = wanted.account and e.seq = wanted.seq
    join account a on a.lane = wanted.lane and a.account = wanted.account
    join lane l on l.lane = wanted.lane
    where e.details is not null and a.holder is not null
    order by wanted.n`
  return rows.map(({ account, seq, place, holder, entity, details }) => ({
    account: Number(account) as AccountId,
    seq,
    place: Number(place) as Place,
    holder: Number(holder) as PartyId,
    entity,
    sealed: details,
  }))
}
