/** The institution's part of a code: asked for, and assigned. New digits take the place of those that were lost. */
import { accept, type Decision, refuse, together } from '../../../kernel/decision.ts'
import { type Effect, effect } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type CashCode, cashCodes, checkLive, type Delivery, type EndedRefusal, endedRefusals } from '../rules.ts'

/** Why no new digits are promised, the first that applies; after those of representation. */
export const renewRefusals = ['cash-code-unknown', ...endedRefusals, 'display-not-offered'] as const
export type RenewRefusal = (typeof renewRefusals)[number]

/** Promises new digits: the institution assigns them when this was decided. Shown only where the application asked for that. */
export function decideRenewal(
  code: CashCode,
  delivery: Delivery,
  today: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, EndedRefusal | 'display-not-offered'> {
  const cited = terms.cite('cash-code.parts')
  return (
    checkLive(code, today, terms) ??
    (delivery === 'display' && code.delivery !== 'display'
      ? refuse('display-not-offered', cited, { because: 'application' })
      : accept([], cited, { code: String(code.code), delivery }))
  )
}

/** Why digits are not assigned, the first that applies. */
export const assignRefusals = ['cash-code-unknown', ...endedRefusals, 'digits-length'] as const

/** Keeps the hash of digits that were drawn just now. Those assigned before are worth nothing from then on; wrong tries stay counted. */
export function decideAssignment(
  code: CashCode,
  drawn: { readonly length: number; readonly assigned: string },
  today: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, EndedRefusal | 'digits-length'> {
  const cited = together(terms.cite('cash-code.parts'), terms.cite('cash-code.digits'))
  const ended = checkLive(code, today, terms)
  if (ended !== undefined) return ended
  const { assigned: length } = terms.parameters('cash-code.digits')
  if (drawn.length !== length) return refuse('digits-length', cited, { digits: length })
  return accept([effect(cashCodes, code.code, { ...code, assigned: drawn.assigned })], cited, {
    code: String(code.code),
  })
}
