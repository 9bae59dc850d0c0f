import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backUpKeys, expireKeyBackups, restoreKeys } from './key-backup.ts'
import { keyStatus } from './key-status.ts'
import { KeyLost, type KeyStore } from './key-store.ts'
import { keysFile, ledgerFile, openKeyStore } from './keys.ts'
import { fileMasterKeys, type MasterKeys } from './master-key.ts'
import { rotateKeys } from './rotation.ts'

const at = Temporal.Instant.from('2026-01-05T09:00:00Z')
const day = (count: number) => at.add({ hours: 24 * count })
const [liga, janis, anna] = ['lv/1/contact/2027', 'lv/2/contact/2027', 'lv/3/contact/2027'] as const
let folder: string
let directory: string
let target: string
let masters: MasterKeys
let open: KeyStore[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pacta-key-backup-'))
  directory = join(folder, 'keys')
  target = join(folder, 'backups')
  masters = fileMasterKeys(directory)
  open = []
})
afterEach(() => {
  close()
  rmSync(folder, { recursive: true })
})

function openStore(...names: readonly string[]): KeyStore {
  const store = openKeyStore(directory)
  open.push(store)
  for (const name of names) store.ensure(name)
  store.flush()
  return store
}

function close(): void {
  for (const store of open) store.close()
  open = []
}

const backUp = (on = at, days = 14) => backUpKeys(directory, masters, target, { at: on, lifeHours: 24 * days })

/** The key store is lost; the ledger and the master key stay. */
function lose(...others: readonly string[]): void {
  close()
  for (const name of ['keys.sqlite', 'keys.sqlite-wal', 'keys.sqlite-shm', ...others])
    rmSync(join(directory, name), { force: true })
}

describe('a backup of the key store', () => {
  it('brings the keys back, and only to who has the master key', () => {
    const before = openStore(liga).key(liga, 1)
    const { file, expires, number } = backUp()
    expect({ number, expires }).toEqual({ number: 1, expires: day(14) })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    lose()
    expect(restoreKeys(file, directory, masters)).toMatchObject({ number: 1, keys: 1, destroyedAgain: 0 })
    expect(openStore().key(liga, 1)).toEqual(before)
    const elsewhere = join(folder, 'elsewhere')
    expect(() => restoreKeys(file, elsewhere, fileMasterKeys(elsewhere))).toThrow('the master key')
  })

  it('holds no name of a key, and no key, in clear', () => {
    const key = openStore(liga).key(liga, 1) as Buffer
    const bytes = readFileSync(backUp().file)
    expect([bytes.includes(liga), bytes.includes(key), bytes.includes('SQLite')]).toEqual([false, false, false])
  })

  it('is refused when a byte was changed, when it was cut short, and over another key store', () => {
    openStore(liga)
    const { file } = backUp()
    expect(() => restoreKeys(file, directory, masters)).toThrow('a key store is there already')
    lose()
    const whole = readFileSync(file)
    const header = whole.indexOf('\n')
    for (const place of [header - 40, header + 100, whole.length - 5]) {
      const changed = Buffer.from(whole)
      changed[place] = (changed[place] as number) ^ 1
      writeFileSync(file, changed)
      expect(() => restoreKeys(file, directory, masters), String(place)).toThrow(
        'the backup of the keys cannot be used',
      )
    }
    writeFileSync(file, whole.subarray(0, -100))
    expect(() => restoreKeys(file, directory, masters)).toThrow('the backup of the keys cannot be used')
    writeFileSync(file, whole)
    expect(restoreKeys(file, directory, masters)).toMatchObject({ keys: 1 })
  })

  it('is deleted when its life is over, and not before', () => {
    openStore(liga)
    const first = backUp(at)
    const second = backUp(day(13))
    expect(second.expired).toEqual({ deleted: [], failed: [] })
    expect(backUp(day(14)).expired).toEqual({ deleted: [first.file], failed: [] })
    expect(() => statSync(first.file)).toThrow('ENOENT')
    expect(expireKeyBackups(directory, masters, day(27)).deleted).toEqual([second.file])
  })

  it('that cannot be deleted is told of as overdue, and still counts as there', () => {
    openStore(liga).destroy([], at)
    backUp()
    const store = openStore()
    expect(store.destroy([liga], day(1)).backupExpires).toEqual(day(14))
    renameSync(target, `${target}-away`)
    expect(expireKeyBackups(directory, masters, day(15)).failed).toHaveLength(1)
    expect(keyStatus(directory, masters, day(15)).backups).toMatchObject([{ number: 1, overdue: true }])
    expect(store.backupExpires('lv/1')).toEqual(day(14))
    renameSync(`${target}-away`, target)
    expect(expireKeyBackups(directory, masters, day(15)).deleted).toHaveLength(1)
    expect(store.backupExpires('lv/1')).toBeUndefined()
  })

  it('of before a rotation is restored under the old master key, which is kept for it', async () => {
    const before = openStore(liga).key(liga, 1)
    const { file } = backUp()
    await rotateKeys(directory, masters)
    lose()
    restoreKeys(file, directory, masters)
    expect(openStore().key(liga, 1)).toEqual(before)
  })
})

describe('destroying a key', () => {
  it('says when the last backup that holds it expires, by what was backed up since it was made', () => {
    const store = openStore(liga)
    expect(store.destroy(['lv/9/contact/2027'], at).backupExpires).toBeUndefined()
    backUp(at)
    backUp(day(2))
    store.ensure(janis)
    store.flush()
    expect(store.destroy([janis], day(3)).backupExpires).toBeUndefined()
    expect(store.destroy([liga], day(3)).backupExpires).toEqual(day(16))
    backUp(day(4))
    expect(store.backupExpires('lv/1')).toEqual(day(16))
    expect(keyStatus(directory, masters, day(4)).destroyedUntil).toEqual(day(16))
    backUp(day(17))
    expect(store.backupExpires('lv/1')).toBeUndefined()
    expect(keyStatus(directory, masters, day(17)).destroyedUntil).toBeUndefined()
  })
})

describe('a key that was destroyed', () => {
  it('stays destroyed when a backup from before is restored', () => {
    const store = openStore(liga, janis)
    const kept = store.key(janis, 1)
    const { file } = backUp()
    store.destroy([liga], day(1))
    lose()
    expect(restoreKeys(file, directory, masters)).toMatchObject({ keys: 1, destroyedAgain: 1 })
    const restored = openStore()
    expect(restored.key(liga, 1)).toBeUndefined()
    expect(restored.key(janis, 1)).toEqual(kept)
    expect(restored.destroyed('lv/1')).toEqual([{ name: liga, generation: 1, at: day(1) }])
  })

  it('comes back from the backup where nobody goes through the ledger again', () => {
    const store = openStore(liga)
    const { file } = backUp()
    store.destroy([liga], day(1))
    lose('erasures.sqlite', 'erasures.sqlite-wal', 'erasures.sqlite-shm')
    expect(restoreKeys(file, directory, masters)).toMatchObject({ keys: 1, destroyedAgain: 0 })
    expect(openStore().key(liga, 1)).toBeDefined()
  })

  it('and was made after the backup is called destroyed, not lost', () => {
    openStore(liga)
    const { file } = backUp()
    const store = openStore(janis, anna)
    store.destroy([janis], day(1))
    lose()
    restoreKeys(file, directory, masters)
    const restored = openStore()
    expect(restored.key(janis, 1)).toBeUndefined()
    expect(() => restored.key(anna, 1)).toThrow(KeyLost)
  })

  it('stays destroyed when an old copy of the key store is simply put back', () => {
    const store = openStore(liga)
    store.ensureNow(janis)
    close()
    const copy = join(folder, 'copy.sqlite')
    copyFileSync(keysFile(directory), copy)
    openStore().destroy([liga], at)
    lose()
    copyFileSync(copy, keysFile(directory))
    expect([openStore().key(liga, 1), openStore().key(janis, 1)?.length]).toEqual([undefined, 32])
  })

  it('is destroyed at the next start when a crash came between ledger and key store', () => {
    const store = openStore(liga)
    store.erasures.append(at, [{ keys: [{ name: liga, generation: 1 }], of: undefined }])
    expect(store.key(liga, 1)).toBeDefined()
    close()
    expect(openStore().key(liga, 1)).toBeUndefined()
  })
})

describe('the ledger of erasures', () => {
  it('that is lost is written anew from what the key store remembers', () => {
    const store = openStore(liga, janis)
    for (const name of [liga, janis]) store.destroy([name], at)
    const before = store.erasures.entries()
    expect(before).toHaveLength(2)
    close()
    for (const end of ['', '-wal', '-shm']) rmSync(`${ledgerFile(directory)}${end}`, { force: true })
    expect(openStore().erasures.entries()).toEqual(before)
  })

  it('of another institution, or one that was changed, is refused', () => {
    const store = openStore(liga)
    store.destroy([liga], at)
    close()
    const ledger = new DatabaseSync(ledgerFile(directory))
    ledger.exec(`update erasure set said = replace(said, 'lv/1', 'lv/2')`)
    ledger.exec(`update erasure set hash = '${'0'.repeat(64)}'`)
    ledger.close()
    expect(() => openStore()).toThrow('two ledgers of erasures do not agree')
  })

  it('names keys and erasures and nothing else', () => {
    const store = openStore(liga)
    const of = { lane: 1 as never, entity: 'lv', holder: 1, categories: ['contact'] as const }
    store.destroy([liga], at, of)
    const [entry] = store.erasures.entries()
    expect(JSON.parse(entry?.said ?? '')).toEqual({ at: at.toString(), keys: [{ name: liga, generation: 1 }], of })
    expect(store.erasures.head().unfinished).toEqual([1])
    store.destroy([], at, of)
    store.erasures.finish([2])
    expect(store.erasures.head().unfinished).toEqual([])
  })
})

it('keys of the first version, which the master key had wrapped by itself, are taken over', () => {
  const plain = Buffer.alloc(32, 7)
  const store = openStore()
  close()
  lose('erasures.sqlite', 'erasures.sqlite-wal', 'erasures.sqlite-shm')
  expect(store).toBeDefined()
  const old = new DatabaseSync(keysFile(directory))
  old.exec(`
    create table key (name text not null, generation integer not null, wrapped blob, destroyed integer,
      primary key (name, generation)) strict, without rowid;
    create table store (one integer primary key, mark blob not null, destructions integer not null) strict;
    insert into store values (1, x'00', 3)`)
  const wrapped = masters.first().wrap(`${liga}/1`, plain)
  old.prepare('insert into key values (?, 1, ?, null), (?, 1, null, 5)').run(liga, wrapped, janis)
  old.close()
  const now = openStore()
  expect(now.key(liga, 1)).toEqual(plain)
  expect(now.key(janis, 1)).toBeUndefined()
  expect(now.erasures.entries()).toMatchObject([{ keys: [{ name: janis, generation: 1 }] }])
})
