/** Measures that protect personal data: their tests, those who process for the institution, and its staff. */
import { Type } from 'typebox'
import { oneOf } from '../../kernel/wire.ts'
import { checkedAccess, period, words } from '../parameters.ts'
import { provision } from './provision.ts'

const itemName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'The id of an item of the register' })

export const measureProvisions = {
  'measure.testing': provision('Each measure is tested within the period and renewed where it fails, on record.', {
    every: period,
  }),
  'staff.training': provision('Staff are trained in these subjects, and again within the period; it is on record.', {
    topics: words,
    every: period,
    beforeAccess: Type.Boolean({ description: 'Whether nobody reads personal data who is not trained' }),
  }),
  'provider.vetting': provision('A processor gets data only after it was vetted, and none once it failed.', {}),
  'provider.monitoring': provision('A vetted processor is reviewed again within the period; it is told who is late.', {
    every: period,
  }),
  'background-check.suppliers': provision(
    "The past is checked of nobody but suppliers' representatives who need to enter these.",
    { purpose: itemName, access: Type.Array(oneOf(checkedAccess, 'Where they enter'), { minItems: 1 }) },
  ),
} as const
