import fc from 'fast-check'
import { expect, it } from 'vitest'
import { majorToMinor } from '../../kernel/money.ts'
import { drawn, wholeOf } from '../testing/drawn.ts'
import { csv } from './csv.ts'

it('reads back as the same entries between opening and closing balance, and never as a formula', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, async (statement) => {
      const { head, lines } = statement
      const [header, opening, ...rows] = parsed((await wholeOf(csv(statement))).slice(1))
      const closing = rows.pop()
      expect(header?.slice(0, 5)).toEqual(['reference', 'booking_date', 'value_date', 'nature', 'amount'])
      expect(rows.map(([reference, , , , amount]) => [reference, majorToMinor(amount ?? '', head.currency)])).toEqual(
        lines.map(({ reference, amountMinor }) => [reference, amountMinor]),
      )
      const sum = rows.reduce((total, [, , , , amount]) => total + majorToMinor(amount ?? '', head.currency), 0n)
      expect(majorToMinor(opening?.[6] ?? '', head.currency) + sum).toBe(
        majorToMinor(closing?.[6] ?? '', head.currency),
      )
      for (const row of rows) for (const text of row.slice(7, 11)) expect(text).not.toMatch(/^[=+\-@]/)
    }),
    { numRuns: 60 },
  )
})

/** A reader of its own, by RFC 4180. */
function parsed(text: string): string[][] {
  const rows: string[][] = [[]]
  let value = ''
  let quoted = false
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i] as string
    if (quoted) {
      if (character !== '"') value += character
      else if (text[i + 1] === '"') {
        value += '"'
        i += 1
      } else quoted = false
    } else if (character === '"') quoted = true
    else if (character === ',' || character === '\r') {
      rows.at(-1)?.push(value)
      value = ''
    } else if (character === '\n') rows.push([])
    else value += character
  }
  return rows.slice(0, -1)
}
