import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tests/database.ts'
import { CopyRows, copyIn } from './copy.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ max: 1 })
  await database.sql.unsafe(`
    create table kept (n int primary key, small int2, middle int4, id int8, amount int8, yes bool, day date, moment timestamptz, words text,
      document json, raw bytea, amounts bigint[], currencies text[])`)
})
afterAll(() => database.close())

const columns = 'kept (n, small, middle, id, amount, yes, day, moment, words, document, raw, amounts, currencies)'

type Row = {
  readonly small: number | null
  readonly middle: number | null
  readonly id: number | null
  readonly amount: bigint | null
  readonly yes: boolean | null
  readonly day: Temporal.PlainDate | null
  readonly moment: Temporal.Instant | null
  readonly words: string | null
  readonly document: unknown
  readonly raw: Uint8Array | null
  readonly amounts: readonly bigint[] | null
  readonly currencies: readonly string[] | null
}

function encode(out: CopyRows, n: number, row: Row): void {
  const each = <T>(value: T | null, put: (value: T) => unknown) => (value === null ? out.null() : put(value))
  out.row(13).int4(n)
  each(row.small, (value) => out.int2(value))
  each(row.middle, (value) => out.int4(value))
  each(row.id, (value) => out.int8(value))
  each(row.amount, (value) => out.bigint(value))
  each(row.yes, (value) => out.boolean(value))
  each(row.day, (value) => out.date(value))
  each(row.moment, (value) => out.instant(value))
  each(row.words, (value) => out.text(value))
  out.text(JSON.stringify(row.document))
  each(row.raw, (value) => out.bytes(value))
  each(row.amounts, (value) => out.bigints(value))
  each(row.currencies, (value) => out.words(value))
}

async function roundTrip(rows: readonly Row[], capacity?: number): Promise<readonly object[]> {
  const { sql } = database
  await sql`truncate kept`
  const out = new CopyRows(capacity)
  for (const [n, row] of rows.entries()) encode(out, n, row)
  await sql.begin((transaction) => copyIn(transaction, columns, out))
  return sql`select * from kept order by n`
}

/** As the driver gives it back. */
const asRead = (row: Row, n: number) => ({
  n,
  ...row,
  id: row.id === null ? null : BigInt(row.id),
  day: row.day?.toString() ?? null,
  moment: row.moment?.toString() ?? null,
  raw: row.raw === null ? null : Buffer.from(row.raw),
})
const comparable = (row: object) => {
  const { day, moment, ...rest } = row as { day: Temporal.PlainDate | null; moment: Temporal.Instant | null }
  return { ...rest, day: day?.toString() ?? null, moment: moment?.toString() ?? null }
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
// What PostgreSQL's text takes: everything but the null character.
const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''))
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const row: fc.Arbitrary<Row> = fc.record({
  small: orNull(fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 })),
  middle: orNull(fc.integer()),
  id: orNull(fc.maxSafeInteger()),
  amount: orNull(int64),
  yes: orNull(fc.boolean()),
  day: orNull(
    fc.integer({ min: -700_000, max: 2_900_000 }).map((days) => Temporal.PlainDate.from('1970-01-01').add({ days })),
  ),
  moment: orNull(
    fc
      .bigInt({ min: -62_000_000_000_000_000n, max: 250_000_000_000_000_000n })
      .map((us) => Temporal.Instant.fromEpochNanoseconds(us * 1000n)),
  ),
  words: orNull(text),
  document: fc.dictionary(
    fc.string({ unit: 'grapheme' }),
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)),
  ),
  raw: orNull(fc.uint8Array({ maxLength: 300 })),
  amounts: orNull(fc.array(int64)),
  currencies: orNull(fc.array(text)),
})

describe('what is copied in is read again', () => {
  it('for every type and every value (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.integer({ min: 1, max: 200 }), async (rows, capacity) => {
        expect((await roundTrip(rows, capacity)).map(comparable)).toEqual(rows.map(asRead))
      }),
      { numRuns: 60 },
    )
  })

  it.each(['0001-01-01', '0050-03-01', '0099-12-31', '1582-10-15', '1969-12-31', '2000-02-29', '9999-12-31'])(
    'for the day %s',
    async (day) => {
      const rows = [{ ...nothing, day: Temporal.PlainDate.from(day) }]
      expect((await roundTrip(rows)).map(comparable)).toEqual(rows.map(asRead))
    },
  )

  it('for more rows than there was room for', async () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => ({ ...nothing, middle: n, words: 'ā'.repeat(n % 100) }))
    expect(await roundTrip(rows, 16)).toHaveLength(5_000)
  })
})

describe('what does not fit is not bent until it does', () => {
  it.each([
    ['int2', 2 ** 15],
    ['int2', -(2 ** 15) - 1],
    ['int4', 2 ** 31],
    ['int4', 1.5],
    ['int4', Number.NaN],
    ['int8', 2 ** 53],
    ['int8', 0.5],
    ['bigint', 2n ** 63n],
    ['bigint', -(2n ** 63n) - 1n],
  ] as const)('%s of %s', (type, value) => {
    expect(() => (new CopyRows()[type] as (value: unknown) => unknown).call(new CopyRows(), value)).toThrow(RangeError)
  })
})

const nothing: Row = {
  small: null,
  middle: null,
  id: null,
  amount: null,
  yes: null,
  day: null,
  moment: null,
  words: null,
  document: null,
  raw: null,
  amounts: null,
  currencies: null,
}
