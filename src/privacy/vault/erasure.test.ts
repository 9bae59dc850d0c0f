import { createDecipheriv, createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import type { PartyId } from '../../kernel/ids.ts'
import type { DetailCategory } from '../../storage/command.ts'
import { KeyReused } from '../../storage/lane/errors.ts'
import { bodyMac, keyHash } from '../../storage/lane/identity.ts'
import { entity, lane, now, partyNumber, retention, SmallBank, type Tale } from '../testing/small-bank.ts'
import { eraseHolder, eraseHolders, type Forget } from './erasure.ts'
import { type KeyStore, openKeyStore } from './keys.ts'
import { categoryOfSealed, createSealer, type Vault } from './sealer.ts'

const [liga, janis] = [1, 2].map(partyNumber) as [PartyId, PartyId]
const everything = Object.keys(retention) as DetailCategory[]
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
const forgetLookedUp: Forget = async (sql, { lane, holder }) => {
  await sql`delete from looked_up where lane = ${lane} and subject = ${holder}`
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
    keys: 0,
    facts: 0,
  })
  expect(await eraseHolder(database.sql, keys, { ...erasure, throughYear: 2027 }, now, [])).toEqual({
    keys: 1,
    facts: 1,
  })
  const left = await database.sql`select kind from fact where subject = ${janis} order by kind`
  expect(left.map(({ kind }) => kind)).toEqual(['name', 'note'])
})

it('an old backup and every key held today decrypt nothing of a person who was erased', async () => {
  const backup = await copy()
  const ofLiga = backup.filter(({ holder }) => holder === liga)
  expect(ofLiga.map((one) => openIn(bank.vault, one)?.length)).toEqual([4, 4, 4, 4])

  const erasure = { lane, entity, holder: liga, categories: everything }
  expect(await eraseHolder(database.sql, keys, erasure, now, [forgetLookedUp])).toEqual({ keys: 4, facts: 3 })

  const today = openKeyStore(directory)
  for (const vault of [bank.vault, createSealer(today, entity, retention)])
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

it('may be repeated', async () => {
  const erasure = { lane, entity, holder: liga, categories: everything }
  expect(await eraseHolder(database.sql, keys, erasure, now, [forgetLookedUp])).toEqual({ keys: 0, facts: 0 })
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
