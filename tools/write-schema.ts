import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../src/storage/embedded.ts'
import { migrate } from '../src/storage/migrate.ts'
import { dumpSchema } from '../src/storage/schema-dump.ts'
import { connect } from '../src/storage/sql.ts'

// Writes docs/schema.txt from the migrations, by way of a database that lives as long as this takes.
const dataDir = await mkdtemp(join(tmpdir(), 'pacta-schema-'))
const database = await openDatabase({ dataDir, database: 'schema', durability: 'tests' })
const sql = connect(database.url, { max: 1 })
try {
  await migrate(sql)
  await writeFile(new URL('../docs/schema.txt', import.meta.url), await dumpSchema(sql))
} finally {
  await sql.end()
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
}
