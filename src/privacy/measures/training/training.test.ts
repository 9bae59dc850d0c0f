import { expect, it } from 'vitest'
import { TestBank } from '../../../../tests/bank.ts'
import { clause } from '../../../../tests/clause.ts'
import { gateUnderTest } from '../../../../tests/gate-clauses.ts'
import { settledBy } from '../../../parties/testing/people.ts'
import { securityOfficer } from '../testing/vetting.ts'
import { untrainedIn } from './rules.ts'

const train = (bank: TestBank, topic: string, on = '2026-01-05') =>
  bank.do(
    'training.record',
    { staff: ['T-01'], topic, on, taughtBy: '40000000001', evidence: 'TR-1' },
    { actor: securityOfficer },
  )

clause('GDPR-39(1)(b)', 'law has staff trained in protecting data where the documents say nothing of it', async () => {
  const bank = await TestBank.open({ pack: 'koduliising' })
  const trained = await train(bank, 'data-protection')
  expect(trained).toMatchObject({ outcome: 'accepted', facts: { topic: 'data-protection', until: '2027-01-05' } })
  expect(settledBy(trained)).toEqual(['GDPR-39(1)(b)'])
  expect((await train(bank, 'information-security')).code).toBe('topic-unknown')
  // And does not make it a condition of reading.
  expect(gateUnderTest('koduliising')('teller', 'contract', ['name']).code).toBe('permitted')
  expect(await train(bank, 'data-protection', '2025-06-30')).toMatchObject({
    outcome: 'accepted',
    facts: { until: '2026-06-30' },
  })
})

it('a training counts to the last day of its term, also from the end of a February that had one day more', () => {
  const day = (text: string) => Temporal.PlainDate.from(text)
  for (const [every, on, last, after] of [
    ['P1Y', '2024-02-29', '2025-02-28', '2025-03-01'],
    ['P6M', '2025-08-31', '2026-02-28', '2026-03-01'],
    ['P90D', '2026-01-05', '2026-04-05', '2026-04-06'],
  ] as const) {
    const asks = { topics: ['data-protection', 'security'], every }
    const trained = new Map([['data-protection', day(on)]])
    expect(untrainedIn(trained, day(last), asks), last).toEqual(['security'])
    expect(untrainedIn(trained, day(after), asks), after).toEqual(['data-protection', 'security'])
  }
  expect(untrainedIn(undefined, day('2026-01-05'), { topics: ['security'], every: 'P1Y' })).toEqual(['security'])
})
