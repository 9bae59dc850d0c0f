/** The institution's Ed25519 key, which signs what must be believed without the database: the heads of the lanes' hash chains. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { KeyStore } from './key-store.ts'

export interface HeadSigner {
  /** SPKI in PEM: for whoever checks a signature. */
  readonly publicKey: string
  /** 64 bytes. Source: RFC 8032. */
  sign(head: Uint8Array): Buffer
}

/** PKCS #8 of an Ed25519 private key, up to its 32 bytes. Source: RFC 8410, section 7. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

export function createHeadSigner(keys: KeyStore): HeadSigner {
  const seed = keys.ensureNow('institution/heads').key
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' })
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    sign: (head) => sign(null, head, key),
  }
}
