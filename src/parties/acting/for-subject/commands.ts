/** The wrapping of commands by which persons say what happens to their data: others may give them too, where something empowers them. */
import type { PartyId } from '../../../kernel/ids.ts'
import { need } from '../../../kernel/state.ts'
import { idOf } from '../../../kernel/wire.ts'
import type { How, SwitchingKind } from '../../../privacy/consents/switching.ts'
import type { AnyCommandKind, Command } from '../../../storage/command.ts'
import { guardianships } from '../../guardianship/rules.ts'
import { representations } from '../../representation/rules.ts'
import { parties } from '../../rules.ts'
import { authorityFor } from './rules.ts'

const subjectOf = ({ payload: { subject } }: Command<How>): PartyId => idOf<PartyId>(subject)

/** The kind, refusing as `authorityFor` before all else. The subject must be a party: see `aboutParty`. */
// biome-ignore lint/suspicious/noExplicitAny: wraps kinds of any payload
export const actingFor = (kind: SwitchingKind<any>): AnyCommandKind => ({
  ...kind,
  needs: (command, state) => [
    need(representations, subjectOf(command)),
    need(guardianships, subjectOf(command)),
    ...kind.needs(command, state),
  ],
  decide: (state, command: Command<How>, context) => {
    const { actor, payload } = command
    const subject = state.get(parties, subjectOf(command))
    // A link in an offer speaks for whoever got it.
    if (subject === undefined || actor.role === 'system') return kind.decide(state, command, context)
    const authority = authorityFor({
      subject,
      guardianship: state.get(guardianships, subject.party),
      representation: state.get(representations, subject.party),
      asks: actor.party ?? (payload.by === undefined ? undefined : idOf<PartyId>(payload.by)),
      byStaff: actor.party === undefined,
      coSigners: payload.coSigners?.map((one) => idOf<PartyId>(one)),
      consenting: kind.kind === 'consent.give',
      on: context.businessDate,
      terms: context.terms(),
    })
    if (authority !== null && authority !== undefined && 'outcome' in authority) return authority
    return kind.decideFor(state, command, context, authority ?? null)
  },
})
