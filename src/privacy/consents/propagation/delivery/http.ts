/** Word to other systems over HTTP: each has an address and a secret, under which every request is signed. */
import { sign, signatureHeader } from '../../../webhooks/signature.ts'
import { type Heard, type OtherSystems, SystemAway } from './port.ts'

export type WebhookTarget = { readonly url: string; readonly secret: string }

/**
 * Posts each word as JSON. 200 with `{"state": "confirmed"}` confirms it at once, any other 2xx takes it; everything else is tried again
 * later by who calls.
 *
 * @param targets by system, as `entity:lt`
 */
export function httpSystems(
  targets: Readonly<Record<string, WebhookTarget>>,
  { timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {},
): OtherSystems {
  return {
    known: new Set(Object.keys(targets)),
    async tell(system, word): Promise<Heard> {
      const target = targets[system]
      if (target === undefined) throw new SystemAway(`no address is set for ${system}`)
      const body = JSON.stringify(word)
      const signature = sign(target.secret, body, Math.floor(Date.now() / 1000))
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': word.propagation,
        [signatureHeader]: signature,
      }
      const signal = AbortSignal.timeout(timeoutMs)
      try {
        const answer = await fetch(target.url, { method: 'POST', headers, body, redirect: 'error', signal })
        const text = await answer.text()
        if (!answer.ok) throw new SystemAway(`${system} answers with ${answer.status}`)
        return answer.status === 200 && isConfirmed(text) ? 'confirmed' : 'taken'
      } catch (error) {
        if (error instanceof SystemAway) throw error
        throw new SystemAway(`${system} does not answer`, { cause: error })
      }
    },
  }
}

function isConfirmed(text: string): boolean {
  try {
    return (JSON.parse(text) as { readonly state?: unknown } | null)?.state === 'confirmed'
  } catch {
    return false
  }
}
