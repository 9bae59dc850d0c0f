import { expect, it } from 'vitest'
import { tryToCarry } from './delivery.ts'

const noon = Temporal.Instant.from('2026-01-05T12:00:00Z')
const waits = { firstSeconds: 30, longestSeconds: 3_600 }

it.each([
  [0, 30],
  [1, 60],
  [6, 1_920],
  [7, 3_600],
  [5_000, 3_600],
])('what failed %d times before is tried again in %d seconds', async (attempts, seconds) => {
  const told: unknown[] = []
  const next: Temporal.Instant[] = []
  const outcome = await tryToCarry(
    {
      attempts,
      waits,
      carry: () => Promise.reject(new Error('nobody at home')),
      again: async (at) => {
        next.push(at)
      },
    },
    { now: () => noon, onFailure: (error) => told.push(error) },
  )
  expect(outcome).toBeUndefined()
  expect(told).toEqual([new Error('nobody at home')])
  expect(next.map(String)).toEqual([noon.add({ seconds }).toString()])
})

it('what was carried is not put off', async () => {
  const again = () => Promise.reject(new Error('put off'))
  const outcome = await tryToCarry({ attempts: 0, waits, carry: async () => 'sent', again }, { now: () => noon })
  expect(outcome).toBe('sent')
})
