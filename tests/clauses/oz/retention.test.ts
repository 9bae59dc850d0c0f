import { expect } from 'vitest'
import { clause } from '../../clause.ts'
import { affairsTold, agreement, application, erasureUnderTest, permitted, refused } from '../../gate-clauses.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

clause('OZ-4.0', 'three grounds stand each for itself: a datum stays while one of them holds', () => {
  const id = 'OZ-4.0'
  const erase = erasureUnderTest('ozcredit')
  const ended = agreement('2020-02-29')
  expect(erase('phone', '2026-01-05', { affairs: { ...ended, claims: ['C-1'] } })).toEqual(refused('datum-kept', id))
  expect(erase('phone', '2025-02-28', { affairs: ended })).toEqual(refused('datum-kept', id))
  expect(erase('phone', '2026-01-05', { affairs: ended, consents: ['marketing'] })).toEqual(refused('datum-kept', id))
  expect(erase('phone', '2025-03-01', { affairs: ended })).toEqual(permitted(id))
})

clause('OZ-4.1', 'data stay while the contract runs, then until its claims are barred, as the law says', () => {
  const id = 'OZ-4.1'
  const erase = erasureUnderTest('ozcredit')
  expect(erase('employer', '2050-01-01', { affairs: agreement() })).toEqual(refused('datum-kept', id))
  for (const [ended, lastDay, without] of [
    ['2020-02-29', '2023-02-28', '2023-03-01'],
    ['2021-01-31', '2024-01-31', '2024-02-01'],
  ] as const) {
    expect(erase('employer', lastDay, { affairs: agreement(ended) })).toEqual(refused('datum-kept', id, 'COML-406'))
    expect(erase('employer', without, { affairs: agreement(ended) }).code).toBe('permitted')
  }
  // A claim that is raised stops the time.
  const claimed = { affairs: { ...agreement('2020-02-29'), claims: ['C-1'] } }
  expect(erase('employer', '2040-01-01', claimed)).toEqual(refused('datum-kept', id, 'CIVL-1902'))
})

clause('OZ-4.2', 'papers of a credit stay until it is performed, and from 100 euro a year longer', () => {
  const id = 'OZ-4.2'
  const erase = erasureUnderTest('ozcredit')
  const of = (amountMinor: bigint, performed?: string) => ({
    affairs: agreement('2020-01-31', { amountMinor, performed: performed === undefined ? undefined : day(performed) }),
  })
  expect(erase('income', '2050-01-01', of(5000n))).toEqual(refused('datum-kept', id))
  expect(erase('income', '2024-03-31', of(9999n, '2024-03-31'))).toEqual(refused('datum-kept', id))
  expect(erase('income', '2024-04-01', of(9999n, '2024-03-31')).code).toBe('permitted')
  for (const amountMinor of [10000n, 10001n]) {
    expect(erase('income', '2025-03-31', of(amountMinor, '2024-03-31'))).toEqual(refused('datum-kept', id))
    expect(erase('income', '2025-04-01', of(amountMinor, '2024-03-31')).code).toBe('permitted')
  }
  expect(erase('disability', '2025-02-28', of(10000n, '2024-02-29'))).toEqual(refused('datum-kept', id))
  expect(erase('disability', '2025-03-01', of(10000n, '2024-02-29'))).toEqual(permitted())
  // A longer term of law wins.
  const longer = { affairs: { ...agreement('2020-02-29', { amountMinor: 10000n, performed: day('2020-02-29') }) } }
  expect(erase('name', '2025-02-28', longer)).toEqual(refused('datum-kept', id))
})

clause('OZ-4.2', 'an agreement whose amount nobody told is kept as long as one of 100 euro', async () => {
  const id = 'OZ-4.2'
  const erase = erasureUnderTest('ozcredit')
  const days = { ended: '2024-03-31', performed: '2024-03-31' }
  const told = (more: object) =>
    affairsTold('ozcredit', '2025-06-30', [{ affair: 'C-1', kind: 'agreement', ...days, ...more }])
  const [small, large, untold] = [
    await told({ amountMinor: '9999' }),
    await told({ amountMinor: '10000' }),
    await told({}),
  ]
  const on = (day: string, affairs: typeof small) => erase('disability', day, { affairs })
  expect(on('2024-03-31', small)).toEqual(refused('datum-kept', id))
  expect(on('2024-04-01', small)).toEqual(permitted())
  for (const affairs of [large, untold]) {
    expect(on('2025-03-31', affairs)).toEqual(refused('datum-kept', id))
    expect(on('2025-04-01', affairs)).toEqual(permitted())
  }
  // Over is not performed: what is owed still keeps the papers.
  const owed = await affairsTold('ozcredit', '2025-06-30', [{ affair: 'C-2', kind: 'agreement', ended: '2024-03-31' }])
  expect(on('2040-01-01', owed)).toEqual(refused('datum-kept', id))
})

clause('OZ-4.2', 'vouchers stay five years at least, and so do the papers of due diligence', () => {
  const id = 'OZ-4.2'
  const erase = erasureUnderTest('ozcredit')
  const traded = { affairs: { lastTransaction: day('2020-12-31') } }
  expect(erase('settlement', '2025-12-31', traded)).toEqual(refused('datum-kept', id, 'ACC-10'))
  expect(erase('settlement', '2026-01-01', traded).code).toBe('permitted')
  const ended = { affairs: agreement('2020-02-29') }
  expect(erase('document-copy', '2025-02-28', ended)).toEqual(refused('datum-kept', id, 'AMLL-37(2)'))
  expect(erase('document-copy', '2025-03-01', ended).code).toBe('permitted')
  const applied = { affairs: application('2025-08-31') }
  expect(erase('document-copy', '2026-02-28', applied)).toEqual(refused('datum-kept', id))
  expect(erase('document-copy', '2026-03-01', applied).code).toBe('permitted')
  const seen = { recordedOn: '2024-01-31' }
  expect(erase('video', '2024-03-01', seen).code).toBe('permitted')
  expect(erase('behaviour', '2025-02-01', seen).code).toBe('permitted')
  expect(erase('behaviour', '2025-01-31', seen)).toEqual(refused('datum-kept', id))
  expect(erase('video', '2024-02-29', seen)).toEqual(refused('datum-kept', id))
})

clause('OZ-4.3', 'what nothing else keeps stays while consent stands', () => {
  const id = 'OZ-4.3'
  const erase = erasureUnderTest('ozcredit')
  expect(erase('consent-mark', '2026-01-05', {}).code).toBe('permitted')
  expect(erase('consent-mark', '2026-01-05', { consents: ['marketing'] })).toEqual(refused('datum-kept', id))
  const old = { affairs: agreement('2015-01-05') }
  expect(erase('email', '2026-01-05', old).code).toBe('permitted')
  expect(erase('email', '2026-01-05', { ...old, consents: ['marketing'] })).toEqual(refused('datum-kept', id))
})
