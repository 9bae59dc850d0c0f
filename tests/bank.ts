/** A small bank in memory, for tests: the pack, one lane, and commands that go the way of all commands. */

import { createHash } from 'node:crypto'
import { findBalances } from '../src/accounts/balances/store.ts'
import type { LaneId } from '../src/kernel/ids.ts'
import type { Collection, Key } from '../src/kernel/state.ts'
import { findPosting } from '../src/ledger/postings/store.ts'
import { legsOf } from '../src/ledger/rules.ts'
import { catalogue } from '../src/operations/catalogue.ts'
import { findMade } from '../src/payments/network/refunds/store.ts'
import type { Pack } from '../src/rulebook/pack.ts'
import { Rulebook } from '../src/rulebook/terms.ts'
import type { Actor, Command, Detail } from '../src/storage/command.ts'
import { MemoryLaneStorage } from '../src/storage/lane/memory.ts'
import type { DecisionView, Sealer } from '../src/storage/lane/port.ts'
import { LaneWriter } from '../src/storage/lane/writer.ts'
import { catalogueUnderTest, noteDecision, packUnderTest } from './clause.ts'

export const testLane = 1 as LaneId
export const teller: Actor = { role: 'teller', staff: 'T-01' }
export const operator: Actor = { role: 'operator', staff: 'O-01' }
export const secondOperator: Actor = { role: 'operator', staff: 'O-02' }

/** Keeps details as they are: tests of the vault use the real one. */
export const plainSealer: Sealer = {
  seal: (_holder, _category, _at, _bound, plain) => Buffer.from(plain),
  flush: () => {},
  // Under a key named 0.
  mac: (bytes) => Buffer.concat([Buffer.alloc(4), createHash('sha256').update(bytes).digest().subarray(0, 12)]),
}

export type Ask = {
  readonly actor?: Actor
  readonly key?: string
  readonly details?: readonly Detail[]
  readonly blinds?: Readonly<Record<string, string>>
}

export class TestBank {
  readonly storage: MemoryLaneStorage
  readonly writer: LaneWriter
  readonly rulebook: Rulebook
  /** What the bank's clock shows: a test may set it. */
  readonly clock: { at: Temporal.Instant }
  #keys = 0

  private constructor(
    storage: MemoryLaneStorage,
    writer: LaneWriter,
    rulebook: Rulebook,
    clock: { at: Temporal.Instant },
  ) {
    this.clock = clock
    this.storage = storage
    this.writer = writer
    this.rulebook = rulebook
  }

  /** A bank with no customers, on its business date (2026-01-05, a Monday, unless told): the first entity of the pack, unless told. */
  static async open(
    options: { on?: string; pack?: string; entity?: string; change?: (pack: Pack) => Pack } = {},
  ): Promise<TestBank> {
    const pack = packUnderTest(options.pack ?? 'luminor')
    const rulebook = new Rulebook(options.change?.(pack) ?? pack, options.entity)
    const lane = (rulebook.pack.entities.indexOf(rulebook.entity) + 1) as LaneId
    const storage = new MemoryLaneStorage({
      posting: findPosting,
      'made-payments': findMade,
      'balance-history': findBalances,
    })
    const businessDate = Temporal.PlainDate.from(options.on ?? '2026-01-05')
    const at = businessDate.toZonedDateTime({ timeZone: 'UTC', plainTime: '09:00' }).toInstant()
    storage.open({
      lane,
      entity: rulebook.entity.id,
      epoch: 0,
      batch: 0,
      businessDate,
      nextNumber: 1,
      pack: rulebook.pack.hash,
      at,
      hash: Buffer.alloc(32),
    })
    const clock = { at }
    const writer = await LaneWriter.take(lane, {
      storage,
      sealer: plainSealer,
      rules: { catalogue: catalogueUnderTest(catalogue), rulebook, legsOf },
      now: () => clock.at,
      rulesVersion: 'test',
      name: 'test',
    })
    return new TestBank(storage, writer, rulebook, clock)
  }

  /** Sends a command, by default from a teller, and gives the decision. */
  async do(kind: string, payload: unknown, ask: Ask = {}): Promise<DecisionView> {
    const { decision } = await this.writer.submit(this.command(kind, payload, ask))
    noteDecision(decision)
    return decision
  }

  /** What would be decided. Not counted as a decision of a clause test. */
  preview(kind: string, payload: unknown, ask: Ask = {}): Promise<DecisionView> {
    return this.writer.preview(this.command(kind, payload, ask))
  }

  command(kind: string, payload: unknown, ask: Ask = {}): Command {
    this.#keys += 1
    const purpose = catalogue.get(kind).purpose
    const key = ask.key ?? `key-${this.#keys}`
    const { actor = teller, details, blinds } = ask
    return { kind, client: 'test', key, actor, purpose, payload, details, blinds }
  }

  /** A record as committed. */
  record<K extends Key, V, E>(collection: Collection<K, V, E>, key: K): V | undefined {
    return this.storage.records(this.writer.head.lane, collection.name).get(key) as V | undefined
  }

  /** Cuts over to a later business date. */
  async cutOver(to: string): Promise<void> {
    await this.writer.submit(this.command('clock.cut-over', { to }, { actor: { role: 'system' } }))
  }
}
