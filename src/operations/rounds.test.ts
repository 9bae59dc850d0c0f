import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { goRound } from './rounds.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Rounds that end when they are told to. */
function slow() {
  const open: PromiseWithResolvers<void>[] = []
  const failed: unknown[] = []
  const rounds = goRound(
    () => {
      const one = Promise.withResolvers<void>()
      open.push(one)
      return one.promise
    },
    1_000,
    (error) => failed.push(error),
  )
  return { open, failed, rounds }
}

it('goes round at once, then every so often, and never twice at a time', async () => {
  const { open, rounds } = slow()
  expect(open).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(3_000)
  rounds.now()
  expect(open).toHaveLength(1)
  open[0]?.resolve()
  await vi.advanceTimersByTimeAsync(999)
  expect(open).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(open).toHaveLength(2)
  open[1]?.resolve()
  await vi.advanceTimersByTimeAsync(0)
  rounds.now()
  expect(open).toHaveLength(3)
})

it('what goes wrong is told, and the next round comes', async () => {
  const { open, failed } = slow()
  open[0]?.reject(new Error('away'))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(failed).toEqual([new Error('away')])
  expect(open).toHaveLength(2)
})

it('stops when the round that is under way has ended, and goes round no more', async () => {
  const { open, rounds } = slow()
  let stopped = false
  const stopping = rounds.stop().then(() => {
    stopped = true
  })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(stopped).toBe(false)
  open[0]?.resolve()
  await stopping
  rounds.now()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(open).toHaveLength(1)
})
