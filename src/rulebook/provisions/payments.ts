/** Payments: orders, what comes in, the network, and cash at a till. */
import { Type } from 'typebox'
import { currencyCode } from '../../kernel/wire.ts'
import { period, words } from '../parameters.ts'
import { provision } from './provision.ts'

/** Where a day that is no business day moves to; see `adjust` of kernel/calendar.ts. */
const convention = Type.Union([
  Type.Literal('following'),
  Type.Literal('modified-following'),
  Type.Literal('preceding'),
])
/** How often a payment is tried in all, on consecutive business days. */
const tries = Type.Integer({ minimum: 1, maximum: 30 })

export const paymentProvisions = {
  'payment.order': provision('An order is carried out when it names accounts, amount and currency that fit.', {}),
  'payment.incoming': provision('Incoming money is credited to the account whose number it names.', {}),
  'payment.unknown-number': provision('Incoming money that names no open account is returned.', {}),
  'payment.hold': provision('Money may be held for a payment until it is captured, released or expires.', {
    expiresAfter: period,
  }),
  'payment.scheduled-order': provision('An order for a later day is kept and carried out when that day is closed.', {
    within: period,
    convention,
    tries,
  }),
  'payment.standing-order': provision('A standing order pays by its schedule, every week or every month.', {
    within: period,
    convention,
    tries,
  }),
  'payment.order-cancellation': provision('An order for a later day can be cancelled so long before its day.', {
    before: period,
  }),
  'payment.file': provision('Orders may come together in a file, each of which is decided for itself.', {
    formats: words,
    transactions: Type.Integer({ minimum: 1, maximum: 100_000 }),
  }),
  'payment.batch': provision('Payments that are ordered together may be one entry, of which each is kept.', {}),
  'payment.network': provision('Payments to other institutions travel through the payment network.', {
    currencies: Type.Array(currencyCode, { minItems: 1, uniqueItems: true }),
  }),
  'payment.network-return': provision('What the network rejects or sends back is credited to the payer again.', {}),
  'payment.return-unclaimed': provision(
    'What comes back to a closed account is kept for its holder until staff pay it out.',
    {},
  ),
  'payment.refund': provision(
    "The customer has the debit of a settled payment back by a correction; what the network returns of it is the institution's.",
    {},
  ),
  'cash.at-till': provision('Cash is paid in and out at a till that holds it.', {}),
} as const
