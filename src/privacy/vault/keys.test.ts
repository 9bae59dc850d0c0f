import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OperatorError } from '../../kernel/operator-error.ts'
import { KeyLost, type KeyStore, KeyTaken } from './key-store.ts'
import { openKeyStore } from './keys.ts'

const at = Temporal.Instant.from('2026-01-05T09:00:00Z')
let directory: string
let open: KeyStore[]

beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'pacta-keys-')), 'keys')
  open = []
})
afterEach(() => {
  for (const store of open) store.close()
  rmSync(join(directory, '..'), { recursive: true })
})

function openStore(where = directory): KeyStore {
  const store = openKeyStore(where)
  open.push(store)
  return store
}

const bytesOf = (store: KeyStore, name: string) => store.key(name, 1)?.toString('hex')

describe('keys', () => {
  it('are 32 random bytes, and the same for a name each time', () => {
    const store = openStore()
    expect(store.ensure('lv/1/contact/2027').key).toHaveLength(32)
    expect(store.ensure('lv/1/contact/2027')).toEqual(store.ensure('lv/1/contact/2027'))
    expect(bytesOf(store, 'lv/1/contact/2027')).not.toBe(store.ensure('lv/2/contact/2027').key.toString('hex'))
  })

  it('are there after the next start once they were flushed, and only then', () => {
    const store = openStore()
    store.ensure('lv/1/contact/2027')
    store.flush()
    store.ensure('lv/2/contact/2027')
    const later = openStore()
    expect(bytesOf(later, 'lv/1/contact/2027')).toBe(bytesOf(store, 'lv/1/contact/2027'))
    expect(() => later.key('lv/2/contact/2027', 1)).toThrow(KeyLost)
  })

  it('are listed by whole parts of their path', () => {
    const store = openStore()
    for (const name of ['lv/1/contact/2027', 'lv/1/identity/2036', 'lv/12/contact/2027']) store.ensure(name)
    expect(store.names('lv/1')).toEqual(['lv/1/contact/2027', 'lv/1/identity/2036'])
    expect(store.names('lv/1/contact')).toEqual(['lv/1/contact/2027'])
  })

  it('of the institution are durable at once, the same in two processes that start together, and are never destroyed', () => {
    const [one, other] = [openStore(), openStore()]
    const [first, second] = [one, other].map((store) => store.ensureNow('institution/mac').key)
    expect(first).toEqual(second)
    expect(() => one.destroy(['institution/mac'], at)).toThrow('not destroyed')
  })

  it('made twice by two processes are refused to the second until it discards its own', () => {
    const [one, other] = [openStore(), openStore()]
    one.ensure('lv/1/contact/2027')
    const { destructions } = other
    other.ensure('lv/1/contact/2027')
    other.ensure('ee/1/contact/2027')
    one.flush()
    expect(() => other.flush()).toThrow(KeyTaken)
    expect(() => other.flush()).toThrow(KeyTaken)
    other.discard('lv')
    expect(other.destructions).toBeGreaterThan(destructions)
    expect(bytesOf(other, 'lv/1/contact/2027')).toBe(bytesOf(one, 'lv/1/contact/2027'))
    other.flush()
    // What another entity has sealed and not stored yet keeps its key.
    expect(openStore().names('ee')).toEqual(['ee/1/contact/2027'])
  })

  it('that another process made first are those that open what is stored', () => {
    const [one, other] = [openStore(), openStore()]
    one.ensure('lv/1/contact/2027')
    other.ensure('lv/1/contact/2027')
    one.flush()
    expect(bytesOf(other, 'lv/1/contact/2027')).toBe(bytesOf(one, 'lv/1/contact/2027'))
  })

  it('that are durable at once are followed, once destroyed, by a key of the next generation', () => {
    const [one, other] = [openStore(), openStore()]
    const { key, generation } = one.ensureNow('lv/bodies')
    expect(other.ensureNow('lv/bodies').generation).toBe(generation)
    one.destroy(['lv/bodies'], at)
    const next = other.ensureNow('lv/bodies')
    expect(next.generation).toBe(generation + 1)
    expect(next.key).not.toEqual(key)
    expect(one.ensureNow('lv/bodies').key).toEqual(next.key)
  })
})

describe('a destroyed key', () => {
  it('is gone for good, with a record of when', () => {
    const store = openStore()
    store.ensure('lv/1/contact/2027')
    store.destroy(['lv/1/contact/2027'], at)
    store.destroy(['lv/1/contact/2027'], at.add({ hours: 1 }))
    for (const one of [store, openStore()]) {
      expect(one.key('lv/1/contact/2027', 1)).toBeUndefined()
      expect(one.destroyed('lv/1')).toEqual([{ name: 'lv/1/contact/2027', generation: 1, at }])
    }
  })

  it('leaves nothing of itself in the files, wrapped or not', () => {
    const store = openStore()
    const names = Array.from({ length: 400 }, (_, n) => `lv/${1000 + n}/contact/2027`)
    const plain = names.map((name) => store.ensure(name).key)
    store.flush()
    const reader = new DatabaseSync(join(directory, 'keys.sqlite'), { readOnly: true })
    const rows = reader.prepare("select wrapped from key where name like 'lv/%' order by name").all()
    const wrapped = rows.map((row) => row['wrapped'] as Uint8Array)
    reader.close()
    store.destroy(names.slice(0, 300), at)
    const files = ['keys.sqlite', 'keys.sqlite-wal'].map((file) => readFileSync(join(directory, file)))
    const held = (some: readonly Uint8Array[]) => some.filter((one) => files.some((file) => file.includes(one))).length
    expect(held(plain)).toBe(0)
    expect(held(wrapped.slice(0, 300))).toBe(0)
    expect(held(wrapped.slice(300))).toBe(100)
  })

  it('is followed by a key of the next generation', () => {
    const store = openStore()
    const first = store.ensure('lv/1/contact/2027').key
    store.destroy(['lv/1/contact/2027'], at)
    const second = store.ensure('lv/1/contact/2027')
    expect(second.generation).toBe(2)
    expect(second.key).not.toEqual(first)
    expect(store.key('lv/1/contact/2027', 1)).toBeUndefined()
    store.flush()
    expect(openStore().ensure('lv/1/contact/2027').generation).toBe(2)
  })

  it('is noticed by another process that had it in memory', () => {
    const [one, other] = [openStore(), openStore()]
    one.ensure('lv/1/contact/2027')
    one.flush()
    other.ensure('lv/1/contact/2027')
    one.destroy(['lv/1/contact/2027'], at)
    other.refresh()
    expect(other.destructions).toBe(one.destructions)
    expect(other.key('lv/1/contact/2027', 1)).toBeUndefined()
  })
})

describe('the files', () => {
  it('can be read by their owner only', () => {
    const store = openStore()
    store.ensureNow('institution/mac')
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
    expect(mode(directory)).toBe('700')
    for (const file of ['master.key', 'keys.sqlite', 'keys.sqlite-wal']) expect(mode(join(directory, file))).toBe('600')
  })

  it('open nothing without the master key, and say what is missing', () => {
    openStore().ensureNow('institution/mac')
    const copy = join(directory, '..', 'copy')
    mkdirSync(copy)
    for (const file of ['keys.sqlite', 'keys.sqlite-wal']) copyFileSync(join(directory, file), join(copy, file))
    expect(() => openStore(copy)).toThrow(OperatorError)
    expect(() => openStore(copy)).toThrow('the master key of the key store is missing')
  })

  it('open nothing with the master key of another store', () => {
    const other = join(directory, '..', 'other')
    openStore(other)
    openStore().ensureNow('institution/mac')
    copyFileSync(join(other, 'master.key'), join(directory, 'master.key'))
    expect(() => openStore()).toThrow('the master key of the key store is missing')
  })
})
