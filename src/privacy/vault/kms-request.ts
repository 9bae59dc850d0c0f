/** One request to a key management service: a program of its own, started by kms.ts. Reads what to ask, prints what was answered. */
import { text } from 'node:stream/consumers'
import type { KmsAnswer, KmsRequest } from './kms.ts'

process.stdout.write(JSON.stringify(await ask(JSON.parse(await text(process.stdin)) as KmsRequest)))

async function ask({ url, token, body, timeoutMs }: KmsRequest): Promise<KmsAnswer> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: answer.status, body: await answer.json().catch(() => null) }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return { failed: cause instanceof Error ? cause.message || cause.name : String(cause) }
  }
}
