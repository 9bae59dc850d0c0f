/**
 * Backs up a database while it works: the rows of every table as of one moment, by COPY, with a signed manifest. Keys are not in it;
 * what is personal is sealed. See docs/decisions/0024-backup-and-keys.md.
 */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { LaneId } from '../../kernel/ids.ts'
import { OperatorError } from '../../kernel/operator-error.ts'
import type { KeyStore } from '../../privacy/vault/key-store.ts'
import { createHeadSigner } from '../../privacy/vault/signer.ts'
import type { Sql, Transaction } from '../../storage/sql.ts'
import { headsFile, readHeads } from '../heads/published.ts'
import { hashOfText, save, syncAll, syncOne } from './files.ts'
import { headsCopy, kind, ledgerCopy, type Manifest, type SavedTable, signed, tableFile } from './manifest.ts'
import {
  copyOut,
  countRows,
  fromTheStart,
  type LaneEnd,
  laneEnds,
  migrationsOf,
  sequencesOf,
  serverVersion,
  tablesOf,
} from './store.ts'

export type BackupMade = {
  readonly directory: string
  readonly manifest: Manifest
  /** On the disk. */
  readonly bytes: number
  readonly seconds: number
}

export type BackupOptions = {
  readonly keys: KeyStore
  /** Where heads are published. */
  readonly headsDir: string
  /** Told of each piece of a table. */
  readonly onProgress?: (table: string, bytes: number) => void
}

/**
 * @param target a folder that is not there, or is empty; it has its name only when the backup is whole
 * @throws OperatorError when something is in it
 */
export async function backUp(sql: Sql, target: string, options: BackupOptions): Promise<BackupMade> {
  const began = performance.now()
  const directory = resolve(target)
  if (existsSync(directory) && (!statSync(directory).isDirectory() || readdirSync(directory).length > 0))
    throw new OperatorError(
      'the backup has no room',
      `${directory} is not empty`,
      'Name a folder that is not there yet.',
    )
  const draft = `${directory}.part`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true, mode: 0o700 })
  try {
    const manifest = await copyAll(sql, draft, options)
    for (const [name, text] of Object.entries(signed(manifest, createHeadSigner(options.keys))))
      await writeFile(join(draft, name), text, { mode: 0o600 })
    await syncAll(draft)
    const bytes = readdirSync(draft).reduce((sum, name) => sum + statSync(join(draft, name)).size, 0)
    await rm(directory, { recursive: true, force: true })
    await rename(draft, directory)
    await syncOne(dirname(directory))
    return { directory, manifest, bytes, seconds: (performance.now() - began) / 1000 }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

function copyAll(sql: Sql, draft: string, { keys, headsDir, onProgress = () => {} }: BackupOptions): Promise<Manifest> {
  // Before the snapshot: an erasure that comes between is erased again from what is restored, and none is forgotten.
  const erasures = keys.erasures.head()
  return sql.begin('isolation level repeatable read read only', async (snapshot) => {
    await fromTheStart(snapshot)
    const at = await momentOf(snapshot)
    const lanes = await laneEnds(snapshot)
    const tables: SavedTable[] = []
    for (const shape of await tablesOf(snapshot)) {
      const rows = await copyOut(snapshot, shape)
      const passed = await save(rows, join(draft, tableFile(shape)), (bytes) => onProgress(shape.table, bytes))
      tables.push({ ...shape, rows: await countRows(snapshot, shape), ...passed })
    }
    const copies = { [ledgerCopy]: ledgerText(keys, erasures.number), ...headTexts(lanes, headsDir) }
    for (const [name, text] of Object.entries(copies)) await writeFile(join(draft, name), text, { mode: 0o600 })
    return {
      kind,
      at,
      server: await serverVersion(snapshot),
      migrations: await migrationsOf(snapshot),
      lanes,
      tables,
      sequences: await sequencesOf(snapshot),
      erasures,
      others: Object.fromEntries(Object.entries(copies).map(([name, text]) => [name, hashOfText(text)])),
    }
  }) as Promise<Manifest>
}

/** The first query: the snapshot is of this moment. */
async function momentOf(snapshot: Transaction): Promise<string> {
  const [row] = await snapshot<{ at: Temporal.Instant }[]>`select clock_timestamp() as at`
  if (row === undefined) throw new Error('the database does not tell the time')
  return row.at.toString()
}

const ledgerText = (keys: KeyStore, through: number): string =>
  keys.erasures
    .entries(0, through)
    .map(({ number, said, hash }) => `${JSON.stringify({ number, said, hash })}\n`)
    .join('')

/** Heads up to where the snapshot is: later ones would speak of batches that are not in it. */
function headTexts(lanes: readonly LaneEnd[], headsDir: string): Readonly<Record<string, string>> {
  const found = lanes.flatMap(({ lane, batch }) => {
    if (!existsSync(headsFile(headsDir, lane as LaneId))) return []
    const heads = readHeads(headsDir, lane as LaneId).filter((head) => head === undefined || head.batch <= batch)
    return [[headsCopy(lane), heads.map((head) => `${JSON.stringify(head ?? null)}\n`).join('')]]
  })
  return Object.fromEntries(found)
}
