import { expect, test } from 'vitest'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { availableSince, type Informed, type Issue, type Moment, type Statement, uninformed } from './rules.ts'

const on = (day: string): Moment => ({
  at: Temporal.Instant.from(`${day}T09:00:00Z`),
  on: Temporal.PlainDate.from(day),
})
const day = (text: string) => Temporal.PlainDate.from(text)
const digital = (from: string, until?: string): Informed => ({
  ...uninformed(1 as PartyId),
  digital: [{ from: on(from), until: until === undefined ? null : on(until) }],
})
const month = (...issues: Issue[]): Statement => ({ account: 1 as AccountId, month: '2026-01', issues })
const waits = (from: string, to: string, since: string): Issue => ({
  from: day(from),
  to: day(to),
  how: 'location',
  place: null,
  free: true,
  available: on(since),
  seen: null,
})

test.each([
  [
    'booked before the agreement: known since the agreement',
    '2026-01-04',
    [digital('2026-01-05')],
    undefined,
    '2026-01-05',
  ],
  ['booked on its first day', '2026-01-05', [digital('2026-01-05')], undefined, '2026-01-05'],
  ['booked the day after', '2026-01-06', [digital('2026-01-05')], undefined, '2026-01-06'],
  ['booked on its last day but one', '2026-01-09', [digital('2026-01-05', '2026-01-10')], undefined, '2026-01-09'],
  ['booked on the day it ended', '2026-01-10', [digital('2026-01-05', '2026-01-10')], undefined, undefined],
  ['never told', '2026-01-10', [undefined], undefined, undefined],
  ['waiting at a location', '2026-01-31', [], month(waits('2026-01-01', '2026-01-31', '2026-02-01')), '2026-02-01'],
  ['not shown by what waits', '2026-01-31', [], month(waits('2026-01-01', '2026-01-30', '2026-02-01')), undefined],
  [
    'the first of two ways counts',
    '2026-01-10',
    [digital('2026-01-20')],
    month(waits('2026-01-01', '2026-01-12', '2026-01-13')),
    '2026-01-13',
  ],
] as const)('%s', (_what, bookedOn, holders, statement, since) => {
  expect(availableSince(day(bookedOn), statement, holders)?.on.toString()).toBe(since)
})
