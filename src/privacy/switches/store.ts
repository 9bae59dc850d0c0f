/** Persons' switches in PostgreSQL. */
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { type Row, upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { type Consent, type Stop, type Switches, switches, type Told } from './rules.ts'

type Kept = {
  readonly consents: readonly (Omit<Consent, 'given'> & { readonly given: string })[]
  readonly stops: readonly (Omit<Stop, 'since'> & { readonly since: string })[]
  readonly restrictions: readonly {
    readonly ground: Switches['restrictions'][number]['ground']
    readonly since: string
  }[]
  readonly channel?: Switches['channel']
  readonly told?: readonly (Omit<Told, 'on'> & { readonly on: string })[]
  readonly chosen?: Switches['chosen']
}

export const switchesStore = collectionStore(
  switches,
  (sql, _lane, keys) => switchesOf(sql, keys),
  (lane, steps) =>
    upsert(
      'switches',
      ['lane', 'subject'],
      lastOfEach(steps).map(({ key, after: { subject: _subject, ...kept } }) => ({
        lane,
        subject: key,
        switches: plain(kept),
      })),
    ),
)

/** With days as text. A text in a column of JSON would be one string. */
const plain = (kept: Omit<Switches, 'subject'>): Row => JSON.parse(JSON.stringify(kept))

/** Of these persons, those who ever switched anything. */
export async function switchesOf(
  sql: Sql | Transaction,
  subjects: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, Switches>> {
  const rows = await sql<{ subject: bigint; switches: Kept }[]>`
    select s.subject, s.switches
    from unnest(${sql.array(subjects.map(laneOf), oids.int4)}, ${sql.array([...subjects], oids.int8)}) as wanted (lane, subject)
    join switches s on s.lane = wanted.lane and s.subject = wanted.subject`
  return new Map(
    rows.map(({ subject, switches }) => {
      const party = Number(subject) as PartyId
      return [party, switchesFrom(party, switches)]
    }),
  )
}

/** A row's JSON as the rules know it. */
export const switchesFrom = (
  subject: PartyId,
  { consents, stops, restrictions, channel, told, chosen }: Kept,
): Switches => ({
  subject,
  consents: consents.map((one) => ({ ...one, given: Temporal.PlainDate.from(one.given) })),
  stops: stops.map((one) => ({ ...one, since: Temporal.PlainDate.from(one.since) })),
  restrictions: restrictions.map((one) => ({ ...one, since: Temporal.PlainDate.from(one.since) })),
  ...(channel === undefined ? {} : { channel }),
  ...(told === undefined ? {} : { told: told.map((one) => ({ ...one, on: Temporal.PlainDate.from(one.on) })) }),
  ...(chosen === undefined ? {} : { chosen }),
})

/** The lane's switches as JSON, for queries that read them with something else. */
export type KeptSwitches = Kept
