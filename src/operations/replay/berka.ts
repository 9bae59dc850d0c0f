/** `pacta replay berka`: the history of a real bank, replayed into an institution of its own, and what its books say in the end. */
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../../kernel/operator-error.ts'
import { loadPack } from '../../rulebook/load.ts'
import { connect, type Sql } from '../../storage/sql.ts'
import { openInstitution } from '../institution.ts'
import { type ReplayReport, reportOf } from './report.ts'
import { type Progress, Runner } from './runner.ts'
import { hasInstitution, isStaged, stage } from './stage.ts'
import { statementsBeside } from './statements.ts'
import { firstDay, isDone } from './store.ts'

const pack = fileURLToPath(new URL('../../../packs/berka', import.meta.url))
/** Key of the advisory lock of the one replay that may be at work in a database. */
const lock = 7_226_783
/** Records of the lane that are kept in memory, about 100 MB. */
const maximumRecords = 100_000
/** For how many accounts the report draws statements. */
const accountsWithStatements = 10

export type BerkaOptions = {
  /** A database of its own for the replay. */
  readonly databaseUrl: string
  readonly keysDir: string
  /** Where account.asc, client.asc, disp.asc and trans.csv are. */
  readonly folder: string
  /** Begins anew: drops an earlier replay in the database, and its keys. */
  readonly fresh?: boolean
  readonly progress?: Progress | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Replays the files, or what is left of them after an earlier run was stopped or killed. Once all is done it only reports.
 *
 * @throws RowFault for a row that is wrong, before anything is booked; OperatorError for what else the operator can mend
 */
export async function replayBerka(options: BerkaOptions): Promise<ReplayReport> {
  const started = performance.now()
  const sql = connect(options.databaseUrl, { max: 3 })
  try {
    const held = await holdLock(sql)
    try {
      return await replay(sql, options, started)
    } finally {
      held.release()
    }
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function replay(sql: Sql, options: BerkaOptions, started: number): Promise<ReplayReport> {
  const { databaseUrl, keysDir, folder } = options
  if (options.fresh) await clear(sql, keysDir)
  await stage(sql, folder, rulesFrom())
  const openingDate = await firstDay(sql)
  if (openingDate === undefined)
    throw new OperatorError('there is nothing to replay', `${folder}/account.asc has no rows`, 'Name another folder.')
  const institution = await openInstitution({ databaseUrl, pack, keysDir, openingDate })
  try {
    const entity = institution.pack.entities[0]
    if (entity === undefined) throw new Error('the pack has no entity')
    if (!(await isDone(sql))) {
      const writer = await institution.takeLane(entity, { maximumRecords })
      try {
        const { progress, signal } = options
        await Runner.run({ institution, writer, folder, firstDay: openingDate, progress, signal }, started)
      } finally {
        await writer.close()
      }
    }
    const statements = await statementsBeside(institution, entity, accountsWithStatements)
    return await reportOf(sql, institution.laneOf(entity), statements)
  } finally {
    await institution.close()
  }
}

/** The first day on which the bank's rules hold. */
function rulesFrom(): Temporal.PlainDate {
  const [rules] = loadPack(pack).documents.filter(({ role }) => role === 'rules')
  if (rules === undefined) throw new Error('the pack has no rules')
  return rules.effective
}

/** One replay at a time. The server needs a moment to notice that one was killed. */
async function holdLock(sql: Sql): Promise<{ release(): void }> {
  const connection = await sql.reserve()
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const [row] = await connection<{ held: boolean }[]>`select pg_try_advisory_lock(${lock}) as held`
    if (row?.held) return connection
    await sleep(100)
  }
  connection.release()
  throw new OperatorError(
    'the replay is at work already',
    'another process replays into this database',
    'Wait until it ends, or stop it.',
  )
}

/** Drops the tables of an earlier replay and the keys of its people. Nothing else is ever dropped. */
async function clear(sql: Sql, keysDir: string): Promise<void> {
  if (!(await isStaged(sql))) {
    if (!(await hasInstitution(sql))) return
    throw new OperatorError(
      'this database is not dropped',
      'an institution that is no replay stands in it',
      'Name another database for the replay: it needs one of its own.',
    )
  }
  await sql.begin(async (tx) => {
    await tx`drop schema replay cascade`
    await tx`drop schema public cascade`
    await tx`create schema public`
  })
  rmSync(keysDir, { recursive: true, force: true })
}
