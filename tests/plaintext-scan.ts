/** Looks for words in every column of every table: what is personal may stand nowhere in clear. */
import type { Sql } from '../src/storage/sql.ts'

export type Found = { readonly table: string; readonly column: string; readonly word: string }

/**
 * Where one of the words stands in clear. Columns of every type are read as text, so that a code kept as a number or in an array is
 * found too; bytes are searched for the word in UTF-8 and UTF-16. In text, capitals do not matter, and the words are also
 * searched as JSON escapes, hex and base64 would spell them.
 */
export async function scanForPlaintext(sql: Sql, words: readonly string[]): Promise<readonly Found[]> {
  const columns = await sql<{ table: string; column: string; bytes: boolean }[]>`
    select c.relname as table, a.attname as column, a.atttypid = 'bytea'::regtype as bytes
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'm') and a.attnum > 0 and not a.attisdropped
    order by 1, 2`
  const spelled = words.flatMap((word, of) => [
    ...inText(word).map((text) => ({ of, spelling: `lower('${text.replaceAll("'", "''")}')`, bytes: false })),
    ...inBytes(word).map((hex) => ({ of, spelling: `'\\x${hex}'::bytea`, bytes: true })),
  ])
  const listed = (bytes: boolean) =>
    spelled
      .filter((one) => one.bytes === bytes)
      .map(({ of, spelling }) => `(${of}, ${spelling})`)
      .join()
  const found: Found[] = []
  for (const [table, ofTable] of Map.groupBy(columns, (one) => one.table)) {
    // Each column is spelled out once, and every word is looked for in that.
    const asked = [false, true].flatMap((bytes) => {
      const told = ofTable.flatMap((one, n) => {
        const name = `r."${one.column.replaceAll('"', '""')}"`
        return one.bytes === bytes ? [`(${n}, ${bytes ? name : `lower(${name}::text)`})`] : []
      })
      const search = bytes ? 'position(s.spelling in t.told)' : 'strpos(t.told, s.spelling)'
      return told.length === 0 || words.length === 0
        ? []
        : [
            `select t.n, s.word from (values ${listed(bytes)}) s (word, spelling), (
              select v.n, v.told from "${table}" r, lateral (values ${told.join()}) v (n, told) where v.told is not null offset 0
            ) t where ${search} > 0`,
          ]
    })
    const rows = await sql.unsafe<{ n: number; word: number }[]>(`${asked.join(' union ')} order by 1, 2`)
    for (const { n, word } of rows) found.push({ table, column: ofTable[n]?.column ?? '', word: words[word] ?? '' })
  }
  return found
}

const inBytes = (word: string): string[] => [
  Buffer.from(word).toString('hex'),
  Buffer.from(word, 'utf16le').toString('hex'),
]

/** The word as it may be spelled in text. Base64 shifts with what stands before; the middle of each of its three forms is enough. */
function inText(word: string): string[] {
  const bytes = Buffer.from(word)
  const escaped = word.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const base64 = (['base64', 'base64url'] as const).flatMap((alphabet) =>
    [0, 1, 2].map((shift) =>
      Buffer.concat([Buffer.alloc(shift), bytes])
        .toString(alphabet)
        .slice(shift === 0 ? 0 : 4, Math.floor(((shift + bytes.length) * 8) / 6)),
    ),
  )
  return [...new Set([word, escaped, bytes.toString('hex'), ...base64.filter((text) => text.length >= 6)])]
}
