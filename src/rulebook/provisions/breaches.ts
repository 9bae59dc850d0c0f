/** Losing personal data. */
import { Type } from 'typebox'
import { provision } from './provision.ts'

export const breachProvisions = {
  'breach.register': provision('Every breach of personal data is recorded with its facts, effects and remedies.', {}),
  'breach.authority': provision('A breach that may put people at risk is reported to the authority in time.', {
    withinHours: Type.Integer({ minimum: 1, maximum: 720 }),
  }),
  'breach.subjects': provision('People whom a breach puts at high risk are told of it.', {}),
  'breach.exemption': provision(
    'Where an exception is recorded with its reasons, they need not be told one by one.',
    {},
  ),
} as const
