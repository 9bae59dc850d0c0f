/** Demands for a witness in PostgreSQL. */
import type { PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids } from '../../storage/sql.ts'
import { type Witness, type WitnessDemand, witnessDemands } from './rules.ts'

type DemandRow = {
  demand: bigint
  customer: bigint
  document_kind: WitnessDemand['document']['kind']
  document: bigint | null
  before: Witness
  reason: WitnessDemand['reason'] | null
  demanded_by: string
  demanded_on: Temporal.PlainDate
  confirmed: Witness | null
  confirmed_by: string | null
  confirmed_on: Temporal.PlainDate | null
}

export const witnessDemandStore = collectionStore(
  witnessDemands,
  async (sql, lane, keys) => {
    const rows = await sql<DemandRow[]>`
      select * from witness_demand where lane = ${lane} and demand = any(${sql.array(keys.map(String), oids.int8)})`
    return new Map(rows.map((row) => [Number(row.demand), demandOf(row)]))
  },
  (lane, steps) =>
    upsert(
      'witness_demand',
      ['lane', 'demand'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        demand: after.demand,
        customer: after.customer,
        document_kind: after.document.kind,
        document: after.document.id ?? null,
        before: after.before,
        reason: after.reason ?? null,
        demanded_by: after.demandedBy,
        demanded_on: after.demandedOn.toString(),
        confirmed: after.confirmed?.before ?? null,
        confirmed_by: after.confirmed?.by ?? null,
        confirmed_on: after.confirmed?.on.toString() ?? null,
      })),
    ),
)

function demandOf(row: DemandRow): WitnessDemand {
  const { confirmed: before, confirmed_by: by, confirmed_on: on } = row
  return {
    demand: Number(row.demand),
    customer: Number(row.customer) as PartyId,
    document: { kind: row.document_kind, id: row.document === null ? undefined : Number(row.document) },
    before: row.before,
    reason: row.reason ?? undefined,
    demandedBy: row.demanded_by,
    demandedOn: row.demanded_on,
    confirmed: before === null || by === null || on === null ? undefined : { by, on, before },
  }
}
