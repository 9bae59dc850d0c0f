/**
 * The links that end offers with one click. A link carries whom and which purpose it is about, encrypted and authenticated under a key of the
 * key store: nobody else can read or make one, none is stored, and none ends. Deterministic: the same person and purpose have one link.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto'
import type { PartyId } from '../../../kernel/ids.ts'
import type { KeyStore } from '../../vault/key-store.ts'

export type Unsubscribing = { readonly subject: PartyId; readonly purpose: string }

export interface UnsubscribeTokens {
  /** 86 characters of base64url, for any person and purpose. */
  of(about: Unsubscribing): string
  /** Undefined for whatever was not made by `of` under this key store. Takes the same time for every text of the right length. */
  read(token: string): Unsubscribing | undefined
}

const macBytes = 16
/** Id and purpose: a purpose has at most 40 letters. All tokens are of one length, so none tells anything by it. */
const plainBytes = 48
const tokenForm = /^[A-Za-z0-9_-]{86}$/

/** Tokens under the key `institution/unsubscribe` of this store. Source: the order of RFC 5297 (SIV): authenticate, then encrypt under the tag. */
export function createUnsubscribeTokens(keys: KeyStore): UnsubscribeTokens {
  const { key } = keys.ensureNow('institution/unsubscribe')
  const derived = (use: string): KeyObject => createSecretKey(createHmac('sha256', key).update(use).digest())
  const [macKey, cipherKey] = [derived('unsubscribe mac'), derived('unsubscribe cipher')]
  const macOf = (plain: Uint8Array): Buffer => createHmac('sha256', macKey).update(plain).digest().subarray(0, macBytes)
  return {
    of({ subject, purpose }) {
      const plain = Buffer.alloc(plainBytes)
      plain.writeBigUInt64BE(BigInt(subject))
      if (plain.write(purpose, 8) !== Buffer.byteLength(purpose)) throw new RangeError(`${purpose} is too long`)
      const mac = macOf(plain)
      const cipher = createCipheriv('aes-256-ctr', cipherKey, mac)
      return Buffer.concat([mac, cipher.update(plain), cipher.final()]).toString('base64url')
    },
    read(token) {
      if (!tokenForm.test(token)) return undefined
      const bytes = Buffer.from(token, 'base64url')
      // The last letter has bits to spare: only one spelling of a link is right.
      const isSpelt = bytes.length === macBytes + plainBytes && bytes.toString('base64url') === token
      const mac = bytes.subarray(0, macBytes)
      const decipher = createDecipheriv('aes-256-ctr', cipherKey, mac)
      const plain = Buffer.concat([decipher.update(bytes.subarray(macBytes)), decipher.final()])
      if (!timingSafeEqual(mac, macOf(plain)) || !isSpelt) return undefined
      const end = plain.indexOf(0, 8)
      const purpose = plain.toString('utf8', 8, end < 0 ? plain.length : end)
      return { subject: Number(plain.readBigUInt64BE()) as PartyId, purpose }
    },
  }
}
