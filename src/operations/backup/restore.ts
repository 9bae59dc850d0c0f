/**
 * Restores a backup into a database of its own: loads it, reads every row back, erases again what was erased since, and recomputes the
 * chain of each lane. The database has its name only when all of that held.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { LaneId } from '../../kernel/ids.ts'
import { OperatorError } from '../../kernel/operator-error.ts'
import { type Forget, forgetErased } from '../../privacy/vault/erasure.ts'
import { entryOf, type LedgerEntry } from '../../privacy/vault/erasure-ledger.ts'
import type { KeyStore } from '../../privacy/vault/key-store.ts'
import { createHeadSigner } from '../../privacy/vault/signer.ts'
import { migrate } from '../../storage/migrate.ts'
import { connect, type Sql } from '../../storage/sql.ts'
import { headsFile, type PublishedHead, readHeads } from '../heads/published.ts'
import { type LaneChain, verifyChains } from '../verify/chains.ts'
import { addressOf, create, drop, exists, rename } from './databases.ts'
import { bringBack, hashed, hashedFile, hashOfFile } from './files.ts'
import { changed, headsCopy, ledgerCopy, type Manifest, readManifest, tableFile } from './manifest.ts'
import {
  copyInto,
  copyOut,
  countRows,
  emptyTables,
  fromTheStart,
  migrationsOf,
  setSequences,
  tablesOf,
} from './store.ts'

export type Restored = {
  readonly database: string
  readonly at: string
  readonly tables: number
  readonly rows: number
  /** Erasures that came after the backup and were done again. */
  readonly erasedAgain: number
  readonly factsErased: number
  readonly lanes: readonly (LaneChain & {
    /** Batches after the backup, as far as published heads tell of them: they are not in it. */
    readonly lostBatches: number
  })[]
  readonly seconds: { readonly load: number; readonly check: number; readonly erase: number; readonly chains: number }
}

export type RestoreOptions = {
  /** Of any database on the server. */
  readonly serverUrl: string
  readonly database: string
  /** The bank's own, whose heads stand in `headsDir` itself. */
  readonly ownName?: string
  readonly keys: KeyStore
  /** What features forget with an erasure. */
  readonly forget: readonly Forget[]
  /** Where heads are published: of the bank, and below it by the name of the database those of others. */
  readonly headsDir: string
  /** Told of each step, and in it of each piece of a table. */
  readonly onProgress?: (step: string, share: number) => void
}

/** @throws OperatorError when the backup was changed, does not fit, or its database is there already */
export async function restore(directory: string, options: RestoreOptions): Promise<Restored> {
  const { serverUrl, database, keys } = options
  const manifest = readManifest(directory, createHeadSigner(keys).publicKey)
  checkOthers(directory, manifest)
  if (await exists(serverUrl, database))
    throw new OperatorError('the database is there already', database, 'Name another one, or drop that one first.')
  // Nothing of the name is there before all is well: what a crash leaves has this name, and goes with the next try.
  const draft = `${database}_restoring`
  await drop(serverUrl, draft)
  await create(serverUrl, draft)
  let restored: Restored
  const sql = connect(addressOf(serverUrl, draft), { max: 2 })
  try {
    keys.learn(ledgerIn(directory))
    restored = await fill(sql, directory, manifest, options)
    await sql.end({ timeout: 5 })
    await rename(serverUrl, draft, database)
  } catch (error) {
    await sql.end({ timeout: 1 })
    await drop(serverUrl, draft)
    throw error
  }
  putHeads(directory, manifest, options)
  return restored
}

/** Heads that were published after the backup speak of a history that is lost: they are kept aside, as evidence. */
function putHeads(directory: string, { at, lanes }: Manifest, { database, ownName, headsDir }: RestoreOptions): void {
  const folder = database === ownName ? headsDir : join(headsDir, database)
  mkdirSync(folder, { recursive: true })
  for (const { lane } of lanes) {
    const [copy, file] = [join(directory, headsCopy(lane)), headsFile(folder, lane as LaneId)]
    if (existsSync(file)) renameSync(file, `${file}.before-${at.slice(0, 10)}-${Date.now()}`)
    if (existsSync(copy)) copyFileSync(copy, file)
  }
}

async function fill(sql: Sql, directory: string, manifest: Manifest, options: RestoreOptions): Promise<Restored> {
  const { keys, forget, headsDir, onProgress = () => {} } = options
  const clock = stopwatch()
  await makeTables(sql, manifest)
  const total = manifest.tables.reduce((sum, { bytes }) => sum + bytes, 0)
  let passed = 0
  await sql.begin(async (transaction) => {
    await emptyTables(transaction, manifest.tables)
    for (const table of manifest.tables) {
      const file = join(directory, tableFile(table))
      const unreadable = (error: unknown): never => {
        throw Object.assign(changed(file, 'cannot be read'), { cause: error })
      }
      // Before a row of it is sent: what the server refuses at the end of a COPY, the driver tells nobody, and would wait for ever.
      const { sha256 } = await hashedFile(file).catch(unreadable)
      if (sha256 !== table.sha256) throw changed(file, 'is not what the manifest says')
      const target = await copyInto(transaction, table)
      await bringBack(file, target, (bytes) => {
        passed += bytes
        onProgress('loading', passed / total)
      }).catch(unreadable)
    }
    await setSequences(transaction, manifest.sequences)
  })
  const load = clock()
  let rows = 0
  await sql.begin('isolation level repeatable read read only', async (transaction) => {
    await fromTheStart(transaction)
    for (const [i, table] of manifest.tables.entries()) {
      onProgress('reading back', i / manifest.tables.length)
      const count = await countRows(transaction, table)
      const { sha256 } = await hashed(await copyOut(transaction, table))
      if (count !== table.rows || sha256 !== table.sha256)
        throw new Error(`${table.table} has ${count} rows that are not the ${table.rows} of the backup`)
      rows += count
    }
  })
  const check = clock()
  onProgress('erasing again', 0)
  const again = keys.erasures.entries().filter((entry) => comesAfter(manifest, entry))
  const erasures = again.flatMap(({ of }) => (of === undefined ? [] : [of]))
  const factsErased = (await forgetErased(sql, erasures, forget)).reduce((sum, { facts }) => sum + facts, 0)
  const erase = clock()
  const { publicKey } = createHeadSigner(keys)
  const chains = await verifyChains(sql, {
    headsOf: (lane) => headsIn(join(directory, headsCopy(lane))),
    publicKey,
    onProgress: (lane, share) => onProgress(`chain of lane ${lane}`, share),
  })
  const broken = chains.find(({ chain, head }) => chain !== 'whole' || head === 'mismatch')
  if (broken !== undefined)
    throw changed(
      directory,
      `holds a history of lane ${broken.lane} that does not hang together or is not the published one`,
    )
  await migrate(sql)
  await sql`analyze`
  return {
    database: options.database,
    at: manifest.at,
    tables: manifest.tables.length,
    rows,
    erasedAgain: again.length,
    factsErased,
    lanes: chains.map((chain) => ({ ...chain, lostBatches: lostBatches(headsDir, manifest, chain.lane) })),
    seconds: { load, check, erase, chains: clock() },
  }
}

/** The schema of the backup: exactly the migrations that its database had been through. */
async function makeTables(sql: Sql, { migrations, tables }: Manifest): Promise<void> {
  await migrate(sql, undefined, migrations.at(-1)?.number ?? 0)
  const own = await migrationsOf(sql)
  const strange = [
    ...migrations.filter((one) => !own.some((other) => other.number === one.number && other.checksum === one.checksum)),
    ...own.filter((one) => !migrations.some((other) => other.number === one.number)),
  ][0]
  if (strange !== undefined)
    throw new OperatorError(
      'the backup is of another schema',
      `${strange.file} is not the same here and there`,
      'Restore it with the Pacta that made it, or with a later one.',
    )
  const shapes = JSON.stringify((await tablesOf(sql)).map(({ table, columns }) => [table, columns]))
  if (shapes !== JSON.stringify(tables.map(({ table, columns }) => [table, columns])))
    throw new OperatorError(
      'the backup is of another schema',
      'it has other tables than its migrations make',
      'Drop what was added to the database by hand, and back it up again.',
    )
}

function checkOthers(directory: string, { others, tables }: Manifest): void {
  for (const [name, sha256] of Object.entries(others)) {
    const file = join(directory, name)
    if (!existsSync(file) || hashOfFile(file) !== sha256) throw changed(file, 'is not what the manifest says')
  }
  for (const table of tables) {
    const file = join(directory, tableFile(table))
    if (!existsSync(file)) throw changed(file, 'is missing')
  }
}

const linesOf = (file: string): readonly unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

const ledgerIn = (directory: string): readonly LedgerEntry[] =>
  linesOf(join(directory, ledgerCopy)).map((line) => entryOf(line as Parameters<typeof entryOf>[0]))

/** Not in the backup, or not wholly: an erasure that had not ended is done again, too. */
export const comesAfter = ({ erasures }: Pick<Manifest, 'erasures'>, { number, of }: LedgerEntry): boolean =>
  of !== undefined && (number > erasures.number || erasures.unfinished.includes(number))

/** As they were published; what was no head then stands as null. */
const headsIn = (file: string): readonly (PublishedHead | undefined)[] =>
  existsSync(file) ? (linesOf(file) as readonly (PublishedHead | null)[]).map((head) => head ?? undefined) : []

/** By the newest head that was published of the lane. */
function lostBatches(headsDir: string, { lanes }: Manifest, lane: number): number {
  const published = existsSync(headsFile(headsDir, lane as LaneId))
    ? readHeads(headsDir, lane as LaneId).at(-1)?.batch
    : 0
  const restored = lanes.find((one) => one.lane === lane)?.batch ?? 0
  return Math.max(0, (published ?? 0) - restored)
}

/** Seconds since it was last asked. */
function stopwatch(): () => number {
  let last = performance.now()
  return () => {
    const now = performance.now()
    const seconds = Math.round(now - last) / 1000
    last = now
    return seconds
  }
}
