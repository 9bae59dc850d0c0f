/** Cash paid in and out at machines by code, and the limits of digital channels. */
import { Type } from 'typebox'
import { amounts } from '../parameters.ts'
import { provision } from './provision.ts'

export const cashCodeProvisions = {
  'cash-code.transaction': provision(
    'Cash is paid in or out at a machine of the institution by code, without a card.',
    {},
  ),
  'cash-code.application': provision('A code is applied for, signed, in a location or digitally, with a phone.', {}),
  'cash-code.parts': provision("A code is the customer's digits and the institution's, sent by SMS or shown.", {}),
  'cash-code.executor': provision('Who may be named to pay in or take out cash for a customer.', {}),
  'cash-code.validity': provision('A code works through this many local days, the first that of the application.', {
    days: Type.Integer({ minimum: 1, maximum: 31 }),
  }),
  'cash-code.restricted': provision('No code to take cash out of a restricted account; for deposits as said.', {
    deposits: Type.Union([Type.Literal('accept'), Type.Literal('refuse')]),
  }),
  'cash-code.limits': provision('Published limits hold for codes unless the parties agree on others.', {}),
  'cash-code.price-list-limits': provision('The limits of the price list for cash by code.', {
    perTransaction: amounts,
    perDay: amounts,
  }),
  'digital-channel.limits': provision('The payment limit and the daily limit of the digital channel.', {
    payment: amounts,
    daily: amounts,
  }),
  'cash-code.secrecy': provision('Chosen digits are hard to guess, and the code is kept secret.', {}),
  'cash-code.person': provision('Only the one person whom the application names may use the code.', {}),
  'cash-code.revocation': provision('The customer revokes a code on its day while it is not used up.', {}),
  'cash-code.block': provision('A code may be blocked without notice.', {}),
  'cash-code.application.decline': provision(
    'An application without cover for its fee, or over a limit, may be declined.',
    {},
  ),
  'cash-code.use.refuse': provision('A transaction by code may be refused in the listed cases.', {}),
  'cash-code.use.code': provision('A wrong code is such a case.', {}),
  'cash-code.use.details': provision('Details that differ from the application are such a case.', {}),
  'cash-code.use.restricted': provision('A restricted account is such a case.', {}),
  'cash-code.use.cover': provision('A withdrawal without cover for amount and fee is such a case.', {}),
  'cash-code.reports': provision(
    'What happens to a code as a payment instrument is reported under the payment rules.',
    {},
  ),
  'cash-code.digits': provision('How many digits each part of a code has.', {
    chosen: Type.Integer({ minimum: 4, maximum: 12 }),
    assigned: Type.Integer({ minimum: 4, maximum: 12 }),
  }),
  'cash-code.tries': provision('After so many wrong entries a code is blocked.', {
    maximum: Type.Integer({ minimum: 1, maximum: 20 }),
  }),
  'cash-code.sms-only': provision("Above these amounts the institution's part goes out by SMS alone.", {
    above: amounts,
  }),
} as const
