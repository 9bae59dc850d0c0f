import { expect } from 'vitest'
import { settledBy } from '../../../src/parties/testing/people.ts'
import { operator } from '../../bank.ts'
import { clause } from '../../clause.ts'
import { gateUnderTest, permitted, RecordingBank, refused } from '../../gate-clauses.ts'

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
  const shown = [{ kind: 'cooperation', reference: 'S-2018/4' }]
  expect(await calculate()).toMatchObject({ outcome: 'refused', code: 'condition-missing' })
  expect(await calculate({ shown: [{ kind: 'order', reference: '1' }] })).toMatchObject({ code: 'condition-missing' })
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
