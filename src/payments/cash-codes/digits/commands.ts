/** Commands about the institution's part of a code. */
import { type Static, Type } from 'typebox'
import { idText, oneOf, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { aboutCode, checkAsker, todayOf } from '../affairs.ts'
import { deliveries } from '../rules.ts'
import { boundTo } from '../secret.ts'
import { decideAssignment, decideRenewal } from './rules.ts'

const renewPayload = payload({
  code: idText,
  delivery: oneOf(deliveries, 'How the new digits are told'),
  orderedBy: Type.Optional(Type.String({ ...idText, description: 'Whose order staff pass on' })),
})

/** Refuses, in this order: unknown code; whoever asks may not act for the holders; then as `decideRenewal`. */
export const renewDigits: CommandKind<Static<typeof renewPayload>> = aboutCode({
  kind: 'cash-code.renew',
  summary: "Asks for new digits of the institution's part, such as after an SMS that did not arrive",
  payload: renewPayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator'],
  provision: 'cash-code.parts',
  decide: ({ code, account, terms }, { actor, payload: { delivery, orderedBy } }, context, state) =>
    checkAsker(state, account, { actor, orderedBy }, context.businessDate, terms) ??
    decideRenewal(code, delivery, todayOf(context), terms),
})

const assignPayload = payload({ code: idText, length: Type.Integer({ minimum: 1, maximum: 12 }) })

/** Blind `assigned`: of the digits, which whoever sends this has drawn. Refuses an unknown code; then as `decideAssignment`. */
export const assignDigits: CommandKind<Static<typeof assignPayload>> = aboutCode({
  kind: 'cash-code.assign',
  summary: "Keeps the hash of the institution's part of a code",
  payload: assignPayload,
  purpose: 'payment',
  roles: ['system'],
  provision: 'cash-code.parts',
  decide: ({ code, terms }, { payload: { length }, blinds }, context) => {
    const assigned = boundTo(code.code, blinds?.['assigned'] ?? '')
    return decideAssignment(code, { length, assigned }, todayOf(context), terms)
  },
})
