/** Commands that keep a person's data for a case, and let them go again. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../../kernel/ids.ts'
import { need, type StateReader } from '../../../kernel/state.ts'
import { idOf, idText } from '../../../kernel/wire.ts'
import type { Command, CommandKind } from '../../../storage/command.ts'
import { decideHold, decideRelease, legalHolds } from './rules.ts'

const payload = Type.Object(
  {
    subject: idText,
    case: Type.String({
      pattern: '^[0-9A-Za-z][0-9A-Za-z./-]{0,39}$',
      description: 'The number of the case: never a name',
    }),
  },
  { additionalProperties: false },
)
type Payload = Static<typeof payload>

const roles = ['operator', 'compliance-officer', 'data-protection-officer'] as const
const common = {
  payload,
  purpose: 'operations',
  roles,
  needs: ({ payload: { subject } }: Command<Payload>) => [need(legalHolds, idOf<PartyId>(subject))],
} as const

/** Whom it concerns, and the cases that keep their data already. */
function asked(state: StateReader, { payload: { subject, case: reference } }: Command<Payload>) {
  const party = idOf<PartyId>(subject)
  return { party, reference, cases: state.get(legalHolds, party) ?? [] }
}

export const holdData: CommandKind<Payload> = {
  ...common,
  kind: 'retention.hold',
  summary: 'Keeps all data of a person as long as a case needs them',
  decide: (state, command, context) => decideHold(asked(state, command), context.terms()),
}

export const releaseData: CommandKind<Payload> = {
  ...common,
  kind: 'retention.release',
  summary: 'Ends a hold: what nothing else keeps goes with the next sweep',
  decide: (state, command, context) => decideRelease(asked(state, command), context.terms()),
}

/** About persons: they are to exist. */
export const holdsAboutParties = [holdData, releaseData]
