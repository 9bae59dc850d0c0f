import { describe, expect, it } from 'vitest'
import { bearerOf } from './token.ts'

describe('pacta token create', () => {
  it('makes tokens for staff under their code, and for parties', () => {
    expect(bearerOf({ role: 'teller', staff: 'T-01' })).toEqual({
      client: 'cli',
      role: 'teller',
      party: undefined,
      staff: 'T-01',
    })
    expect(bearerOf({ role: 'customer', party: '1099511627782', client: 'portal' })).toMatchObject({
      party: 1099511627782,
    })
  })

  it('says what is missing', () => {
    expect(() => bearerOf({ role: 'king' })).toThrow('Write one of customer')
    expect(() => bearerOf({ role: 'teller' })).toThrow('--staff T-01')
    expect(() => bearerOf({ role: 'customer', staff: 'T-01' })).toThrow('--party')
    expect(() => bearerOf({ role: 'teller', staff: 'Anna Izdoma' })).toThrow('a code, not a name')
    expect(() => bearerOf({ role: 'customer', party: '12' })).toThrow('is no id')
  })
})
