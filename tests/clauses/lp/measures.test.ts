import { expect } from 'vitest'
import type { PartyId } from '../../../src/kernel/ids.ts'
import { registerPerson, settledBy, told } from '../../../src/parties/testing/people.ts'
import { Discloser, settled } from '../../../src/privacy/disclosures/testing/disclosing.ts'
import { backgroundChecks } from '../../../src/privacy/measures/background-checks/rules.ts'
import { measureTests } from '../../../src/privacy/measures/rules.ts'
import { handedOver, reviewed, securityOfficer } from '../../../src/privacy/measures/testing/vetting.ts'
import { trainings } from '../../../src/privacy/measures/training/rules.ts'
import { TestBank } from '../../bank.ts'
import { clause } from '../../clause.ts'
import { gateUnderTest, refused } from '../../gate-clauses.ts'
import { showProvidersAndStaff, showTestsAndChecks, train } from './measures.ts'

const on = Temporal.PlainDate.from('2026-01-05')

clause('LP-I.7', 'providers of IT are vetted before anything goes to them, and watched all the time', async () => {
  const liga = await Discloser.unvetted('2026-01-05', 'luminor')
  const produce = async () => settled(await handedOver(liga, 'card-production', 'service', ['name']))
  const unvetted = ['processor-not-vetted', 'LP-I.7', 'LP-III.processors']
  expect(await produce()).toEqual(unvetted)
  expect(await reviewed(liga.bank, 'card-production', { result: 'failed' })).toMatchObject({ facts: { next: null } })
  expect(await produce()).toEqual(unvetted)
  expect(await reviewed(liga.bank, 'card-production')).toMatchObject({ facts: { kind: 'vetting', next: '2027-01-05' } })
  expect((await produce())[0]).toBe('accepted')
  await liga.bank.cutOver('2026-06-01')
  const review = (result: 'passed' | 'failed') => reviewed(liga.bank, 'card-production', { on: '2026-06-01', result })
  const watched = await review('passed')
  expect(watched).toMatchObject({ facts: { kind: 'monitoring', next: '2027-06-01' } })
  expect(settled(watched)).toEqual(['accepted', 'LP-I.7', 'LP-III.processors'])
  expect(await review('failed')).toMatchObject({ facts: { kind: 'monitoring', next: null } })
  expect(await produce()).toEqual(unvetted)
  await showProvidersAndStaff()
})

clause('LP-I.7', 'staff are trained again each year, and each training is on record', async () => {
  const bank = await TestBank.open()
  const trained = await train(bank, 'data-protection', { staff: ['T-01', 'T-02'] })
  expect(trained).toMatchObject({ outcome: 'accepted', facts: { until: '2027-01-05' } })
  const [, second] = trained.facts['trainings'] as readonly string[]
  expect(bank.record(trainings, Number(second))).toEqual({
    ...{ training: Number(second), staff: 'T-02', topic: 'data-protection', on },
    ...{ taughtBy: 'S-02', evidence: 'TR-2026/1' },
  })
  expect(await train(bank, 'data-protection', { on: '2026-01-06' })).toMatchObject({ code: 'training-ahead' })
  expect(await train(bank, 'data-protection', { taughtBy: 'T-01' })).toMatchObject({ code: 'taught-by-oneself' })
  await showProvidersAndStaff()
})

clause('LP-II.security', 'measures are tested and renewed, and this is on record', async () => {
  const bank = await TestBank.open()
  const act = (kind: 'test' | 'renew', more: object = {}) =>
    bank.do(
      `measure.${kind}`,
      { measure: 'secured-connections', on: '2026-01-05', evidence: `M-${kind}`, ...more },
      { actor: securityOfficer },
    )
  const failed = await act('test', { result: 'fails' })
  expect(failed).toMatchObject({ outcome: 'accepted', facts: { result: 'fails', next: '2026-01-05' } })
  const renewed = await act('renew')
  expect(renewed.outcome).toBe('accepted')
  const works = await act('test', { result: 'works' })
  expect(works).toMatchObject({ facts: { next: '2027-01-05' } })
  const recorded = [failed, renewed, works].map(({ facts }) => bank.record(measureTests, Number(facts['test'])))
  expect(recorded).toMatchObject([
    { act: 'test', result: 'fails', on, evidence: 'M-test', staff: 'S-01' },
    { act: 'renewal', result: null, evidence: 'M-renew' },
    { act: 'test', result: 'works' },
  ])
  expect(await act('test', { result: 'works', on: '2026-01-06' })).toMatchObject({ code: 'test-ahead' })
  expect(await act('renew', { measure: 'prayer' })).toMatchObject({ code: 'measure-unknown' })
  // Some measures have a term of their own.
  expect(await act('test', { result: 'works', measure: 'backups' })).toMatchObject({ facts: { next: '2026-07-05' } })
  expect(gateUnderTest('luminor')('security-officer', 'security', ['income'])).toEqual(
    refused('kind-not-needed', 'LP-II.security'),
  )
  await showTestsAndChecks()
})

clause('LP-II.security', "nothing of a check is recorded about anybody but a supplier's representative", async () => {
  const bank = await TestBank.open()
  const [subject, other] = [await registerPerson(bank, 'liga'), await registerPerson(bank, 'janis')]
  const record = async (shown: string | undefined, more: object) => {
    const asked = { party: String(subject), facts: ['employer'], purpose: 'background-checks', source: 'subject' }
    const evidence = shown === undefined ? {} : { shown: [{ kind: 'background-check', reference: shown }] }
    const details = { details: [told('Testa SIA', 'financial')], actor: securityOfficer }
    const decision = await bank.do('fact.record', { ...asked, ...evidence, ...more }, details)
    return [decision.code ?? decision.outcome, ...settledBy(decision)]
  }
  const check = (of: PartyId) => {
    const asked = {
      subject: String(of),
      role: 'counterpart',
      supplier: '40000000001',
      access: ['systems'],
      file: 'BC-1',
    }
    return bank.do('background-check.record', asked, { actor: securityOfficer })
  }
  const checked = await check(subject)
  const number = String(checked.facts['check'])
  const counterpart = { role: 'counterpart' }
  for (const [shown, more, code] of [
    [number, {}, 'role-not-concerned'],
    [number, { role: 'customer' }, 'role-not-concerned'],
    [undefined, counterpart, 'condition-missing'],
    ['A-17', counterpart, 'condition-missing'],
    [String((await check(other)).facts['check']), counterpart, 'condition-missing'],
    [number, counterpart, 'accepted'],
  ] as const) {
    const [answer, ...clauses] = await record(shown, more)
    expect(answer).toBe(code)
    expect(clauses).toContain('LP-II.security')
  }
  expect(bank.record(backgroundChecks, Number(number))).toMatchObject({
    ...{ subject, role: 'counterpart', supplier: '40000000001', access: ['systems'], file: 'BC-1', on, staff: 'S-01' },
  })
  await showTestsAndChecks()
})
