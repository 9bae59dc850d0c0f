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
import { correctionGrounds, corrections, decideApprove, decidePropose } from './rules.ts'

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
  needs: ({ payload }) => [need(postings, placeOf(payload.decision))],
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
    return decidePropose(proposed, state.get(postings, place), terms)
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
    const posting = correction === undefined ? undefined : state.get(postings, correction.place)
    const touched = new Map<AccountId, Account>()
    for (const { account } of posting?.entries ?? []) {
      const found = state.get(accounts, account)
      if (found !== undefined) touched.set(account, found)
    }
    return decideApprove(correction, posting, touched, staffOf(actor), context.businessDate, context.terms())
  },
}

/** Three steps from the proposal to the accounts, of which the posting was loaded with the proposal's first round. */
function approveNeeds(state: StateReader, id: number): readonly Need[] {
  const correction = state.peek(corrections, id)
  if (correction === undefined) return [need(corrections, id)]
  const posting = state.peek(postings, correction.place)
  const touched = posting?.entries.map(({ account }) => need(accounts, account)) ?? []
  return [need(corrections, id), need(postings, correction.place), ...touched]
}

const nowhere = 0 as Place
const placeOf = (decision: string): Place => parseDecisionId(decision)?.place ?? nowhere
