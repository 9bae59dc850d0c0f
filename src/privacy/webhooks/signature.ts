/** Signed requests to and from other systems: HMAC-SHA-256 over time and body, so that nobody without the secret sends one, nor an old one again. */
import { createHmac, timingSafeEqual } from 'node:crypto'

export const signatureHeader = 'pacta-signature'

/** How far the clocks of both sides may differ. */
const TOLERANCE_SECONDS = 300

/** `t=seconds since 1970,v1=hex`. */
export const sign = (secret: string, body: string, seconds: number): string =>
  `t=${seconds},v1=${macOf(secret, body, seconds).toString('hex')}`

/** Whether the header signs the body under the secret, at about this time. */
export function isSigned(secret: string, body: string, header: string, nowSeconds: number): boolean {
  const [, time, hex] = /^t=([0-9]{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? []
  if (time === undefined || hex === undefined) return false
  const seconds = Number(time)
  const same = timingSafeEqual(Buffer.from(hex, 'hex'), macOf(secret, body, seconds))
  return same && Math.abs(nowSeconds - seconds) <= TOLERANCE_SECONDS
}

const macOf = (secret: string, body: string, seconds: number): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest()
