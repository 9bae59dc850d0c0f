import { expect, it } from 'vitest'
import { clause } from '../../../../tests/clause.ts'
import { Discloser, settled } from '../../disclosures/testing/disclosing.ts'
import { handedOver, reviewed } from '../testing/vetting.ts'
import { reviews } from './rules.ts'

/** A person of a bank none of whose processors was vetted, and what is asked of one of them. */
async function unvettedBank(pack: string, on: string, processor: string) {
  const liga = await Discloser.unvetted(on, pack)
  return {
    liga,
    review: (result: 'passed' | 'failed' = 'passed', day = on) => reviewed(liga.bank, processor, { result, on: day }),
    later: (to: string) => liga.bank.cutOver(to),
  }
}

it('a processor fails when it is reviewed, and gets nothing until it is vetted anew', async () => {
  const { liga, review, later } = await unvettedBank('luminor', '2026-01-05', 'card-production')
  const produce = () => handedOver(liga, 'card-production', 'service', ['name'])
  expect(await produce()).toMatchObject({ facts: { processor: 'card-production', review: 'never' } })
  await review()
  await later('2026-06-01')
  await review('failed', '2026-06-01')
  expect(await produce()).toMatchObject({ code: 'processor-not-vetted', facts: { review: 'failed' } })
  expect(liga.bank.record(reviews, 'card-production')).toMatchObject({
    kind: 'monitoring',
    evidence: 'PR-card-production',
    role: 'security-officer',
    staff: 'S-01',
  })
  expect(await review('passed', '2026-06-01')).toMatchObject({ facts: { kind: 'vetting', next: '2027-06-01' } })
  expect((await produce()).outcome).toBe('accepted')
})

it('a review is of a processor of the register, of no day to come, and of none before the last', async () => {
  const { liga, review } = await unvettedBank('luminor', '2026-01-05', 'card-production')
  const stranger = await reviewed(liga.bank, 'nobody')
  expect(settled(stranger)).toEqual(['processor-unknown', 'LP-I.7'])
  expect(settled(await review('passed', '2026-01-06'))).toEqual(['review-ahead', 'LP-I.7', 'LP-III.processors'])
  expect((await review('passed', '2026-01-03')).outcome).toBe('accepted')
  expect(await review('passed', '2026-01-02')).toMatchObject({
    code: 'review-overtaken',
    facts: { last: '2026-01-03' },
  })
  expect((await review('passed', '2026-01-03')).outcome).toBe('accepted')
})

clause('GDPR-28(1)', 'law has a processor vetted where the documents say nothing of it', async () => {
  const { liga, review } = await unvettedBank('koduliising', '2018-10-01', 'mailing-house')
  const send = () => handedOver(liga, 'mailing-house', 'client-messages', ['address'])
  expect(settled(await send())).toEqual(['processor-not-vetted', 'GDPR-28(1)', 'KL-1.processors'])
  expect(await review()).toMatchObject({ outcome: 'accepted', facts: { kind: 'vetting', next: '2019-10-01' } })
  expect((await send()).outcome).toBe('accepted')
  const failed = await review('failed')
  expect(failed).toMatchObject({ facts: { kind: 'monitoring', next: null } })
  expect(settled(await send())).toEqual(['processor-not-vetted', 'GDPR-28(1)', 'KL-1.processors'])
})
