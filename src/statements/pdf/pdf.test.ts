import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawn, drawnOf } from '../testing/drawn.ts'
import { pdf } from './pdf.ts'

it('prints any statement in both languages', async () => {
  await fc.assert(
    fc.asyncProperty(drawn, fc.constantFrom('en' as const, 'lv' as const), async (statement, language) => {
      const file = await pdf(statement, language)
      expect(file.subarray(0, 5).toString()).toBe('%PDF-')
      expect(file.subarray(-6).toString()).toContain('%%EOF')
    }),
    { numRuns: 20 },
  )
})

it('says so when there was no transaction, and gives nothing that does not add up', async () => {
  const to = Temporal.PlainDate.from('2026-02-28')
  const empty = drawnOf([], { opening: 100n, code: 'EUR', held: 0n, limit: 0n, size: 1, holders: ['Līga Testa'], to })
  expect((await pdf(empty, 'lv')).length).toBeGreaterThan(1_000)
  const failing = { ...empty, parts: () => broken() }
  await expect(pdf(failing, 'lv')).rejects.toThrow('closing balance')
})

it('writes the right way up, in lines one below the other', async () => {
  const to = Temporal.PlainDate.from('2026-02-28')
  const empty = drawnOf([], { opening: 100n, code: 'EUR', held: 0n, limit: 0n, size: 1, holders: [], to })
  const file = await pdf(empty, 'en')
  const begin = file.indexOf('stream\n', file.indexOf('/FlateDecode')) + 7
  const content = inflateSync(file.subarray(begin, file.indexOf('endstream', begin))).toString()
  // PDFKit's own turn, and ours back.
  expect(content).toMatch(/^1 0 0 -1 0 841\.89 cm\n1 0 0 -1 0 841\.89 cm\n/)
  const heights = [...content.matchAll(/1 0 0 1 48\.00 ([0-9.]+) Tm/g)].map(([, y]) => Number(y)).slice(0, 8)
  expect(heights).toHaveLength(8)
  expect(heights).toEqual(heights.toSorted((a, b) => b - a))
})

// biome-ignore lint/correctness/useYield: it fails before it gives anything
async function* broken(): AsyncGenerator<never> {
  throw new Error('broken invariant: the last entry comes to the closing balance')
}
