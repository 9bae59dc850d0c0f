/** Commands that end a code. */
import { type Static, Type } from 'typebox'
import { needOnce } from '../../../kernel/state.ts'
import { idOf, idText, oneOf, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { deadlinesStep } from '../../../storage/deadline-step.ts'
import { aboutCode, checkAsker, todayOf } from '../affairs.ts'
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
export const revokeCode: CommandKind<Static<typeof revokePayload>> = aboutCode({
  kind: 'cash-code.revoke',
  summary: 'Revokes a cash code at the word of the customer',
  payload: revokePayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator'],
  provision: 'cash-code.revocation',
  decide: ({ code, account, day, terms }, { actor, payload: { channel, orderedBy } }, context, state) =>
    checkAsker(state, account, { actor, orderedBy }, context.businessDate, terms) ??
    decideRevocation(code, { channel, byStaff: actor.party === undefined }, day, todayOf(context), terms),
})

const blockPayload = payload({ code: idText, ground: oneOf(blockGrounds, 'Why it is blocked') })

/** Refuses an unknown code; then as `decideBlock`. */
export const blockCode: CommandKind<Static<typeof blockPayload>> = aboutCode({
  kind: 'cash-code.block',
  summary: 'Blocks a cash code without notice',
  payload: blockPayload,
  purpose: 'operations',
  roles: ['teller', 'operator', 'system'],
  provision: 'cash-code.block',
  decide: ({ code, day, terms }, { actor: { staff }, payload: { ground } }, context) =>
    decideBlock(code, { ground, staff }, day, todayOf(context), terms),
})

const reportPayload = payload({
  code: idText,
  wrong: oneOf(reportedWrongs, 'What happened'),
  /** As claims name one; what a payment report makes of it stands in statements/payment-reports. */
  entry: Type.Optional(
    payload({
      decision: Type.String({ format: 'uuid', description: 'The decision that booked the payment' }),
      seq: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: 'The number of the entry on the account' }),
    }),
  ),
  orderedBy,
})

/** Refuses, in this order: unknown code; whoever reports may not act for the holders. Facts: `report`, `blocked`. */
export const reportCode: CommandKind<Static<typeof reportPayload>> = aboutCode({
  kind: 'cash-code.report',
  summary: 'Reports that a code was lost or taken, or a payment with it unauthorised or wrong',
  payload: reportPayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator'],
  provision: 'cash-code.reports',
  decide: ({ code, account, day, terms }, { actor, payload: { wrong, orderedBy } }, context, state) => {
    const refusal = checkAsker(state, account, { actor, orderedBy }, context.businessDate, terms)
    if (refusal !== undefined) return refusal
    const report = { report: context.nextId<number>(), wrong, on: context.businessDate }
    return decideReport(code, report, day, todayOf(context), terms)
  },
})

const expirePayload = payload({ codes: Type.Array(idText, { maxItems: 1000 }) })

/** Codes that are unknown are passed over. */
export const expireCodes: CommandKind<Static<typeof expirePayload>> = {
  kind: 'cash-code.expire',
  summary: 'Marks cash codes whose day is over as expired',
  payload: expirePayload,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload }) => payload.codes.map((code) => needOnce(cashCodes, idOf<CashCodeId>(code))),
  decide: (state, { payload }, context) => {
    const codes = payload.codes.flatMap((code) => state.get(cashCodes, idOf<CashCodeId>(code)) ?? [])
    return decideExpiry(codes, todayOf(context), context.terms())
  },
}

/** Part of closing a day. */
export const cashCodeExpiryStep = deadlinesStep('cash-code-expiry', expireCodes, (codes) => ({ codes }))
