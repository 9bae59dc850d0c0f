/** What is personal about a payment: one side's view of it, sealed under the key of that side's holder. */
import type { Detail } from '../storage/command.ts'

/** Name and number are those of the other side. */
export type PaymentDetails = {
  readonly name?: string | undefined
  readonly number?: string | undefined
  readonly remittance?: string | undefined
  /** The reference that travels with a payment from end to end. */
  readonly endToEnd?: string | undefined
}

export const paymentDetail = (details: PaymentDetails): Detail => ({
  category: 'payment-details',
  plain: Buffer.from(JSON.stringify(details)),
})

/** The inverse of `paymentDetail`. */
export const readPaymentDetail = (plain: Uint8Array): PaymentDetails => JSON.parse(Buffer.from(plain).toString())
