import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LaneId } from '../src/kernel/ids.ts'
import { legsOf } from '../src/ledger/rules.ts'
import { exists, nameIn } from '../src/operations/backup/databases.ts'
import { catalogue } from '../src/operations/catalogue.ts'
import { type DrillOptions, drill } from '../src/operations/drill/drill.ts'
import { drillHistory, lastSound, saveDrill, unrecordedDrills } from '../src/operations/drill/store.ts'
import { forgets } from '../src/operations/forgets.ts'
import { publishHeads } from '../src/operations/heads/publish.ts'
import { rulesVersion } from '../src/operations/institution.ts'
import { stores } from '../src/operations/stores.ts'
import { BusyBank, type Names } from '../src/operations/testing/busy-bank.ts'
import { eraseHolder } from '../src/privacy/vault/erasure.ts'
import { backUpKeys } from '../src/privacy/vault/key-backup.ts'
import { fileMasterKeys } from '../src/privacy/vault/master-key.ts'

let bank: BusyBank
let names: Names
beforeAll(async () => {
  bank = await BusyBank.open()
  names = await bank.live()
  await (await publishHeads(bank.institution, join(bank.folder, 'heads'))).stop()
}, 60_000)
afterAll(() => bank.close())

const keysDir = () => join(bank.folder, 'keys')
const run = (changes: Partial<DrillOptions> = {}) =>
  drill({
    sql: bank.institution.sql,
    keys: bank.institution.keys,
    keysDir: keysDir(),
    masters: fileMasterKeys(keysDir()),
    headsDir: join(bank.folder, 'heads'),
    workDir: join(bank.folder, 'drill'),
    forget: forgets,
    verify: { rules: { catalogue, legsOf, rulesVersion }, stores },
    ...changes,
  })

async function expectTidy(): Promise<void> {
  for (const end of ['_drill', '_drill_restoring'])
    expect(await exists(bank.database.url, `${nameIn(bank.database.url)}${end}`)).toBe(false)
  expect(readdirSync(join(bank.folder, 'drill'))).toEqual([])
  expect(readdirSync(join(keysDir(), 'drill'))).toEqual([])
  expect(readdirSync(join(bank.folder, 'heads')).filter((name) => name.includes('drill'))).toEqual([])
}

describe('a drill', () => {
  it('shows that database and keys can be restored, and leaves a record and nothing else', async () => {
    const steps: string[] = []
    const report = await run({ onProgress: (step) => steps.push(step) })
    expect(report).toMatchObject({ sound: true, problems: [] })
    expect(report.books).toMatchObject({ broken: 0 })
    expect(report.lanes).toMatchObject([
      { lane: 1, chain: 'whole', head: 'signed', erased: 0 },
      // Of the other entities, in which nothing has happened.
      { lane: 2, chain: 'whole', decisions: 0 },
      { lane: 3, chain: 'whole', decisions: 0 },
    ])
    expect(report.lanes?.[0]?.same).toBe(report.lanes?.[0]?.decisions)
    expect(report.keys).toMatchObject({ lost: 0, destroyed: 0 })
    expect(report.restored?.rows).toBe(report.backup?.rows)
    expect(Object.keys(report.seconds)).toEqual([
      'backup',
      'keys',
      'restore',
      'books',
      'decisions',
      'erasures',
      'total',
    ])
    expect(steps).toEqual(expect.arrayContaining(['backup', 'loading', 'decisions of lane 1']))
    await expectTidy()
    await saveDrill(bank.institution.sql, report)
    const [newest] = await drillHistory(bank.institution.sql, 10)
    expect(newest).toMatchObject({ sound: true, report })
    expect(await lastSound(bank.institution.sql)).toEqual(newest?.at)
    expect(await unrecordedDrills(bank.institution.sql)).toHaveLength(1)
  })

  it('shows that what was erased stays erased', async () => {
    const { sql, keys } = bank.institution
    const erasure = { lane: 1 as LaneId, entity: 'lv', holder: Number(names.liga), categories: ['identity'] as const }
    const { keys: destroyed } = await eraseHolder(sql, keys, erasure, Temporal.Now.instant(), forgets)
    expect(destroyed).toBeGreaterThan(0)
    const report = await run()
    expect(report.problems).toEqual([])
    expect(report).toMatchObject({ sound: true, erasures: { entries: 1, keysLiving: 0, factsLeft: 0 } })
    expect(report.lanes?.[0]?.erased).toBeGreaterThan(0)
  })

  it('finds books that do not add up, and still leaves nothing behind', async () => {
    const { sql } = bank.institution
    const change = (by: number) => sql`
      update account_event set balance_after = balance_after + ${by}
      where (account, seq) = (select account, max(seq) from account_event where account = ${names.ligas} group by account)`
    await change(1)
    const report = await run()
    await change(-1)
    expect(report.sound).toBe(false)
    expect(report.problems.join()).toContain('the check balance of the books is broken')
    expect(report.problems.join()).toContain('lane 1 does not come out the same')
    await expectTidy()
  })

  it('finds an erasure that was not ended', async () => {
    const { sql, keys } = bank.institution
    const erasure = { lane: 1 as LaneId, entity: 'lv', holder: Number(names.janis), categories: ['contact'] as const }
    const killed = { what: 'nothing', forget: () => Promise.reject(new Error('killed')), left: async () => 0 }
    await expect(eraseHolder(sql, keys, erasure, Temporal.Now.instant(), [killed])).rejects.toThrow('killed')
    expect((await run()).problems.join()).toContain('erasures have not ended')
    await eraseHolder(sql, keys, erasure, Temporal.Now.instant(), forgets)
  })

  it('finds a key that lives although it was destroyed', async () => {
    const { keys } = bank.institution
    const entries = keys.erasures.entries()
    const living = keys.ensureNow('institution/heads').key
    const kept = new Proxy(keys, {
      get: (of, name) => {
        if (name === 'key') return () => living
        const value = Reflect.get(of, name, of)
        return typeof value === 'function' ? value.bind(of) : value
      },
    })
    expect(entries.length).toBeGreaterThan(0)
    const report = await run({ keys: kept })
    expect(report.problems.join()).toContain('destroyed keys live in the key store')
  })

  it('deletes backups of the keys that are due, and tells of one that it cannot delete', async () => {
    const target = join(bank.folder, 'key-backups')
    const masters = fileMasterKeys(keysDir())
    const at = Temporal.Now.instant().subtract({ hours: 2 })
    backUpKeys(keysDir(), masters, target, { at, lifeHours: 1 })
    renameSync(target, `${target}-away`)
    expect((await run()).problems.join()).toContain('was to be deleted')
    renameSync(`${target}-away`, target)
    expect(await run()).toMatchObject({ sound: true, keys: { expiredBackups: 1 } })
  })

  it('goes on where one was killed, and not beside another', async () => {
    mkdirSync(join(bank.folder, 'drill', 'drill-killed'), { recursive: true })
    let inner: Awaited<ReturnType<typeof run>> | undefined
    let begun: Promise<void> | undefined
    const onProgress = () => {
      begun ??= (async () => {
        inner = await run()
      })()
    }
    const report = await run({ onProgress })
    await begun
    expect(report.sound).toBe(true)
    expect(inner).toMatchObject({ sound: false, problems: ['another drill is under way'] })
    await expectTidy()
  })
})
