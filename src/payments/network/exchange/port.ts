/**
 * The port to the payment network: what goes out, what comes in. Amounts are strings of minor units beside their currency; reasons are codes
 * of ISO 20022 (ExternalStatusReason1Code, ExternalReturnReason1Code).
 */

/** Who pays or is paid, at the edge of the institution: personal data, which pass the gate on their way out. */
export type Side = { readonly name?: string | undefined; readonly number?: string | undefined }

export type NetworkOrder = {
  /** By it the network knows an order that comes twice: it is carried out once. */
  readonly reference: string
  readonly amount: { readonly minor: string; readonly currency: string }
  readonly debtor: Side
  readonly creditor: Side
  readonly remittance?: string | undefined
  /** The payer's own, which travels to the payee. */
  readonly endToEnd?: string | undefined
}

/** Money of another institution that could not be credited goes back, with the reason. */
export type NetworkReturn = {
  /** That of the credit which is returned. */
  readonly reference: string
  readonly reason: string
}

export type NetworkCredit = Omit<NetworkOrder, 'reference'> & { readonly reference: string }

/** What the network tells, in ascending numbers: events are read from a number on, as often as need be. */
export type NetworkEvent = { readonly event: number } & (
  | { readonly kind: 'settled'; readonly reference: string }
  /** Rejected before settlement, or returned by the other institution after it. */
  | { readonly kind: 'returned'; readonly reference: string; readonly reason: string }
  | { readonly kind: 'credit'; readonly credit: NetworkCredit }
)

/** `taken`: also when the network had it already. `refused`: it will never take it, for the reason. */
export type Taken = { readonly taken: true } | { readonly taken: false; readonly reason: string }

/** Every call may be repeated. What is thrown means that nobody knows: ask again later. */
export interface PaymentNetwork {
  pay(order: NetworkOrder): Promise<Taken>
  giveBack(returned: NetworkReturn): Promise<Taken>
  /** Events after a number, in order, at most `limit`. */
  events(after: number, limit: number): Promise<readonly NetworkEvent[]>
}
