import { expect } from 'vitest'
import { clause } from '../../clause.ts'
import { agreement, application, erasureUnderTest, permitted, refused } from '../../gate-clauses.ts'

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
