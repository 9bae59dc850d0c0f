/** An institution at work: its database, keys, pack and lanes, put together once for the server, the command line and the benches. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LaneId } from '../kernel/ids.ts'
import { OperatorError } from '../kernel/operator-error.ts'
import { legsOf } from '../ledger/rules.ts'
import { Gate } from '../privacy/gate.ts'
import { type BlindIndex, createBlindIndex } from '../privacy/vault/blind-index.ts'
import type { KeyStore } from '../privacy/vault/key-store.ts'
import { openKeyStore } from '../privacy/vault/keys.ts'
import type { MasterKeys } from '../privacy/vault/master-key.ts'
import { retentionYears } from '../privacy/vault/retention-years.ts'
import { type ClosedVault, createSealer, type Vault } from '../privacy/vault/sealer.ts'
import { loadPack } from '../rulebook/load.ts'
import type { Entity, Pack } from '../rulebook/pack.ts'
import { Rulebook } from '../rulebook/terms.ts'
import type { FoldRules } from '../storage/lane/fold.ts'
import { PostgresLaneStorage } from '../storage/lane/postgres.ts'
import type { WriterOptions } from '../storage/lane/submission.ts'
import { LaneWriter } from '../storage/lane/writer.ts'
import { migrate } from '../storage/migrate.ts'
import { connect, type Sql, urlOf } from '../storage/sql.ts'
import { catalogue } from './catalogue.ts'
import { ensureLanes, recordPack } from './lanes.ts'
import { stores } from './stores.ts'

/** Version of the rules in code: stored with each batch, so that a replay knows whether it can give the same answer. */
export const rulesVersion = '3'

export type Institution = {
  readonly sql: Sql
  readonly pack: Pack
  /** What binds the entity of a lane. */
  readonly rulebookOf: (lane: LaneId) => Rulebook
  readonly rules: FoldRules
  readonly storage: PostgresLaneStorage
  readonly keys: KeyStore
  readonly blindIndex: BlindIndex
  readonly gate: Gate
  /** The lane in which an entity's customers live. */
  readonly laneOf: (entity: Entity) => LaneId
  readonly vaultOf: (entity: string) => ClosedVault
  /** Takes an entity's lane: this process is then its only writer. */
  takeLane(entity: Entity, options?: Pick<WriterOptions, 'maximumBatch' | 'maximumRecords'>): Promise<LaneWriter>
  close(): Promise<void>
}

/**
 * Opens an institution on a database.
 *
 * @param options.pack the pack's folder
 * @param options.keysDir where the keys of personal data are: outside the database and its backups
 * @param options.masterKeys what wraps them; files beside them unless told
 * @param options.openingDate the business date of a new institution; today in the entity's time zone unless told
 * @throws OperatorError for what the operator can mend; PackError when the pack has errors
 */
export async function openInstitution(options: {
  readonly databaseUrl: string
  readonly pack: string
  readonly keysDir: string
  readonly masterKeys?: MasterKeys
  readonly openingDate?: Temporal.PlainDate
  readonly connections?: number
}): Promise<Institution> {
  if (!existsSync(join(options.pack, 'pack.yaml')))
    throw new OperatorError(
      'there is no such pack',
      options.pack,
      'Name a folder with a pack.yaml, such as packs/luminor.',
    )
  const pack = loadPack(options.pack)
  const sql = connect(options.databaseUrl, { max: options.connections ?? 6 })
  try {
    await migrate(sql)
    await recordPack(sql, pack)
    const lanes = await ensureLanes(sql, pack, options.openingDate)
    return assemble(sql, pack, lanes, openKeyStore(options.keysDir, options.masterKeys))
  } catch (error) {
    await sql.end({ timeout: 1 })
    throw error
  }
}

function assemble(sql: Sql, pack: Pack, lanes: ReadonlyMap<string, LaneId>, keys: KeyStore): Institution {
  const storage = new PostgresLaneStorage(sql, stores)
  const vaults = new Map<string, Vault>()
  const vaultOf = (entity: string): Vault => {
    const vault = vaults.get(entity) ?? createSealer(keys, entity, retentionYears)
    vaults.set(entity, vault)
    return vault
  }
  const ofFacts = connect(urlOf(sql), { max: 2, applicationName: 'pacta gate', plans: 'once' })
  const rulebook = new Rulebook(pack)
  const entities = new Map([...lanes].map(([entity, lane]) => [lane, entity]))
  const rulebookOf = (lane: LaneId): Rulebook => {
    const entity = entities.get(lane)
    if (entity === undefined) throw new Error(`there is no lane ${lane}`)
    return rulebook.of(entity)
  }
  const rules: FoldRules = { catalogue, rulebook, legsOf }
  const laneOf = (entity: Entity): LaneId => {
    const lane = lanes.get(entity.id)
    if (lane === undefined) throw new Error(`the entity ${entity.id} has no lane`)
    return lane
  }
  return {
    sql,
    pack,
    rulebookOf,
    rules,
    storage,
    keys,
    blindIndex: createBlindIndex(keys),
    gate: new Gate(sql, vaultOf, ofFacts),
    laneOf,
    vaultOf,
    takeLane: (entity, options = {}) =>
      LaneWriter.take(laneOf(entity), {
        storage,
        sealer: vaultOf(entity.id),
        rules,
        now: () => Temporal.Now.instant().round('millisecond'),
        rulesVersion,
        name: `process ${process.pid}`,
        ...options,
      }),
    close: async () => {
      await storage.close()
      await Promise.all([ofFacts.end({ timeout: 5 }), sql.end({ timeout: 5 })])
      keys.close()
    },
  }
}
