import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KeyCache } from './key-cache.ts'

const bytesOf = (n: number) => Buffer.alloc(32, n)

it('gives back what was put in, until it is dropped', () => {
  const cache = new KeyCache(4)
  cache.set('lv/1', { generation: 1, key: bytesOf(7) })
  cache.set('lv/1', { generation: 2, key: bytesOf(8) })
  expect(cache.get('lv/1')).toEqual({ generation: 2, key: bytesOf(8) })
  cache.drop('lv/1')
  expect(cache.get('lv/1')).toBeUndefined()
})

it('holds the keys that came last, and what was given out stays the key that it was', () => {
  const names = fc.integer({ min: 0, max: 9 }).map((n) => `lv/${n}`)
  const step = fc.oneof(
    fc.record({ op: fc.constant('set' as const), name: names, n: fc.integer({ min: 1, max: 255 }) }),
    fc.record({ op: fc.constantFrom('drop' as const, 'get' as const), name: names, n: fc.constant(0) }),
    fc.record({ op: fc.constant('clear' as const), name: names, n: fc.constant(0) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const cache = new KeyCache(4)
      const told = new Map<string, number>()
      const given: [Uint8Array, number][] = []
      for (const { op, name, n } of steps) {
        if (op === 'set') {
          cache.set(name, { generation: n, key: bytesOf(n) })
          told.set(name, n)
        } else if (op === 'drop') {
          cache.drop(name)
          told.delete(name)
        } else if (op === 'clear') {
          cache.clear()
          told.clear()
        }
        const held = cache.get(name)
        if (op === 'set') expect(held).toBeDefined()
        if (op === 'drop' || op === 'clear') expect(held).toBeUndefined()
        // It may have forgotten, but never mistakes one key for another.
        if (held !== undefined) {
          expect(held).toEqual({ generation: told.get(name), key: bytesOf(told.get(name) as number) })
          given.push([held.key, held.generation])
        }
      }
      for (const [key, n] of given) expect(key).toEqual(bytesOf(n))
      expect([...told.keys()].filter((name) => cache.get(name) !== undefined).length).toBeLessThanOrEqual(4)
    }),
  )
})
