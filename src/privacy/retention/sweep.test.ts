import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import { calendarOf } from '../../kernel/calendar.ts'
import type { PartyId } from '../../kernel/ids.ts'
import type { DataClass } from '../../rulebook/register/attributes.ts'
import type { RegisterPart } from '../../rulebook/register/schema.ts'
import { entity, lane, now, partyNumber, SmallBank, termsWith } from '../testing/small-bank.ts'
import { smallRegister } from '../testing/small-register.ts'
import type { Forget } from '../vault/erasure.ts'
import { backUpKeys } from '../vault/key-backup.ts'
import type { KeyStore } from '../vault/key-store.ts'
import { openKeyStore } from '../vault/keys.ts'
import { fileMasterKeys } from '../vault/master-key.ts'
import { categoryOfSealed } from '../vault/sealer.ts'
import type { AffairsSource, DetailsSource } from './affairs.ts'
import { entryDetails, keptDetailsHeld } from './details/store.ts'
import type { Affairs } from './rules.ts'
import { sweeps } from './store.ts'
import { type SweepBank, sweep } from './sweep.ts'

const [liga, janis, anna] = [1, 2, 3].map(partyNumber) as [PartyId, PartyId, PartyId]
const day = (text: string) => Temporal.PlainDate.from(text)

/** As the small register; but birth dates, which share a key with names, stay a year only, and contact data two. */
const register: RegisterPart = {
  ...smallRegister,
  categories: (smallRegister.categories ?? []).flatMap((one) =>
    one.id === 'identity'
      ? [
          { ...one, attributes: ['name', 'personal-code', 'registration-number'] },
          { ...one, id: 'birth', attributes: ['birth-date'] },
          { ...one, id: 'sensitive', attributes: ['health', 'ethnicity', 'religion'] },
        ]
      : [one],
  ),
  purposes: (smallRegister.purposes ?? []).map((one) => ({ ...one, categories: [...one.categories, 'birth'] })),
  retention: [
    ...(smallRegister.retention ?? []).map((one) => ({
      ...one,
      categories: one.categories.filter((id) => id !== 'contact'),
    })),
    {
      id: 'birth',
      name: { en: 'Birth dates' },
      dpv: ['dpv:StorageDuration'],
      categories: ['birth'],
      from: 'recorded',
      term: 'P1Y',
      basis: 'contract',
    },
    {
      id: 'sensitive',
      name: { en: 'Sensitive' },
      dpv: ['dpv:StorageDuration'],
      categories: ['sensitive'],
      from: 'recorded',
      term: 'P3M',
      basis: 'legal-obligation',
    },
    {
      id: 'contact',
      name: { en: 'Contact' },
      dpv: ['dpv:StorageDuration'],
      categories: ['contact'],
      from: 'recorded',
      term: 'P2Y',
      basis: 'contract',
    },
  ],
}

let database: TestDatabase
let directory: string
let keys: KeyStore
let bank: SmallBank
let affairs: Map<PartyId, Partial<Affairs>>

beforeEach(async () => {
  database = await testDatabase()
  directory = mkdtempSync(join(tmpdir(), 'pacta-keys-'))
  keys = openKeyStore(directory)
  bank = await SmallBank.open(database.sql, keys)
  affairs = new Map()
  for (const subject of [liga, janis, anna]) {
    await bank.tell({
      subject,
      facts: { name: 'Name', 'birth-date': '1990-01-01', email: 'mail' },
      payment: 'rent',
    })
    await database.sql`
      insert into party (lane, party, kind, consumer, residence) values (${lane}, ${subject}, 'natural', true, 'LV')`
    affairs.set(subject, { agreements: [{ reference: `agreement of ${subject}` }] })
  }
})
afterEach(async () => {
  keys.close()
  rmSync(directory, { recursive: true })
  await database.close()
})

const source: AffairsSource = async (_sql, _lane, subjects) =>
  new Map(subjects.flatMap((one) => (affairs.has(one) ? [[one, affairs.get(one) ?? {}]] : [])))
const swept = (more: Partial<SweepBank> = {}): SweepBank => ({
  sql: database.sql,
  lane,
  vault: bank.vault,
  calendar: calendarOf('LV'),
  terms: termsWith(register),
  sources: [source],
  details: [entryDetails, keptDetailsHeld],
  forget: [],
  now: () => now,
  ...more,
})

type Copied = { holder: number; kind: string; bound: string; sealed: Buffer }
/** Everything sealed, as a backup would have it. */
const copy = async (): Promise<readonly Copied[]> =>
  (
    await database.sql<Copied[]>`
      select subject as holder, kind, 'fact ' || fact || ' ' || place as bound, sealed from fact
      union all
      select a.holder, 'details', 'account ' || e.account || ' ' || e.place, e.details
      from account_event e join account a using (lane, account) where e.details is not null`
  ).map((row) => ({ ...row, holder: Number(row.holder) }))
const opens = ({ holder, bound, sealed }: Copied): boolean =>
  bank.vault.open(holder, categoryOfSealed(sealed) as DataClass, bound, sealed) !== undefined
const readable = (rows: readonly Copied[]) =>
  rows
    .filter(opens)
    .map(({ holder, kind }) => `${[liga, janis, anna].indexOf(holder as PartyId)} ${kind}`)
    .sort()

it('erases nothing on the last day of a term, and what has no other ground on the day after', async () => {
  const before = await copy()
  const all = readable(before)
  expect(await sweep(swept(), day('2027-01-05'))).toMatchObject({ subjects: 3, facts: 0, keys: 0 })
  expect(readable(await copy())).toEqual(all)

  expect(await sweep(swept(), day('2027-01-06'))).toMatchObject({ subjects: 3, facts: 3, keys: 3 })
  const after = await copy()
  expect(after.filter(({ kind }) => kind === 'birth-date')).toEqual([])
  // Names shared the key of the birth dates: they are sealed under another one now.
  expect(readable(after)).toEqual(all.filter((one) => !one.includes('birth-date')))
  expect(readable(before)).toEqual(all.filter((one) => !/birth-date|name/.test(one)))
})

it('erases everything of a person, details of entries too, once the last ground has ended; of others nothing', async () => {
  affairs.set(liga, { agreements: [{ reference: 'x', ended: day('2026-03-01') }], lastTransaction: day('2026-02-01') })
  const before = await copy()
  const run = await sweep(swept(), day('2036-03-02'))
  expect(run).toMatchObject({ subjects: 3, facts: 7 })
  const left = readable(await copy())
  expect(left).toEqual(['1 details', '1 name', '2 details', '2 name'])
  expect(readable(before).filter((one) => one.startsWith('0'))).toEqual([])
  const [event] = await database.sql`
    select e.balance_after from account_event e join account a using (lane, account)
    where a.holder = ${liga} and e.amount <> 0`
  expect(event).toBeDefined()
})

it('keeps everything of a person whom a case concerns', async () => {
  affairs.delete(liga)
  await database.sql`insert into legal_hold (lane, subject, cases) values (${lane}, ${liga}, ${['C-1/26']})`
  await sweep(swept(), day('2046-01-01'))
  expect(readable(await copy()).filter((one) => one.startsWith('0'))).toEqual([
    '0 birth-date',
    '0 details',
    '0 email',
    '0 name',
  ])
})

describe('details of records', () => {
  const running = async () => {
    await bank.tell({ subject: liga, facts: {}, payment: 'told of an illness', as: 'special' })
    const details = async () =>
      (await copy()).filter(({ holder, kind }) => holder === liga && kind === 'details').map((one) => opens(one))
    return details
  }

  it('go when their own term has ended, while the person is a customer still', async () => {
    const details = await running()
    expect(await sweep(swept(), day('2026-04-05'))).toMatchObject({ keys: 0 })
    expect(await details()).toEqual([true, true])
    expect(await sweep(swept(), day('2026-04-06'))).toMatchObject({ keys: 1, facts: 0 })
    expect((await details()).sort()).toEqual([false, true])
  })

  it('stay as long as something waits that will be carried out with them', async () => {
    const details = await running()
    const waiting: DetailsSource = async () => [
      ...(await entryDetails(database.sql, lane, [liga])).map((one) => ({ ...one, waiting: true })),
    ]
    expect(await sweep(swept({ details: [waiting] }), day('2030-01-01'))).toMatchObject({ subjects: 3 })
    expect(await details()).toEqual([true, true])
  })

  it('are as new as the newest entry under their key', async () => {
    const details = await running()
    const later: DetailsSource = async () =>
      (await entryDetails(database.sql, lane, [liga])).map((one) => ({ ...one, last: day('2026-12-31') }))
    await sweep(swept({ details: [entryDetails, later] }), day('2027-03-31'))
    expect(await details()).toEqual([true, true])
    await sweep(swept({ details: [entryDetails, later] }), day('2027-04-01'))
    expect((await details()).sort()).toEqual([false, true])
  })
})

it('destroys no key before what outlasts it is sealed anew', async () => {
  const { sql } = database
  await sql`create function leave_facts() returns trigger language plpgsql as 'begin return null; end'`
  await sql`create trigger leave_facts before update on fact for each row execute function leave_facts()`
  const before = readable(await copy())
  await expect(sweep(swept(), day('2027-01-06'))).rejects.toThrow('3 facts that stay were not sealed anew')
  expect(readable(await copy())).toEqual(before)
  await sql`drop trigger leave_facts on fact`
  expect(await sweep(swept(), day('2027-01-06'))).toMatchObject({ facts: 3, keys: 3 })
})

it('takes no new fact for one that is due, although it came meanwhile under the same key', async () => {
  const [told] = await database.sql<{ recorded_on: Temporal.PlainDate }[]>`
    update fact set recorded_on = '2023-01-01' where subject = ${liga} and kind = 'email' returning recorded_on`
  expect(told).toBeDefined()
  let calls = 0
  const telling: AffairsSource = async (sql, of, subjects) => {
    calls += 1
    // After the facts were read, by which the first plan is made.
    await sleep(100)
    if (calls === 1) await bank.tell({ subject: liga, facts: { email: 'another mail' } })
    return source(sql, of, subjects)
  }
  expect(await sweep(swept({ sources: [telling] }), day('2026-01-05'))).toMatchObject({ facts: 1, keys: 1 })
  expect(calls).toBe(2)
  expect(readable(await copy()).filter((one) => one === '0 email')).toHaveLength(1)
})

it('says when the last backup of the keys expires that holds one that went', async () => {
  const at = Temporal.Instant.from('2027-01-05T09:00:00Z')
  const expires = at.add({ hours: 24 * 14 })
  expect(await sweep(swept(), day('2027-01-05'))).toMatchObject({ backupExpires: null })
  backUpKeys(directory, fileMasterKeys(directory), join(directory, 'backups'), { at, lifeHours: 24 * 14 })
  expect(await sweep(swept(), day('2027-01-06'))).toMatchObject({ keys: 3, backupExpires: expires })
  expect((await sweeps(database.sql, lane, 1))[0]).toMatchObject({ backupExpires: expires })
})

it('erases nothing where no document in force says which data are kept', async () => {
  const before = readable(await copy())
  const { retention: _none, ...without } = register
  affairs.clear()
  const silent = swept({ terms: termsWith(without) })
  await expect(sweep(silent, day('2046-01-01'))).rejects.toThrow('nothing can be swept')
  expect(readable(await copy())).toEqual(before)
  expect(await sweeps(database.sql, lane, 1)).toEqual([])
})

it('ends where it is told to, and goes on from there', async () => {
  const stopping = AbortSignal.abort()
  expect(await sweep(swept(), day('2027-01-06'), () => {}, stopping)).toMatchObject({
    sweep: 1,
    subjects: 0,
    ended: null,
  })
  expect(await sweep(swept(), day('2027-01-06'))).toMatchObject({ sweep: 1, subjects: 3, facts: 3 })
})

it('may end anywhere and be run again', async () => {
  affairs.clear()
  let calls = 0
  const failing: Forget = {
    what: 'nothing',
    forget: async () => {
      calls += 1
      if (calls === 3) throw new Error('the disk is full')
      return 0
    },
    left: async () => 0,
  }
  const on = day('2046-01-01')
  await expect(sweep(swept({ forget: [failing] }), on)).rejects.toThrow('the disk is full')
  expect((await sweeps(database.sql, lane, 1))[0]).toMatchObject({ sweep: 1, reached: 0, ended: null })
  expect(await sweep(swept(), on)).toMatchObject({ sweep: 1, subjects: 3 })
  expect(await database.sql`select from fact`).toHaveLength(0)
  expect(readable(await copy())).toEqual([])
  expect(keys.names(entity).filter((name) => /\/[0-9]+$/.test(name))).toEqual([])
  expect(await sweep(swept(), on)).toMatchObject({ sweep: 2, subjects: 3, facts: 0, keys: 0 })
})
