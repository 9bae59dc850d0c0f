/** Tables of text: a header, then rows whose every field is checked. */
import { type Line, linesOf, RowFault } from './lines.ts'

/** Reads one field. Throws FieldFault when it is not as it must be. */
export type Field<T> = (text: string) => T

export class FieldFault extends Error {
  override readonly name = 'FieldFault'
}

/** The columns of a file in their order, by the names in its header. */
export type Table<C extends Record<string, Field<unknown>>> = {
  readonly file: string
  readonly separator: ',' | ';'
  readonly columns: C
}
export type Row<C extends Record<string, Field<unknown>>> = { readonly [N in keyof C]: ReturnType<C[N]> }
export type ReadRow<C extends Record<string, Field<unknown>>> = { readonly line: Line; readonly row: Row<C> }

/** Every row of the table's file in the folder. Throws RowFault at the first that is wrong. */
export async function* rowsOf<C extends Record<string, Field<unknown>>>(
  folder: string,
  table: Table<C>,
): AsyncGenerator<readonly ReadRow<C>[]> {
  const path = `${folder}/${table.file}`
  let header = true
  for await (const lines of linesOf(path)) {
    const body = header ? lines.slice(1) : lines
    if (header && lines[0] !== undefined) checkHeader(path, table, lines[0])
    if (lines.length > 0) header = false
    yield body.map((line) => ({ line, row: readRow(path, table, line) }))
  }
  if (header) throw new RowFault(path, 1, 'the file is empty; a header was expected')
}

function checkHeader<C extends Record<string, Field<unknown>>>(path: string, table: Table<C>, line: Line): void {
  const names = Object.keys(table.columns)
  const found = split(line.text.replace(/^\uFEFF/, ''), table.separator)
  if (found?.join() === names.join()) return
  throw new RowFault(path, line.number, `the header is not ${names.join(table.separator)}`)
}

/** One row. Throws RowFault. */
export function readRow<C extends Record<string, Field<unknown>>>(path: string, table: Table<C>, line: Line): Row<C> {
  const names = Object.keys(table.columns)
  const texts = split(line.text, table.separator)
  if (texts === undefined) throw new RowFault(path, line.number, 'a quotation mark is not closed')
  if (texts.length !== names.length)
    throw new RowFault(path, line.number, `it has ${texts.length} columns instead of ${names.length}`)
  const row: Record<string, unknown> = {}
  for (const [i, name] of names.entries()) {
    try {
      row[name] = table.columns[name]?.(texts[i] ?? '')
    } catch (error) {
      if (!(error instanceof FieldFault)) throw error
      throw new RowFault(path, line.number, `${name} ${error.message}`)
    }
  }
  return row as Row<C>
}

/** The fields of a line; undefined when a quotation mark is not closed. Quoted fields hold no separators in these files. */
function split(line: string, separator: string): readonly string[] | undefined {
  const fields = line.split(separator)
  if (!line.includes('"')) return fields
  const bare = fields.map((field) => /^"([^"]*)"$/.exec(field)?.[1] ?? field)
  return bare.some((field) => field.includes('"')) ? undefined : bare
}
