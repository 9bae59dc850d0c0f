/** What a person may ask about their data, and when it is answered. */
import { period } from '../parameters.ts'
import { provision } from './provision.ts'

export const requestProvisions = {
  'request.receipt': provision(
    'A request that came to a processor counts as received on the day on which the processor got it.',
    {},
  ),
  'request.answer': provision('A request of a person about their data is answered within the period.', {
    within: period,
  }),
} as const
