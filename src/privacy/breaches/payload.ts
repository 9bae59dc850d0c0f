/** What commands about a breach share: who may give them, and how they name it. */
import { Type } from 'typebox'
import { need, type StateReader } from '../../kernel/state.ts'
import { idOf, idText } from '../../kernel/wire.ts'
import type { Role } from '../../storage/command.ts'
import { breaches } from './rules.ts'

/** Who answers for breaches. */
export const officers: readonly Role[] = ['security-officer', 'data-protection-officer']

export const reference = Type.String({
  pattern: '^[0-9A-Za-z][0-9A-Za-z .:/()_-]{0,59}$',
  description: 'A number of the archive, never words about a person',
})

export const ofBreach = { breach: idText } as const
export const breachIn = (state: StateReader, breach: string) => state.get(breaches, idOf<number>(breach))
export const breachNeeds = ({ payload: { breach } }: { readonly payload: { readonly breach: string } }) => [
  need(breaches, idOf<number>(breach)),
]
