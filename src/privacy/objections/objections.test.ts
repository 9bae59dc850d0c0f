import { expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { type DeadlineKey, deadlines } from '../../kernel/deadline.ts'
import { idIn, settledBy, told } from '../../parties/testing/people.ts'
import { Chooser, officer } from '../consents/testing/choices.ts'
import { objections } from './rules.ts'

const risk = { role: 'compliance-officer', staff: 'C-01' } as const

async function objecting(purpose = 'claims') {
  const liga = await Chooser.in(await TestBank.open())
  const raised = await liga.ask('objection.raise', { purpose })
  return { liga, raised }
}

const answer = (liga: Chooser, objection: number, outcome: 'upheld' | 'overridden', reasons?: string) =>
  liga.ask(
    'objection.answer',
    { objection: String(objection), outcome },
    { actor: officer, ...(reasons === undefined ? {} : { details: [told(reasons, 'correspondence')] }) },
  )

it('what is asked wrongly is refused in the published order', async () => {
  const { liga, raised } = await objecting()
  const objection = idIn<number>(raised, 'objection')
  const raise = async (purpose: string) => (await liga.ask('objection.raise', { purpose })).code
  expect(await raise('nothing')).toBe('purpose-not-registered')
  expect(await raise('payment')).toBe('objection-not-open')
  expect(await raise('claims')).toBe('objection-weighed')
  expect(await answer(liga, 1_099_511_999_999, 'upheld')).toMatchObject({ code: 'objection-unknown' })
  const janis = await Chooser.in(liga.bank, 'janis')
  expect(await answer(janis, objection, 'upheld')).toMatchObject({ code: 'objection-unknown' })
  expect(await answer(liga, objection, 'overridden')).toMatchObject({ code: 'reasons-not-written' })
  expect(await answer(liga, objection, 'upheld')).toMatchObject({ outcome: 'accepted' })
  expect(await answer(liga, objection, 'upheld')).toMatchObject({ code: 'objection-answered' })
})

it('an objection is answered within a month; the answer that comes after its last day is late', async () => {
  const bank = await TestBank.open({ on: '2026-01-30' })
  const liga = await Chooser.in(bank)
  const raised = await liga.ask('objection.raise', { purpose: 'risk' })
  expect(raised).toMatchObject({ facts: { answerBy: '2026-02-28' } })
  const other = await liga.ask('objection.raise', { purpose: 'security' })
  const key = `2026-02-28 objection-answer ${raised.facts['objection']}` as DeadlineKey
  expect(bank.record(deadlines, key)).toBe('set')
  await bank.cutOver('2026-02-28')
  expect(await answer(liga, idIn(raised, 'objection'), 'upheld')).toMatchObject({ facts: { late: false } })
  expect(bank.record(deadlines, key)).toBe('cleared')
  await bank.cutOver('2026-03-01')
  expect(await answer(liga, idIn(other, 'objection'), 'upheld')).toMatchObject({ facts: { late: true } })
})

it.each([
  ['2026-01-30', '2026-02-28'],
  ['2028-01-30', '2028-02-29'],
  ['2026-03-31', '2026-04-30'],
  ['2026-10-25', '2026-11-25'],
])('an objection of %s is answered by %s', async (on, answerBy) => {
  const liga = await Chooser.in(await TestBank.open({ on }))
  expect(await liga.ask('objection.raise', { purpose: 'claims' })).toMatchObject({ facts: { answerBy } })
})

clause(
  'LP-VII.objection',
  'use for an interest stands still while an objection is weighed, and ends when it is upheld',
  async () => {
    const { liga, raised } = await objecting()
    expect(raised).toMatchObject({ outcome: 'accepted', facts: { state: 'weighed' } })
    expect(settledBy(raised)).toContain('LP-VII.objection')
    const stopped = liga.gate(risk, 'claims', ['risk-class'])
    expect(stopped.code).toBe('processing-stopped')
    expect(stopped.cited.settled[0]?.clause).toBe('VII.objection')
    const upheld = await answer(liga, idIn(raised, 'objection'), 'upheld')
    expect(upheld).toMatchObject({ outcome: 'accepted', facts: { state: 'upheld' } })
    expect(settledBy(upheld)).toContain('LP-VII.objection')
    expect(liga.gate(risk, 'claims', ['risk-class']).code).toBe('processing-stopped')
  },
)

clause('LP-VII.objection', 'use goes on after a written answer that gives overriding reasons', async () => {
  const { liga, raised } = await objecting()
  const objection = idIn<number>(raised, 'objection')
  const spoken = await answer(liga, objection, 'overridden')
  expect(spoken).toMatchObject({ code: 'reasons-not-written' })
  expect(settledBy(spoken)).toContain('LP-VII.objection')
  const written = await answer(liga, objection, 'overridden', 'A suit about the loan is at hand.')
  expect(written).toMatchObject({ outcome: 'accepted', facts: { state: 'overridden' } })
  expect(settledBy(written)).toContain('LP-VII.objection')
  expect(liga.bank.record(objections, objection)).toMatchObject({ state: 'overridden', reasons: expect.any(Number) })
  expect(liga.gate(risk, 'claims', ['risk-class']).code).toBe('permitted')
})

clause('LP-VII.objection', 'use that legal claims need goes on', async () => {
  const { liga, raised } = await objecting()
  expect(settledBy(raised)).toContain('LP-VII.objection')
  const shown = [{ kind: 'case', reference: 'C30123426' }] as const
  expect(liga.gate(risk, 'claims', ['risk-class'], { shown }).code).toBe('permitted')
  const without = liga.gate(risk, 'claims', ['risk-class'])
  expect([without.code, without.cited.settled[0]?.clause]).toEqual(['processing-stopped', 'VII.objection'])
})

clause('LP-VII.objection', 'an objection to direct marketing is never weighed', async () => {
  const { liga, raised } = await objecting('direct-marketing')
  expect(raised).toMatchObject({ outcome: 'accepted', facts: { state: 'upheld' } })
  expect(settledBy(raised)).toContain('LP-VII.objection')
  expect(raised.facts['objection']).toBeUndefined()
  const stopped = liga.gate({ role: 'system' }, 'direct-marketing', ['email'])
  expect([stopped.code, stopped.cited.settled[0]?.clause]).toEqual(['processing-stopped', 'VII.objection'])
})

clause(
  'LP-VII.restriction',
  'restricted data are stored, and the gate refuses other uses than those left open',
  async () => {
    const liga = await Chooser.in(await TestBank.open())
    const set = await liga.ask('restriction.set', { ground: 'accuracy' })
    expect(set).toMatchObject({ outcome: 'accepted', facts: { ground: 'accuracy' } })
    expect(settledBy(set)).toContain('LP-VII.restriction')
    for (const ground of ['unlawful', 'objection']) {
      const janis = await Chooser.in(await TestBank.open(), 'janis')
      await janis.ask('restriction.set', { ground })
      expect(janis.gate(risk, 'claims', ['risk-class']).code).toBe('processing-restricted')
    }
    const shown = [{ kind: 'case', reference: 'C30123426' }] as const
    expect(liga.gate(risk, 'claims', ['risk-class'], { shown }).code).toBe('permitted')
    expect(liga.gate(liga.self, 'service', ['name']).code).toBe('permitted')
    expect(await liftedUntold(liga)).toContain('LP-VII.restriction')
    const refused = liga.gate(risk, 'claims', ['risk-class'])
    expect([refused.code, refused.cited.settled[0]?.clause]).toEqual(['processing-restricted', 'VII.restriction'])
  },
)

clause('LP-VII.restriction', 'the person is told before a restriction is lifted', async () => {
  const liga = await Chooser.in(await TestBank.open())
  await liga.ask('restriction.set', { ground: 'accuracy' })
  expect(liga.gate(risk, 'claims', ['risk-class']).cited.settled[0]?.clause).toBe('VII.restriction')
  const asked = { ground: 'accuracy' }
  expect(await liftedUntold(liga)).toContain('LP-VII.restriction')
  const without = await liga.ask('restriction.tell', asked, { actor: officer })
  expect(without).toMatchObject({ code: 'evidence-missing' })
  const noted = await liga.ask('restriction.tell', { ...asked, evidence: 'L-2026-7' }, { actor: officer })
  expect(noted).toMatchObject({ outcome: 'accepted' })
  expect(settledBy(noted)).toContain('LP-VII.restriction')
  const lifted = await liga.ask('restriction.lift', asked, { actor: operator })
  expect(lifted).toMatchObject({ outcome: 'accepted', facts: { toldOn: '2026-01-05' } })
  expect(settledBy(lifted)).toContain('LP-VII.restriction')
  expect(liga.gate(risk, 'claims', ['risk-class']).code).toBe('permitted')
})

/** The clauses by which lifting without a notice is refused. */
async function liftedUntold(liga: Chooser): Promise<readonly string[]> {
  const lifted = await liga.ask('restriction.lift', { ground: 'accuracy' }, { actor: operator })
  expect(lifted).toMatchObject({ code: 'subject-not-told' })
  return settledBy(lifted)
}

it('each restriction is lifted after a notice of its own', async () => {
  const liga = await Chooser.in(await TestBank.open())
  const lift = () => liga.ask('restriction.lift', { ground: 'claims' }, { actor: operator })
  const tell = () => liga.ask('restriction.tell', { ground: 'claims', evidence: 'L-1' }, { actor: operator })
  expect(await lift()).toMatchObject({ code: 'processing-restriction-unknown' })
  expect(await tell()).toMatchObject({ code: 'processing-restriction-unknown' })
  await liga.ask('restriction.set', { ground: 'claims' })
  expect(await liga.ask('restriction.set', { ground: 'claims' })).toMatchObject({ code: 'restriction-stands' })
  await tell()
  expect(await lift()).toMatchObject({ outcome: 'accepted' })
  await liga.ask('restriction.set', { ground: 'claims' })
  expect(await lift()).toMatchObject({ code: 'subject-not-told' })
})
