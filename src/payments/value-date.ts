/** What an order may say of its value date. */
import { type Refused, refuse } from '../kernel/decision.ts'
import type { Terms } from '../rulebook/terms.ts'

type Dated =
  | { readonly valueDate: Temporal.PlainDate; readonly refusal?: undefined }
  | { readonly refusal: Refused<'value-date-not-allowed'> }

/**
 * The value date of an order: the booking date, unless an operator or the system names another. Customers and tellers cannot move
 * interest by choosing one.
 */
export function checkValueDate(
  asked: string | undefined,
  actor: { readonly role: string },
  bookingDate: Temporal.PlainDate,
  terms: Terms,
): Dated {
  if (asked === undefined) return { valueDate: bookingDate }
  const valueDate = Temporal.PlainDate.from(asked)
  if (valueDate.equals(bookingDate) || actor.role === 'operator' || actor.role === 'system') return { valueDate }
  return {
    refusal: refuse('value-date-not-allowed', terms.cite('payment.order'), { bookingDate: bookingDate.toString() }),
  }
}
