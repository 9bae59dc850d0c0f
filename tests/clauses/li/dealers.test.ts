import { expect } from 'vitest'
import { settledBy } from '../../../src/parties/testing/people.ts'
import type { DecisionView } from '../../../src/storage/lane/port.ts'
import { operator } from '../../bank.ts'
import { clause } from '../../clause.ts'
import { gateUnderTest, permitted, RecordingBank, refused } from '../../gate-clauses.ts'

const codeOf = ({ code, outcome }: DecisionView): string => code ?? outcome

clause('LI-12', 'only under an agreement with the seller are both rates calculated, and the compensation', async () => {
  const { bank, subject } = await RecordingBank.open('luminor')
  const calculate = (more: object = {}) =>
    bank.do(
      'dealer-compensation.calculate',
      {
        subject: String(subject),
        principal: { minor: '1000000', currency: 'EUR' },
        marketRate: '5.4',
        campaignRate: '1.8',
        from: '2026-01-01',
        to: '2026-03-01',
        ...more,
      },
      { actor: operator },
    )
  const agree = async (from: string, until?: string) => {
    const agreement = { seller: '40000000001', file: 'S-2018/4', from, ...(until === undefined ? {} : { until }) }
    const { facts } = await bank.do('cooperation-agreement.record', agreement, { actor: operator })
    return [{ kind: 'cooperation', reference: String(facts['agreement']) }]
  }
  const shown = await agree('2026-01-01', '2026-03-01')
  expect(await calculate()).toMatchObject({ outcome: 'refused', code: 'condition-missing' })
  expect(await calculate({ shown: [{ kind: 'order', reference: '1' }] })).toMatchObject({ code: 'condition-missing' })
  // No word, and no agreement that does not hold on each of the days: the day before, the day, the day after.
  const said = await calculate({ shown: [{ kind: 'cooperation', reference: 'S-2018/4' }] })
  expect(said).toMatchObject({ code: 'condition-missing', facts: { needs: [['cooperation']] } })
  expect(settledBy(said)).toContain('LI-12')
  for (const [from, until, code] of [
    ['2025-12-31', '2026-02-28', 'condition-missing'],
    ['2025-12-31', '2026-03-01', 'accepted'],
    ['2025-12-31', '2026-03-02', 'accepted'],
    ['2026-01-02', '2026-03-01', 'condition-missing'],
    ['2026-01-01', undefined, 'accepted'],
  ] as const)
    expect(codeOf(await calculate({ shown: await agree(from, until) })), `${from} ${until}`).toBe(code)
  const open = await agree('2026-01-01')
  const end = (until: string) =>
    bank.do('cooperation-agreement.end', { agreement: open[0]?.reference, until }, { actor: operator })
  expect(await end('2025-12-31')).toMatchObject({ code: 'validity-reversed' })
  expect(await end('2026-02-28')).toMatchObject({ outcome: 'accepted', facts: { until: '2026-02-28' } })
  expect(await calculate({ shown: open })).toMatchObject({ code: 'condition-missing' })
  expect(await calculate({ shown: open, to: '2026-02-28' })).toMatchObject({ outcome: 'accepted' })
  expect(await calculate({ shown, campaignRate: '5.4' })).toMatchObject({ code: 'campaign-rate-not-lower' })
  expect(await calculate({ shown, to: '2025-12-31' })).toMatchObject({ code: 'validity-reversed' })
  // Sixty days of a year of 360: 1,000,000 x 5.4 % / 6 = 9,000, and at 1.8 % 3,000.
  const money = (minor: string) => ({ minor, currency: 'EUR' })
  const calculated = await calculate({ shown })
  expect(calculated).toMatchObject({
    outcome: 'accepted',
    facts: { market: money('9000'), campaign: money('3000'), compensation: money('6000') },
  })
  expect(settledBy(calculated)).toContain('LI-12')
  const ask = gateUnderTest('luminor')
  const use = ['operator', 'service', ['name', 'services', 'application-terms']] as const
  const interest = 'dealer-rates'
  expect(ask(...use, { interest })).toEqual(refused('condition-missing', 'LI-12'))
  expect(ask('operator', 'service', ['income'], { interest })).toEqual(refused('kind-not-needed', 'LI-12'))
  expect(ask(...use, { interest, shown: ['cooperation'] })).toEqual(permitted('LI-12'))
})
