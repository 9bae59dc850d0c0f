/** What stands behind the measures that the policy promises: each test of these clauses shows all that they bind. */
import { expect } from 'vitest'
import { registerPerson, settledBy } from '../../../src/parties/testing/people.ts'
import { Discloser, settled } from '../../../src/privacy/disclosures/testing/disclosing.ts'
import { handedOver, reviewed, securityOfficer } from '../../../src/privacy/measures/testing/vetting.ts'
import type { DecisionView } from '../../../src/storage/lane/port.ts'
import { TestBank } from '../../bank.ts'
import { gateUnderTest, refused } from '../../gate-clauses.ts'

/** The code of the refusal or `accepted`, with the clauses that settled it. */
const answer = (decision: DecisionView): readonly string[] => [
  decision.code ?? decision.outcome,
  ...settledBy(decision),
]

/** LP-I.7: processors are vetted before the first data and reviewed each year; staff are trained in two subjects, on record. */
export async function showProvidersAndStaff(): Promise<void> {
  const ask = gateUnderTest('luminor')
  expect(ask('teller', 'service', ['name'], { undertaken: false })).toEqual(
    refused('confidentiality-not-undertaken', 'LP-I.7'),
  )
  const liga = await Discloser.unvetted('2026-01-05', 'luminor')
  const never = await handedOver(liga, 'card-production', 'service', ['name'])
  expect(settled(never)).toEqual(['processor-not-vetted', 'LP-I.7', 'LP-III.processors'])
  const vetted = await reviewed(liga.bank, 'card-production')
  expect(vetted).toMatchObject({ outcome: 'accepted', facts: { kind: 'vetting', next: '2027-01-05' } })
  for (const topic of ['data-protection', 'information-security']) {
    const trained = await train(liga.bank, topic)
    expect(trained).toMatchObject({ facts: { until: '2027-01-05' } })
    expect(answer(trained)).toEqual(['accepted', 'LP-I.7'])
  }
  expect(answer(await train(liga.bank, 'cooking'))).toEqual(['topic-unknown', 'LP-I.7'])
  // The policy has staff trained, and does not make it a condition of reading.
  expect(ask('teller', 'service', ['name']).code).toBe('permitted')
  expect(ask('teller', 'service', ['note'])).toEqual(refused('kind-not-granted', 'LP-I.7'))
}

/** Records that a teller was trained, by the security officer. */
export const train = (bank: TestBank, topic: string, more: object = {}): Promise<DecisionView> =>
  bank.do(
    'training.record',
    { staff: ['T-01'], topic, on: '2026-01-05', taughtBy: 'S-02', evidence: 'TR-2026/1', ...more },
    { actor: securityOfficer },
  )

/** LP-II.security: measures are tested each year; the past is checked only of suppliers' representatives who need to enter. */
export async function showTestsAndChecks(): Promise<void> {
  const bank = await TestBank.open()
  const test = { measure: 'encryption-at-rest', on: '2026-01-05', evidence: 'MT-2026/1', result: 'works' }
  const tested = await bank.do('measure.test', test, { actor: securityOfficer })
  expect(tested).toMatchObject({ facts: { measure: 'encryption-at-rest', next: '2027-01-05' } })
  expect(answer(tested)).toEqual(['accepted', 'LP-II.security', 'LP-I.7'])
  const subject = await registerPerson(bank, 'liga')
  const check = (role: string, access: readonly string[]) =>
    bank.do(
      'background-check.record',
      { subject: String(subject), role, supplier: '40000000001', access, file: 'BC-2026/1' },
      { actor: securityOfficer },
    )
  expect(answer(await check('customer', ['premises']))).toEqual(['role-not-concerned', 'LP-II.security'])
  expect(answer(await check('counterpart', []))).toEqual(['access-not-needed', 'LP-II.security'])
  for (const access of [['premises'], ['systems'], ['premises', 'systems']])
    expect(answer(await check('counterpart', access))).toEqual(['accepted', 'LP-II.security'])
}
