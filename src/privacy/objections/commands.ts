/** Commands about objections. */
import { type Static, Type } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import { need } from '../../kernel/state.ts'
import { idOf, idText, oneOf } from '../../kernel/wire.ts'
import { purposeText, switching } from '../consents/switching.ts'
import { decideAnswer, decideRaise, objections } from './rules.ts'

const raising = Type.Object({ purpose: purposeText })

/** Refuses as `switching`; then as `decideRaise`. */
export const raiseObjection = switching<Static<typeof raising>>({
  kind: 'objection.raise',
  summary: 'Objects to a purpose that rests on an interest: it stops at once',
  properties: raising.properties,
  provision: 'privacy.objection',
  decide: ({ asking, before, payload, terms }) => decideRaise(asking, before, payload.purpose, terms),
})

const answering = Type.Object({
  objection: idText,
  outcome: oneOf(['upheld', 'overridden'] as const, 'Whether the purpose ends, or overriding reasons are given'),
})

/** Detail 0, of category `correspondence`, or `special` when it is fenced: the reasons in writing. Refuses an unknown objection; then as `decideAnswer`. */
export const answerObjection = switching<Static<typeof answering>>({
  kind: 'objection.answer',
  summary: 'Answers an objection: the purpose ends, or overriding reasons are given in writing',
  properties: answering.properties,
  roles: ['operator', 'data-protection-officer'],
  provision: 'privacy.objection',
  needs: (payload) => [need(objections, idOf<number>(payload.objection))],
  decide: ({ asking, before, payload, terms, command }, state) => {
    const found = state.get(objections, idOf<number>(payload.objection))
    if (found === undefined || found.subject !== asking.subject)
      return refuse('objection-unknown', terms.cite('privacy.objection'))
    const kept = command.details?.[0]?.category
    const written = kept === 'correspondence' || kept === 'special'
    return decideAnswer(asking, before, found, { outcome: payload.outcome, written, by: asking.staff }, terms)
  },
})
