/** How messages leave the institution, for each channel that a machine can use. */

export type Outgoing = {
  /** The same message again under one id is the same message. */
  readonly id: string
  /** A personal datum, read through the gate a moment ago. */
  readonly to: string
  readonly title: string
  readonly text: string
  /** Of an offer by e-mail: where one click ends them. */
  readonly unsubscribe?: string | undefined
}

export interface Transport {
  /** Hands a message over. Throws NotTaken when it was not taken. */
  send(message: Outgoing): Promise<void>
}

/** A message was not taken. Tells neither the address nor the text. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken'
  /** Whether another try may help. */
  readonly again: boolean

  constructor(message: string, again: boolean, options?: ErrorOptions) {
    super(message, options)
    this.again = again
  }
}
