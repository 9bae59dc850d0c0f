/**
 * Short rows of which a query gives thousands, read as one text. The driver makes an object and a value of each column out of every row,
 * which takes it 7 us for an account's 14 columns; as one text it is split in 2.5, and PostgreSQL takes as long for either.
 */
import type { Sql, Transaction } from './sql.ts'

/**
 * What to select in place of columns, as the only one of a query: all rows. The columns are expressions of SQL, of types whose texts have
 * neither tabs nor line breaks: numbers, dates, words, JSON as this program writes it. null comes as an empty text.
 */
export const packed = (sql: Sql | Transaction, columns: readonly string[]) =>
  sql.unsafe(`string_agg(concat(${columns.join(`, E'\\t', `)}), E'\\n') as packed`)

/** What such a query gives. */
export type Packed = { readonly packed: string | null }

/** The rows, in no order; of each its columns as texts. */
export const unpacked = ([all]: readonly Packed[]): readonly (readonly string[])[] =>
  all?.packed == null ? [] : all.packed.split('\n').map((row) => row.split('\t'))
