import { expect, it } from 'vitest'
import { TestBank } from '../../../../tests/bank.ts'
import { settledBy } from '../../../parties/testing/people.ts'
import { securityOfficer } from '../testing/vetting.ts'
import { bindsOn, recipientKey, recipientUndertakings } from './rules.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

it('what a recipient undertook is kept by kind and number, the last one in place of those before', async () => {
  const bank = await TestBank.open({ pack: 'koduliising', on: '2018-10-01' })
  const undertake = async (more: object) => {
    const asked = {
      recipient: 'service-partner',
      receiver: '10000001',
      document: 'RU-1',
      signed: '2018-09-28',
      ...more,
    }
    const decision = await bank.do('recipient.undertake', asked, { actor: securityOfficer })
    return [decision.code ?? decision.outcome, ...settledBy(decision)]
  }
  expect(await undertake({ recipient: 'nobody' })).toEqual(['recipient-not-registered', 'KL-2.3'])
  // Processors undertake by their contract.
  expect(await undertake({ recipient: 'mailing-house' })).toEqual(['recipient-not-registered', 'KL-2.3'])
  const by = ['KL-2.6', 'KL-5.1.2']
  expect(await undertake({ signed: '2018-10-02' })).toEqual(['undertaking-ahead', ...by])
  expect(await undertake({ until: '2018-09-27' })).toEqual(['undertaking-reversed', ...by])
  expect(await undertake({})).toEqual(['accepted', ...by])
  expect(await undertake({ receiver: '10000002', until: '2018-12-31' })).toEqual(['accepted', ...by])
  expect(await undertake({ document: 'RU-2', until: '2019-09-27' })).toEqual(['accepted', ...by])
  expect(bank.record(recipientUndertakings, recipientKey('service-partner', '10000001'))).toEqual({
    ...{ recipient: 'service-partner', receiver: '10000001', document: 'RU-2', staff: 'S-01' },
    ...{ signed: day('2018-09-28'), until: day('2019-09-27') },
  })
})

it('an undertaking binds from the day on which it was signed to its last day', () => {
  const undertaking = { recipient: 'x', receiver: '1', document: 'RU-1', staff: null, signed: day('2018-09-28') }
  const ends = { ...undertaking, until: day('2019-09-27') }
  for (const [on, binds] of [
    ['2018-09-27', false],
    ['2018-09-28', true],
    ['2019-09-27', true],
    ['2019-09-28', false],
  ] as const)
    expect(bindsOn(ends, day(on)), on).toBe(binds)
  expect(bindsOn({ ...undertaking, until: null }, day('2999-01-01'))).toBe(true)
})
