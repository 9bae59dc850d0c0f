/** The business date, and what keeps the house going. */
import { Type } from 'typebox'
import { period, timeOfDay } from '../parameters.ts'
import { provision } from './provision.ts'

export const operationProvisions = {
  'security.restore': provision(
    'Data and access to them can be restored in time: a drill restores a backup, verifies it, and measures how long that takes.',
    { withinHours: Type.Integer({ minimum: 1, maximum: 720 }) },
  ),
  'security.drill': provision('The drill is repeated within the period, and leaves a record.', { every: period }),
  'business-date.cut-over': provision('Each entity has a business date, which moves on at a time and never back.', {
    at: timeOfDay,
    ahead: period,
  }),
  'business-date.close': provision('Each day that was left behind is closed once, in the order of days.', {}),
} as const
