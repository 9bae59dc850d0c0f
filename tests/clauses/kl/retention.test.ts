import { expect } from 'vitest'
import { Chooser } from '../../../src/privacy/consents/testing/choices.ts'
import type { Affairs } from '../../../src/privacy/retention/rules.ts'
import type { Attribute } from '../../../src/rulebook/register/attributes.ts'
import { TestBank } from '../../bank.ts'
import { clause } from '../../clause.ts'
import {
  affairsTold,
  agreement,
  application,
  erasureUnderTest,
  permitted,
  refused,
  termsUnderTest,
} from '../../gate-clauses.ts'
import { problemsOfChanged } from './changed-pack.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const limited = 'KL-8.2.2'
const declined = 'KL-8.2.3'

/** Kept to the first day, gone on the second, where these are the person's affairs. */
type Term = readonly [kind: Attribute, lastDay: string, without: string, affairs?: Partial<Affairs>]

/** The terms of a clause, for what was recorded on 2020-01-10. */
function showTerms(id: string, terms: readonly Term[]): void {
  const erase = erasureUnderTest('koduliising')
  for (const [kind, lastDay, without, affairs = {}] of terms) {
    expect(erase(kind, lastDay, { affairs }), `${kind} ${lastDay}`).toEqual(refused('datum-kept', id))
    expect(erase(kind, without, { affairs }), `${kind} ${without}`).toEqual(permitted(limited))
  }
}

clause(limited, 'processing ends with the term that the pack sets where the procedure states none', () => {
  const erase = erasureUnderTest('koduliising')
  expect(erase('income', '2050-01-01', { affairs: agreement() })).toEqual(refused('datum-kept', limited))
  expect(erase('income', '2050-01-01', { affairs: { ...agreement('2020-01-31'), claims: ['C-1'] } })).toEqual(
    refused('datum-kept', limited),
  )
  showTerms(limited, [
    ['income', '2023-02-28', '2023-03-01', agreement('2020-02-29')],
    ['income', '2024-02-28', '2024-02-29', agreement('2021-02-28')],
    ['employer', '2027-12-31', '2028-01-01', { lastTransaction: day('2020-06-30') }],
    ['legal-capacity', '2024-12-31', '2025-01-01', agreement('2021-12-31')],
    ['preference', '2022-01-10', '2022-01-11'],
    ['segment', '2022-01-10', '2022-01-11'],
    ['visited-site', '2022-01-10', '2022-01-11'],
  ])
  // Marked as the pack's own: the clause that would set them was not published.
  const { retention } = termsUnderTest('koduliising').register
  for (const id of ['agreements', 'enquiries', 'studied'])
    expect(retention.get(id), id).toMatchObject({ unstated: true })
  for (const id of ['vouchers', 'due-diligence']) expect(retention.get(id)?.unstated, id).toBeUndefined()
})

clause(limited, 'else it ends with the term of law', () => {
  showTerms(limited, [
    // Vouchers: seven years from the end of the financial year.
    ['settlement', '2027-12-31', '2028-01-01', { lastTransaction: day('2020-01-01') }],
    ['settlement', '2027-12-31', '2028-01-01', { lastTransaction: day('2020-12-31') }],
    ['settlement', '2028-12-31', '2029-01-01', { lastTransaction: day('2021-01-01') }],
    // Due diligence: five years from the end of the relationship.
    ['ownership', '2025-02-28', '2025-03-01', agreement('2020-02-29')],
    ['sanction', '2026-01-31', '2026-02-01', agreement('2021-01-31')],
    ['representation', '2025-02-28', '2025-03-01', agreement('2020-02-29')],
    ['litigation', '2025-01-10', '2025-01-11'],
  ])
})

clause(limited, 'what rests on consent ends with it', () => {
  const erase = erasureUnderTest('koduliising')
  expect(erase('campaign', '2030-01-01', { consents: ['games'] })).toEqual(refused('datum-kept', limited))
  expect(erase('consent-mark', '2030-01-01', { consents: ['partner-advertising'] })).toEqual(
    refused('datum-kept', limited),
  )
  expect(erase('income', '2030-01-01', { consents: ['separate-consent'] })).toEqual(refused('datum-kept', limited))
  // A consent to something else keeps nothing.
  expect(erase('income', '2030-01-01', { consents: ['games'] })).toEqual(permitted(limited))
  expect(erase('campaign', '2026-01-05', {})).toEqual(permitted(limited))
})

clause(limited, 'what rests on an interest ends when the person forbids the last purpose that it serves', async () => {
  const liga = await Chooser.in(await TestBank.open({ pack: 'koduliising' }))
  expect(await liga.ask('purpose.forbid', { purpose: 'studies' })).toMatchObject({ outcome: 'accepted' })
  const { stops } = liga.switches ?? expect.fail('nothing was switched')
  const erase = erasureUnderTest('koduliising')
  const recorded = { recordedOn: '2025-06-01' }
  for (const kind of ['preference', 'visited-site'] as const) {
    expect(erase(kind, '2026-01-06', recorded), kind).toEqual(refused('datum-kept', limited))
    expect(erase(kind, '2026-01-05', { ...recorded, stops }), kind).toEqual(refused('datum-kept', limited))
    expect(erase(kind, '2026-01-06', { ...recorded, stops }), kind).toEqual(permitted(limited, 'KL-6.4'))
  }
  // Statistics go on with it, and nothing of an agreement is touched.
  expect(erase('segment', '2026-01-06', { ...recorded, stops })).toEqual(refused('datum-kept', limited))
  expect(erase('income', '2026-01-06', { affairs: agreement(), stops })).toEqual(refused('datum-kept', limited))
})

clause(limited, 'a category that has neither term does not load', () => {
  // Nothing else keeps what tells of games.
  const kept = /(- id: consented\n(?: {10}.*\n)*? {10}categories: \[contact), campaigns/
  expect(problemsOfChanged(kept, '$1')).toEqual([expect.stringContaining('campaigns')])
  const erase = erasureUnderTest('koduliising')
  expect(erase('campaign', '2030-01-01', { consents: ['games'] })).toEqual(refused('datum-kept', limited))
  expect(erase('campaign', '2030-01-01', {})).toEqual(permitted(limited))
})

clause(declined, 'of a stranger everything is erased once the offer lapsed, or the application was declined', () => {
  const erase = erasureUnderTest('koduliising')
  const kinds = ['name', 'phone', 'services', 'income', 'ownership', 'credit-history', 'sanction'] as const
  for (const ended of ['2026-01-31', '2028-02-29'])
    for (const kind of [...kinds, 'legal-capacity', 'representation'] as const) {
      const next = day(ended).add({ days: 1 }).toString()
      const before = day(ended).subtract({ days: 1 }).toString()
      const lapsed = { affairs: application(ended) }
      expect(erase(kind, next, lapsed), kind).toEqual(permitted(limited))
      expect(erase(kind, before, lapsed), kind).toEqual(refused('datum-kept', declined))
      expect(erase(kind, ended, lapsed), kind).toEqual(refused('datum-kept', declined))
    }
})

clause(declined, "a client's application follows the grounds of the contract", () => {
  const erase = erasureUnderTest('koduliising')
  const stranger = { affairs: application('2026-01-31') }
  const client = { affairs: { ...application('2026-01-31'), ...agreement() } }
  const former = { affairs: { ...application('2026-01-31'), ...agreement('2025-06-30') } }
  for (const kind of ['name', 'income', 'credit-history', 'application-terms'] as const) {
    expect(erase(kind, '2026-02-01', stranger), kind).toEqual(permitted(limited))
    for (const held of [client, former]) expect(erase(kind, '2026-02-01', held)).toEqual(refused('datum-kept', limited))
  }
  expect(erase('income', '2028-06-30', former)).toEqual(refused('datum-kept', limited))
  expect(erase('income', '2028-07-01', former)).toEqual(permitted(limited))
  expect(erase('income', '2026-01-31', stranger)).toEqual(refused('datum-kept', declined))
})

clause(declined, 'an open review, a duty of law or a case keeps what was applied with', async () => {
  const erase = erasureUnderTest('koduliising')
  const lapsed = { affair: 'B-1', kind: 'application', ended: '2026-01-31' } as const
  const reviewed = await affairsTold('koduliising', '2026-01-31', [lapsed, { affair: 'R-1', kind: 'application' }])
  const review = { affair: 'R-1', kind: 'application', ended: '2026-03-02' } as const
  const decided = await affairsTold('koduliising', '2026-03-02', [lapsed, review])
  expect(erase('name', '2026-02-01', { affairs: application('2026-01-31') })).toEqual(permitted(limited))
  const owed = { ...application('2026-01-31'), lastTransaction: day('2026-01-15') }
  expect(erase('name', '2033-12-31', { affairs: owed })).toEqual(refused('datum-kept', limited))
  expect(erase('name', '2034-01-01', { affairs: owed })).toEqual(permitted(limited))
  const held = { ...application('2026-01-31'), holds: ['H-1'] }
  expect(erase('credit-history', '2030-01-01', { affairs: held })).toEqual(refused('datum-kept', 'GDPR-17(3)'))
  for (const kind of ['name', 'income', 'credit-history', 'legal-capacity'] as const) {
    expect(erase(kind, '2027-01-01', { affairs: reviewed }), kind).toEqual(refused('datum-kept', declined))
    expect(erase(kind, '2026-03-02', { affairs: decided }), kind).toEqual(refused('datum-kept', declined))
    expect(erase(kind, '2026-03-03', { affairs: decided }), kind).toEqual(permitted(limited))
  }
})

clause('KL-9.2', 'the procedure holds for relations from before it took effect too', () => {
  const id = 'KL-9.2'
  const erase = erasureUnderTest('koduliising')
  const old = { recordedOn: '2014-03-10', affairs: agreement('2017-09-30') }
  // On 2020-09-30 its term has not ended, although nobody knew the term when the relation began.
  expect(erase('income', '2020-09-30', old)).toEqual(refused('datum-kept', id, limited))
  expect(erase('income', '2020-10-01', old)).toEqual(permitted(id, limited))
  for (const [recordedOn, isEarlier] of [
    ['2018-05-24', true],
    ['2018-05-25', false],
    ['2018-05-26', false],
  ] as const) {
    const { clauses } = erase('income', '2050-01-01', { recordedOn, affairs: agreement() })
    expect([clauses.includes(id), clauses.includes(limited)], recordedOn).toEqual([isEarlier, true])
  }
  expect(erase('preference', '2018-05-25', { recordedOn: '2016-05-24' })).toEqual(permitted(id, limited))
})
