/** The command by which a machine says which code was entered. */
import type { Static } from 'typebox'
import { need } from '../../../kernel/state.ts'
import { payload } from '../../../kernel/wire.ts'
import { partyByCode } from '../../../parties/rules.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { todayOf } from '../affairs.ts'
import { atms } from '../atm/rules.ts'
import { cashCodes, cashCodesOf } from '../rules.ts'
import { isCode } from '../secret.ts'
import { decideEntry } from './rules.ts'

const enterPayload = payload({})

/**
 * Blinds: `code`, of the personal code of who stands at the machine; `chosen` and `assigned`, of the two parts. Decided under the terms in
 * force, since it is not known yet whose account it is. Fact: `entry`.
 */
export const enterCode: CommandKind<Static<typeof enterPayload>> = {
  kind: 'cash-code.enter',
  summary: 'Enters a cash code at a machine; whether it was right shows in the transaction',
  payload: enterPayload,
  purpose: 'payment',
  roles: ['atm'],
  needs: ({ actor, blinds }, state) => {
    const code = blinds?.['code'] ?? ''
    const person = state.peek(partyByCode, code)
    const codes = person === undefined ? [] : (state.peek(cashCodesOf, person) ?? [])
    return [
      need(atms, actor.staff ?? ''),
      need(partyByCode, code),
      ...(person === undefined ? [] : [need(cashCodesOf, person)]),
      ...codes.map((one) => need(cashCodes, one)),
    ]
  },
  decide: (state, { actor, blinds }, context) => {
    const person = state.get(partyByCode, blinds?.['code'] ?? '')
    const codes = person === undefined ? [] : (state.get(cashCodesOf, person) ?? [])
    return decideEntry(
      {
        entry: context.nextId(),
        atm: state.get(atms, actor.staff ?? ''),
        person,
        codes: codes.flatMap((one) => {
          const code = state.get(cashCodes, one)
          if (code === undefined) return []
          return [{ code, matches: isCode(code, blinds?.['chosen'] ?? '', blinds?.['assigned'] ?? '') }]
        }),
        today: todayOf(context),
      },
      context.terms(),
    )
  },
}
