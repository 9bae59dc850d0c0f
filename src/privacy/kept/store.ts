/** Kept details in PostgreSQL. Rows hold sealed bytes only; who wants to read them passes the gate. */
import { type AccountId, type LaneId, laneOf, type PartyId, type Place } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { hex, insert, upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { wantedEvents } from '../../storage/wanted-events.ts'
import { type DetailId, type KeptDetail, keptDetails, type ShownDetail, shownDetails, shownKey } from './rules.ts'

/** Kept once and never changed. */
export const keptDetailStore = collectionStore(
  keptDetails,
  async (sql, lane, keys) => {
    const rows = await sql<{ detail: bigint; holder: bigint }[]>`
      select detail, holder from kept_detail
      where lane = ${lane} and detail = any(${sql.array([...keys], oids.int8)})`
    return new Map(
      rows.map(({ detail, holder }): [DetailId, KeptDetail] => [
        Number(detail) as DetailId,
        { detail: Number(detail) as DetailId, holder: Number(holder) as PartyId },
      ]),
    )
  },
  (lane, steps) =>
    insert(
      'kept_detail',
      steps.map(({ key, after, place, sealed }) => ({
        lane,
        detail: key,
        holder: after.holder,
        place,
        sealed: sealed === null ? null : hex(sealed),
      })),
    ),
)

export const shownDetailStore = collectionStore(shownDetails, loadShown, (lane, steps) =>
  upsert(
    'shown_detail',
    ['lane', 'account', 'seq'],
    lastOfEach(steps).map(({ after }) => ({ lane, account: after.account, seq: after.seq, detail: after.detail })),
  ),
)

async function loadShown(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly string[],
): Promise<ReadonlyMap<string, ShownDetail>> {
  const wanted = keys.map((key) => key.split(' ').map(Number) as [number, number])
  const rows = await sql<{ account: bigint; seq: number; detail: bigint }[]>`
    select s.account, s.seq, s.detail
    from unnest(${sql.array(
      wanted.map(([account]) => account),
      oids.int8,
    )}, ${sql.array(
      wanted.map(([, seq]) => seq),
      oids.int4,
    )}) as wanted (account, seq)
    join shown_detail s on s.lane = ${lane} and s.account = wanted.account and s.seq = wanted.seq`
  return new Map(
    rows.map((row) => {
      const shown = { account: Number(row.account) as AccountId, seq: row.seq, detail: Number(row.detail) as DetailId }
      return [shownKey(shown), shown]
    }),
  )
}

/** A kept detail that an entry shows, still sealed under its holder's key in the vault of the entity. */
export type SealedShown = {
  readonly account: AccountId
  readonly seq: number
  readonly detail: DetailId
  readonly place: Place
  readonly holder: PartyId
  readonly entity: string
  readonly sealed: Buffer
}

/** Of an account's entries, the numbers of those about which something personal was told: with them, or with an order before them. */
export async function toldAmong(
  sql: Sql | Transaction,
  account: AccountId,
  lines: readonly { readonly seq: number; readonly sealed: Uint8Array | null }[],
): Promise<ReadonlySet<number>> {
  const without = lines.filter(({ sealed }) => sealed === null).map(({ seq }) => seq)
  const shown = await sql<{ seq: number }[]>`
    select seq from shown_detail
    where lane = ${laneOf(account)} and account = ${account} and seq = any(${sql.array(without, oids.int4)})`
  const own = lines.filter(({ sealed }) => sealed !== null).map(({ seq }) => seq)
  return new Set([...own, ...shown.map(({ seq }) => seq)])
}

/** The kept details that these events show; events that show none are left out. */
export async function shownDetailsOf(
  sql: Sql | Transaction,
  events: readonly { readonly account: AccountId; readonly seq: number }[],
): Promise<readonly SealedShown[]> {
  const rows = await sql<
    { account: bigint; seq: number; detail: bigint; place: bigint; holder: bigint; entity: string; sealed: Buffer }[]
  >`
    select s.account, s.seq, k.detail, k.place, k.holder, l.entity, k.sealed
    from ${wantedEvents(sql, events)}
    join shown_detail s on s.lane = wanted.lane and s.account = wanted.account and s.seq = wanted.seq
    join kept_detail k on k.lane = s.lane and k.detail = s.detail
    join lane l on l.lane = s.lane
    where k.sealed is not null
    order by wanted.n`
  return rows.map((row) => ({
    account: Number(row.account) as AccountId,
    seq: row.seq,
    detail: Number(row.detail) as DetailId,
    place: Number(row.place) as Place,
    holder: Number(row.holder) as PartyId,
    entity: row.entity,
    sealed: row.sealed,
  }))
}

/** Kept details by id, in the order asked for; what is unknown or was kept without bytes is left out. */
export async function keptDetailsOf(
  sql: Sql | Transaction,
  details: readonly DetailId[],
): Promise<readonly Omit<SealedShown, 'account' | 'seq'>[]> {
  const rows = await sql<{ detail: bigint; place: bigint; holder: bigint; entity: string; sealed: Buffer }[]>`
    select k.detail, k.place, k.holder, l.entity, k.sealed
    from unnest(${sql.array(details.map(laneOf), oids.int4)}, ${sql.array([...details], oids.int8)}) with ordinality
      as wanted (lane, detail, n)
    join kept_detail k on k.lane = wanted.lane and k.detail = wanted.detail
    join lane l on l.lane = k.lane
    where k.sealed is not null
    order by wanted.n`
  return rows.map((row) => ({
    detail: Number(row.detail) as DetailId,
    place: Number(row.place) as Place,
    holder: Number(row.holder) as PartyId,
    entity: row.entity,
    sealed: row.sealed,
  }))
}
