/** Short messages: what the bank asks of whoever sends them. */

/** `id`: the same message again under one id is sent once. `to`: in the form of E.164. */
export type Sms = { readonly id: string; readonly to: string; readonly text: string }

export interface SmsGateway {
  /** Hands a message over. Throws SmsFailed when the gateway did not take it. */
  send(sms: Sms): Promise<void>
}

/** The gateway did not take a message. Tells neither the number nor the text. */
export class SmsFailed extends Error {
  override readonly name = 'SmsFailed'
  /** Whether another try may help. */
  readonly again: boolean

  constructor(message: string, again: boolean, options?: ErrorOptions) {
    super(message, options)
    this.again = again
  }
}
