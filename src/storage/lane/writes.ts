/**
 * What a batch writes, as data: rows to copy, and statements about records. Made without the database, so that it can be made while the
 * batch before commits; sent in one message (see append-connection.ts).
 */
import type { CopyRows } from '../copy.ts'

export type Write =
  /** `table (column, ...)` and its rows. */
  | { readonly copy: string; readonly rows: CopyRows | Buffer }
  /** A whole statement, its values written into it by `literal`. */
  | { readonly statement: string }

/** A value of a column: bigints as text, dates as ISO text, bytes by `hex`; arrays and objects for arrays and json. */
export type ColumnValue =
  | string
  | number
  | boolean
  | null
  | readonly ColumnValue[]
  | { readonly [name: string]: ColumnValue }
export type Row = Readonly<Record<string, ColumnValue>>

/** Inserts rows, or replaces those with the same key. Every row has the same columns; keys come sorted, or writers deadlock. */
export function upsert(table: string, key: readonly string[], rows: readonly Row[]): readonly Write[] {
  const [first] = rows
  if (first === undefined) return []
  const columns = Object.keys(first)
  const changed = columns.filter((column) => !key.includes(column))
  const onConflict =
    changed.length === 0
      ? 'do nothing'
      : `do update set ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}`
  return [
    {
      statement: `insert into ${table} (${columns.join(', ')}) select ${columns.join(', ')} from ${recordset(table, rows)}
        on conflict (${key.join(', ')}) ${onConflict}`,
    },
  ]
}

/** Inserts rows; one whose key is there already makes the whole batch fail. */
export function insert(table: string, rows: readonly Row[]): readonly Write[] {
  const [first] = rows
  if (first === undefined) return []
  const columns = Object.keys(first).join(', ')
  return [{ statement: `insert into ${table} (${columns}) select ${columns} from ${recordset(table, rows)}` }]
}

/** Deletes the rows with these keys. */
export function remove(table: string, key: readonly string[], rows: readonly Row[]): readonly Write[] {
  if (rows.length === 0) return []
  const same = key.map((column) => `${table}.${column} = gone.${column}`).join(' and ')
  return [{ statement: `delete from ${table} using ${recordset(table, rows)} as gone where ${same}` }]
}

/** A string literal. Source: PostgreSQL, "String Constants"; standard_conforming_strings is on since 9.1. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Bytes as JSON carries them to a bytea column. */
export const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`

const recordset = (table: string, rows: readonly Row[]): string =>
  `json_populate_recordset(null::${table}, ${literal(JSON.stringify(rows))})`
