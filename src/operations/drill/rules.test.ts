import { describe, expect, it } from 'vitest'
import { TestBank, testLane } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { measureTests } from '../../privacy/measures/rules.ts'
import { securityOfficer } from '../../privacy/measures/testing/vetting.ts'
import type { Pack } from '../../rulebook/pack.ts'
import type { DecisionView } from '../../storage/lane/port.ts'

const drill = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001'
const system = { role: 'system' } as const

async function drilled(pack: string, on: string, sound = true, restoreSeconds = 60): Promise<DecisionView> {
  const bank = await TestBank.open({ pack, on })
  return bank.do('drill.record', { drill, on, sound, problems: sound ? 0 : 2, restoreSeconds }, { actor: system })
}

const clausesOf = ({ cited }: DecisionView) => cited.settled.map(({ document, clause: id }) => `${document}-${id}`)

clause('KL-7.1.4', 'each measure is tested by the quarter, by a drill or by staff, and leaves a record', async () => {
  await showQuarterlyTests()
  const bank = await TestBank.open({ pack: 'koduliising' })
  const decision = await bank.do(
    'drill.record',
    { drill, on: '2026-01-05', sound: true, problems: 0, restoreSeconds: 60 },
    { actor: system },
  )
  expect(decision.facts).toMatchObject({ next: '2026-04-05', measures: ['restore', 'testing'] })
  const tests = [...bank.storage.records(testLane, measureTests.name).values()]
  const of = (measure: string) => ({ measure, act: 'test', result: 'works', evidence: drill, role: 'system' })
  expect(tests).toMatchObject([of('restore'), of('testing')])
  expect(tests).toMatchObject([{ on: Temporal.PlainDate.from('2026-01-05') }, {}])
})

/** Tests by staff, each next one due by the term of all, or by that of the measure. */
async function showQuarterlyTests(): Promise<void> {
  const bank = await TestBank.open({ pack: 'koduliising' })
  for (const [measure, next, of] of [
    ['pseudonymisation', '2026-04-05', 'KL-7.1.1'],
    ['encryption', '2026-04-05', 'KL-7.1.1'],
    ['resilience', '2026-04-05', 'KL-7.1.2'],
    ['restore', '2027-01-05', 'KL-7.1.3'],
  ] as const) {
    const test = { measure, on: '2026-01-05', result: 'works', evidence: 'MT-1' }
    const tested = await bank.do('measure.test', test, { actor: securityOfficer })
    expect(tested).toMatchObject({ outcome: 'accepted', facts: { measure, next } })
    expect(clausesOf(tested)).toEqual(['KL-7.1.4', of])
  }
}

clause('GDPR-32(1)(d)', 'law has measures tested where the documents say nothing of it', async () => {
  const silent = (pack: Pack): Pack => ({
    ...pack,
    documents: pack.documents.map((one) => (one.code === 'KL' ? without(one, 'measure.testing') : one)),
  })
  const bank = await TestBank.open({ pack: 'koduliising', change: silent })
  const test = { measure: 'encryption', on: '2026-01-05', result: 'works', evidence: 'MT-1' }
  const tested = await bank.do('measure.test', test, { actor: securityOfficer })
  expect(tested).toMatchObject({ outcome: 'accepted', facts: { next: '2027-01-05' } })
  expect(clausesOf(tested)).toEqual(['GDPR-32(1)(d)', 'KL-7.1.1'])
})

/** A document that says nothing of a provision. */
const without = (document: Pack['documents'][number], key: string): Pack['documents'][number] => ({
  ...document,
  clauses: document.clauses.map((one) => ({
    ...one,
    bindings: one.bindings.filter(({ provision }) => provision !== key),
  })),
})

clause('GBT-11.1', 'a drill that restored everything proves that accounts would be there again', async () => {
  const decision = await drilled('luminor', '2026-01-05')
  expect(decision).toMatchObject({ outcome: 'accepted', facts: { drill } })
  expect(clausesOf(decision)).toEqual(expect.arrayContaining(['GBT-11.1', 'RA-2.4']))
  expect(await drilled('luminor', '2026-01-05', false)).toMatchObject({ outcome: 'refused', code: 'drill-not-sound' })
  expect(await drilled('luminor', '2026-01-05', true, 86_400)).toMatchObject({ outcome: 'accepted' })
  const late = await drilled('luminor', '2026-01-05', true, 86_401)
  expect([late.code, ...clausesOf(late)]).toEqual(['restore-late', 'GBT-11.1', 'RA-2.4'])
})

clause('GBT-11.2', 'the proof is given again after six months', async () => {
  expect(await drilled('luminor', '2026-01-05')).toMatchObject({ outcome: 'accepted', facts: { next: '2026-07-05' } })
})

describe('the day on which the next drill is due', () => {
  it.each([
    ['2025-08-31', '2026-02-28'],
    ['2023-08-31', '2024-02-29'],
    ['2026-09-30', '2027-03-30'],
  ])('after one on %s is %s', async (on, next) => {
    expect(await drilled('luminor', on)).toMatchObject({ facts: { next } })
  })
})
