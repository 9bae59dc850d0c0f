import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/database.ts'
import { attributeNames } from '../rulebook/register/attributes.ts'

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

type Column = { readonly name: string; readonly column: string; readonly type: string; readonly comment: string }
const columns = () => database.sql<Column[]>`
  select table_name as name, column_name as column, data_type as type,
    coalesce(col_description(table_name::regclass, ordinal_position), '') as comment
  from information_schema.columns where table_schema = 'public' order by 1, 2`

/** Columns that hold bytes, blind indexes and digests: what is sealed, and what people are found by. */
const isClosed = ({ column, type, comment }: Column): boolean =>
  type === 'bytea' || column.includes('blind') || /^(blind index|sha-256)/i.test(comment)
const full = ({ name, column }: Column): string => `${name}.${column}`

/** What was told about somebody, under a key of theirs: to be opened by the vault alone, for what the gate let through. */
const sealed = [
  'account_event.details',
  'account_refusal.note',
  'fact.sealed',
  'kept_detail.sealed',
  'segregation.proof',
  'specimen.details',
]
/** Bytes out of which nothing personal can be had: digests, signatures and what is mixed into them. */
const digests = [
  'access_seal.hash',
  'access_seal.signature',
  'api_token.token_hash',
  'batch.hash',
  'decision.blinds_hash',
  'decision.body_mac',
  'decision.key_hash',
  'decision_blinds.salt',
  'lane.hash',
]
/** What people, and cash by code, are found by: made under a key that is not in the database. */
const foundBy = [
  'cash_code.assigned',
  'cash_code.chosen',
  'decision_blinds.blinds',
  'party_code.code',
  'party_name.part',
]

/**
 * Named like something personal, and none of it: ids of sealed details, words of closed lists, numbers that the institution allots to its
 * accounts, letters that are the same for everybody.
 */
const harmless = [
  'account_number.iban',
  'authorisation.services',
  'cash_code.phone',
  'claim.language',
  'claim.words',
  'letter.text',
  'message.language',
  'objection.language',
  'objection.reasons',
  'payment_report.words',
  'signature_comparison.signature',
  'switch_change.language',
]

describe('the role for readers', () => {
  it('opens nothing that is sealed, nor what people are found by: not one such column of any table', async () => {
    const closed = (await columns()).filter(isClosed)
    expect(closed.length).toBeGreaterThan(15)
    for (const { name, column } of closed)
      await expect(asReader(`select ${column} from ${name}`), `${name}.${column}`).rejects.toThrow(/permission denied/)
    await expect(asReader('select * from fact')).rejects.toThrow(/permission denied/)
  })

  it('reads every other column, and writes none', async () => {
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

  it('is let into no column that is not closed, when rights are given anew after each migration', async () => {
    await database.sql`create table newcomer (told bytea, code text, word text)`
    await database.sql`comment on column newcomer.code is 'Blind index of a card.'`
    await database.sql`grant select on newcomer to pacta_reader`
    await database.sql`select grant_reader()`
    for (const column of ['told', 'code'])
      await expect(asReader(`select ${column} from newcomer`), column).rejects.toThrow(/permission denied/)
    expect(await asReader('select word from newcomer')).toEqual([])
    await database.sql`drop table newcomer`
  })
})

describe('every column of the schema', () => {
  it('that holds bytes is known to be sealed, or to hold nothing personal: name a new one here', async () => {
    const bytes = (await columns()).filter(({ type }) => type === 'bytea').map(full)
    expect(bytes).toEqual([...sealed, ...digests].toSorted())
  })

  it('that people are found by is known, and closed', async () => {
    const found = (await columns()).filter((one) => isClosed(one) && one.type !== 'bytea').map(full)
    expect(found).toEqual(foundBy)
  })

  it('that is named like a personal datum is sealed or found by, or says that it is none', async () => {
    const personal = new Set([
      ...attributeNames.map((one) => one.replaceAll('-', '_')),
      ...['surname', 'mail', 'iban', 'birthday', 'remittance', 'words', 'text', 'image', 'reasons', 'iin', 'ip'],
    ])
    const open = (await columns()).filter((one) => !isClosed(one) && personal.has(one.column))
    expect(open.map(full)).toEqual(harmless)
  })
})
