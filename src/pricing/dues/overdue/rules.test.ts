import { expect, it } from 'vitest'
import type { AccountId, AgreementId, PartyId } from '../../../kernel/ids.ts'
import { currency, minor } from '../../../kernel/money.ts'
import type { Agreement } from '../../../terms/agreements/rules.ts'
import type { Due } from '../rules.ts'
import { overdueSince } from './rules.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const [liga, janis] = [1, 2] as PartyId[]
const agreement: Agreement = {
  agreement: 7 as AgreementId,
  holders: [1 as PartyId],
  concludedOn: day('2025-01-01'),
  binding: {},
  status: 'in-force',
  accounts: [],
  withdrawnOn: null,
}
const due = (id: number, on: string): Due => ({
  ...{ due: id, kind: 'fee', account: 9 as AccountId, currency: currency('EUR'), leftMinor: minor(100n) },
  ...{ dueOn: day(on), service: null, rests: [], on: null },
})
const dues = { agreement: agreement.agreement, open: [due(1, '2026-01-31'), due(2, '2026-02-28')] }
const since = (on: string, of: readonly (PartyId | undefined)[] = [liga], known: object = {}) =>
  overdueSince({ agreement, dues, ...known }, of as readonly PartyId[], day(on))?.toString()

it('an agreement is overdue from the day after its oldest open due', () => {
  expect([since('2026-01-30'), since('2026-01-31')]).toEqual([undefined, undefined])
  expect([since('2026-02-01'), since('2026-03-05')]).toEqual(['2026-01-31', '2026-01-31'])
})

it('nothing is overdue of somebody else, of an unknown agreement, or once all is paid', () => {
  expect(since('2026-02-01', [janis])).toBeUndefined()
  expect(since('2026-02-01', [liga, janis])).toBeUndefined()
  expect(since('2026-02-01', [liga], { agreement: undefined })).toBeUndefined()
  expect(since('2026-02-01', [liga], { dues: { ...dues, open: [] } })).toBeUndefined()
  expect(since('2026-02-01', [liga], { dues: undefined })).toBeUndefined()
})
