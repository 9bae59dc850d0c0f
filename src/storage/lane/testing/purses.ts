/** The smallest business that a lane can carry: purses with a number in them. For tests of lanes that need no bank. */
import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { accept, refuse } from '../../../kernel/decision.ts'
import { composeId, type LaneId } from '../../../kernel/ids.ts'
import { create, effect, need, needOnce, records, type StateReader } from '../../../kernel/state.ts'
import { loadPack } from '../../../rulebook/load.ts'
import { Rulebook } from '../../../rulebook/terms.ts'
import { withTinyPack } from '../../../rulebook/testing/tiny-pack.ts'
import { Catalogue, type Command, type CommandKind } from '../../command.ts'
import type { Sql } from '../../sql.ts'
import { collectionStore, lastOfEach } from '../collection-store.ts'
import type { FoldRules } from '../fold.ts'
import type { LaneHead, LaneStorage, Sealer } from '../port.ts'
import type { WriterOptions } from '../submission.ts'
import { LaneWriter } from '../writer.ts'
import { upsert } from '../writes.ts'

export type Purse = { readonly purse: number; readonly minor: number }

export const lane = 1 as LaneId
export const purses = records<number, Purse>('purse')

/** Above this the database refuses a purse, though the rules allow it. */
export const mostMinor = 1_000_000

const nothing = { settled: [], disclosed: [] }
const payload = Type.Object({})
const base = { payload, purpose: 'operations', roles: ['system'], summary: 'For tests' } as const

const make: CommandKind<{ minor: number }> = {
  ...base,
  kind: 'purse.make',
  needs: () => [],
  decide: (_state, { payload: { minor }, details }, context) => {
    const purse = context.nextId<number>()
    const personal = details === undefined ? undefined : { index: 0, holder: purse }
    return accept([create(purses, purse, { purse, minor }, personal)], nothing, { purse })
  },
}

function changed(state: StateReader, purse: number, by: number) {
  const found = state.get(purses, purse)
  if (found === undefined) return refuse('purse-unknown', nothing)
  const minor = found.minor + by
  if (minor < 0) return refuse('purse-empty', nothing, { minor: found.minor })
  return accept([effect(purses, purse, { purse, minor })], nothing, { minor })
}

const change: CommandKind<{ purse: number; by: number }> = {
  ...base,
  kind: 'purse.change',
  needs: ({ payload: { purse } }) => [need(purses, purse)],
  decide: (state, { payload: { purse, by } }) => changed(state, purse, by),
}

/** Changes many, each in passing. */
const sweep: CommandKind<{ purses: readonly number[]; by: number }> = {
  ...base,
  kind: 'purse.sweep',
  needs: ({ payload }) => payload.purses.map((purse) => needOnce(purses, purse)),
  decide: (state, { payload }) => {
    const found = payload.purses.flatMap((purse) => state.get(purses, purse) ?? [])
    const effects = found.map(({ purse, minor }) => effect(purses, purse, { purse, minor: minor + payload.by }))
    return accept(effects, nothing, { changed: effects.length })
  },
}

/** Throws after it has changed something: a bug halfway. */
const faulty: CommandKind<{ purse: number }> = {
  ...base,
  kind: 'purse.faulty',
  needs: ({ payload: { purse } }) => [need(purses, purse)],
  decide: (_state, { payload: { purse } }, context) => {
    const fresh = context.nextId<number>()
    const broken = { name: 'purse', reduce: () => assertNever() }
    return accept([create(purses, fresh, { purse: fresh, minor: 1 }), effect(broken, purse, 'broken')], nothing)
  },
}

function assertNever(): never {
  throw new Error('broken invariant: for tests')
}

/** Does not name what it reads. */
const forgetful: CommandKind<{ purse: number }> = {
  ...base,
  kind: 'purse.forgetful',
  needs: () => [],
  decide: (state, { payload: { purse } }) => changed(state, purse, 1),
}

/** Cannot even tell what it needs. */
const senseless: CommandKind = {
  ...base,
  kind: 'purse.senseless',
  needs: () => assertNever(),
  decide: () => accept([], nothing),
}

export const purseCatalogue = new Catalogue([make, change, sweep, faulty, forgetful, senseless])

/** Under a key named 0. */
export const plainMac = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.alloc(4), createHash('sha256').update(bytes).digest().subarray(0, 12)])
export const openSealer: Sealer = {
  seal: (_holder, _category, _at, _bound, plain) => Buffer.from(plain),
  flush: () => {},
  mac: plainMac,
}

let rulebook: Rulebook | undefined

export function purseRules(): FoldRules {
  rulebook ??= new Rulebook(withTinyPack((directory) => loadPack(directory)))
  return { catalogue: purseCatalogue, rulebook, legsOf: () => null }
}

export const startOfTests = Temporal.Instant.from('2026-01-05T09:00:00Z')

export function firstHead(): LaneHead {
  const { pack } = purseRules().rulebook
  return {
    lane,
    entity: pack.entities[0]?.id ?? '',
    epoch: 0,
    batch: 0,
    businessDate: Temporal.PlainDate.from('2026-01-05'),
    nextNumber: 1,
    pack: pack.hash,
    at: startOfTests,
    hash: Buffer.alloc(32),
  }
}

/** A writer of the lane on any storage. */
export function takePurses(storage: LaneStorage, options: Partial<WriterOptions> = {}): Promise<LaneWriter> {
  return LaneWriter.take(lane, {
    storage,
    sealer: openSealer,
    rules: purseRules(),
    now: () => startOfTests,
    rulesVersion: 'test',
    name: 'test',
    ...options,
  })
}

let keys = 0

/** A command with a key of its own, unless told. */
export function ask(kind: string, payload: object, key = `key ${++keys}`): Command {
  return { kind, client: 'test', key, actor: { role: 'system' }, purpose: 'operations', payload }
}
export const makePurse = (minor: number, key?: string): Command => ask('purse.make', { minor }, key)
export const changePurse = (purse: number, by: number, key?: string): Command => ask('purse.change', { purse, by }, key)
/** The id of the purse made as the n-th of the lane, from 1. */
export const purseId = (n: number): number => composeId(lane, n)

/** Makes the table and the lane's row in an empty, migrated database. */
export async function createPurses(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create table purse (lane int not null, purse bigint not null, minor bigint not null check (minor <= ${mostMinor}),
      primary key (lane, purse))`)
  const head = firstHead()
  await sql`
    insert into lane (lane, entity, business_date, pack, at, hash)
    values (${lane}, ${head.entity}, ${head.businessDate}, ${head.pack}, ${head.at}, ${head.hash})`
}

export const purseStore = collectionStore(
  purses,
  async (sql, of, keys) => {
    const rows = await sql<{ purse: bigint; minor: bigint }[]>`
      select purse, minor from purse where lane = ${of} and purse = any(${sql.array(keys.map(String), 20)})`
    return new Map(rows.map((row) => [Number(row.purse), { purse: Number(row.purse), minor: Number(row.minor) }]))
  },
  (of, steps) =>
    upsert(
      'purse',
      ['lane', 'purse'],
      lastOfEach(steps).map(({ key, after }) => ({ lane: of, purse: key, minor: after.minor })),
    ),
)
