import { OperatorError } from '../kernel/operator-error.ts'
import { openDatabase } from '../storage/embedded.ts'
import { migrate } from '../storage/migrate.ts'
import { runningServer, socketUrl, stopServer } from '../storage/postgres-server.ts'
import { connect } from '../storage/sql.ts'
import { databaseSettings, dataDir } from './settings.ts'

/** `pacta db url`: the address of the database, for psql and other programs. */
export function printUrl(): void {
  const { databaseUrl, database } = databaseSettings(process.env)
  if (databaseUrl) return void process.stdout.write(`${databaseUrl}\n`)
  const server = runningServer(dataDir(process.env))
  if (server === undefined)
    throw new OperatorError('no address', 'the embedded database does not run', 'Start it: npm start.')
  process.stdout.write(`${socketUrl(server.socketDir, database)}\n`)
}

/** `pacta db migrate`: brings the tables to the newest schema, and says what was done. */
export async function bringUpToDate(): Promise<void> {
  const database = await openDatabase(databaseSettings(process.env))
  const sql = connect(database.url, { max: 1 })
  try {
    const files = await migrate(sql)
    process.stdout.write(files.length === 0 ? 'Nothing to do.\n' : `${files.join('\n')}\n`)
  } finally {
    await sql.end()
    await database.stop()
  }
}

/** `pacta db stop`: stops the embedded server; programs that use it lose their connections. */
export async function stop(): Promise<void> {
  const stopped = await stopServer(dataDir(process.env))
  process.stdout.write(stopped ? 'Stopped.\n' : 'It was not running.\n')
}
