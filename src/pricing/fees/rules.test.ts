import { describe, expect, it } from 'vitest'
import { minor } from '../../kernel/money.ts'
import type { PriceRow } from '../../rulebook/prices.ts'
import { amountOf, millionthsOf } from './rules.ts'

const row = (parts: Partial<PriceRow>): PriceRow => ({ service: 'payment.transfer', currency: 'EUR', ...parts })

describe('a fee', () => {
  it.each<[string, Partial<PriceRow>, number, number]>([
    ['is the fixed amount', { fixed: '36' }, 10_000, 36],
    ['is a percentage of the amount', { percent: '0.3' }, 10_000, 30],
    ['rounds a percentage half up', { percent: '0.5' }, 100, 1],
    ['rounds what is below a half down', { percent: '0.49' }, 100, 0],
    ['adds both', { fixed: '100', percent: '1' }, 1_000, 110],
    ['takes the percentage of what exceeds a sum', { percent: '0.3', above: '100000' }, 200_000, 300],
    ['takes nothing of what does not exceed it', { percent: '0.3', above: '100000' }, 100_000, 0],
    ['is at least the minimum', { percent: '0.1', minimum: '500' }, 10_000, 500],
    ['is at most the maximum', { percent: '5', maximum: '2000' }, 100_000, 2_000],
    ['keeps every digit of large amounts', { percent: '0.000001' }, 100_000_000_000, 1_000],
  ])('%s', (_what, parts, amount, expected) => {
    expect(amountOf(row(parts), minor(amount))).toBe(BigInt(expected))
  })

  it.each<[string, Partial<PriceRow>, bigint, bigint, number]>([
    ['is a percentage a year for its share of the year', { annualPercent: '0.6' }, 73n, 365n, 1_200],
    ['rounds it half up', { annualPercent: '0.365' }, 1n, 365n, 10],
    ['rounds both percentages once', { percent: '0.00005', annualPercent: '0.01825' }, 1n, 365n, 1],
    ['keeps to its minimum for no time at all', { annualPercent: '12', minimum: '100' }, 0n, 360n, 100],
  ])('%s', (_what, parts, numerator, denominator, expected) => {
    expect(amountOf(row(parts), minor(1_000_000), { numerator, denominator })).toBe(BigInt(expected))
  })

  it.each([
    ['0', 0n],
    ['0.3', 300_000n],
    ['12', 12_000_000n],
    ['0.000001', 1n],
  ])('%s percent are %s millionths of a percent', (percent, expected) => {
    expect(millionthsOf(percent)).toBe(expected)
  })
})
