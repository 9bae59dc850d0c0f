/** Short messages: what the bank asks of whoever sends them. */

/** `id`: the same message again under one id is sent once. `to`: in the form of E.164. */
export type Sms = { readonly id: string; readonly to: string; readonly text: string }

export interface SmsGateway {
  /** Hands a message over. Throws NotTaken of privacy/marketing/delivery/port.ts when the gateway did not take it. */
  send(sms: Sms): Promise<void>
}
