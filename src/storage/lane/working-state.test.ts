import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeId, type LaneId } from '../../kernel/ids.ts'
import {
  blindRecords,
  collection,
  create,
  effect,
  fleetingRecords,
  need,
  passingCollection,
  records,
  volatileCollection,
} from '../../kernel/state.ts'
import { type Mark, WorkingState } from './working-state.ts'

type Sum = { readonly total: number }
const sums = collection<number, Sum, number>('sum', (before, event) => {
  if (event === 13) throw new Error('broken invariant: for tests')
  return { total: (before?.total ?? 0) + event }
})
const words = records<string, string>('word')
const seen = volatileCollection<number, string, string>('seen', (before) => {
  if (before === undefined) throw new Error('broken invariant: it was seen before')
  return `${before}+`
})

/** Everything in the state, and what is known to be absent. */
function contents(state: WorkingState): string {
  const loaded = [0, 1, 2, 3].map((key) => state.isLoaded(need(sums, key)))
  return JSON.stringify([[...state.all(sums)], [...state.all(words)], loaded, state.nextNumber, state.size])
}

function loaded(): WorkingState {
  const state = new WorkingState(1 as LaneId, 7)
  state.put(sums, 0, { total: 10 })
  state.put(sums, 1, undefined)
  state.put(words, 'a', 'alpha')
  return state
}

describe('reading', () => {
  it('tells a record that does not exist from one that was not loaded', () => {
    const state = loaded()
    expect(state.get(sums, 1)).toBeUndefined()
    expect(() => state.get(sums, 2)).toThrow('sum 2 was not loaded')
    expect(state.peek(sums, 2)).toBeUndefined()
    expect([state.isLoaded(need(sums, 1)), state.isLoaded(need(sums, 2))]).toEqual([true, false])
  })

  it('keeps keys that are numbers apart from keys that are texts', () => {
    const state = loaded()
    state.put(words, '0', 'null')
    expect(state.isLoaded({ collection: words, key: 0 })).toBe(false)
  })

  it('counts the records it holds', () => {
    const state = loaded()
    expect(state.size).toBe(3)
    state.put(sums, 0, { total: 11 })
    expect(state.size).toBe(3)
    state.apply(create(sums, 9, 1))
    expect(state.size).toBe(4)
  })
})

describe('changing', () => {
  it('gives the record after each event and keeps the one before', () => {
    const state = loaded()
    const before = state.get(sums, 0)
    expect(state.apply(effect(sums, 0, 5))).toEqual({ collection: sums, key: 0, event: 5, after: { total: 15 } })
    expect(state.get(sums, 0)).toEqual({ total: 15 })
    expect(before).toEqual({ total: 10 })
  })

  it('refuses to change what was not loaded, unless it is fresh', () => {
    const state = loaded()
    expect(() => state.apply(effect(sums, 2, 5))).toThrow('sum 2 is changed but was not loaded')
    expect(state.apply(create(sums, 2, 5)).after).toEqual({ total: 5 })
  })

  it('changes nothing when the reducer throws', () => {
    const state = loaded()
    const before = contents(state)
    expect(() => state.apply(effect(sums, 0, 13))).toThrow('broken invariant')
    expect(contents(state)).toBe(before)
    expect(state.mark().length).toBe(0)
  })
})

describe('taking back', () => {
  it('forgets a fresh record altogether, and knows again that an absent one is absent', () => {
    const state = loaded()
    const mark = state.mark()
    state.nextNumber = 9
    state.apply(create(sums, 2, 5))
    state.apply(effect(sums, 1, 5))
    state.rollBack(mark)
    expect(state.isLoaded(need(sums, 2))).toBe(false)
    expect(state.isLoaded(need(sums, 1))).toBe(true)
    expect(state.get(sums, 1)).toBeUndefined()
    expect([state.nextNumber, state.size]).toEqual([7, 3])
  })

  it('keeps what was loaded meanwhile: that was no change', () => {
    const state = loaded()
    const mark = state.mark()
    state.apply(effect(sums, 0, 1))
    state.put(sums, 3, { total: 30 })
    state.rollBack(mark)
    expect(state.get(sums, 3)).toEqual({ total: 30 })
  })

  it('after the oldest changes are settled, takes back the younger ones only', () => {
    const state = loaded()
    state.apply(effect(sums, 0, 1))
    state.apply(effect(sums, 1, 1))
    const { length } = state.mark()
    state.apply(effect(sums, 0, 2))
    state.apply(create(sums, 2, 2))
    state.settle(length)
    state.rollBack({ length: 0, nextNumber: 7 })
    expect([...state.all(sums)]).toEqual([
      [0, { total: 11 }],
      [1, { total: 1 }],
    ])
  })

  it('goes back to any mark exactly, whatever was done since (property)', () => {
    const change = fc.record({
      what: fc.constantFrom('apply' as const, 'create' as const, 'number' as const, 'mark' as const, 'back' as const),
      key: fc.nat(3),
      by: fc.integer({ min: -12, max: 12 }),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (list) => {
        const state = loaded()
        const marks: { readonly mark: Mark; readonly contents: string }[] = []
        for (const { what, key, by } of list) {
          if (what === 'number') state.nextNumber += 1
          else if (what === 'mark') marks.push({ mark: state.mark(), contents: contents(state) })
          else if (what === 'create') state.apply(create(sums, key, by))
          else if (what === 'apply') {
            if (state.isLoaded(need(sums, key))) state.apply(effect(sums, key, by))
          } else {
            const kept = marks.pop()
            if (kept === undefined) continue
            state.rollBack(kept.mark)
            expect(contents(state)).toBe(kept.contents)
          }
        }
      }),
    )
  })

  it('settling and taking back together leave exactly the settled changes (property)', () => {
    const changes = fc.array(fc.record({ key: fc.nat(1), by: fc.integer({ min: -12, max: 12 }) }), { maxLength: 40 })
    fc.assert(
      fc.property(changes, changes, (settled, undone) => {
        const [state, expected] = [loaded(), loaded()]
        for (const { key, by } of settled) {
          state.apply(effect(sums, key, by))
          expected.apply(effect(sums, key, by))
        }
        const { length } = state.mark()
        for (const { key, by } of undone) state.apply(effect(sums, key, by))
        state.settle(length)
        state.rollBack({ length: 0, nextNumber: 7 })
        expect(contents(state)).toBe(contents(expected))
      }),
    )
  })
})

describe('what is read from the changes of others', () => {
  it('is believed to be absent for one batch only', () => {
    const state = loaded()
    state.put(seen, 1, undefined)
    state.put(seen, 2, 'there')
    expect(state.get(seen, 1)).toBeUndefined()
    state.forgetAbsent()
    expect(state.isLoaded(need(seen, 1))).toBe(false)
    expect(state.get(seen, 2)).toBe('there')
    expect(state.size).toBe(4)
  })

  it('is not forgotten when it came to be meanwhile', () => {
    const state = loaded()
    state.put(seen, 1, undefined)
    state.put(seen, 1, 'there')
    state.forgetAbsent()
    expect(state.get(seen, 1)).toBe('there')
  })

  it('is forgotten in any case where it was read for one command', () => {
    const state = loaded()
    const read = passingCollection<number, string>('read')
    state.put(read, 1, 'once')
    state.put(read, 2, undefined)
    expect(state.get(read, 1)).toBe('once')
    state.forgetAbsent()
    expect([1, 2].map((key) => state.isLoaded(need(read, key)))).toEqual([false, false])
    expect(() => state.apply(create(read, 1, 'changed'))).toThrow('never changed')
  })

  it('that other records are absent is remembered', () => {
    const state = loaded()
    state.forgetAbsent()
    expect(state.isLoaded(need(sums, 1))).toBe(true)
  })
})

describe('what leads to a person', () => {
  const codes = fleetingRecords<string, number>('code')

  it('is forgotten once it is decided and stored, whether it was read, absent or written', () => {
    const state = loaded()
    state.put(codes, 'read', 1)
    state.put(codes, 'absent', undefined)
    state.put(codes, 'told', undefined)
    state.apply(effect(codes, 'told', 2))
    state.apply(create(codes, 'made', 3))
    const { length } = state.mark()
    expect(state.countOf(codes)).toBe(4)
    state.forgetFleeting()
    expect(state.countOf(codes)).toBe(2)
    state.settle(length)
    state.forgetFleeting()
    expect(state.countOf(codes)).toBe(0)
    expect(contents(state)).toBe(contents(loaded()))
  })

  it('is undone as it was before, and forgotten then', () => {
    const state = loaded()
    state.put(codes, 'told', 1)
    const before = state.mark()
    state.apply(effect(codes, 'told', 2))
    state.apply(create(codes, 'made', 3))
    state.forgetFleeting()
    state.rollBack(before)
    expect(state.get(codes, 'told')).toBe(1)
    state.forgetFleeting()
    expect(state.countOf(codes)).toBe(0)
    expect(contents(state)).toBe(contents(loaded()))
  })
})

describe('what is needed once', () => {
  const written = blindRecords<string, string>('written')
  const isKnown = (state: WorkingState, ...keys: readonly number[]) =>
    keys.map((key) => state.isLoaded(need(sums, key)))

  function swept(): WorkingState {
    const state = new WorkingState(1 as LaneId, 7)
    for (const key of [1, 2, 3]) state.put(sums, key, key === 3 ? undefined : { total: 0 }, true)
    state.put(sums, 4, { total: 0 })
    return state
  }

  it('is forgotten, an absent record too; what is needed again and again stays', () => {
    const state = swept()
    state.forgetOnce(0)
    expect(isKnown(state, 1, 2, 3, 4)).toEqual([false, false, false, true])
    expect(state.size).toBe(1)
  })

  it('stays as long as a change of it may be taken back', () => {
    const state = swept()
    state.apply(effect(sums, 1, 5))
    state.forgetOnce(0)
    expect(isKnown(state, 1, 2)).toEqual([true, false])
    state.rollBack({ length: 0, nextNumber: 7 })
    expect(state.get(sums, 1)).toEqual({ total: 0 })
    state.apply(effect(sums, 1, 6))
    state.settle(1)
    expect(state.get(sums, 1)).toEqual({ total: 6 })
    state.forgetOnce(0)
    expect(isKnown(state, 1)).toEqual([false])
  })

  it('stays where an older change of it is durable and a younger one is not', () => {
    const state = swept()
    state.apply(effect(sums, 1, 5))
    const { length } = state.mark()
    state.apply(effect(sums, 1, 6))
    state.settle(length)
    state.forgetOnce(0)
    state.rollBack({ length: 0, nextNumber: 7 })
    expect(state.get(sums, 1)).toEqual({ total: 5 })
  })

  it('stays where it was in memory before it was asked for in passing', () => {
    const state = swept()
    state.put(sums, 4, { total: 0 }, true)
    state.forgetOnce(0)
    expect(isKnown(state, 4)).toEqual([true])
  })

  it('is not looked at before enough has gathered', () => {
    const state = swept()
    state.forgetOnce(4)
    expect(state.size).toBe(4)
  })

  it('is forgotten where commands only write it, once that is durable', () => {
    const state = swept()
    state.apply(create(written, 'a', 'set'))
    state.forgetOnce(0)
    expect([...state.all(written)]).toEqual([['a', 'set']])
    state.settle(1)
    state.forgetOnce(0)
    expect([...state.all(written)]).toEqual([])
    expect(state.size).toBe(1)
  })

  it('whatever is changed, taken back, settled and forgotten: nothing is lost that the database does not have (property)', () => {
    const what = fc.constantFrom('change' as const, 'launch' as const, 'settle' as const, 'undo' as const)
    fc.assert(
      fc.property(fc.array(fc.record({ what, key: fc.nat(3) }), { maxLength: 80 }), (list) => {
        const state = new WorkingState(1 as LaneId, 7)
        const durable = new Map<number, number>()
        let latest = new Map<number, number>()
        const sent: { readonly length: number; readonly totals: ReadonlyMap<number, number> }[] = []
        for (const { what, key } of list) {
          if (what === 'change') {
            state.forgetOnce(0)
            if (!state.isLoaded(need(sums, key))) {
              const total = durable.get(key)
              state.put(sums, key, total === undefined ? undefined : { total }, true)
            }
            latest.set(key, (latest.get(key) ?? 0) + 1)
            state.apply(effect(sums, key, 1))
            expect(state.get(sums, key)).toEqual({ total: latest.get(key) })
          } else if (what === 'launch') {
            const before = sent.reduce((sum, { length }) => sum + length, 0)
            sent.push({ length: state.mark().length - before, totals: new Map(latest) })
          } else if (what === 'settle') {
            const first = sent.shift()
            if (first === undefined) continue
            state.settle(first.length)
            for (const [settled, total] of first.totals) durable.set(settled, total)
          } else {
            state.rollBack({ length: 0, nextNumber: 7 })
            sent.length = 0
            latest = new Map(durable)
          }
        }
      }),
    )
  })
})

it('keeps ids of its own lane, ids of other lanes, and other numbers apart, and gives each back as it was', () => {
  const keys = [1, 2, composeId(1 as LaneId, 1), composeId(1 as LaneId, 2 ** 35), composeId(2 as LaneId, 1)]
  const state = new WorkingState(1 as LaneId, 7)
  for (const [i, key] of keys.entries()) state.put(sums, key, { total: i })
  for (const [i, key] of keys.entries()) expect(state.get(sums, key)).toEqual({ total: i })
  expect([...state.all(sums)]).toEqual(keys.map((key, total) => [key, { total }]))
})
