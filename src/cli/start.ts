import { openDatabase } from '../storage/embedded.ts'
import { migrate } from '../storage/migrate.ts'
import { connect } from '../storage/sql.ts'
import { databaseSettings } from './settings.ts'
import { askedToStop } from './stopping.ts'

/** `pacta start`: opens the database and migrates it, and stops on Ctrl-C. The web server is still to come. */
export async function start(): Promise<void> {
  const stopping = askedToStop()
  const database = await openDatabase(databaseSettings(process.env))
  const sql = connect(database.url)
  try {
    await migrate(sql)
    process.stdout.write('The database runs; the web server is still to come. Ctrl-C stops it.\n')
    await stopping
  } finally {
    await sql.end({ timeout: 5 })
    await database.stop()
  }
}
