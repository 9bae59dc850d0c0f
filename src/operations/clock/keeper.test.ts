import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LaneId } from '../../kernel/ids.ts'
import type { DayStatus } from '../day-end/runs.ts'
import { keepClock } from './keeper.ts'
import { businessDateAt } from './rules.ts'

const lane = 1 as LaneId
const date = (text: string) => Temporal.PlainDate.from(text)
let now: Temporal.Instant
let businessDate: Temporal.PlainDate
let next: Temporal.PlainDate | undefined
let done: string[]
let fails: Error | undefined
let stop: (() => Promise<void>) | undefined

beforeEach(() => {
  vi.useFakeTimers()
  now = Temporal.Instant.from('2026-03-28T20:00:00Z')
  businessDate = date('2026-03-28')
  next = undefined
  done = []
  fails = undefined
})
afterEach(async () => {
  await stop?.()
  vi.useRealTimers()
})

const told: Error[] = []

/** Keeps the clock of one lane in Riga, with cut-over at midnight, and looks every ten seconds. */
function keep(): void {
  told.length = 0
  const lanes = { lanes: [{ lane, entity: {} as never }], head: () => ({ businessDate }) as never }
  const days = {
    dateBy: (_lane: LaneId, at: Temporal.Instant) => businessDateAt(at, 'Europe/Riga', '00:00'),
    advance: (_lane: LaneId, to: Temporal.PlainDate) => {
      if (fails !== undefined) return Promise.reject(fails)
      done.push(`advance to ${to}`)
      businessDate = to
      next = to
      return Promise.resolve([])
    },
    close: () => {
      done.push('close')
      next = businessDate
      return Promise.resolve([])
    },
    status: () => Promise.resolve({ businessDate, next } as DayStatus),
  }
  stop = keepClock(lanes, days, { now: () => now, everyMs: 10_000, onFailed: (_lane, error) => told.push(error) })
}

const look = () => vi.advanceTimersByTimeAsync(10_000)

it('cuts over at midnight where the entity is, through both changes of clocks', async () => {
  keep()
  await look()
  expect(done).toEqual([])
  now = Temporal.Instant.from('2026-03-28T22:00:00Z')
  await look()
  // The 29th has 23 hours.
  now = Temporal.Instant.from('2026-03-29T20:59:59Z')
  await look()
  now = Temporal.Instant.from('2026-03-29T21:00:00Z')
  await look()
  expect(done).toEqual(['advance to 2026-03-29', 'advance to 2026-03-30'])
  businessDate = date('2026-10-25')
  next = businessDate
  // The 25th of October has 25.
  now = Temporal.Instant.from('2026-10-25T21:59:59Z')
  await look()
  now = Temporal.Instant.from('2026-10-25T22:00:00Z')
  await look()
  expect(done.slice(2)).toEqual(['advance to 2026-10-26'])
})

it('a date that is ahead of the calendar stays', async () => {
  businessDate = date('2026-06-30')
  keep()
  await look()
  expect(done).toEqual([])
})

it('closes what a run before, or staff, left open', async () => {
  next = date('2026-03-27')
  keep()
  await look()
  await look()
  expect(done).toEqual(['close'])
})

it('tells what went wrong, and tries again', async () => {
  now = Temporal.Instant.from('2026-03-28T22:00:00Z')
  fails = new Error('the lane was lost')
  keep()
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual([fails])
  fails = undefined
  await look()
  expect(done).toEqual(['advance to 2026-03-29'])
})
