import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ max: 1 })
})
afterAll(() => database.close())

const asReader = (query: string) =>
  database.sql.begin(async (sql) => {
    await sql.unsafe('set local role pacta_reader')
    return sql.unsafe(query)
  })

type Column = { readonly name: string; readonly column: string; readonly type: string }
const columns = () => database.sql<Column[]>`
  select table_name as name, column_name as column, data_type as type from information_schema.columns
  where table_schema = 'public' order by 1, 2`

/** Columns that hold bytes and blind indexes: what is sealed, keys, hashes of tokens, and what people are found by. */
const isClosed = ({ column, type }: Column): boolean => type === 'bytea' || column.includes('blind')

it('the role for readers opens nothing that is sealed: not one such column of any table', async () => {
  const closed = (await columns()).filter(isClosed)
  expect(closed.map(({ name, column }) => `${name}.${column}`)).toEqual(
    expect.arrayContaining([
      'fact.sealed',
      'account_event.details',
      'kept_detail.sealed',
      'decision_blinds.blinds',
      'api_token.token_hash',
    ]),
  )
  for (const { name, column } of closed)
    await expect(asReader(`select ${column} from ${name}`), `${name}.${column}`).rejects.toThrow(/permission denied/)
  await expect(asReader('select * from fact')).rejects.toThrow(/permission denied/)
  // Nor by a function that the gate reads with: it reads as whoever calls it.
  const passage = "select sealed from facts_of_passages('{1}', '{1099511627777}', '{name}')"
  await expect(asReader(passage)).rejects.toThrow(/permission denied/)
})

it('and it reads every other column, and writes none', async () => {
  const open = (await columns()).filter((one) => !isClosed(one))
  for (const [name, list] of Map.groupBy(open, (one) => one.name))
    await asReader(`select ${list.map(({ column }) => `"${column}"`).join(', ')} from "${name}" limit 1`)
  for (const write of [
    "insert into access_log (lane, role, purpose, kinds, subjects, clauses) values (1, 'x', 'x', '{}', '{}', '{}')",
    'update fact set kind = kind',
    'delete from access_seal',
    'truncate disclosure',
  ])
    await expect(asReader(write), write).rejects.toThrow(/permission denied/)
})
