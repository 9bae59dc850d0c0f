import { describe, expect, it } from 'vitest'
import type { Command } from '../command.ts'
import { identify } from './identity.ts'
import { makePurse, openSealer } from './testing/purses.ts'

const said = (text: string, key: string): Command => ({
  ...makePurse(1, key),
  details: [{ category: 'identity', plain: Buffer.from(text) }],
})
const macOf = (command: Command): Buffer => identify(openSealer, command).mac

describe('what stands for the body of a command', () => {
  it('is 16 bytes without personal data, and the same 16 with 16 more where some came with it', () => {
    const plain = macOf(makePurse(1, 'a'))
    const personal = macOf(said('Anna Izdoma', 'a'))
    expect([plain.length, personal.length]).toEqual([16, 32])
    expect(personal.subarray(0, 16)).toEqual(plain)
  })

  it('tells other personal data apart, details and blind indexes alike', () => {
    const bodies = [
      said('Anna Izdoma', 'a'),
      said('Anna Izdom', 'a'),
      { ...said('Anna Izdoma', 'a'), blinds: { code: 'x' } },
      { ...said('Anna Izdoma', 'a'), blinds: { code: 'y' } },
    ]
    expect(new Set(bodies.map((one) => macOf(one).toString('hex'))).size).toBe(4)
  })

  it('does not show that two commands under different keys said the same of a person', () => {
    const [one, other] = ['a', 'b'].map((key) => macOf(said('Anna Izdoma', key)).subarray(-12)) as [Buffer, Buffer]
    expect(one).not.toEqual(other)
  })
})
