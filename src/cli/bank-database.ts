import { OperatorError } from '../kernel/operator-error.ts'
import { openDatabase } from '../storage/embedded.ts'
import { connect, type Sql } from '../storage/sql.ts'
import { databaseSettings } from './settings.ts'

/**
 * Runs `work` on a bank's database, for commands that look and change nothing.
 *
 * @param name of the database; the bank's own unless told
 * @throws OperatorError when there is no bank in it
 */
export async function bankDatabase<T>(name: string | undefined, work: (sql: Sql) => Promise<T>): Promise<T> {
  const settings = databaseSettings(process.env)
  const database = await openDatabase(name === undefined ? settings : { ...settings, ...named(settings, name) })
  const sql = connect(database.url, { max: 2 })
  try {
    const [found] = await sql<{ lane: string | null }[]>`select to_regclass('lane')::text as lane`
    if (!found?.lane)
      throw new OperatorError(
        'there is no bank here',
        `the database ${name ?? settings.database} has no lanes`,
        'Start one: npm start.',
      )
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
    await database.stop()
  }
}

/** Another database on the same server, whichever that is. */
function named({ databaseUrl }: { databaseUrl?: string }, name: string) {
  if (databaseUrl === undefined) return { database: name }
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  return { database: name, databaseUrl: url.href }
}
