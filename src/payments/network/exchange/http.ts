/** The payment network over HTTP, signed in both directions by a shared secret. */
import type { NetworkEvent, PaymentNetwork, Taken } from './port.ts'
import { isSigned, sign } from './signature.ts'

export type HttpNetworkOptions = {
  readonly url: string
  readonly secret: string
  /** How long an answer may take. */
  readonly timeoutMs?: number
}

/** The network did not answer, or not as it should: what became of the message is not known. */
export class NetworkAway extends Error {
  override readonly name = 'NetworkAway'
}

export function httpNetwork({ url, secret, timeoutMs = 10_000 }: HttpNetworkOptions): PaymentNetwork {
  const ask = async (
    method: 'GET' | 'POST',
    path: string,
    content?: object,
  ): Promise<{ status: number; body: unknown }> => {
    const body = content === undefined ? '' : JSON.stringify(content)
    const headers = {
      ...sign(secret, { method, path, body }, Temporal.Now.instant()),
      ...(content === undefined ? {} : { 'content-type': 'application/json' }),
    }
    try {
      const signal = AbortSignal.timeout(timeoutMs)
      const answer = await fetch(new URL(path, url), {
        method,
        headers,
        signal,
        redirect: 'error',
        ...(content === undefined ? {} : { body }),
      })
      const text = await answer.text()
      const proof = Object.fromEntries(answer.headers)
      if (!isSigned(secret, { method: String(answer.status), path, body: text }, proof, Temporal.Now.instant()))
        throw new NetworkAway('the answer is not signed by the network')
      return { status: answer.status, body: JSON.parse(text) }
    } catch (error) {
      if (error instanceof NetworkAway) throw error
      throw new NetworkAway('the payment network does not answer', { cause: error })
    }
  }
  const hand = async (path: string, content: object): Promise<Taken> => {
    const { status, body } = await ask('POST', path, content)
    if (status === 200) return { taken: true }
    const reason = (body as { reason?: unknown }).reason
    if (status === 422 && typeof reason === 'string') return { taken: false, reason }
    throw new NetworkAway(`the payment network answers with ${status}`)
  }
  return {
    pay: (order) => hand('/payments', order),
    giveBack: (returned) => hand('/returns', returned),
    events: async (after, limit) => {
      const { status, body } = await ask('GET', `/events?after=${after}&limit=${limit}`)
      if (status !== 200) throw new NetworkAway(`the payment network answers with ${status}`)
      return (body as { events: readonly NetworkEvent[] }).events
    },
  }
}
