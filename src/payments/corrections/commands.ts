/** Commands that correct wrong entries. */
import { type Static, Type } from 'typebox'
import { refuse } from '../../kernel/decision.ts'
import { type AccountId, type Place, parseDecisionId } from '../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { idOf, idText, oneOf, payload } from '../../kernel/wire.ts'
import { postings } from '../../ledger/postings/rules.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import { staffOf } from '../../parties/acting/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { bookedAt, bookedNeeds, correctionGrounds, corrections, decideApprove, decidePropose } from './rules.ts'

const proposePayload = payload({
  decision: Type.String({ format: 'uuid', description: 'The decision whose entries are wrong' }),
  ground: oneOf(correctionGrounds, 'What is wrong'),
})

export const proposeCorrection: CommandKind<Static<typeof proposePayload>> = {
  kind: 'correction.propose',
  summary: 'Proposes to reverse the entries of a decision',
  payload: proposePayload,
  purpose: 'correction',
  roles: ['operator'],
  needs: ({ payload }, state) => bookedNeeds(state, placeOf(payload.decision)),
  decide: (state, { actor, payload }, context) => {
    const terms = context.terms()
    if (parseDecisionId(payload.decision)?.lane !== context.lane)
      return refuse('entries-unknown', terms.cite('account.correction'))
    const place = placeOf(payload.decision)
    const proposed = {
      correction: context.nextId<number>(),
      place,
      ground: payload.ground,
      proposedBy: staffOf(actor),
      approvedBy: null,
    }
    return decidePropose(proposed, bookedAt(state, place), terms)
  },
}

const approvePayload = payload({ correction: idText })

export const approveCorrection: CommandKind<Static<typeof approvePayload>> = {
  kind: 'correction.approve',
  summary: 'Reverses the entries of a decision that another member of staff proposed to reverse',
  payload: approvePayload,
  purpose: 'correction',
  roles: ['operator'],
  needs: ({ payload }, state) => approveNeeds(state, idOf(payload.correction)),
  decide: (state, { actor, payload }, context) => {
    const correction = state.get(corrections, idOf(payload.correction))
    const booked = bookedAt(state, correction?.place ?? nowhere)
    const touched = new Map<AccountId, Account>()
    for (const { account } of booked.posting?.entries ?? []) {
      const found = state.get(accounts, account)
      if (found !== undefined) touched.set(account, found)
    }
    return decideApprove(correction, booked, touched, staffOf(actor), context.businessDate, context.terms())
  },
}

/** Three steps from the proposal to the accounts, and to the payments as they stand. */
function approveNeeds(state: StateReader, id: number): readonly Need[] {
  const correction = state.peek(corrections, id)
  // One that does not exist names the decision that does not.
  const place = correction?.place ?? nowhere
  const posting = state.peek(postings, place)
  const touched = posting?.entries.map(({ account }) => need(accounts, account)) ?? []
  return [need(corrections, id), ...bookedNeeds(state, place), ...touched]
}

const nowhere = 0 as Place
const placeOf = (decision: string): Place => parseDecisionId(decision)?.place ?? nowhere
