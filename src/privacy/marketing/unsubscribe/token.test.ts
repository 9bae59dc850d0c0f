import fc from 'fast-check'
import { expect, it } from 'vitest'
import { composeId, type LaneId, type PartyId } from '../../../kernel/ids.ts'
import { memoryKeyStore } from '../../vault/keys.ts'
import { createUnsubscribeTokens } from './token.ts'

const keys = memoryKeyStore()
const tokens = createUnsubscribeTokens(keys)
const subject = fc
  .tuple(fc.integer({ min: 1, max: 8191 }), fc.integer({ min: 1, max: 2 ** 40 - 1 }))
  .map(([lane, number]) => composeId<PartyId>(lane as LaneId, number))
const purpose = fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/)

it('a link names its person and purpose, always in the same way and length, and to nobody else', () => {
  fc.assert(
    fc.property(subject, purpose, (subject, purpose) => {
      const token = tokens.of({ subject, purpose })
      expect(token).toMatch(/^[A-Za-z0-9_-]{86}$/)
      expect(createUnsubscribeTokens(keys).of({ subject, purpose })).toBe(token)
      expect(tokens.read(token)).toEqual({ subject, purpose })
      expect(createUnsubscribeTokens(memoryKeyStore()).read(token)).toBeUndefined()
      const bytes = Buffer.from(token, 'base64url')
      expect(bytes.includes(purpose.length > 3 ? purpose : 'no such')).toBe(false)
      expect(bytes.includes(Buffer.from(BigInt(subject).toString(16).padStart(16, '0'), 'hex'))).toBe(false)
    }),
    { numRuns: 100 },
  )
})

it('what was changed in any place, or made up, is no link', () => {
  const token = tokens.of({ subject: composeId<PartyId>(1 as LaneId, 7), purpose: 'direct-marketing' })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 85 }), fc.constantFrom(...'abcXYZ019-_'), (at, letter) => {
      const changed = token.slice(0, at) + letter + token.slice(at + 1)
      expect(tokens.read(changed) === undefined).toBe(changed !== token)
    }),
  )
  fc.assert(fc.property(fc.string(), (text) => tokens.read(text) === undefined))
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 64, maxLength: 64 }),
      (bytes) => tokens.read(Buffer.from(bytes).toString('base64url')) === undefined,
    ),
  )
})

it('a purpose of the longest name fits, and none longer', () => {
  const subject = composeId<PartyId>(1 as LaneId, 7)
  const longest = 'a'.repeat(40)
  expect(tokens.read(tokens.of({ subject, purpose: longest }))).toEqual({ subject, purpose: longest })
  expect(() => tokens.of({ subject, purpose: `${longest}a` })).toThrow(RangeError)
})
