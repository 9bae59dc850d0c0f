import { afterAll, beforeAll, expect, vi } from 'vitest'
import { clause, packUnderTest } from '../../../tests/clause.ts'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import type { PartyId } from '../../kernel/ids.ts'
import type { ActorRole } from '../../rulebook/register/vocabulary.ts'
import { Rulebook } from '../../rulebook/terms.ts'
import { Gate } from '../gate.ts'
import { partyNumber, SmallBank } from '../testing/small-bank.ts'
import { memoryKeyStore } from '../vault/keys.ts'
import { createHeadSigner } from '../vault/signer.ts'
import { isLogWhole, sealPassages, verifyLog } from './seals/sealing.ts'
import { searchPassages } from './search/store.ts'

vi.mock('./rules.ts', async (original) => {
  const module = await original<typeof import('./rules.ts')>()
  const { watchDecision } = await import('../../../tests/clause.ts')
  return { ...module, passGate: watchDecision(module.passGate) }
})

const liga = partyNumber(1) as PartyId
const lane = 1 as Parameters<typeof verifyLog>[1]
const keys = memoryKeyStore()
let database: TestDatabase
let gate: Gate
beforeAll(async () => {
  database = await testDatabase()
  const bank = await SmallBank.open(database.sql, keys)
  await bank.tell({ subject: liga, facts: { name: 'Līga Testa' } })
  gate = new Gate(database.sql, () => bank.vault)
})
afterAll(() => database.close())

clause(
  'KL-2.4',
  'staff see only what their work needs, and every passage is logged where it can be watched',
  async () => {
    const terms = new Rulebook(packUnderTest('koduliising')).terms(Temporal.PlainDate.from('2018-10-01'))
    const pass = async (role: ActorRole, purpose: string, kinds: readonly ('name' | 'source-of-funds')[]) => {
      const passed = await gate.pass({ actor: { role, staff: 'T-01' }, purpose, kinds, subjects: [liga] }, terms)
      const code = passed.outcome === 'refused' ? passed.code : null
      return [code, ...passed.cited.settled.map((one) => `${one.document}-${one.clause}`)]
    }
    expect((await pass('teller', 'contract', ['name']))[0]).toBeNull()
    expect(await pass('teller', 'contract', ['source-of-funds'])).toEqual(['kind-not-granted', 'KL-2.4', 'KL-4.1.4'])
    expect(await pass('teller', 'aml', ['name'])).toEqual(['purpose-not-granted', 'KL-2.4', 'KL-4.1.6'])
    const logged = await searchPassages(database.sql, lane, { subject: liga }, { limit: 3 })
    expect(logged.map(({ purpose, code }) => [purpose, code])).toEqual([
      ['aml', 'purpose-not-granted'],
      ['contract', 'kind-not-granted'],
      ['contract', null],
    ])
    const signer = createHeadSigner(keys)
    await sealPassages(database.sql, lane, { signer })
    expect(isLogWhole(await verifyLog(database.sql, lane, { publicKey: signer.publicKey, published: [] }))).toBe(true)
  },
)
