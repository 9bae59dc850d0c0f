/** The wrapping of commands about persons whom their payload names as `subject` or `subjects`: such parties must exist. */
import { refuse } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { idOf } from '../../kernel/wire.ts'
import type { AnyCommandKind, Command } from '../../storage/command.ts'
import { parties } from '../rules.ts'

type Named = { readonly subject?: string; readonly subjects?: readonly string[] }

const subjectsOf = ({ payload: { subject, subjects = [] } }: Command<Named>): readonly PartyId[] =>
  [...(subject === undefined ? [] : [subject]), ...subjects].map((one) => idOf<PartyId>(one))

/**
 * The kind, refusing `party-unknown` before all else where nobody is called so. Who asks as a party is refused as about somebody who is not
 * theirs: they learn nothing of who there is.
 */
export const aboutParty = (kind: AnyCommandKind): AnyCommandKind => ({
  ...kind,
  needs: (command, state) => [...subjectsOf(command).map((one) => need(parties, one)), ...kind.needs(command, state)],
  decide: (state, command, context) => {
    const isKnown = subjectsOf(command).every((one) => state.get(parties, one) !== undefined)
    if (isKnown) return kind.decide(state, command, context)
    const told = command.actor.party === undefined ? undefined : kind.decide(state, command, context)
    return told?.outcome === 'refused' ? told : refuse('party-unknown', context.terms().cite('privacy.gate'))
  },
})
