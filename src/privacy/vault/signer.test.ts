import { createPublicKey, verify } from 'node:crypto'
import { expect, it } from 'vitest'
import { memoryKeyStore } from './keys.ts'
import { createHeadSigner } from './signer.ts'

it('a signed head is believed by whoever has the public key, and a changed one is not', () => {
  const keys = memoryKeyStore()
  const signer = createHeadSigner(keys)
  const head = Buffer.alloc(32, 7)
  const signature = createHeadSigner(keys).sign(head)
  const key = createPublicKey(signer.publicKey)
  expect(verify(null, head, key, signature)).toBe(true)
  expect(verify(null, Buffer.alloc(32, 8), key, signature)).toBe(false)
})
