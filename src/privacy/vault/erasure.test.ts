import { createDecipheriv, createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import type { PartyId } from '../../kernel/ids.ts'
import type { DetailCategory } from '../../storage/command.ts'
import { KeyReused } from '../../storage/lane/errors.ts'
import { bodyMac, keyHash } from '../../storage/lane/identity.ts'
import { entity, lane, now, partyNumber, SmallBank, type Tale } from '../testing/small-bank.ts'
import { eraseHolder, eraseHolders, type Forget } from './erasure.ts'
import type { KeyStore } from './key-store.ts'
import { openKeyStore } from './keys.ts'
import { retentionYears } from './retention-years.ts'
import { categoryOfSealed, createSealer, type Vault } from './sealer.ts'

const [liga, janis] = [1, 2].map(partyNumber) as [PartyId, PartyId]
const everything = Object.keys(retentionYears) as DetailCategory[]
let database: TestDatabase
let directory: string
let keys: KeyStore
let bank: SmallBank

beforeAll(async () => {
  database = await testDatabase()
  directory = mkdtempSync(join(tmpdir(), 'pacta-keys-'))
  keys = openKeyStore(directory)
  bank = await SmallBank.open(database.sql, keys)
  for (const subject of [liga, janis])
    await bank.tell({ subject, facts: { name: 'Name', email: 'mail', note: 'note' }, payment: 'rent' })
  await database.sql`create table looked_up (lane int, mac text, subject bigint)`
  await database.sql`insert into looked_up values (${lane}, 'liga', ${liga}), (${lane}, 'janis', ${janis})`
})
afterAll(async () => {
  keys.close()
  rmSync(directory, { recursive: true })
  await database.close()
})

/** Stands for the blind indexes of a feature. */
const forgetLookedUp: Forget = {
  what: 'looked up',
  forget: async (sql, { lane, holder }) =>
    (await sql`delete from looked_up where lane = ${lane} and subject = ${holder}`).count,
  left: async (sql, erasures) =>
    (
      await sql`select from looked_up where subject = any(${sql.array(
        erasures.map(({ holder }) => holder),
        20,
      )})`
    ).length,
}

type Copied = { holder: number; bound: string; sealed: Buffer }

/** Everything sealed, as a backup would have it. */
async function copy(): Promise<readonly Copied[]> {
  return (
    await database.sql<{ holder: bigint; bound: string; sealed: Buffer }[]>`
      select subject as holder, 'fact ' || fact || ' ' || place as bound, sealed from fact
      union all
      select a.holder, 'account ' || e.account || ' ' || e.place, e.details
      from account_event e join account a using (lane, account) where e.details is not null`
  ).map((row) => ({ ...row, holder: Number(row.holder) }))
}

const openIn = (vault: Vault, { holder, bound, sealed }: Copied) =>
  vault.open(holder, categoryOfSealed(sealed) as DetailCategory, bound, sealed)

function opensWith(store: KeyStore, name: string, { bound, sealed }: Copied): boolean {
  const decipher = createDecipheriv('aes-256-gcm', store.ensure(name).key, sealed.subarray(4, 16))
  decipher.setAAD(Buffer.from(bound)).setAuthTag(sealed.subarray(-16))
  try {
    decipher.update(sealed.subarray(16, -16))
    decipher.final()
    return true
  } catch {
    return false
  }
}

it('erases a category up to a year, and nothing else', async () => {
  const erasure = { lane, entity, holder: janis, categories: ['contact'] } as const
  expect(await eraseHolder(database.sql, keys, { ...erasure, throughYear: 2026 }, now, [])).toEqual({
    outcome: 'nothing-held',
    keys: 0,
    facts: 0,
    others: 0,
  })
  expect(await eraseHolder(database.sql, keys, { ...erasure, throughYear: 2027 }, now, [])).toEqual({
    outcome: 'erased',
    keys: 1,
    facts: 1,
    others: 0,
  })
  const left = await database.sql`select kind from fact where subject = ${janis} order by kind`
  expect(left.map(({ kind }) => kind)).toEqual(['name', 'note'])
})

it('an old backup and every key held today decrypt nothing of a person who was erased', async () => {
  const backup = await copy()
  const ofLiga = backup.filter(({ holder }) => holder === liga)
  expect(ofLiga.map((one) => openIn(bank.vault, one)?.length)).toEqual([4, 4, 4, 4])

  const erasure = { lane, entity, holder: liga, categories: everything }
  const erased = await eraseHolder(database.sql, keys, erasure, now, [forgetLookedUp])
  expect(erased).toEqual({ outcome: 'erased', keys: 4, facts: 3, others: 1 })

  const today = openKeyStore(directory)
  for (const vault of [bank.vault, createSealer(today, entity, retentionYears)])
    expect(ofLiga.map((one) => openIn(vault, one))).toEqual([undefined, undefined, undefined, undefined])
  const names = [...today.names(entity), ...today.names('institution')]
  expect(names).toHaveLength(3)
  expect(ofLiga.some((one) => names.some((name) => opensWith(today, name, one)))).toBe(false)
  // The same search does find what was not erased.
  const ofJanis = backup.filter(({ holder }) => holder === janis)
  expect(ofJanis.every((one) => names.some((name) => opensWith(today, name, one)))).toBe(true)
  today.close()
})

describe('what the journal keeps of what a command said', () => {
  const tale = { subject: janis, facts: { email: 'janis@example.com' }, key: 'moved house' } as const
  const other = { ...tale, facts: { email: 'janis@example.org' } }
  const erase = () => {
    const erasure = { lane, entity, holder: liga, categories: everything }
    return eraseHolder(database.sql, keys, erasure, now, [])
  }

  /** Whether somebody who holds these keys can tell that the command said just this. */
  async function confirms(store: KeyStore, guess: Tale): Promise<boolean> {
    const command = bank.command(guess)
    const key = keyHash(command)
    const [row] = await database.sql<{ body_mac: Buffer }[]>`select body_mac from decision where key_hash = ${key}`
    return [...store.names(entity), ...store.names('institution')].some((name) => {
      const mac = (bytes: Uint8Array) => {
        const made = createHmac('sha256', store.ensure(name).key).update(bytes).digest().subarray(0, 12)
        return Buffer.concat([Buffer.alloc(4), made])
      }
      const guessed = bodyMac({ mac }, command, key, JSON.stringify(command.payload))
      return row?.body_mac.subarray(-12).equals(guessed.subarray(-12)) === true
    })
  }

  it('tells one body from another under the same key, until anything is erased', async () => {
    await bank.tell(tale)
    expect((await bank.tell(tale)).repeated).toBe(true)
    await expect(bank.tell(other)).rejects.toThrow(KeyReused)
    await erase()
    expect((await bank.tell(other)).repeated).toBe(true)
    await expect(bank.tell({ ...tale, facts: { name: 'Jānis' } })).rejects.toThrow(KeyReused)
    const next = { ...tale, key: 'moved again' }
    await bank.tell(next)
    await expect(bank.tell({ ...next, facts: other.facts })).rejects.toThrow(KeyReused)
  })

  it('confirms no guess of it afterwards, to whoever holds every key of today', async () => {
    const noted = { ...tale, key: 'moved for good' }
    await bank.tell(noted)
    expect([await confirms(keys, noted), await confirms(keys, { ...other, key: noted.key })]).toEqual([true, false])
    await erase()
    expect(await confirms(keys, noted)).toBe(false)
  })
})

it('leaves no rows of the person, and those of others as they were', async () => {
  expect(await database.sql`select from fact where subject = ${liga}`).toHaveLength(0)
  expect(await database.sql`select mac from looked_up`).toEqual([{ mac: 'janis' }])
})

it('may be repeated, and says then that nothing was held', async () => {
  const erasure = { lane, entity, holder: liga, categories: everything }
  const again = await eraseHolder(database.sql, keys, erasure, now, [forgetLookedUp])
  expect(again).toEqual({ outcome: 'nothing-held', keys: 0, facts: 0, others: 0 })
  expect(keys.destroyed(`${entity}/${liga}`)).toHaveLength(4)
})

it('of many at once is that of each', async () => {
  for (const subject of [liga, janis]) await bank.tell({ subject, facts: { name: 'Name', email: 'mail' } })
  const factsOf = async (holder: PartyId) =>
    (await database.sql`select from fact where subject = ${holder} and category = 'identity'`).length
  const before = await Promise.all([liga, janis].map(factsOf))
  const identities = [liga, janis].map((holder) => ({ lane, entity, holder, categories: ['identity'] as const }))
  const number = keys.erasures.head().number
  const erased = await eraseHolders(database.sql, keys, identities, now, [])
  expect(erased).toMatchObject(before.map((facts) => ({ keys: 1, facts })))
  expect(await Promise.all([liga, janis].map(factsOf))).toEqual([0, 0])
  expect(keys.erasures.entries(number).map(({ of }) => of)).toEqual(identities)
  expect(keys.erasures.head()).toMatchObject({ number: number + 2, unfinished: [] })
})

describe('a step that did nothing', () => {
  const erasure = { lane, entity, holder: janis, categories: ['identity'] } as const
  const erase = (store: KeyStore, forget: readonly Forget[] = []) =>
    eraseHolder(database.sql, store, erasure, now, forget)
  const unfinished = () => keys.erasures.head().unfinished.length

  beforeEach(async () => {
    await bank.tell({ subject: janis, facts: { name: 'Name' } })
    await database.sql`delete from looked_up`
    await database.sql`insert into looked_up values (${lane}, 'janis', ${janis})`
  })
  // Whatever went wrong before, the next try ends it.
  afterEach(async () => {
    expect(unfinished()).toBeGreaterThan(0)
    expect((await erase(keys, [forgetLookedUp])).outcome).toBe('erased')
    expect(unfinished()).toBe(0)
  })

  const withDestroying = (store: KeyStore, destroyAll: KeyStore['destroyAll']): KeyStore =>
    new Proxy(store, {
      get: (of, member) => {
        if (member === 'destroyAll') return destroyAll
        const value = Reflect.get(of, member, of)
        return typeof value === 'function' ? value.bind(of) : value
      },
    })

  it('is an error where it was to destroy keys', async () => {
    const kept = withDestroying(keys, (parts, at) => parts.map(({ of }) => keys.destroy([], at, of)))
    await expect(erase(kept)).rejects.toThrow('1 keys of what was to go are in the key store')
    expect(await database.sql`select from fact where subject = ${janis} and kind = 'name'`).toHaveLength(1)
  })

  it('is an error where the ledger was to tell of it', async () => {
    const before = unfinished()
    const silent = withDestroying(keys, (parts, at) => {
      const [entry] = keys.destroyAll(
        parts.map(({ names }) => ({ names })),
        at,
      )
      return parts.map(() => ({ keys: entry?.keys ?? 0, erasure: 1_000_000, backupExpires: undefined }))
    })
    await expect(erase(silent)).rejects.toThrow('the ledger of erasures does not tell of it')
    expect(unfinished()).toBe(before)
    await expect(
      erase(keys, [{ ...forgetLookedUp, forget: () => Promise.reject(new Error('killed')) }]),
    ).rejects.toThrow()
  })

  it('is an error where it was to delete what a feature keeps', async () => {
    await expect(erase(keys, [{ ...forgetLookedUp, forget: async () => 1 }])).rejects.toThrow(
      '1 looked up are still there',
    )
  })

  it('is an error where it was to delete facts', async () => {
    const { sql } = database
    await sql`create function keep_facts() returns trigger language plpgsql as 'begin return null; end'`
    await sql`create trigger keep_facts before delete on fact for each row execute function keep_facts()`
    try {
      await expect(erase(keys)).rejects.toThrow('1 facts are still there')
    } finally {
      await sql`drop trigger keep_facts on fact`
      await sql`drop function keep_facts`
    }
  })
})
