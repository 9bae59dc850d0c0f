/** Interest on balances. */
import { Type } from 'typebox'
import { period, yearRow } from '../parameters.ts'
import { provision } from './provision.ts'

export const interestProvisions = {
  'interest.credit': provision('Interest is credited to the account.', {}),
  'interest.rate': provision('Interest is paid on a balance where the price list sets a rate.', {}),
  'interest.accrual': provision('It accrues for each calendar day whose end-of-day balance reaches the minimum.', {}),
  'interest.change': provision('Rate and minimum hold from the day of their version on, whatever was bound.', {}),
  'interest.day-count': provision('The year has a fixed length, by the number that the account has on each day.', {}),
  'interest.year-360': provision('For which accounts the year of interest has 360 days.', {
    rows: Type.Array(yearRow, { minItems: 1 }),
  }),
  'interest.year-365': provision('For which accounts the year of interest has 365 days.', {
    rows: Type.Array(yearRow, { minItems: 1 }),
  }),
  'interest.schedule': provision('Interest is credited through the last day of every such part of the year.', {
    every: period,
  }),
  'interest.tax': provision('This percentage of interest is withheld as tax from these customers.', {
    percent: Type.String({ pattern: '^(0|[1-9][0-9]?)(\\.[0-9]{1,6})?$', description: 'Percent, in quotes' }),
    customers: Type.Array(Type.Union([Type.Literal('natural'), Type.Literal('legal')]), {
      minItems: 1,
      uniqueItems: true,
    }),
  }),
} as const
