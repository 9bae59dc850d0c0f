import { describe, expect, it } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import type { DecisionView } from '../../storage/lane/port.ts'

const drill = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001'
const system = { role: 'system' } as const

async function drilled(pack: string, on: string, sound = true): Promise<DecisionView> {
  const bank = await TestBank.open({ pack, on })
  return bank.do('drill.record', { drill, on, sound, problems: sound ? 0 : 2 }, { actor: system })
}

const clausesOf = ({ cited }: DecisionView) => cited.settled.map(({ document, clause: id }) => `${document}-${id}`)

clause('KL-7.1.3', 'a drill that restored everything shows the measure at work', async () => {
  const decision = await drilled('koduliising', '2026-01-05')
  expect(decision).toMatchObject({ outcome: 'accepted', facts: { drill, on: '2026-01-05' } })
  expect(decision.facts['measures']).toContain('restore')
  expect(clausesOf(decision)).toContain('KL-7.1.3')
})

clause('KL-7.1.3', 'a drill in which not everything came back shows nothing', async () => {
  const whole = await drilled('koduliising', '2026-01-05')
  expect(whole.facts['measures']).toContain('restore')
  const decision = await drilled('koduliising', '2026-01-05', false)
  expect(decision).toMatchObject({ outcome: 'refused', code: 'drill-not-sound', facts: { drill, problems: 2 } })
  expect(clausesOf(decision)).toEqual(['KL-7.1.3'])
})

clause('KL-7.1.4', 'a drill is recorded, and the next is due a quarter later', async () => {
  const decision = await drilled('koduliising', '2026-01-05')
  expect(decision).toMatchObject({ outcome: 'accepted', facts: { next: '2026-04-05' } })
  expect(decision.facts['measures']).toContain('testing')
})

clause('GBT-11.1', 'a drill that restored everything proves that accounts would be there again', async () => {
  const decision = await drilled('luminor', '2026-01-05')
  expect(decision).toMatchObject({ outcome: 'accepted', facts: { drill } })
  expect(clausesOf(decision)).toEqual(expect.arrayContaining(['GBT-11.1', 'RA-2.4']))
  expect(await drilled('luminor', '2026-01-05', false)).toMatchObject({ outcome: 'refused', code: 'drill-not-sound' })
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
