import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  batchOf,
  composeDecisionId,
  composeId,
  type LaneId,
  laneOf,
  type Place,
  parseDecisionId,
  parseId,
  place,
  placesPerBatch,
} from './ids.ts'

const lanes = fc.integer({ min: 1, max: 8191 }).map((lane) => lane as LaneId)
const numbers = fc.oneof(
  fc.integer({ min: 1, max: 1000 }),
  fc.integer({ min: 1, max: 2 ** 40 - 1 }),
  fc.constant(2 ** 40 - 1),
)
const places = fc.oneof(fc.nat(10_000), fc.maxSafeInteger().map(Math.abs), fc.constant(Number.MAX_SAFE_INTEGER))
const times = fc.integer({ min: 0, max: 2 ** 48 - 1 })

describe('ids of a lane', () => {
  it('tell their lane, are safe integers, and are told apart (property)', () => {
    fc.assert(
      fc.property(lanes, numbers, lanes, numbers, (lane, number, otherLane, otherNumber) => {
        const id = composeId(lane, number)
        expect(Number.isSafeInteger(id)).toBe(true)
        expect(laneOf(id)).toBe(lane)
        expect(parseId(String(id))).toBe(id)
        expect(composeId(otherLane, otherNumber) === id).toBe(lane === otherLane && number === otherNumber)
      }),
    )
  })

  it.each([
    [0, 1],
    [8192, 1],
    [1.5, 1],
    [1, 0],
    [1, 2 ** 40],
    [1, 1.5],
  ])('lane %d, number %d: out of range', (lane, number) => {
    expect(() => composeId(lane as LaneId, number)).toThrow(RangeError)
  })

  it.each([
    ['', 'nothing'],
    ['0', 'zero'],
    ['1099511627775', 'a number below the first lane'],
    ['01099511627777', 'a leading zero'],
    ['+1099511627777', 'a sign'],
    ['1099511627777.0', 'a fraction'],
    ['1099511627777 ', 'a space'],
    ['1e13', 'an exponent'],
    ['9007199254740992', 'more than a safe integer'],
    ['١٠٩٩٥١١٦٢٧٧٧٧', 'digits of another script'],
  ])('%o is none: %s', (text) => {
    expect(parseId(text)).toBeUndefined()
  })

  it('whatever text is read as an id is its only spelling (property)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{12,17}$/)), (text) => {
        const id = parseId(text)
        if (id !== undefined) expect(String(id)).toBe(text)
      }),
    )
  })
})

describe('places', () => {
  it('tell their batch, and are ordered as decisions are (property)', () => {
    const at = fc.tuple(fc.integer({ min: 1, max: 2 ** 40 }), fc.nat(placesPerBatch - 1))
    fc.assert(
      fc.property(at, at, ([batch, n], [otherBatch, m]) => {
        expect(batchOf(place(batch, n))).toBe(batch)
        expect(place(batch, n) < place(otherBatch, m)).toBe(batch < otherBatch || (batch === otherBatch && n < m))
      }),
    )
  })

  it('a batch has 4096 of them', () => {
    expect(place(1, 4095)).toBe(8191)
    expect(() => place(1, 4096)).toThrow(RangeError)
    expect(() => place(1, -1)).toThrow(RangeError)
  })
})

describe('decision ids', () => {
  it('give lane and place back, whatever the time, and are UUIDs of version 7 (property)', () => {
    fc.assert(
      fc.property(lanes, places, times, (lane, at, time) => {
        const id = composeDecisionId(lane, at as Place, time)
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(parseDecisionId(id)).toEqual({ lane, place: at })
        expect(Number.parseInt(id.slice(0, 13).replace('-', ''), 16)).toBe(time)
      }),
    )
  })

  it('of two lanes or places are never the same (property)', () => {
    fc.assert(
      fc.property(lanes, places, lanes, places, times, (lane, at, otherLane, otherAt, time) => {
        const same = composeDecisionId(lane, at as Place, time) === composeDecisionId(otherLane, otherAt as Place, time)
        expect(same).toBe(lane === otherLane && at === otherAt)
      }),
    )
  })

  it('sort by time', () => {
    const [early, late] = [
      composeDecisionId(8191 as LaneId, (2 ** 40) as Place, 1_000),
      composeDecisionId(1 as LaneId, 1 as Place, 1_001),
    ]
    expect([late, early].sort()).toEqual([early, late])
  })

  it.each([
    ['nothing', ''],
    ['a UUID of another version', '019b8cf5-50a0-4000-a000-00000002c000'],
    ['another variant', '019b8cf5-50a0-7000-c000-00000002c000'],
    ['no lane', '019b8cf5-50a0-7000-8000-00000002c000'],
    ['capitals', '019B8CF5-50A0-7000-A000-00000002C000'],
    ['braces', '{019b8cf5-50a0-7000-a000-00000002c000}'],
    ['a place that is no safe integer', '019b8cf5-50a0-7000-bfff-ffffffffffff'],
  ])('%s is none', (_what, text) => {
    expect(parseDecisionId(text)).toBeUndefined()
  })

  it('whatever text is read as one is its only spelling (property)', () => {
    const almost = fc.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    fc.assert(
      fc.property(almost, (text) => {
        const found = parseDecisionId(text)
        if (found === undefined) return
        const time = Number.parseInt(text.slice(0, 13).replace('-', ''), 16)
        expect(composeDecisionId(found.lane, found.place, time)).toBe(text)
      }),
    )
  })
})
