import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backUpKeys, expireKeyBackups } from './key-backup.ts'
import { keyStatus } from './key-status.ts'
import type { KeyStore } from './key-store.ts'
import { keysFile, openKeyStore } from './keys.ts'
import { fileMasterKeys, type MasterKeys } from './master-key.ts'
import { rotateKeys } from './rotation.ts'

const at = Temporal.Instant.from('2026-01-05T09:00:00Z')
let folder: string
let directory: string
let masters: MasterKeys
let open: KeyStore[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pacta-rotation-'))
  directory = join(folder, 'keys')
  masters = fileMasterKeys(directory)
  open = []
})
afterEach(() => {
  for (const store of open) store.close()
  rmSync(folder, { recursive: true })
})

function openStore(where = directory): KeyStore {
  const store = openKeyStore(where)
  open.push(store)
  return store
}

const names = Array.from({ length: 40 }, (_, n) => `lv/${1000 + n}/contact/2027`)
const bytesOf = (store: KeyStore, name: string) => store.key(name, 1)?.toString('hex')
const filesOf = () => readdirSync(directory).filter((name) => name.startsWith('master'))

function filled(): KeyStore {
  const store = openStore()
  for (const name of names) store.ensure(name)
  store.flush()
  return store
}

class Killed extends Error {}
const killAfter = (steps: number) => () => {
  steps -= 1
  if (steps === 0) throw new Killed()
}

describe('a rotation', () => {
  it('rewraps every key under a new master key, and the keys are the same', async () => {
    const before = names.map((name) => bytesOf(filled(), name))
    const [old] = filesOf()
    const { rewrapped, resumed, retired, kept, master } = await rotateKeys(directory, masters)
    expect({ rewrapped, resumed, kept }).toEqual({ rewrapped: names.length, resumed: false, kept: [] })
    expect(retired).toHaveLength(1)
    expect(filesOf()).toEqual([`master-${master.slice(5)}.key`])
    expect(filesOf()).not.toContain(old)
    expect(names.map((name) => bytesOf(openStore(), name))).toEqual(before)
    expect(keyStatus(directory, masters, at).masters).toMatchObject([{ id: master, keys: names.length }])
  })

  it('leaves nothing in the files of what the old master key had wrapped', async () => {
    filled()
    const reader = new DatabaseSync(keysFile(directory), { readOnly: true })
    const rows = [...reader.prepare('select wrapped from key').all(), ...reader.prepare('select * from wrapping').all()]
    reader.close()
    await rotateKeys(directory, masters)
    const files = ['keys.sqlite', 'keys.sqlite-wal'].map((file) => readFileSync(join(directory, file)))
    const found = rows.filter((row) => files.some((file) => file.includes(row['wrapped'] as Uint8Array)))
    expect([rows.length, found.length]).toEqual([names.length + 1, 0])
  })

  it('does not keep a running process from reading, making and destroying keys', async () => {
    const running = filled()
    const reader = openStore()
    const made: string[] = []
    const { rewrapped } = await rotateKeys(directory, masters, {
      keysAtOnce: 7,
      onProgress: (done) => {
        const name = `lv/${5000 + done}/contact/2027`
        running.ensure(name)
        running.flush()
        running.destroy([names[done - 1] as string], at)
        made.push(name)
      },
    })
    expect(rewrapped).toBeGreaterThan(30)
    const alike = names.filter((name) => reader.names('lv').includes(name))
    expect(alike.length).toBeLessThan(names.length)
    for (const name of [...alike, ...made]) expect(bytesOf(reader, name)).toBe(bytesOf(running, name))
    const { masters: alive } = keyStatus(directory, masters, at)
    expect(alive).toMatchObject([{ keys: alike.length + made.length }])
    await rotateKeys(directory, masters)
    for (const name of alike) expect(bytesOf(openStore(), name)).toBe(bytesOf(running, name))
  })

  it.each([1, 3, 6])(
    'that was interrupted after step %i has two master keys, and goes on where it was',
    async (steps) => {
      const before = names.map((name) => bytesOf(filled(), name))
      await expect(rotateKeys(directory, masters, { keysAtOnce: 7, onProgress: killAfter(steps) })).rejects.toThrow(
        Killed,
      )
      expect(names.map((name) => bytesOf(openStore(), name))).toEqual(before)
      const { masters: alive } = keyStatus(directory, masters, at)
      expect(alive.map(({ keys }) => keys)).toEqual([
        Math.max(0, names.length - 7 * steps),
        Math.min(names.length, 7 * steps),
      ])
      const ended = await rotateKeys(directory, masters)
      expect(ended).toMatchObject({ resumed: true, rewrapped: alive[0]?.keys, master: alive[1]?.id })
      expect(filesOf()).toHaveLength(1)
      expect(names.map((name) => bytesOf(openStore(), name))).toEqual(before)
    },
  )

  it('keeps the old master key as long as a backup needs it, and destroys it with the last', async () => {
    filled()
    backUpKeys(directory, masters, join(folder, 'backups'), { at, lifeHours: 24 })
    expect(await rotateKeys(directory, masters)).toMatchObject({
      retired: [],
      kept: [expect.stringContaining('file:')],
    })
    expect(filesOf()).toHaveLength(2)
    expireKeyBackups(directory, masters, at.add({ hours: 23 }))
    expect(filesOf()).toHaveLength(2)
    expireKeyBackups(directory, masters, at.add({ hours: 24 }))
    expect(filesOf()).toHaveLength(1)
    expect(bytesOf(openStore(), names[0] as string)).toBeDefined()
  })

  it('makes an old copy of the key store worthless once the old master key is gone', async () => {
    filled()
    const copy = mkdtempSync(join(folder, 'copy-'))
    for (const file of ['keys.sqlite', 'keys.sqlite-wal']) copyFileSync(join(directory, file), join(copy, file))
    await rotateKeys(directory, masters)
    for (const file of filesOf()) copyFileSync(join(directory, file), join(copy, file))
    expect(() => openStore(copy)).toThrow('the master key of the key store is missing')
  })
})
