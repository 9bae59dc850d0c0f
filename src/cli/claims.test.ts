import { expect, test } from 'vitest'
import type { Claim } from '../statements/claims/rules.ts'
import type { PaymentReport } from '../statements/payment-reports/rules.ts'
import { asText } from './claims.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

test('the list of staff marks what came late and what is overdue', () => {
  const claim = {
    claim: 1_099_511_627_790,
    error: 'wrong-amount',
    status: 'received',
    answeredOn: null,
    latePolicy: 'staff',
    answerBy: day('2026-01-26'),
  } as Claim
  const report = {
    report: 1_099_511_627_791,
    what: 'instrument-lost',
    reportedOn: day('2026-01-20'),
    reportBy: null,
    refundBy: null,
  } as PaymentReport
  expect(asText({ entity: 'lv', businessDate: day('2026-01-27'), claims: [claim], reports: [report] })).toBe(
    [
      'lv, 2026-01-27: 1 claims to answer, 1 payment reports to close',
      'claim            answer by   state      error',
      '1099511627790    2026-01-26  received   wrong-amount           late  OVERDUE',
      'report           refund by   state      what',
      '1099511627791    -           open       instrument-lost',
      '',
    ].join('\n'),
  )
})

test('an entity with nothing to do has one line', () => {
  expect(asText({ entity: 'lv', businessDate: day('2026-01-27'), claims: [], reports: [] })).toBe(
    'lv, 2026-01-27: 0 claims to answer, 0 payment reports to close\n',
  )
})
