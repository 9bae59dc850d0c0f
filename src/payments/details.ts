/** What is personal about a payment: one side's view of it, sealed under the key of that side's holder. */
import type { Edge } from '../privacy/edge.ts'
import { joined } from '../privacy/screening/parts.ts'
import { fenceOf } from '../privacy/screening/rules.ts'
import type { Detail } from '../storage/command.ts'

/** Name and number are those of the other side. */
export type PaymentDetails = {
  readonly name?: string | undefined
  readonly number?: string | undefined
  readonly remittance?: string | undefined
  /** The reference that travels with a payment from end to end. */
  readonly endToEnd?: string | undefined
  /** What is missing was left out for whoever reads: it tells of what nobody asked. */
  readonly fenced?: true | undefined
}

/** What people wrote is screened: where it tells of something that is fenced, that part is closed off, and the rest stays open. */
export function paymentDetail(details: PaymentDetails, { fences = [] }: Pick<Edge, 'fences'> = {}): Detail {
  const plain = Buffer.from(JSON.stringify(details))
  const { remittance, endToEnd, ...rest } = details
  const told = remittance && fenceOf(remittance, fences)
  const named = endToEnd && fenceOf(endToEnd, fences)
  const fence = told === 'offence' || named === 'offence' ? 'offence' : told || named
  if (!fence) return { category: 'payment-details', plain }
  const left: PaymentDetails = {
    ...rest,
    ...(told ? {} : { remittance }),
    ...(named ? {} : { endToEnd }),
    fenced: true,
  }
  const open = Buffer.from(JSON.stringify(left))
  return { category: 'payment-details', plain: joined({ fence, open, whole: plain }) }
}

/** What the gate gives of a payment's details. */
export const readPaymentDetail = (plain: Uint8Array): PaymentDetails => JSON.parse(Buffer.from(plain).toString())
