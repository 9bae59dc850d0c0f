/** Searching the gate's log: for the data-protection officer. */
import type { LaneId, PartyId } from '../../../kernel/ids.ts'
import { oids, type Sql } from '../../../storage/sql.ts'
import { firstIdAt, type LoggedPassage } from '../seals/store.ts'

/** What is looked for; what is left out may be anything. */
export type Search = {
  readonly from?: Temporal.Instant | undefined
  readonly until?: Temporal.Instant | undefined
  readonly role?: string | undefined
  readonly staff?: string | undefined
  /** Who read: a customer or representative. */
  readonly party?: PartyId | undefined
  /** Whom it was about. */
  readonly subject?: PartyId | undefined
  readonly purpose?: string | undefined
  readonly kind?: string | undefined
  /** Why it was refused; `permitted` for those that were not. */
  readonly code?: string | undefined
}

/** An id is given after its moment, by less than this. */
const idsWithin = { hours: 1 } as const

/**
 * Passages that fit, the newest first.
 * @param before the id from which a page before went on
 */
export async function searchPassages(
  sql: Sql,
  lane: LaneId,
  search: Search,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<readonly LoggedPassage[]> {
  const { from, until, role, staff, party, subject, purpose, kind, code } = search
  const all = sql`true`
  return sql<LoggedPassage[]>`
    select id, at, role, party, staff, purpose, kinds, subjects, code, clauses, shown from access_log
    where lane = ${lane}
      and ${from === undefined ? all : sql`at >= ${from} and id >= ${firstIdAt(from)}`}
      and ${until === undefined ? all : sql`at < ${until} and id < ${firstIdAt(until.add(idsWithin))}`}
      and ${before === undefined ? all : sql`id < ${before}`}
      and ${role === undefined ? all : sql`role = ${role}`}
      and ${staff === undefined ? all : sql`staff = ${staff}`}
      and ${party === undefined ? all : sql`party = ${party}`}
      and ${subject === undefined ? all : sql`subjects @> ${sql.array([subject], oids.int8)}`}
      and ${purpose === undefined ? all : sql`purpose = ${purpose}`}
      and ${kind === undefined ? all : sql`kinds @> ${sql.array([kind], oids.text)}`}
      and ${code === undefined ? all : code === 'permitted' ? sql`code is null` : sql`code = ${code}`}
    order by id desc limit ${limit}`
}
