/** The SMS gateway over HTTP: signed requests, a time limit for each, and further tries where they may help. */
import { setTimeout as sleep } from 'node:timers/promises'
import { NotTaken } from '../../../privacy/marketing/delivery/port.ts'
import { sign, signatureHeader } from '../../../privacy/webhooks/signature.ts'
import type { Sms, SmsGateway } from './port.ts'

export type HttpSmsOptions = {
  readonly url: string
  readonly secret: string
  /** How long one request may take, in milliseconds. */
  readonly timeoutMs?: number
  /** How often a message is tried in all. */
  readonly tries?: number
  /** The pause before the second try, in milliseconds; it doubles with each further one. */
  readonly pauseMs?: number
}

/**
 * Posts each message as JSON, `{id, to, text}`. Whatever is not answered with 2xx is no success: 408, 429, 5xx, a lost connection and a
 * time that ran out are tried again under the same id, by which the gateway knows what it has already; other answers are final.
 */
export class HttpSmsGateway implements SmsGateway {
  readonly #options: Required<HttpSmsOptions>

  constructor(options: HttpSmsOptions) {
    this.#options = { timeoutMs: 5_000, tries: 4, pauseMs: 500, ...options }
  }

  async send(sms: Sms): Promise<void> {
    const { tries, pauseMs } = this.#options
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.#post(sms)
      } catch (error) {
        if (!(error instanceof NotTaken) || !error.again || tried >= tries) throw error
      }
      await sleep(pauseMs * 2 ** (tried - 1))
    }
  }

  async #post(sms: Sms): Promise<void> {
    const { url, secret, timeoutMs } = this.#options
    const body = JSON.stringify({ id: sms.id, to: sms.to, text: sms.text })
    const signature = sign(secret, body, Math.floor(Date.now() / 1000))
    const status = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': sms.id, [signatureHeader]: signature },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).then(
      async (response) => {
        // Read, so that the connection is free for the next one.
        await response.arrayBuffer().catch(() => {})
        return response.status
      },
      (error: unknown) => {
        throw new NotTaken('the SMS gateway did not answer', true, { cause: error })
      },
    )
    if (status >= 200 && status < 300) return
    throw new NotTaken(`the SMS gateway answered ${status}`, status === 408 || status === 429 || status >= 500)
  }
}
