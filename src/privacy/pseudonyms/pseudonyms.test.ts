import { expect, it } from 'vitest'
import { partyNumber } from '../testing/small-bank.ts'
import { memoryKeyStore } from '../vault/keys.ts'
import { createPseudonyms } from './pseudonyms.ts'

it('a person is one and the same within a purpose, and another in every other purpose, entity and key store', () => {
  const keys = memoryKeyStore()
  const [liga, janis] = [partyNumber(1), partyNumber(2)]
  const improving = createPseudonyms(keys, 'lv', 'improvement')
  const name = improving(liga)
  expect(name).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(createPseudonyms(keys, 'lv', 'improvement')(liga)).toBe(name)
  const others = [
    improving(janis),
    createPseudonyms(keys, 'lv', 'continuity')(liga),
    createPseudonyms(keys, 'ee', 'improvement')(liga),
    createPseudonyms(memoryKeyStore(), 'lv', 'improvement')(liga),
  ]
  expect(new Set([name, ...others]).size).toBe(5)
})
