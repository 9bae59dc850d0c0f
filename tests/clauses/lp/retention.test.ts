import { expect } from 'vitest'
import { idIn } from '../../../src/parties/testing/people.ts'
import { Chooser, officer } from '../../../src/privacy/consents/testing/choices.ts'
import type { Switches } from '../../../src/privacy/switches/rules.ts'
import { TestBank } from '../../bank.ts'
import { clause } from '../../clause.ts'
import { agreement, application, erasureUnderTest, permitted, refused, termsUnderTest } from '../../gate-clauses.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

clause('LP-IV.need', 'a datum goes when the last of its grounds has ended, and no sooner', () => {
  const id = 'LP-IV.need'
  const erase = erasureUnderTest('luminor')
  const recorded = { recordedOn: '2024-02-29' }
  expect(erase('activity-log', '2026-02-28', recorded)).toEqual(refused('datum-kept', id))
  expect(erase('activity-log', '2026-03-01', recorded)).toEqual(permitted(id))
  const ended = { recordedOn: '2020-01-01', affairs: agreement('2025-07-31') }
  expect(erase('device', '2026-01-31', ended)).toEqual(refused('datum-kept', id))
  expect(erase('device', '2026-02-01', ended)).toEqual(permitted(id))
  expect(erase('satisfaction', '2023-01-01', { recordedOn: '2020-01-01' })).toEqual(refused('datum-kept', id))
  expect(erase('satisfaction', '2023-01-02', { recordedOn: '2020-01-01' })).toEqual(permitted(id))
  const claimed = { recordedOn: '2010-01-01', affairs: { claims: ['C-1'] } }
  expect(erase('activity-log', '2026-03-01', claimed)).toEqual(refused('datum-kept', id))
  expect(erase('conviction', '2027-01-01', { recordedOn: '2026-01-01' })).toEqual(refused('datum-kept', id))
  expect(erase('conviction', '2027-01-02', { recordedOn: '2026-01-01' })).toEqual(permitted(id))
})

clause('LP-IV.contract', 'what an agreement brought stays while it runs, and ten years after it', () => {
  const id = 'LP-IV.contract'
  const erase = erasureUnderTest('luminor')
  expect(erase('address', '2050-01-01', { affairs: agreement() })).toEqual(refused('datum-kept', id))
  for (const [ended, lastDay, without] of [
    ['2016-01-05', '2026-01-05', '2026-01-06'],
    ['2016-02-29', '2026-02-28', '2026-03-01'],
    ['2018-02-28', '2028-02-28', '2028-02-29'],
  ] as const) {
    expect(erase('address', lastDay, { affairs: agreement(ended) })).toEqual(refused('datum-kept', id))
    expect(erase('address', without, { affairs: agreement(ended) }).code).toBe('permitted')
  }
  expect(erase('employer', '2030-01-01', { affairs: agreement('2020-06-30') })).toEqual(refused('datum-kept', id))
})

clause('LP-IV.contract', 'an application without an agreement has a term of its own', () => {
  const id = 'LP-IV.contract'
  const erase = erasureUnderTest('luminor')
  const applied = { affairs: application('2025-01-05') }
  expect(erase('address', '2026-01-06', applied).code).toBe('permitted')
  expect(erase('application-terms', '2026-01-06', applied).code).toBe('permitted')
  expect(erase('address', '2026-01-05', applied)).toEqual(refused('datum-kept', id))
  expect(erase('application-terms', '2026-01-05', applied)).toEqual(refused('datum-kept', id))
})

clause('LP-IV.law', 'a term of law is a floor, and for what is held for it alone the ceiling too', () => {
  const id = 'LP-IV.law'
  const erase = erasureUnderTest('luminor')
  const ended = { affairs: agreement('2020-02-29') }
  // Party membership is held to know the customer, and for nothing else; the name stays for the contract.
  expect(erase('party-membership', '2025-03-01', ended).code).toBe('permitted')
  expect(erase('name', '2025-03-01', ended).code).toBe('datum-kept')
  expect(erase('party-membership', '2025-02-28', ended)).toEqual(refused('datum-kept', id))
  const declined = { affairs: application('2025-01-05') }
  expect(erase('party-membership', '2026-01-06', declined).code).toBe('permitted')
  expect(erase('party-membership', '2026-01-05', declined)).toEqual(refused('datum-kept', id))
  const voucher = { affairs: { lastTransaction: day('2020-12-31') } }
  expect(erase('payment-details', '2026-01-01', voucher).code).toBe('permitted')
  expect(erase('payment-details', '2025-12-31', voucher)).toEqual(refused('datum-kept', id))
})

/** What stands after a person withdrew a consent and objected, with success, to every interest of these purposes. */
async function afterObjecting(purposes: readonly string[]): Promise<Pick<Switches, 'consents' | 'stops'>> {
  const liga = await Chooser.in(await TestBank.open())
  expect(await liga.consent('improvement', 'LP')).toMatchObject({ outcome: 'accepted' })
  expect(await liga.ask('consent.withdraw', { purpose: 'improvement' })).toMatchObject({ outcome: 'accepted' })
  for (const purpose of purposes) {
    const raised = await liga.ask('objection.raise', { purpose })
    expect(raised, purpose).toMatchObject({ outcome: 'accepted' })
    if (raised.facts['objection'] === undefined) continue
    const objection = String(idIn<number>(raised, 'objection'))
    const answered = await liga.ask('objection.answer', { objection, outcome: 'upheld' }, { actor: officer })
    expect(answered, purpose).toMatchObject({ outcome: 'accepted' })
  }
  return liga.switches ?? expect.fail('nothing was switched')
}

const interests = () =>
  [...termsUnderTest('luminor').register.purposes.values()]
    .filter(({ bases }) => bases.some(({ basis }) => basis === 'legitimate-interest'))
    .map(({ id }) => id)

clause('LP-IV.law', 'no withdrawal, objection or request to erase shortens it', async () => {
  const id = 'LP-IV.law'
  const { stops } = await afterObjecting(interests())
  const erase = erasureUnderTest('luminor')
  const objected = { affairs: agreement('2022-02-28'), stops }
  const quiet = { affairs: agreement('2022-02-28') }
  // Due diligence goes on for its five years; the ten years of our own interest ended with the objection.
  expect(erase('name', '2026-01-07', objected)).toEqual(refused('datum-kept', id))
  expect(erase('name', '2027-02-28', objected)).toEqual(refused('datum-kept', id))
  expect(erase('name', '2027-03-01', objected)).toEqual(permitted('LP-VII.objection'))
  expect(erase('name', '2027-03-01', quiet)).toEqual(refused('datum-kept', 'LP-IV.contract'))
  const voucher = { affairs: { lastTransaction: day('2024-12-31') }, stops }
  expect(erase('payment-details', '2029-12-31', voucher)).toEqual(refused('datum-kept', id))
  expect(erase('payment-details', '2030-01-01', voucher).code).toBe('permitted')
})

clause('LP-IV.need', 'a ground ends when the last purpose whose interest it is was stopped', async () => {
  const id = 'LP-IV.need'
  const erase = erasureUnderTest('luminor')
  const asked = { recordedOn: '2025-06-01' }
  const stopped = await afterObjecting(['improvement', 'advertising', 'direct-marketing'])
  expect(erase('satisfaction', '2026-01-06', asked)).toEqual(refused('datum-kept', id))
  expect(erase('satisfaction', '2026-01-05', { ...asked, stops: stopped.stops })).toEqual(refused('datum-kept', id))
  const gone = erase('satisfaction', '2026-01-06', { ...asked, stops: stopped.stops })
  expect(gone).toEqual(permitted(id, 'LP-VII.objection'))
  // One interest is left: to advertise.
  const some = stopped.stops.filter(({ purpose }) => purpose !== 'advertising')
  expect(erase('satisfaction', '2026-01-06', { ...asked, stops: some })).toEqual(refused('datum-kept', id))
  const weighed = stopped.stops.map((one) => ({ ...one, ground: 'weighing' as const }))
  expect(erase('satisfaction', '2026-01-06', { ...asked, stops: weighed })).toEqual(refused('datum-kept', id))
  // A claim is defended with what is at hand, whatever was objected to.
  const claimed = { ...asked, stops: stopped.stops, affairs: { claims: ['C-1'] } }
  expect(erase('activity-log', '2028-01-01', claimed)).toEqual(refused('datum-kept', id))
})
