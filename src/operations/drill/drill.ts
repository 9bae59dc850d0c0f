/**
 * The drill: shows that what is backed up can be restored. Backs up database and key store, restores both beside the bank, verifies books,
 * decisions, heads and erasures there, and drops them again. The bank itself is only read.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from '../../kernel/operator-error.ts'
import type { Forget } from '../../privacy/vault/erasure.ts'
import { backUpKeys, expireKeyBackups, restoreKeys } from '../../privacy/vault/key-backup.ts'
import { keyStatus } from '../../privacy/vault/key-status.ts'
import type { KeyStore } from '../../privacy/vault/key-store.ts'
import { openKeyStore } from '../../privacy/vault/keys.ts'
import type { MasterKeys } from '../../privacy/vault/master-key.ts'
import { createHeadSigner } from '../../privacy/vault/signer.ts'
import { connect, type Sql, urlOf } from '../../storage/sql.ts'
import { backUp } from '../backup/backup.ts'
import { addressOf, drop, nameIn } from '../backup/databases.ts'
import { type Restored, restore } from '../backup/restore.ts'
import { checkBooks } from '../books/check.ts'
import { isSound, type VerifyOptions, verifyLanes } from '../verify/verify.ts'
import { countLostKeys, findErased } from './erasures.ts'
import type { DrillReport } from './report.ts'

export type DrillOptions = {
  readonly sql: Sql
  readonly keys: KeyStore
  readonly keysDir: string
  readonly masters: MasterKeys
  readonly headsDir: string
  /** Where the drill keeps its files while it lasts. */
  readonly workDir: string
  readonly forget: readonly Forget[]
  readonly verify: Pick<VerifyOptions, 'rules' | 'stores'>
  readonly now?: () => Temporal.Instant
  /** Told of each step, and how much of it is done where that is known. */
  readonly onProgress?: (step: string, share?: number) => void
}

/** First key of the advisory locks; see lane-holder.ts for another. */
const LOCK = 7_226_784

/** Never throws for what a drill is to find out: that stands among the problems. */
export async function drill(options: DrillOptions): Promise<DrillReport> {
  const { sql, workDir, now = () => Temporal.Now.instant() } = options
  const at = now()
  const run = new DrillRun(options, at)
  mkdirSync(workDir, { recursive: true, mode: 0o700 })
  const guard = await sql.reserve()
  try {
    const [row] = await guard<{ free: boolean }[]>`select pg_try_advisory_lock(${LOCK}) as free`
    if (row?.free !== true) return run.report(['another drill is under way'])
    // What a killed drill left; nobody else is at it.
    for (const name of readdirSync(workDir)) rmSync(join(workDir, name), { recursive: true, force: true })
    const folder = mkdtempSync(join(workDir, 'drill-'))
    try {
      await run.steps(folder)
      return run.report([])
    } catch (error) {
      return run.report([describe(error)])
    } finally {
      await run.tidy(folder)
      await guard`select pg_advisory_unlock(${LOCK})`
    }
  } finally {
    guard.release()
  }
}

type Found = { -readonly [K in keyof DrillReport]?: DrillReport[K] }

class DrillRun {
  readonly #options: DrillOptions
  readonly #at: Temporal.Instant
  readonly #scratch: string
  readonly #found: Found = {}
  readonly #problems: string[] = []
  readonly #seconds: Record<string, number> = {}
  readonly #began = performance.now()

  constructor(options: DrillOptions, at: Temporal.Instant) {
    this.#options = options
    this.#at = at
    this.#scratch = `${nameIn(urlOf(options.sql))}_drill`
  }

  report(problems: readonly string[]): DrillReport {
    const all = [...this.#problems, ...problems]
    const seconds = { ...this.#seconds, total: secondsSince(this.#began) }
    return { ...this.#found, at: this.#at.toString(), sound: all.length === 0, problems: all, seconds }
  }

  async steps(folder: string): Promise<void> {
    const { sql, keys, headsDir, onProgress = () => {} } = this.#options
    const backup = join(folder, 'backup')
    await this.#step('backup', async () => {
      const { manifest, bytes } = await backUp(sql, backup, {
        keys,
        headsDir,
        onProgress: () => onProgress('backing up'),
      })
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
      this.#found.backup = { bytes, tables: manifest.tables.length, rows }
    })
    await this.#step('keys', async () => this.#restoreKeys(join(folder, 'keys')))
    await drop(urlOf(sql), this.#scratch)
    const restored = await this.#step('restore', () => this.#restore(backup))
    const { rows, erasedAgain, factsErased } = restored
    this.#found.restored = { rows, erasedAgain, factsErased }
    const scratch = connect(addressOf(urlOf(sql), this.#scratch), { max: 2 })
    try {
      await this.#step('books', () => this.#books(scratch))
      await this.#step('decisions', () => this.#decisions(scratch))
      await this.#step('erasures', () => this.#erasures(scratch, join(folder, 'keys')))
    } finally {
      await scratch.end({ timeout: 5 })
    }
  }

  /** Leaves the bank as it was. */
  async tidy(folder: string): Promise<void> {
    const { sql, headsDir } = this.#options
    rmSync(folder, { recursive: true, force: true })
    rmSync(join(headsDir, this.#scratch), { recursive: true, force: true })
    for (const name of [this.#scratch, `${this.#scratch}_restoring`]) await drop(urlOf(sql), name)
  }

  /** A backup of the key store that is due at once, restored into a folder of its own; and those of others that are due, deleted. */
  #restoreKeys(folder: string): void {
    const { keys, keysDir, masters, now = () => Temporal.Now.instant() } = this.#options
    const { file, expired } = backUpKeys(keysDir, masters, join(keysDir, 'drill'), { at: this.#at, lifeHours: 0 })
    restoreKeys(file, folder, masters)
    const { deleted } = expireKeyBackups(keysDir, masters, now())
    const copy = openKeyStore(folder, masters)
    // What was destroyed since is destroyed in the copy, as a restore would do.
    copy.learn(keys.erasures.entries())
    copy.close()
    const status = keyStatus(keysDir, masters, now())
    this.#found.keys = {
      living: status.living,
      destroyed: status.destroyed,
      lost: 0,
      expiredBackups: [...expired.deleted, ...deleted].filter((one) => one !== file).length,
    }
    for (const { file: late, expires } of status.backups.filter(({ overdue }) => overdue))
      this.#problems.push(`the backup of the keys ${late} was to be deleted by ${expires} and is still there`)
    if (status.unfinishedErasures.length > 0)
      this.#problems.push(`erasures have not ended and are to be repeated: ${status.unfinishedErasures.join(', ')}`)
  }

  #restore(backup: string): Promise<Restored> {
    const { sql, keys, headsDir, forget, onProgress = () => {} } = this.#options
    const serverUrl = urlOf(sql)
    return restore(backup, { serverUrl, database: this.#scratch, keys, forget, headsDir, onProgress })
  }

  async #books(scratch: Sql): Promise<void> {
    const { onProgress = () => {} } = this.#options
    const checks = await checkBooks(scratch, (name) => onProgress(`books: ${name}`))
    const broken = checks.filter((check) => check.broken > 0)
    this.#found.books = { checks: checks.length, broken: broken.length }
    this.#problems.push(...broken.map(({ name, says }) => `the check ${name} of the books is broken: ${says}`))
  }

  async #decisions(scratch: Sql): Promise<void> {
    const { verify, headsDir, keys, onProgress = () => {} } = this.#options
    const lanes = await verifyLanes(scratch, {
      ...verify,
      heads: { dir: join(headsDir, this.#scratch), publicKey: createHeadSigner(keys).publicKey },
      onProgress: (lane, done, of) => onProgress(`decisions of lane ${lane}`, done / of),
    })
    this.#found.lanes = lanes.map(({ lane, decisions, same, erased, chain, head }) => ({
      lane,
      decisions,
      same,
      erased,
      chain: chain === 'whole' ? chain : `broken at batch ${chain.brokenAt}`,
      head,
    }))
    for (const lane of lanes.filter((one) => !isSound(one)))
      this.#problems.push(`lane ${lane.lane} does not come out the same: see \`pacta verify\``)
  }

  async #erasures(scratch: Sql, folder: string): Promise<void> {
    const { keys, masters } = this.#options
    const entries = keys.erasures.entries()
    const copy = openKeyStore(folder, masters)
    try {
      const found = await findErased(scratch, copy, entries)
      const here = await findErased(scratch, keys, entries)
      this.#found.erasures = { ...found, keysLiving: found.keysLiving + here.keysLiving }
      const lost = await countLostKeys(scratch, copy)
      if (this.#found.keys !== undefined) this.#found.keys = { ...this.#found.keys, lost }
      if (lost > 0) this.#problems.push(`${lost} keys of restored facts are not in the restored key store`)
      if (found.keysLiving > 0) this.#problems.push(`${found.keysLiving} destroyed keys live in what was restored`)
      if (here.keysLiving > 0) this.#problems.push(`${here.keysLiving} destroyed keys live in the key store`)
      if (found.factsLeft > 0) this.#problems.push(`${found.factsLeft} facts that were erased are in what was restored`)
    } finally {
      copy.close()
    }
  }

  async #step<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#options.onProgress?.(name)
    const began = performance.now()
    const result = await work()
    this.#seconds[name] = secondsSince(began)
    return result
  }
}

const secondsSince = (began: number): number => Math.round(performance.now() - began) / 1000
