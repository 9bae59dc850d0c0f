import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { clause, packUnderTest } from '../../../tests/clause.ts'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { Rulebook, type Terms } from '../../rulebook/terms.ts'
import { Gate } from '../gate.ts'
import { kindsBehind } from '../screening/rules.ts'
import { partyNumber, SmallBank } from '../testing/small-bank.ts'
import { memoryKeyStore } from '../vault/keys.ts'

vi.mock('./rules.ts', async (original) => {
  const module = await original<typeof import('./rules.ts')>()
  const { watchDecision } = await import('../../../tests/clause.ts')
  return { ...module, passGate: watchDecision(module.passGate) }
})

const [liga, janis] = [1, 2].map(partyNumber) as [PartyId, PartyId]
const teller = { role: 'teller', staff: 'T-01' } as const
let database: TestDatabase
let bank: SmallBank
let gate: Gate
let account: AccountId

beforeAll(async () => {
  database = await testDatabase()
  bank = await SmallBank.open(database.sql, memoryKeyStore())
  gate = new Gate(database.sql, () => bank.vault)
  await bank.tell({ subject: liga, facts: { name: 'Līga Testa' }, payment: 'rent for May' })
  const [row] = await database.sql<{ account: bigint }[]>`select account from account where holder = ${liga}`
  account = Number(row?.account) as AccountId
})
afterAll(() => database.close())

/** The published rules as the running test is to see them. */
const terms = (): Terms => new Rulebook(packUnderTest('luminor')).terms(Temporal.PlainDate.from('2026-01-05'))

const text = (plain: Uint8Array | undefined) => (plain === undefined ? undefined : Buffer.from(plain).toString())

/** What a read came to, how often something was opened for it, and what was logged of it. */
async function reading<T>(read: () => Promise<T>) {
  const opened = vi.spyOn(bank.vault, 'openAll')
  const log = () =>
    database.sql<{ code: string | null; clauses: string[] }[]>`select code, clauses from access_log order by id`
  try {
    const before = (await log()).length
    const result = await read()
    return { result, opened: opened.mock.calls.flatMap(([data]) => data).length, logged: (await log()).slice(before) }
  } finally {
    opened.mockRestore()
  }
}

const version = '2018-05-25'
const gateClauses = (...items: readonly string[]) => [
  'RA 2018-11-01 16.1',
  ...items.map((one) => `LP ${version} ${one}`),
]
const ofName = gateClauses('II.services', 'I.2.identification')
const ofDetails = gateClauses('II.services', 'I.2.financial')
const notGranted = [`LP ${version} I.7`, `LP ${version} II.services`]

clause(
  'RA-16.1',
  'personal data pass the gate: opened for a purpose and to who may, after the passage was logged',
  async () => {
    const own = { actor: { role: 'customer', party: liga }, purpose: 'service', subjects: [liga] } as const
    const told = await reading(() => gate.readFacts({ ...own, kinds: ['name'] }, terms()))
    expect(told.result).toMatchObject({ outcome: 'permitted' })
    expect(told.result.outcome === 'permitted' && told.result.values.map(({ plain }) => text(plain))).toEqual([
      'Līga Testa',
    ])
    expect(told).toMatchObject({ opened: 1, logged: [{ code: null, clauses: ofName }] })

    const events = { events: [1, 2].map((seq) => ({ account, seq })), categories: ['payment-details'] } as const
    const details = await reading(() => gate.readDetails({ ...own, ...events }, terms()))
    expect(details.result.outcome === 'permitted' && text(details.result.values[0]?.plain)).toBe('rent for May')
    expect(details).toMatchObject({ opened: 1, logged: [{ code: null, clauses: ofDetails }] })

    const stranger = { ...own, actor: { role: 'customer', party: janis } } as const
    const refused = await reading(() => gate.readFacts({ ...stranger, kinds: ['name'] }, terms()))
    expect(refused).toMatchObject({ result: { code: 'subject-not-concerned' }, opened: 0 })
    expect(refused.logged).toEqual([{ code: 'subject-not-concerned', clauses: ofName }])

    const aimless = { actor: teller, purpose: 'operations', subjects: [liga] } as const
    const code = 'purpose-not-granted'
    for (const read of [
      await reading(() => gate.readFacts({ ...aimless, kinds: ['name'] }, terms())),
      await reading(() => gate.readDetails({ ...aimless, ...events }, terms())),
    ])
      expect(read).toMatchObject({
        result: { outcome: 'refused', code },
        opened: 0,
        logged: [{ code, clauses: notGranted }],
      })
  },
)

test('free text that is fenced opens only to whom such things are open', async () => {
  await bank.tell({ subject: janis, facts: {}, payment: 'she is ill', as: 'special' })
  const [row] = await database.sql<{ account: bigint }[]>`select account from account where holder = ${janis}`
  const events = [1, 2].map((seq) => ({ account: Number(row?.account) as AccountId, seq }))
  const compliance = { role: 'compliance-officer', staff: 'O-01' } as const
  const asked = { actor: compliance, purpose: 'legal', events }
  const plain = await gate.readDetails({ ...asked, categories: ['payment-details'] }, terms())
  expect(plain).toMatchObject({ outcome: 'permitted', values: [] })
  const special = { ...asked, categories: ['special'] } as const
  expect(await gate.readDetails(special, terms())).toMatchObject({ code: 'condition-missing' })
  const byTeller = { ...special, actor: teller, purpose: 'service' }
  expect(await gate.readDetails(byTeller, terms())).toMatchObject({ code: 'kind-not-needed' })
  const shown = [{ kind: 'law', reference: 'GDPR-15(1)' }] as const
  const read = await gate.readDetails({ ...special, shown }, terms())
  expect(read.outcome === 'permitted' && text(read.values[0]?.plain)).toBe('she is ill')
})

test('a fact that is fenced is told of to whom it is closed, and opens to a passage that covers what it may tell', async () => {
  await bank.tell({ subject: janis, facts: { note: 'he is ill' }, fenced: true })
  const officer = { role: 'data-protection-officer', staff: 'O-01' } as const
  const asked = { actor: officer, purpose: 'rights', subjects: [janis] } as const
  const shown = [
    { kind: 'request', reference: 'R-1' },
    { kind: 'law', reference: 'GDPR-15(1)' },
  ] as const
  const closed = await gate.readFacts({ ...asked, kinds: ['note'], shown }, terms())
  expect(closed).toMatchObject({ outcome: 'permitted', values: [{ kind: 'note', plain: undefined, fenced: true }] })
  const read = await gate.readFacts({ ...asked, kinds: ['note', ...kindsBehind.special], shown }, terms())
  expect(read.outcome === 'permitted' && read.values.map(({ plain }) => text(plain))).toEqual(['he is ill'])
})

test('what works on pseudonyms is not told whose data it reads', async () => {
  await bank.tell({ subject: janis, facts: { satisfaction: 'content' } })
  const actor = { role: 'marketing-officer', staff: 'M-01' } as const
  const asked = { actor, purpose: 'improvement', subjects: [janis], kinds: ['satisfaction'] } as const
  await expect(gate.readFacts(asked, terms())).rejects.toThrow('under pseudonyms')
  const read = await gate.readUnderPseudonyms(asked, terms())
  expect(read.outcome === 'permitted' && read.values.map(({ plain }) => text(plain))).toEqual(['content'])
  expect(JSON.stringify(read)).not.toContain(String(janis))
  const named = { ...asked, kinds: ['name'] } as const
  await expect(gate.readUnderPseudonyms(named, terms())).rejects.toThrow('tells who somebody is')
})

test('nothing but the gate opens what the vault keeps', () => {
  const root = join(import.meta.dirname, '../../..')
  const files = globSync('src/**/*.ts', {
    cwd: root,
    exclude: ['src/privacy/vault/**', '**/*.test.ts', '**/testing/**'],
  })
  const opening = files.filter((file) =>
    /\b(vault|vaultOf\([^)]*\)|sealer)\.open(All)?\(/i.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(opening).toEqual(['src/privacy/gate/opening.ts'])
})
