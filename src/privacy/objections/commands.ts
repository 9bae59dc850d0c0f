/** Commands about objections. */
import { type Static, Type } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import { need, type StateReader } from '../../kernel/state.ts'
import { idOf, idText, oneOf } from '../../kernel/wire.ts'
import { language } from '../../rulebook/languages.ts'
import type { Role } from '../../storage/command.ts'
import type { Asking } from '../consents/changes/rules.ts'
import { purposeText, switching } from '../consents/switching.ts'
import { passedOnRequests } from '../disclosures/passed-on/rules.ts'
import { isFence } from '../screening/rules.ts'
import { decideAnswer, decideRaise, decideSendAnswer, objections } from './rules.ts'

const raising = Type.Object({
  purpose: purposeText,
  language: Type.Optional({ ...language, description: 'In which the answer is wanted; English unless told' }),
})

/** Refuses as `switching`; then as `decideRaise`. */
export const raiseObjection = switching<Static<typeof raising>>({
  kind: 'objection.raise',
  summary: 'Objects to a purpose that rests on an interest: it stops at once',
  properties: raising.properties,
  provision: 'privacy.objection',
  // What is weighed is answered when that is done.
  answers: ({ state }) => state !== 'weighed',
  decide: ({ asking, before, payload: { purpose, language = 'en' }, terms }) =>
    decideRaise(asking, before, { purpose, language }, terms),
})

const officers: readonly Role[] = ['operator', 'data-protection-officer']
const ofObjection = Type.Object({ objection: idText })

const answering = Type.Object({
  ...ofObjection.properties,
  outcome: oneOf(['upheld', 'overridden'] as const, 'Whether the purpose ends, or overriding reasons are given'),
})

/** Detail 0, of category `correspondence`, or of a fence's: the reasons in writing. Refuses an unknown objection; then as `decideAnswer`. */
export const answerObjection = switching<Static<typeof answering>>({
  kind: 'objection.answer',
  summary: 'Answers an objection: the purpose ends, or overriding reasons are given in writing',
  properties: answering.properties,
  roles: officers,
  provision: 'privacy.objection',
  needs: ({ objection }) => [need(objections, idOf<number>(objection))],
  decide: ({ asking, before, payload, terms, command }, state) => {
    const found = foundOf(payload, asking, state)
    if (found === undefined) return refuse('objection-unknown', terms.cite('privacy.objection'))
    const kept = command.details?.[0]?.category
    const written = kept === 'correspondence' || isFence(kept)
    return decideAnswer(asking, before, found, { outcome: payload.outcome, written, by: asking.staff }, terms)
  },
})

/** Refuses an unknown objection; then as `decideSendAnswer`. */
export const sendObjectionAnswer = switching<Static<typeof ofObjection>>({
  kind: 'objection.send-answer',
  summary: 'Notes that the answer to an objection went out: what overriding reasons carry goes on from then',
  properties: ofObjection.properties,
  roles: officers,
  provision: 'privacy.objection',
  needs: ({ objection: id }, state) => {
    const objection = idOf<number>(id)
    const request = state.peek(objections, objection)?.request ?? null
    return [need(objections, objection), ...(request === null ? [] : [need(passedOnRequests, request)])]
  },
  decide: ({ asking, before, payload, terms }, state) => {
    const found = foundOf(payload, asking, state)
    if (found === undefined) return refuse('objection-unknown', terms.cite('privacy.objection'))
    const passedOn = found.request === null ? undefined : state.get(passedOnRequests, found.request)
    return decideSendAnswer(asking, before, found, passedOn, terms)
  },
})

/** The objection that is named, where it is this person's. */
function foundOf({ objection }: Static<typeof ofObjection>, { subject }: Asking, state: StateReader) {
  const found = state.get(objections, idOf<number>(objection))
  return found?.subject === subject ? found : undefined
}
