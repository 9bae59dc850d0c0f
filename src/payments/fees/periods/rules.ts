/** Up to when a service that is paid by time was charged on an account: nothing is charged twice. */
import type { AccountId } from '../../../kernel/ids.ts'
import { records } from '../../../kernel/state.ts'
import type { PricedService } from '../../../rulebook/prices.ts'

/** `${account} ${service}`. */
export type PeriodKey = string & { readonly unit: 'fee-period' }

/** The first day that was not charged yet. */
export const feePeriods = records<PeriodKey, Temporal.PlainDate>('fee-period')

export const periodKey = (account: AccountId, service: PricedService): PeriodKey => `${account} ${service}` as PeriodKey
