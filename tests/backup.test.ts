import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LaneId } from '../src/kernel/ids.ts'
import { backUp } from '../src/operations/backup/backup.ts'
import { addressOf, create, drop, exists, nameIn } from '../src/operations/backup/databases.ts'
import { type Restored, restore } from '../src/operations/backup/restore.ts'
import { checkBooks } from '../src/operations/books/check.ts'
import { publishHeads } from '../src/operations/heads/publish.ts'
import { BusyBank, type Names } from '../src/operations/testing/busy-bank.ts'
import { isSound } from '../src/operations/verify/verify.ts'
import { eraseHolder, type Forget } from '../src/privacy/vault/erasure.ts'
import { memoryKeyStore } from '../src/privacy/vault/keys.ts'
import { connect, type Sql } from '../src/storage/sql.ts'
import { verified } from './sound.ts'

let bank: BusyBank
let names: Names
const made: string[] = []
beforeAll(async () => {
  bank = await BusyBank.open()
  names = await bank.live()
  await publish()
}, 60_000)
afterAll(async () => {
  for (const name of made) await drop(bank.database.url, name)
  await bank.close()
})

const headsDir = () => join(bank.folder, 'heads')

async function publish(): Promise<void> {
  await (await publishHeads(bank.institution, headsDir())).stop()
}

const backUpTo = (name: string) =>
  backUp(bank.institution.sql, join(bank.folder, name), { keys: bank.institution.keys, headsDir: headsDir() })

type Asked = {
  readonly forget?: readonly Forget[]
  readonly onProgress?: (step: string) => void
  readonly keys?: BusyBank['institution']['keys']
}

async function restoreFrom(name: string, asked: Asked = {}): Promise<{ restored: Restored; sql: Sql }> {
  const database = `${nameIn(bank.database.url)}_${made.length}`
  made.push(database)
  const restored = await restore(join(bank.folder, name), {
    serverUrl: bank.database.url,
    database,
    keys: asked.keys ?? bank.institution.keys,
    forget: asked.forget ?? [],
    headsDir: headsDir(),
    ...(asked.onProgress === undefined ? {} : { onProgress: asked.onProgress }),
  })
  return { restored, sql: connect(addressOf(bank.database.url, database), { max: 2 }) }
}

const verifiedCopy = (sql: Sql, database: string) => verified(sql, bank.institution.keys, join(headsDir(), database))

describe('a backup', () => {
  it('restores to the same decisions, books and heads, whatever was done after it', async () => {
    const before = await bank.institution.sql`select count(*)::int as count from decision`
    const { manifest } = await backUpTo('one')
    for (let i = 0; i < 3; i += 1) await bank.transfer(names.ligas, names.janisAccount, 10 + i)
    await publish()
    const { restored, sql } = await restoreFrom('one')
    try {
      expect(await sql`select count(*)::int as count from decision`).toEqual(before)
      expect((await checkBooks(sql)).filter(({ broken }) => broken > 0)).toEqual([])
      const lanes = await verifiedCopy(sql, restored.database)
      expect(lanes.filter((lane) => !isSound(lane))).toEqual([])
      expect(lanes[0]).toMatchObject({ head: 'signed', chain: 'whole', differs: 0 })
      expect(restored.lanes[0]).toMatchObject({ lane: 1, chain: 'whole', head: 'signed', lostBatches: 3 })
      expect(restored.rows).toBe(manifest.tables.reduce((sum, { rows }) => sum + rows, 0))
      expect(restored.rows).toBeGreaterThan(100)
      const [next] =
        await sql`insert into citation_set (settled, disclosed) values ('[1]', '[]') returning citation_set`
      const [last] = await bank.institution.sql`select max(citation_set) as last from citation_set`
      expect(next?.['citation_set']).toBe(Number(last?.['last']) + 1)
    } finally {
      await sql.end()
    }
  })

  it('is of one moment, although the bank works meanwhile', async () => {
    let writing = true
    const writes = (async () => {
      while (writing) await bank.transfer(names.janisAccount, names.ligas, 1)
    })()
    try {
      await backUpTo('busy')
    } finally {
      writing = false
      await writes
    }
    const { sql, restored } = await restoreFrom('busy')
    expect((await checkBooks(sql)).filter(({ broken }) => broken > 0)).toEqual([])
    expect((await verifiedCopy(sql, restored.database)).every(isSound)).toBe(true)
    await sql.end()
  })

  it('goes nowhere where something is, and leaves nothing of one that failed', async () => {
    await expect(backUpTo('one')).rejects.toThrow('the backup has no room')
    const broken = { keys: bank.institution.keys, headsDir: headsDir(), onProgress: () => { throw new Error('full') } } // biome-ignore format: a line
    await expect(backUp(bank.institution.sql, join(bank.folder, 'failed'), broken)).rejects.toThrow('full')
    expect(readdirSync(bank.folder).filter((name) => name.startsWith('failed'))).toEqual([])
    expect(await bank.institution.sql`select 1 as alive`).toEqual([{ alive: 1 }])
  })

  it('says what it has been through: schema, lanes, rows and erasures', async () => {
    const { manifest } = await backUpTo('said')
    const [lane] = await bank.institution.sql<{ batch: bigint }[]>`select batch from lane where lane = 1`
    expect(manifest.lanes[0]).toMatchObject({ lane: 1, entity: 'lv', batch: Number(lane?.batch) })
    expect(manifest.migrations[0]).toMatchObject({ number: 1, file: '0001-lanes.sql' })
    expect(manifest.tables.find(({ table }) => table === 'account')?.rows).toBeGreaterThan(4)
    expect(manifest.erasures).toMatchObject({ number: 0, unfinished: [] })
  })
})

describe('a backup that was changed', () => {
  const flip = (file: string, place: (bytes: Buffer) => number): (() => void) => {
    const whole = readFileSync(file)
    const bytes = Buffer.from(whole)
    bytes[place(bytes)] = (bytes[place(bytes)] as number) ^ 1
    writeFileSync(file, bytes)
    return () => writeFileSync(file, whole)
  }

  it.each([
    ['manifest.json', (bytes: Buffer) => bytes.indexOf('"rows"') + 8],
    ['manifest.sig', () => 3],
    ['decision.copy.zst', (bytes: Buffer) => bytes.length >> 1],
    ['account_event.copy.zst', (bytes: Buffer) => bytes.length - 3],
    ['heads-1.jsonl', () => 20],
  ])('in %s is refused, and leaves no database', async (file, place) => {
    const undo = flip(join(bank.folder, 'one', file), place)
    await expect(restoreFrom('one')).rejects.toThrow('the backup was changed')
    undo()
    const database = made.at(-1) as string
    for (const name of [database, `${database}_restoring`]) expect(await exists(bank.database.url, name)).toBe(false)
  })

  it('by taking a table out is refused', async () => {
    const file = join(bank.folder, 'one', 'hold.copy.zst')
    const bytes = readFileSync(file)
    rmSync(file)
    await expect(restoreFrom('one')).rejects.toThrow('is missing')
    writeFileSync(file, bytes)
  })

  it('or is that of another institution is refused', async () => {
    const keys = memoryKeyStore()
    await expect(restoreFrom('one', { keys })).rejects.toThrow('is not what this institution signed')
    keys.close()
  })
})

describe('a restore', () => {
  it('that fails halfway leaves nothing, and may be tried again', async () => {
    const onProgress = (step: string) => {
      if (step === 'reading back') throw new Error('the machine is tired')
    }
    await expect(restoreFrom('one', { onProgress })).rejects.toThrow('tired')
    const database = made.at(-1) as string
    expect(await exists(bank.database.url, `${database}_restoring`)).toBe(false)
    await (await restoreFrom('one')).sql.end()
  })

  it('begins anew where one was killed, and never over a database that is there', async () => {
    const database = `${nameIn(bank.database.url)}_${made.length}`
    await create(bank.database.url, `${database}_restoring`)
    await (await restoreFrom('one')).sql.end()
    expect(await exists(bank.database.url, `${database}_restoring`)).toBe(false)
    await create(bank.database.url, `${nameIn(bank.database.url)}_${made.length}`)
    await expect(restoreFrom('one')).rejects.toThrow('the database is there already')
  })
})

describe('what was erased after the backup', () => {
  it('is erased again from what is restored, by the ledger, and what others told stays', async () => {
    const { sql, keys } = bank.institution
    const holder = Number(names.liga)
    const lane = 1 as LaneId
    const factsIn = async (of: Sql) =>
      (await of<{ count: number }[]>`select count(*)::int as count from fact where subject = ${holder}`)[0]?.count
    await backUpTo('before')
    const all = await factsIn(sql)
    expect(all).toBeGreaterThan(0)
    const forgetCodes: Forget = {
      what: 'codes',
      forget: async (transaction, { holder: party }) =>
        (await transaction`delete from party_code where party = ${party}`).count,
      left: async () => 0,
    }
    const categories = ['identity', 'contact'] as const
    const erasure = { lane, entity: 'lv', holder, categories }
    const erased = await eraseHolder(sql, keys, erasure, Temporal.Now.instant(), [forgetCodes])
    expect(erased).toMatchObject({ facts: all, backupExpires: undefined })

    const { restored, sql: again } = await restoreFrom('before', { forget: [forgetCodes] })
    expect(restored).toMatchObject({ erasedAgain: 1, factsErased: all })
    expect(await factsIn(again)).toBe(0)
    expect(await again`select from party_code where party = ${holder}`).toHaveLength(0)
    expect((await again`select from fact`).length).toBeGreaterThan(0)
    await again.end()
    // What is backed up afterwards has it no more, and nothing is done twice.
    await backUpTo('after')
    const later = await restoreFrom('after', { forget: [forgetCodes] })
    expect(later.restored).toMatchObject({ erasedAgain: 0, factsErased: 0 })
    expect(await factsIn(later.sql)).toBe(0)
    await later.sql.end()
  })

  it('is erased again where the erasure had ended with the keys and not in the database', async () => {
    const { sql, keys } = bank.institution
    const holder = Number(names.janis)
    const erasure = { lane: 1 as LaneId, entity: 'lv', holder, categories: ['identity'] as const }
    const fails: Forget = {
      what: 'nothing',
      forget: () => Promise.reject(new Error('killed')),
      left: async () => 0,
    }
    await expect(eraseHolder(sql, keys, erasure, Temporal.Now.instant(), [fails])).rejects.toThrow('killed')
    const { manifest } = await backUpTo('halfway')
    expect(manifest.erasures.unfinished).toHaveLength(1)
    const { restored, sql: again } = await restoreFrom('halfway')
    expect(restored.factsErased).toBeGreaterThan(0)
    expect(await again`select from fact where subject = ${holder} and category = 'identity'`).toHaveLength(0)
    await again.end()
    await eraseHolder(sql, keys, erasure, Temporal.Now.instant(), [])
    expect(keys.erasures.head().unfinished).toEqual([])
  })
})

it('heads of the history that is lost are kept aside where the bank itself is restored', async () => {
  const database = `${nameIn(bank.database.url)}_own`
  made.push(database)
  await restore(join(bank.folder, 'one'), {
    serverUrl: bank.database.url,
    database,
    ownName: database,
    keys: bank.institution.keys,
    forget: [],
    headsDir: headsDir(),
  })
  expect(existsSync(join(headsDir(), 'lane-1.jsonl'))).toBe(true)
  expect(readdirSync(headsDir()).filter((name) => name.includes('.before-'))).toHaveLength(1)
})
