/** A bank of a pack, luminor unless told, on a database of its own, for tests of stores and readers: commands go in as in `TestBank`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ask, type TestBank, teller } from '../../../tests/bank.ts'
import { testDatabase } from '../../../tests/database.ts'
import type { LaneId } from '../../kernel/ids.ts'
import type { Collection, Key } from '../../kernel/state.ts'
import { catalogue } from '../../operations/catalogue.ts'
import { type Institution, openInstitution } from '../../operations/institution.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Command } from '../../storage/command.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import type { LaneWriter } from '../../storage/lane/writer.ts'

const packs = join(import.meta.dirname, '../../../packs')

export class DatabaseBank {
  readonly institution: Institution
  readonly lane: LaneId
  #writer: LaneWriter
  readonly #end: () => Promise<void>
  #keys = 0

  private constructor(institution: Institution, lane: LaneId, writer: LaneWriter, end: () => Promise<void>) {
    this.institution = institution
    this.lane = lane
    this.#writer = writer
    this.#end = end
  }

  /** A bank with no customers, on Monday, 5 January 2026. */
  static async open(packId = 'luminor'): Promise<DatabaseBank> {
    const database = await testDatabase()
    const keysDir = mkdtempSync(join(tmpdir(), 'pacta-keys-'))
    const pack = join(packs, packId)
    const openingDate = Temporal.PlainDate.from('2026-01-05')
    const institution = await openInstitution({ databaseUrl: database.url, pack, keysDir, openingDate })
    const entity = entityOf(institution)
    const writer = await institution.takeLane(entity)
    return new DatabaseBank(institution, institution.laneOf(entity), writer, async () => {
      await institution.close()
      await database.close()
      rmSync(keysDir, { recursive: true })
    })
  }

  /** The same bank for helpers that only send commands. */
  get asTestBank(): TestBank {
    return this as unknown as TestBank
  }

  /** A command as it stands, under a key of its own. */
  async submit(command: Command): Promise<DecisionView> {
    return (await this.#writer.submit(command)).decision
  }

  async do(kind: string, payload: unknown, { actor = teller, details, blinds }: Ask = {}): Promise<DecisionView> {
    this.#keys += 1
    const { purpose } = catalogue.get(kind)
    const key = `key-${this.#keys}`
    return (await this.#writer.submit({ kind, client: 'test', key, actor, purpose, payload, details, blinds })).decision
  }

  async cutOver(to: string): Promise<void> {
    await this.do('clock.cut-over', { to }, { actor: { role: 'system' } })
  }

  /** A record as the database has it. */
  async stored<K extends Key, V, E>(collection: Collection<K, V, E>, key: K): Promise<V | undefined> {
    const [record] = await this.institution.storage.load(this.lane, [{ collection, key }])
    return record as V | undefined
  }

  /** Takes the lane anew: nothing is in memory then. */
  async restart(): Promise<void> {
    await this.#writer.close()
    this.#writer = await this.institution.takeLane(entityOf(this.institution))
  }

  async close(): Promise<void> {
    await this.#writer.close()
    await this.#end()
  }
}

function entityOf({ pack }: Institution): Entity {
  const [entity] = pack.entities
  if (entity === undefined) throw new Error('the pack has no entity')
  return entity
}
