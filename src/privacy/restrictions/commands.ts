/** Commands about restrictions. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { idOf, oneOf } from '../../kernel/wire.ts'
import type { Role } from '../../storage/command.ts'
import { type How, switching, takers } from '../consents/switching.ts'
import { restrictionGrounds } from '../switches/rules.ts'
import { decideLift, decideSet, decideTell, liftingNotices, noticeKey } from './rules.ts'

const ofGround = Type.Object({ ground: oneOf(restrictionGrounds, 'GDPR, Article 18(1): why processing is restricted') })
type OfGround = Static<typeof ofGround>

const officers: readonly Role[] = ['operator', 'data-protection-officer']
const noticeNeeds = ({ subject, ground }: OfGround & How) => [
  need(liftingNotices, noticeKey(idOf<PartyId>(subject), ground)),
]

/** Refuses as `switching`; then as `decideSet`. */
export const setRestriction = switching<OfGround>({
  kind: 'restriction.set',
  summary: 'Restricts processing: data are stored and not used otherwise',
  properties: ofGround.properties,
  roles: ['customer', 'representative', ...takers, 'compliance-officer'],
  provision: 'privacy.restriction',
  decide: ({ asking, before, payload, terms }) => decideSet(asking, before, payload.ground, terms),
})

/** Refuses as `decideTell`. */
export const tellLifting = switching<OfGround>({
  kind: 'restriction.tell',
  summary: 'Notes that the person was told that a restriction is about to be lifted',
  properties: ofGround.properties,
  roles: officers,
  provision: 'restriction.lifting',
  needs: noticeNeeds,
  decide: ({ asking, before, payload, terms }, state) => {
    const noted = state.get(liftingNotices, noticeKey(asking.subject, payload.ground))
    return decideTell(asking, before, payload.ground, noted, terms)
  },
})

/** Refuses as `decideLift`. */
export const liftRestriction = switching<OfGround>({
  kind: 'restriction.lift',
  summary: 'Lifts a restriction of which the person was told',
  properties: ofGround.properties,
  roles: officers,
  provision: 'restriction.lifting',
  needs: noticeNeeds,
  decide: ({ asking, before, payload, terms }, state) => {
    const notice = state.get(liftingNotices, noticeKey(asking.subject, payload.ground))
    return decideLift(asking, before, payload.ground, notice, terms)
  },
})
