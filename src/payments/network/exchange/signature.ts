/**
 * How the two ends of the payment network know each other's messages: HMAC-SHA-256 under a shared secret, over time, method, path and body.
 * A message older than some minutes is not believed, so that one that was overheard cannot be used for ever.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

export const signatureHeader = 'x-network-signature'
export const timeHeader = 'x-network-time'

const believedSeconds = 300

type Signed = { readonly method: string; readonly path: string; readonly body: string }

/** Headers that prove who sent this, and when. */
export function sign(secret: string, { method, path, body }: Signed, at: Temporal.Instant): Record<string, string> {
  const time = String(Math.floor(at.epochMilliseconds / 1000))
  return { [timeHeader]: time, [signatureHeader]: macOf(secret, time, { method, path, body }).toString('hex') }
}

/** Whether the headers prove it. */
export function isSigned(
  secret: string,
  signed: Signed,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  now: Temporal.Instant,
): boolean {
  const [time, told] = [headers[timeHeader], headers[signatureHeader]]
  if (typeof time !== 'string' || typeof told !== 'string' || !/^[0-9]{1,12}$/.test(time)) return false
  if (Math.abs(now.epochMilliseconds / 1000 - Number(time)) > believedSeconds) return false
  const [mac, given] = [macOf(secret, time, signed), Buffer.from(told, 'hex')]
  return mac.length === given.length && timingSafeEqual(mac, given)
}

const macOf = (secret: string, time: string, { method, path, body }: Signed): Buffer =>
  createHmac('sha256', secret).update(`${time}\n${method}\n${path}\n${body}`).digest()
