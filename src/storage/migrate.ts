import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../kernel/operator-error.ts'
import type { Sql, Transaction } from './sql.ts'

const standardDirectory = fileURLToPath(new URL('./migrations', import.meta.url))
/** Key of the advisory lock under which one process at a time migrates a database. */
const LOCK = 7_226_781

type Migration = { number: number; file: string; text: string; checksum: string }

/**
 * Brings the database to the newest schema: applies the files `NNNN-speaking-name.sql` that it has not seen, in order,
 * each in one transaction, and records them with their checksum. Several processes may call it at once.
 *
 * @param directory where the files are; this program's own if not given
 * @param through the last migration to apply, by number: for a backup from before the others
 * @returns the names of the files applied now
 * @throws OperatorError when an applied file has changed or is unknown to this program
 */
export async function migrate(
  sql: Sql,
  directory: string = standardDirectory,
  through = Number.MAX_SAFE_INTEGER,
): Promise<string[]> {
  const migrations = (await read(directory)).filter(({ number }) => number <= through)
  await underLock(sql, async (tx) => {
    await tx`
      create table if not exists migration (
        number   integer     primary key,
        file     text        not null unique,
        checksum text        not null,
        applied  timestamptz not null default now()
      )`
    compare(migrations, await applied(tx))
  })
  const now: string[] = []
  for (const migration of migrations)
    await underLock(sql, async (tx) => {
      if ((await applied(tx)).some(({ number }) => number === migration.number)) return
      await run(tx, migration)
      now.push(migration.file)
    })
  if (now.length > 0) await grantReader(sql)
  return now
}

/** What the role for readers may see, of new tables too: see 0032-access-log.sql. */
async function grantReader(sql: Sql): Promise<void> {
  await underLock(sql, async (tx) => {
    const [made] = await tx`select from pg_proc where proname = 'grant_reader'`
    if (made !== undefined) await tx`select grant_reader()`
  })
}

async function underLock(sql: Sql, work: (tx: Transaction) => Promise<void>): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`
    await work(tx)
  })
}

async function read(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort()
  const migrations: Migration[] = []
  for (const file of files) {
    const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(file)?.[1])
    if (!Number.isInteger(number)) throw new Error(`${file}: a migration is named NNNN-speaking-name.sql`)
    const twin = migrations.find((other) => other.number === number)
    if (twin) throw new Error(`${file}: ${twin.file} has the same number`)
    const text = await readFile(`${directory}/${file}`, 'utf8')
    migrations.push({ number, file, text, checksum: createHash('sha256').update(text).digest('hex') })
  }
  return migrations
}

type Applied = { number: number; file: string; checksum: string }

async function applied(tx: Transaction): Promise<Applied[]> {
  return tx<Applied[]>`select number, file, checksum from migration order by number`
}

function compare(migrations: Migration[], before: Applied[]): void {
  for (const { number, file, checksum } of before) {
    const migration = migrations.find((candidate) => candidate.number === number)
    if (migration === undefined)
      throw new OperatorError(
        'the database is newer than this Pacta',
        `it has been through ${file}, which this version does not know`,
        'Start the newer version of Pacta, or use another database.',
      )
    if (migration.checksum !== checksum || migration.file !== file)
      throw new OperatorError(
        'a migration has changed',
        `${migration.file} is not what this database has been through as ${file}`,
        'Restore that file and put the change into a new one; a database with nothing to keep can be dropped.',
      )
  }
  const newest = before.at(-1)
  const behind = migrations.find(
    ({ number }) => number < (newest?.number ?? 0) && !before.some((b) => b.number === number),
  )
  if (newest && behind)
    throw new OperatorError(
      'a migration came too late',
      `${behind.file} stands before ${newest.file}, which this database has been through`,
      'Give it the next free number; a database with nothing to keep can be dropped.',
    )
}

async function run(tx: Transaction, migration: Migration): Promise<void> {
  try {
    await tx.unsafe(migration.text)
  } catch (error) {
    const position = error instanceof Error && 'position' in error ? Number(error.position) : 0
    const line = migration.text.slice(0, position).split('\n').length
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`${migration.file}:${line}: ${message}`, { cause: error })
  }
  await tx`insert into migration ${tx({ number: migration.number, file: migration.file, checksum: migration.checksum })}`
}
