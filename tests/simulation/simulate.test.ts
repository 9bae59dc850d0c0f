import { randomInt } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WorkingState } from '../../src/storage/lane/working-state.ts'
import { simulate } from './simulate.ts'

afterEach(() => vi.restoreAllMocks())

/** Fixed ones, and one that nobody has seen: when it fails, its number is in the test's name. */
const seeds = [1, 20260105, 4_503_599_627_370_495, randomInt(2 ** 47)]

describe('no promise is broken', () => {
  it.each(seeds)('from the seed %d', async (seed) => {
    const { counts, failure } = await simulate({ seed, commands: 7_500 })
    expect(failure).toBeUndefined()
    // That it was tried: connections broke before and after commits, lanes were taken, poisons were sent.
    for (const name of [
      'takeovers',
      'lost append',
      'lost head',
      'lost known',
      'lost load',
      'poisons',
      'duplicates',
      'groups',
      'failed',
    ])
      expect(counts[name], name).toBeGreaterThan(0)
    expect(counts['decisions']).toBeGreaterThan(6_000)
  })
})

describe('a seed', () => {
  it('repeats itself', async () => {
    const [first, second] = [await simulate({ seed: 7, commands: 3_000 }), await simulate({ seed: 7, commands: 3_000 })]
    expect(second.counts).toEqual(first.counts)
  })

  it('that fails repeats its failure, with as few commands and troubles as were found', async () => {
    // A preview, a refused group and a refused batch then leave their changes behind.
    vi.spyOn(WorkingState.prototype, 'rollBack').mockImplementation(() => {})
    const { failure } = await simulate({ seed: 7, commands: 5_000 })
    expect(failure).toBeDefined()
    if (failure === undefined) return
    expect(failure.commands).toBeLessThan(500)
    const { seed, commands, troubles } = failure
    const again = await simulate({ seed, commands, troubles, asFound: true })
    expect(again.failure?.broken).toBe(failure.broken)
    expect(failure.trace.length).toBeGreaterThan(0)
  })
})
