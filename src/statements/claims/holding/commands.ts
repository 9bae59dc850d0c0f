/** Commands about claims whose answer is due: the holding reply, and the reminder of staff. */
import { type Static, Type } from 'typebox'
import { calendarOf } from '../../../kernel/calendar.ts'
import { need } from '../../../kernel/state.ts'
import { dateText, idOf, idText, oneOf, payload } from '../../../kernel/wire.ts'
import { staffOf } from '../../../parties/acting/rules.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { deadlinesStep } from '../../../storage/deadline-step.ts'
import { aboutClaim } from '../affairs.ts'
import { reminderKind } from '../due/rules.ts'
import { claims, holdingReasons } from '../rules.ts'
import { decideHold, decideRemind } from './rules.ts'

const holdPayload = payload({
  claim: idText,
  reason: oneOf(holdingReasons, "Why the answer takes longer, for reasons outside the institution's control"),
  until: Type.Optional(
    Type.String({ ...dateText, description: 'By when it is given; the last day there is unless told' }),
  ),
})

/** Facts: the claim's state, and the day `answerBy` on which the answer is due now. */
export const holdClaim: CommandKind<Static<typeof holdPayload>> = aboutClaim({
  kind: 'claim.hold',
  summary: 'Notes that a holding reply to a claim went out: why the answer takes longer, and by when it comes',
  payload: holdPayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  provision: 'claim.holding-reply',
  decide: ({ claim, terms }, { payload: { reason, until }, actor }, { businessDate, entity }) => {
    const hold = { reason, until: until === undefined ? undefined : Temporal.PlainDate.from(until), by: staffOf(actor) }
    return decideHold(claim, hold, businessDate, calendarOf(entity.calendar), terms)
  },
})

const remindPayload = payload({ claims: Type.Array(idText, { minItems: 1, maxItems: 1000 }) })

/** Claims that are unknown are passed over. */
export const remindOfClaims: CommandKind<Static<typeof remindPayload>> = {
  kind: 'claim.remind',
  summary: 'Reminds staff of answers that fall due: sent by the close of a day, for deadlines of kind claim-reminder',
  payload: remindPayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }) => payload.claims.map((claim) => need(claims, idOf<number>(claim))),
  decide: (state, { payload }, context) => {
    const found = payload.claims.flatMap((claim) => state.get(claims, idOf<number>(claim)) ?? [])
    return decideRemind(found, context.businessDate, context.terms())
  },
}

/** Part of closing a day. */
export const claimReminderStep = deadlinesStep(reminderKind, remindOfClaims, (claims) => ({ claims }))
