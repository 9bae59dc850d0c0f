/** Shapes that the payloads of payment commands share. */
import { type Static, Type } from 'typebox'
import type { AccountId, PartyId } from '../kernel/ids.ts'
import { type Currency, type Minor, minor } from '../kernel/money.ts'
import { dateText, idOf, idText, type moneyText, payload } from '../kernel/wire.ts'
import type { Target } from './sides.ts'

/** An account by id, or by the number that the payer wrote. */
export const targetText = Type.Union([
  payload({ account: idText }),
  payload({ number: Type.String({ minLength: 5, maxLength: 34, pattern: '^[A-Z0-9]+$' }) }),
])

/** Who orders, when staff pass an order on, and who signed besides. */
export const ordering = {
  orderedBy: Type.Optional(Type.String({ ...idText, description: 'Whose order staff pass on' })),
  coSigners: Type.Optional(Type.Array(idText, { maxItems: 8, description: 'Who signed besides the one who orders' })),
}

export const valueDateText = Type.Optional(
  Type.String({ ...dateText, description: 'For operators: another value date' }),
)

export function targetOf(text: Static<typeof targetText>): Target {
  return 'account' in text ? { account: idOf<AccountId>(text.account) } : { number: text.number }
}

/** The amount asked. A currency that does not exist is no account's: it differs, and needs no check of its own. */
export const amountOf = (
  text: Static<typeof moneyText>,
): { readonly amountMinor: Minor; readonly currency: Currency } => ({
  amountMinor: minor(text.minor),
  currency: text.currency as Currency,
})

export const partiesOf = (texts: readonly string[] | undefined): readonly PartyId[] | undefined =>
  texts?.map((text) => idOf<PartyId>(text))
