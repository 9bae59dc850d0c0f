import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tokenRoles } from '../api/tokens/store.ts'
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

  it('names every role in its help', () => {
    const help = readFileSync(join(import.meta.dirname, 'main.ts'), 'utf8')
      .split("'--role <role>'")[1]
      ?.split('\n')[1]
    expect(help?.match(/[a-z]+(-[a-z]+)*/g)?.filter((word) => word !== 'or')).toEqual([...tokenRoles])
  })

  it('says what is missing', () => {
    expect(() => bearerOf({ role: 'king' })).toThrow('Write one of customer')
    expect(() => bearerOf({ role: 'teller' })).toThrow('--staff T-01')
    expect(() => bearerOf({ role: 'customer', staff: 'T-01' })).toThrow('--party')
    expect(() => bearerOf({ role: 'teller', staff: 'Anna Izdoma' })).toThrow('a code, not a name')
    expect(() => bearerOf({ role: 'customer', party: '12' })).toThrow('is no id')
  })
})
