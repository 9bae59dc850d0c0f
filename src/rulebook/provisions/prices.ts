/** Fees, penalties, losses and charges. */
import { Type } from 'typebox'
import { period, words, yearRow } from '../parameters.ts'
import { provision } from './provision.ts'

export const priceProvisions = {
  'price-list.fee': provision('Fees are those of the price list.', {}),
  'fee.legal-person': provision('A legal person is charged what the price list has for legal persons alone.', {}),
  'fee.special': provision(
    'A special or raised fee on one of these grounds, recorded and shown to the customer before it is charged.',
    { grounds: words },
  ),
  'fee.annual': provision('A fee of a percentage a year counts the days that passed over the days of the year.', {}),
  'fee.annual.year-360': provision('For which debited accounts and fees the year has 360 days.', {
    rows: Type.Array(yearRow, { minItems: 1 }),
  }),
  'fee.annual.year-365': provision('For which debited accounts and fees the year has 365 days.', {
    rows: Type.Array(yearRow, { minItems: 1 }),
  }),
  'fee.due-first': provision('What is due to the institution is debited before orders received later.', {}),
  'fee.chosen-account': provision(
    'The customer may choose the account that fees are taken from; the offer ends after notice.',
    { notice: period },
  ),
  'loss.compensation': provision('A recorded loss is compensated by the customer from its day on.', {}),
  'penalty.contractual': provision(
    'A penalty that was paid leaves the obligation open and is not credited against a loss.',
    {},
  ),
  'excess.charges': provision(
    'Each calendar day that ends in excess costs what the price list says, each charge apart, on what must be paid in.',
    {},
  ),
} as const
