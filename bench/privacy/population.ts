/**
 * Persons with facts, sealed as the vault seals them and copied into their table: no history that could be verified, but what the gate, the
 * sweep and requests of persons meet.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeId, type LaneId, type PartyId, type Place } from '../../src/kernel/ids.ts'
import { type Institution, openInstitution } from '../../src/operations/institution.ts'
import { categoryOfFact, type FactKind } from '../../src/privacy/vault/rules.ts'
import type { Entity } from '../../src/rulebook/pack.ts'
import { CopyRows, copyIn } from '../../src/storage/copy.ts'
import { openDatabase } from '../../src/storage/embedded.ts'
import { boundTo } from '../../src/storage/lane/identity.ts'

/** What is known of each person. */
export const kinds = [
  'name',
  'personal-code',
  'birth-date',
  'email',
  'phone',
  'address',
  'income',
  'employer',
  'credit-history',
  'correspondence',
] as const satisfies readonly FactKind[]

export const firstLane = 1 as LaneId
export const openingDate = Temporal.PlainDate.from('2026-01-05')
export const recordedOn = Temporal.PlainDate.from('2025-11-03')
export const officer = { role: 'operator', staff: 'O-01' } as const

export type Persons = {
  readonly institution: Institution
  readonly entity: Entity
  readonly lane: LaneId
  readonly person: (n: number) => PartyId
  /** For a process of its own: the same bank by the environment that the command line reads. */
  readonly environment: NodeJS.ProcessEnv
  /** How many there are. */
  readonly count: number
}

/** Runs `work` with a bank of that many persons, each with ten facts; afterwards nothing is left. */
export async function withPersons<T>(
  count: number,
  work: (persons: Persons) => Promise<T>,
  // By default every person has an agreement that runs.
  agreementOf: (n: number) => { readonly ended?: string } | undefined = () => ({}),
): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'))
  const database = await openDatabase({ dataDir, database: 'persons' })
  try {
    const institution = await openInstitution({
      databaseUrl: database.url,
      pack: join(import.meta.dirname, '../../packs/luminor'),
      keysDir: join(dataDir, 'keys'),
      openingDate,
    })
    try {
      const [entity] = institution.pack.entities
      if (entity === undefined) throw new Error('the pack has no entity')
      const lane = institution.laneOf(entity)
      const environment = { ...process.env, DATABASE_URL: database.url, PACTA_DATA: dataDir }
      const person = (n: number) => composeId<PartyId>(lane, 1 + n)
      const persons = { institution, entity, lane, count, person, environment }
      await populate(persons, agreementOf)
      return await work(persons)
    } finally {
      await institution.close()
    }
  } finally {
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const personsAtOnce = 2_000

async function populate(
  { institution: { sql, vaultOf }, entity, lane, person, count }: Persons,
  agreementOf: (n: number) => { readonly ended?: string } | undefined,
): Promise<void> {
  const vault = vaultOf(entity.id)
  const at = recordedOn.toZonedDateTime('UTC').toInstant()
  for (let from = 0; from < count; from += personsAtOnce) {
    const until = Math.min(count, from + personsAtOnce)
    const rows = new CopyRows((until - from) * kinds.length * 200)
    for (let n = from; n < until; n += 1) {
      const holder = person(n)
      for (const [i, kind] of kinds.entries()) {
        const fact = composeId<number>(lane, count + 1 + n * kinds.length + i)
        const place = (1_000_000 + n) as Place
        const sealed = vault.seal(
          holder,
          categoryOfFact[kind],
          at,
          boundTo('fact', fact, place),
          Buffer.from(`${kind} of person ${n}, as it was told`),
        )
        rows.row(9).int4(lane).int8(fact).int8(holder).text(kind).text(categoryOfFact[kind])
        rows.text('subject').date(recordedOn).int8(place).bytes(sealed)
      }
    }
    vault.flush()
    await sql.begin((transaction) =>
      copyIn(transaction, 'fact (lane, fact, subject, kind, category, source, recorded_on, place, sealed)', rows),
    )
    await sql`
      insert into party (lane, party, kind, consumer, residence)
      select ${lane}, ${person(0)}::int8 + n, 'natural', true, 'LV' from generate_series(${from}::int, ${until - 1}::int) n`
    await agreements(sql, lane, person, from, until, agreementOf)
  }
  await sql`
    insert into undertaking (lane, staff, signed, wording) values (${lane}, 'O-01', '2026-01-05', 'bench')
    on conflict do nothing`
  await sql`update lane set next_number = ${count * (kinds.length + 2) + 10} where lane = ${lane}`
  await sql`vacuum analyze`
  // What is written back later would be measured with what comes next.
  await sql`checkpoint`
}

/** An agreement with one account file each, ended where told. */
async function agreements(
  sql: Institution['sql'],
  lane: LaneId,
  person: (n: number) => PartyId,
  from: number,
  until: number,
  agreementOf: (n: number) => { readonly ended?: string } | undefined,
): Promise<void> {
  const having = Array.from({ length: until - from }, (_, i) => from + i).flatMap((n) => {
    const agreement = agreementOf(n)
    return agreement === undefined ? [] : [{ id: String(person(n)), ended: agreement.ended ?? null }]
  })
  const list = JSON.stringify(having)
  await sql`
    insert into agreement (lane, agreement, holders, concluded_on, binding, status, accounts, account_states)
    select ${lane}, id, array[id], '2020-01-02', '{}', case when ended is null then 'in-force' else 'ended' end,
      array[id], array[case when ended is null then 'open' else 'closed' end]
    from json_to_recordset(${list}::text::json) as r (id int8, ended date)`
  await sql`
    insert into agreement_holder (lane, party, agreement)
    select ${lane}, id, id from json_to_recordset(${list}::text::json) as r (id int8)`
  await sql`
    insert into account_file (lane, account, holders, channel, opened_on, numbers, documents, activate_by, closed_on)
    select ${lane}, id, array[id], 'location', '2020-01-02', '[]', '[]', '2020-02-02', ended
    from json_to_recordset(${list}::text::json) as r (id int8, ended date)`
}
