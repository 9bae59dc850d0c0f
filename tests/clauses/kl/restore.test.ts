/** KL-7.1.3 and 7.1.4 with drills that were really made: a lender's database and keys are backed up, restored and verified. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import { legsOf } from '../../../src/ledger/rules.ts'
import { catalogue } from '../../../src/operations/catalogue.ts'
import { drill as makeDrill } from '../../../src/operations/drill/drill.ts'
import { keepDrills } from '../../../src/operations/drill/keeper.ts'
import { type DrillReport, restoreSecondsOf } from '../../../src/operations/drill/report.ts'
import { drillHistory, saveDrill } from '../../../src/operations/drill/store.ts'
import { forgets } from '../../../src/operations/forgets.ts'
import { publishHeads } from '../../../src/operations/heads/publish.ts'
import { type Institution, openInstitution, rulesVersion } from '../../../src/operations/institution.ts'
import { stores } from '../../../src/operations/stores.ts'
import { people, told } from '../../../src/parties/testing/people.ts'
import { type MeasureTest, measureTests } from '../../../src/privacy/measures/rules.ts'
import { securityOfficer } from '../../../src/privacy/measures/testing/vetting.ts'
import { fileMasterKeys } from '../../../src/privacy/vault/master-key.ts'
import type { DecisionView } from '../../../src/storage/lane/port.ts'
import { TestBank, teller, testLane } from '../../bank.ts'
import { clause } from '../../clause.ts'
import { type TestDatabase, testDatabase } from '../../database.ts'

const system = { role: 'system' } as const
let folder: string
let database: TestDatabase
let lender: Institution
/** A drill of the lender as it works, and one of it after a decision in its journal was changed. */
let whole: DrillReport
let broken: DrillReport

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pacta-restore-'))
  database = await testDatabase()
  lender = await openInstitution({
    databaseUrl: database.url,
    pack: join(import.meta.dirname, '../../../packs/koduliising'),
    keysDir: join(folder, 'keys'),
    openingDate: Temporal.PlainDate.from('2026-01-05'),
  })
  await tellOfLiga()
  await (await publishHeads(lender, join(folder, 'heads'))).stop()
  whole = await drilled()
  await lender.sql`update decision set facts = '{"changed": true}' where kind = 'party.register'`
  broken = await drilled()
}, 120_000)
afterAll(async () => {
  await lender.close()
  await database.close()
  rmSync(folder, { recursive: true })
})

async function tellOfLiga(): Promise<void> {
  const [entity] = lender.pack.entities
  if (entity === undefined) throw new Error('the pack has no entity')
  const writer = await lender.takeLane(entity)
  const { decision } = await writer.submit({
    ...{
      kind: 'party.register',
      client: 'test',
      key: 'liga',
      actor: teller,
      purpose: catalogue.get('party.register').purpose,
    },
    payload: { kind: 'natural', consumer: true, residence: 'EE', facts: ['name', 'personal-code'] },
    details: [told(people.liga.name), told(people.liga.code)],
    blinds: { code: people.liga.code },
  })
  expect(decision.outcome, JSON.stringify(decision.facts)).toBe('accepted')
  await writer.close()
}

function drilled(): Promise<DrillReport> {
  const keysDir = join(folder, 'keys')
  return makeDrill({
    sql: lender.sql,
    keys: lender.keys,
    keysDir,
    masters: fileMasterKeys(keysDir),
    headsDir: join(folder, 'heads'),
    workDir: join(folder, 'drill'),
    forget: forgets,
    verify: { rules: { catalogue, legsOf, rulesVersion }, stores },
  })
}

const clausesOf = ({ cited }: DecisionView) => cited.settled.map(({ document, clause: id }) => `${document}-${id}`)

/** What the lane decides about a drill with this report. */
async function recorded({ sound, problems }: DrillReport, restoreSeconds: number): Promise<DecisionView> {
  const bank = await TestBank.open({ pack: 'koduliising' })
  const drill = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001'
  const payload = { drill, on: '2026-01-05', sound, problems: problems.length, restoreSeconds }
  return bank.do('drill.record', payload, { actor: system })
}

clause('KL-7.1.3', 'data and access to them are restored: every row, under keys that open it', async () => {
  expect(whole).toMatchObject({ sound: true, problems: [], keys: { lost: 0 } })
  expect(whole.restored?.rows).toBe(whole.backup?.rows)
  expect(whole.lanes).toMatchObject([{ chain: 'whole', head: 'signed' }])
  expect(whole.lanes?.[0]?.same).toBeGreaterThan(0)
  const decision = await recorded(whole, restoreSecondsOf(whole))
  expect(decision).toMatchObject({ outcome: 'accepted', facts: { restoreSeconds: restoreSecondsOf(whole) } })
  expect(decision.facts['measures']).toContain('restore')
  expect(clausesOf(decision)).toContain('KL-7.1.3')
  // In time: eight hours, and not a second more.
  expect((await recorded(whole, 28_800)).outcome).toBe('accepted')
  expect(await recorded(whole, 28_801)).toMatchObject({ code: 'restore-late', facts: { withinSeconds: 28_800 } })
})

clause('KL-7.1.3', 'a drill in which not all came back shows nothing', async () => {
  expect(broken.sound).toBe(false)
  expect(broken.problems.join()).toContain('a history of lane 1 that does not hang together')
  expect((await recorded(whole, 28_800)).facts['measures']).toContain('restore')
  const late = await recorded(whole, 28_801)
  expect([late.code, ...clausesOf(late)]).toEqual(['restore-late', 'KL-7.1.3'])
  const decision = await recorded(broken, restoreSecondsOf(broken))
  expect(decision).toMatchObject({ code: 'drill-not-sound', facts: { problems: broken.problems.length } })
  expect(clausesOf(decision)).toEqual(['KL-7.1.3'])
})

clause('KL-7.1.4', 'drills are made by themselves, leave a record, and are due again a quarter later', async () => {
  const { sql } = lender
  await sql`delete from drill`
  const bank = await TestBank.open({ pack: 'koduliising' })
  await showQuarterlyTest(bank)
  const { entity } = bank.rulebook
  const now = Temporal.Instant.from('2026-01-05T10:00:00Z')
  let runs = 0
  const run = async () => {
    runs += 1
    await saveDrill(sql, { ...whole, at: now.toString() })
  }
  const lanes = {
    lanes: [{ lane: testLane, entity }],
    head: () => bank.writer.head,
    writer: () => ({
      submit: async ({ kind, payload, actor, key }: Parameters<TestBank['writer']['submit']>[0]) => ({
        decision: await bank.do(kind, payload, { actor, key }),
      }),
    }),
  } as unknown as Parameters<typeof keepDrills>[1]
  /** Lets the keeper look until something holds. */
  const keepUntil = async (at: Temporal.Instant, holds: () => Promise<void>) => {
    const keeping = { run, now: () => at, everyMs: 10 }
    const stop = keepDrills({ sql, rulebookOf: () => bank.rulebook }, lanes, keeping)
    await holds().finally(stop)
  }
  const tests = () => [...bank.storage.records(testLane, measureTests.name).values()] as MeasureTest[]
  await keepUntil(now, () =>
    expect
      .poll(() => tests().map(({ measure }) => measure), { timeout: 3_000 })
      .toEqual(['encryption', 'restore', 'testing']),
  )
  const [made] = await drillHistory(sql, 1)
  expect(made?.report).toEqual({ ...whole, at: now.toString() })
  expect(tests()[1]).toMatchObject({ result: 'works', evidence: made?.drill })
  // A day before the quarter has passed nobody drills; on the day, somebody does.
  for (const [at, drills] of [
    ['2026-04-04T20:59:59Z', 1],
    ['2026-04-04T21:00:00Z', 2],
  ] as const)
    await keepUntil(Temporal.Instant.from(at), async () => {
      await expect.poll(() => tests().length, { timeout: 3_000 }).toBe(1 + 2 * drills)
      await sleep(50)
      expect([runs, tests().length]).toEqual([drills, 1 + 2 * drills])
    })
})

/** What staff test is due again by the same term. */
async function showQuarterlyTest(bank: TestBank): Promise<void> {
  const test = { measure: 'encryption', on: '2026-01-05', result: 'works', evidence: 'MT-1' }
  const tested = await bank.do('measure.test', test, { actor: securityOfficer })
  expect(tested).toMatchObject({ outcome: 'accepted', facts: { next: '2026-04-05' } })
}
