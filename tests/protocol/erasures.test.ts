import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { forgets } from '../../src/operations/forgets.ts'
import { type Institution, openInstitution } from '../../src/operations/institution.ts'
import { partyNames } from '../../src/parties/names/rules.ts'
import { partyByCode } from '../../src/parties/rules.ts'
import { registerWire } from '../../src/parties/wire.ts'
import { eraseHolder } from '../../src/privacy/vault/erasure.ts'
import { dataClasses } from '../../src/rulebook/register/attributes.ts'
import type { LaneWriter } from '../../src/storage/lane/writer.ts'
import { teller } from '../bank.ts'
import { type TestDatabase, testDatabase } from '../database.ts'

let database: TestDatabase
let keysDir: string
let institution: Institution
let writer: LaneWriter
let keys = 0

beforeAll(async () => {
  database = await testDatabase()
  keysDir = mkdtempSync(join(tmpdir(), 'pacta-keys-'))
  const pack = join(import.meta.dirname, '../../packs/luminor')
  const openingDate = Temporal.PlainDate.from('2026-01-05')
  institution = await openInstitution({ databaseUrl: database.url, pack, keysDir, openingDate })
  writer = await institution.takeLane(entity())
})
afterAll(async () => {
  await writer.close()
  await institution.close()
  await database.close()
  rmSync(keysDir, { recursive: true })
})

function entity() {
  const [first] = institution.pack.entities
  if (first === undefined) throw new Error('the pack has no entity')
  return first
}

async function register(): Promise<{ readonly code: string | null; readonly party: number }> {
  const body = { kind: 'natural', consumer: true, residence: 'LV', source: 'subject', ...person }
  const edge = { entity: entity(), blindIndex: institution.blindIndex }
  keys += 1
  const { decision } = await writer.submit({
    kind: 'party.register',
    client: 'test',
    key: `key-${keys}`,
    actor: teller,
    purpose: 'service',
    ...registerWire.part(body, edge),
  })
  return { code: decision.code, party: Number(decision.facts['party']) }
}
const person = { name: 'Līga Kalniņa', personalCode: '161175-19997' }

async function eraseHere(holder: number): Promise<string> {
  const erasure = { lane: institution.laneOf(entity()), entity: entity().id, holder, categories: dataClasses }
  return (await eraseHolder(institution.sql, institution.keys, erasure, Temporal.Now.instant(), forgets)).outcome
}

async function eraseElsewhere(holder: number): Promise<string> {
  const script = join(import.meta.dirname, 'erasing-process.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, database.url, keysDir, String(holder)])
  return stdout
}

it.each([
  ['this process', eraseHere],
  ['another process', eraseElsewhere],
])(
  'once %s has erased somebody, a lane that runs knows neither their code nor parts of their name',
  async (_, erase) => {
    const { code, party } = await register()
    expect(code).toBeNull()
    // Their code is known to be taken: the lane has read it.
    expect((await register()).code).toBe('code-taken')
    expect(await erase(party)).toBe('erased')
    expect([writer.heldOf(partyByCode), writer.heldOf(partyNames)]).toEqual([0, 0])
    const again = await register()
    expect(again.code).toBeNull()
    expect(again.party).not.toBe(party)
    expect(await erase(again.party)).toBe('erased')
  },
)
