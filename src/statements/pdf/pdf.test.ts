import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Minor } from '../../kernel/money.ts'
import type { DrawnLine } from '../drawing/drawn.ts'
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

it('writes an entry of many payments over as many pages as it takes', async () => {
  const to = Temporal.PlainDate.from('2026-02-28')
  const count = 300
  const payments = Array.from({ length: count }, () => ({
    amountMinor: -100n as Minor,
    details: { name: 'Anna Izdoma' },
    detailsState: 'shown' as const,
  }))
  const line: DrawnLine = {
    seq: 2,
    reference: '1099511627777-2',
    decision: '1',
    nature: 'outgoing',
    amountMinor: BigInt(-100 * count) as Minor,
    balanceMinor: BigInt(-100 * count) as Minor,
    bookingDate: to,
    valueDate: to,
    reverses: null,
    details: undefined,
    detailsState: 'none',
    payments,
  }
  const head = { opening: 0n, code: 'EUR', held: 0n, limit: 0n, size: 1, holders: [], to }
  const file = await pdf(drawnOf([line], head), 'en')
  const pages = Number(/\/Count ([0-9]+)/.exec(file.toString('latin1'))?.[1])
  expect(pages).toBeGreaterThan(4)
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
