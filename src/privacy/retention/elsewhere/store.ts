/** Affairs that other systems keep, in PostgreSQL. */
import type { LaneId, PartyId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { int8s, type Sql, type Transaction } from '../../../storage/sql.ts'
import type { AffairsByPerson } from '../rules.ts'
import { type AffairElsewhere, type AffairKind, affairsElsewhere, affairsOf } from './rules.ts'

export const affairElsewhereStore = collectionStore(
  affairsElsewhere,
  (sql, lane, keys) => rowsOf(sql, lane, keys),
  (lane, steps) =>
    upsert(
      'affair_elsewhere',
      ['lane', 'subject', 'reference'],
      lastOfEach(steps).flatMap(({ key, after }) =>
        after.map(({ reference, kind, amountMinor, notedOn, endedOn, performedOn }) => ({
          lane,
          subject: key,
          reference,
          kind,
          amount: amountMinor === null ? null : amountMinor.toString(),
          noted_on: notedOn.toString(),
          ended_on: endedOn?.toString() ?? null,
          performed_on: performedOn?.toString() ?? null,
        })),
      ),
    ),
)

type Row = {
  subject: bigint
  reference: string
  kind: AffairKind
  amount: bigint | null
  noted_on: Temporal.PlainDate
  ended_on: Temporal.PlainDate | null
  performed_on: Temporal.PlainDate | null
}

async function rowsOf(
  sql: Sql | Transaction,
  lane: LaneId,
  subjects: readonly PartyId[],
): Promise<ReadonlyMap<PartyId, readonly AffairElsewhere[]>> {
  const rows = await sql<Row[]>`
    select subject, reference, kind, amount, noted_on, ended_on, performed_on from affair_elsewhere
    where lane = ${lane} and subject = any(${int8s(sql, subjects)}) order by subject, noted_on, reference`
  const bySubject = Map.groupBy(rows, ({ subject }) => Number(subject) as PartyId)
  return new Map([...bySubject].map(([subject, of]) => [subject, of.map(affairFrom)]))
}

export const elsewhereAffairs = async (
  sql: Sql,
  lane: LaneId,
  subjects: readonly PartyId[],
): Promise<AffairsByPerson> =>
  new Map([...(await rowsOf(sql, lane, subjects))].map(([subject, known]) => [subject, affairsOf(known)]))

const affairFrom = (row: Row): AffairElsewhere => ({
  reference: row.reference,
  kind: row.kind,
  amountMinor: row.amount,
  notedOn: row.noted_on,
  endedOn: row.ended_on,
  performedOn: row.performed_on,
})
