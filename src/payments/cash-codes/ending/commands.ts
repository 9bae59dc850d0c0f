/** Commands that end a code. */
import { type Static, Type } from 'typebox'
import { refuse } from '../../../kernel/decision.ts'
import { need } from '../../../kernel/state.ts'
import { idOf, idText, oneOf, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { deadlinesStep } from '../../../storage/deadline-step.ts'
import { checkAsker, codeAffairs, codeNeeds, todayOf } from '../affairs.ts'
import { blockGrounds, type CashCodeId, cashCodes } from '../rules.ts'
import {
  decideBlock,
  decideExpiry,
  decideReport,
  decideRevocation,
  reportedWrongs,
  revocationChannels,
} from './rules.ts'

const orderedBy = Type.Optional(Type.String({ ...idText, description: 'Whose order staff pass on' }))

const revokePayload = payload({ code: idText, channel: oneOf(revocationChannels, 'How it is told'), orderedBy })

/** Refuses, in this order: unknown code; whoever asks may not act for the holders; then as `decideRevocation`. */
export const revokeCode: CommandKind<Static<typeof revokePayload>> = {
  kind: 'cash-code.revoke',
  summary: 'Revokes a cash code at the word of the customer',
  payload: revokePayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator'],
  needs: ({ payload }, state) => codeNeeds(state, idOf(payload.code)),
  decide: (state, { actor, payload: asked }, context) => {
    const found = codeAffairs(state, idOf(asked.code), context)
    if (found === undefined) return refuse('cash-code-unknown', context.terms().cite('cash-code.revocation'))
    const { code, account, day, terms } = found
    const how = { channel: asked.channel, byStaff: actor.party === undefined }
    return (
      checkAsker(state, account, { actor, orderedBy: asked.orderedBy }, context.businessDate, terms) ??
      decideRevocation(code, how, day, todayOf(context), terms)
    )
  },
}

const blockPayload = payload({ code: idText, ground: oneOf(blockGrounds, 'Why it is blocked') })

/** Refuses an unknown code; then as `decideBlock`. */
export const blockCode: CommandKind<Static<typeof blockPayload>> = {
  kind: 'cash-code.block',
  summary: 'Blocks a cash code without notice',
  payload: blockPayload,
  purpose: 'operations',
  roles: ['teller', 'operator', 'system'],
  needs: ({ payload }, state) => codeNeeds(state, idOf(payload.code)),
  decide: (state, { actor: { staff }, payload: { code, ground } }, context) => {
    const found = codeAffairs(state, idOf(code), context)
    if (found === undefined) return refuse('cash-code-unknown', context.terms().cite('cash-code.block'))
    return decideBlock(found.code, { ground, staff }, found.day, todayOf(context), found.terms)
  },
}

const reportPayload = payload({ code: idText, wrong: oneOf(reportedWrongs, 'What happened'), orderedBy })

/** Refuses, in this order: unknown code; whoever reports may not act for the holders. Facts: `report`, `blocked`. */
export const reportCode: CommandKind<Static<typeof reportPayload>> = {
  kind: 'cash-code.report',
  summary: 'Reports that a code was lost or taken, or a payment with it unauthorised or wrong',
  payload: reportPayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator'],
  needs: ({ payload }, state) => codeNeeds(state, idOf(payload.code)),
  decide: (state, { actor, payload: asked }, context) => {
    const found = codeAffairs(state, idOf(asked.code), context)
    if (found === undefined) return refuse('cash-code-unknown', context.terms().cite('cash-code.reports'))
    const { code, account, day, terms } = found
    const refusal = checkAsker(state, account, { actor, orderedBy: asked.orderedBy }, context.businessDate, terms)
    if (refusal !== undefined) return refusal
    const report = { report: context.nextId<number>(), wrong: asked.wrong, on: context.businessDate }
    return decideReport(code, report, day, todayOf(context), terms)
  },
}

const expirePayload = payload({ codes: Type.Array(idText, { maxItems: 1000 }) })

/** Codes that are unknown are passed over. */
export const expireCodes: CommandKind<Static<typeof expirePayload>> = {
  kind: 'cash-code.expire',
  summary: 'Marks cash codes whose day is over as expired',
  payload: expirePayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }) => payload.codes.map((code) => need(cashCodes, idOf<CashCodeId>(code))),
  decide: (state, { payload }, context) => {
    const codes = payload.codes.flatMap((code) => state.get(cashCodes, idOf<CashCodeId>(code)) ?? [])
    return decideExpiry(codes, todayOf(context), context.terms())
  },
}

/** Part of closing a day. */
export const cashCodeExpiryStep = deadlinesStep('cash-code-expiry', expireCodes, (codes) => ({ codes }))
