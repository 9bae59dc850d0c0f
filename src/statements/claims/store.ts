/** Claims in PostgreSQL. */
import type { AccountId, LaneId, PartyId, Place } from '../../kernel/ids.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import type { AffairsByPerson } from '../../privacy/retention/rules.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../storage/sql.ts'
import { type Claim, claims, type HoldingReason } from './rules.ts'

type Row = {
  claim: bigint
  account: bigint
  customer: bigint
  place: bigint | null
  seq: number | null
  error: Claim['error']
  form: Claim['form']
  evidence: string | null
  words: bigint | null
  language: Claim['language']
  made_on: Temporal.PlainDate
  known_on: Temporal.PlainDate | null
  claim_by: Temporal.PlainDate | null
  late_policy: Claim['latePolicy']
  answer_by: Temporal.PlainDate
  held_on: Temporal.PlainDate | null
  held_by: string | null
  held_for: HoldingReason | null
  remind_on: Temporal.PlainDate | null
  reminded_on: Temporal.PlainDate | null
  status: Claim['status']
  ground: Claim['ground']
  decided_on: Temporal.PlainDate | null
  decided_by: string | null
  correction: bigint | null
  answered_on: Temporal.PlainDate | null
  answered_by: string | null
}

export const claimStore = collectionStore(claims, claimsById, (lane, steps) =>
  upsert(
    'claim',
    ['lane', 'claim'],
    lastOfEach(steps).map(({ after }) => ({
      lane,
      claim: after.claim,
      account: after.account,
      customer: after.customer,
      place: after.place,
      seq: after.seq,
      error: after.error,
      form: after.form,
      evidence: after.evidence,
      words: after.words,
      language: after.language,
      made_on: after.madeOn.toString(),
      known_on: after.knownOn?.toString() ?? null,
      claim_by: after.claimBy?.toString() ?? null,
      late_policy: after.latePolicy,
      answer_by: after.answerBy.toString(),
      held_on: after.holding?.on.toString() ?? null,
      held_by: after.holding?.by ?? null,
      held_for: after.holding?.reason ?? null,
      remind_on: after.remindOn?.toString() ?? null,
      reminded_on: after.remindedOn?.toString() ?? null,
      status: after.status,
      ground: after.ground,
      decided_on: after.decidedOn?.toString() ?? null,
      decided_by: after.decidedBy,
      correction: after.correction,
      answered_on: after.answeredOn?.toString() ?? null,
      answered_by: after.answeredBy,
    })),
  ),
)

async function claimsById(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly number[],
): Promise<ReadonlyMap<number, Claim>> {
  const rows = await sql<Row[]>`
    select * from claim where lane = ${lane} and claim = any(${sql.array([...keys], oids.int8)})`
  return new Map(rows.map((row) => [Number(row.claim), claimFrom(row)]))
}

/** The claims about an account, the latest first, up to `count`. */
export async function claimsOfAccount(
  sql: Sql,
  lane: LaneId,
  account: AccountId,
  count: number,
): Promise<readonly Claim[]> {
  const rows = await sql<Row[]>`
    select * from claim where lane = ${lane} and account = ${account} order by claim desc limit ${count}`
  return rows.map(claimFrom)
}

/** Claims that no answer went out to, those due first, up to `count`. */
export async function unansweredClaims(sql: Sql, lane: LaneId, count: number): Promise<readonly Claim[]> {
  const rows = await sql<Row[]>`
    select * from claim where lane = ${lane} and answered_on is null order by answer_by, claim limit ${count}`
  return rows.map(claimFrom)
}

/** Claims whose answer staff were reminded of by a day and did not give yet, those due first, up to `count`. */
export async function claimsReminded(
  sql: Sql,
  lane: LaneId,
  day: Temporal.PlainDate,
  count: number,
): Promise<readonly Claim[]> {
  const rows = await sql<Row[]>`
    select * from claim where lane = ${lane} and answered_on is null and reminded_on <= ${day.toString()}
    order by answer_by, claim limit ${count}`
  return rows.map(claimFrom)
}

/** Open claims of these persons, for which data of claimants are kept. */
export async function claimAffairs(sql: Sql, lane: LaneId, subjects: readonly PartyId[]): Promise<AffairsByPerson> {
  const rows = await sql<{ customer: bigint; claim: bigint }[]>`
    select customer, claim from claim
    where lane = ${lane} and customer = any(${sql.array([...subjects], oids.int8)}) and answered_on is null
    order by claim`
  return new Map(
    [...Map.groupBy(rows, ({ customer }) => Number(customer) as PartyId)].map(([party, open]) => [
      party,
      { claims: open.map(({ claim }) => `claim ${claim}`) },
    ]),
  )
}

const holdingFrom = ({ held_on: on, held_by: by, held_for: reason }: Row): Claim['holding'] =>
  on === null || by === null || reason === null ? null : { on, by, reason }

const claimFrom = (row: Row): Claim => ({
  claim: Number(row.claim),
  account: Number(row.account) as AccountId,
  customer: Number(row.customer) as PartyId,
  place: row.place === null ? null : (Number(row.place) as Place),
  seq: row.seq,
  error: row.error,
  form: row.form,
  evidence: row.evidence,
  words: row.words === null ? null : (Number(row.words) as DetailId),
  language: row.language,
  madeOn: row.made_on,
  knownOn: row.known_on,
  claimBy: row.claim_by,
  latePolicy: row.late_policy,
  answerBy: row.answer_by,
  holding: holdingFrom(row),
  remindOn: row.remind_on,
  remindedOn: row.reminded_on,
  status: row.status,
  ground: row.ground,
  decidedOn: row.decided_on,
  decidedBy: row.decided_by,
  correction: row.correction === null ? null : Number(row.correction),
  answeredOn: row.answered_on,
  answeredBy: row.answered_by,
})
