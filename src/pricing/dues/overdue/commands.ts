/** The wrapping of commands that hand over what is overdue: of an agreement that is named, its dues say since when. */
import type { AgreementId, PartyId } from '../../../kernel/ids.ts'
import { need } from '../../../kernel/state.ts'
import { idOf } from '../../../kernel/wire.ts'
import type { Showing } from '../../../privacy/disclosures/evidence/rules.ts'
import type { AnyCommandKind, Command } from '../../../storage/command.ts'
import { agreements } from '../../../terms/agreements/rules.ts'
import { dues } from '../rules.ts'
import { overdueSince } from './rules.ts'

type Handing = {
  readonly subject?: string
  readonly subjects?: readonly string[]
  readonly shown?: readonly Showing[]
}

const namedIn = ({ payload: { shown = [] } }: Command<Handing>): readonly AgreementId[] =>
  shown.flatMap(({ agreement }) => (agreement === undefined ? [] : [idOf<AgreementId>(agreement)]))

/** The kind, with the day that dues of an agreement say in place of any that somebody else said. */
export const withDues = (kind: AnyCommandKind): AnyCommandKind => ({
  ...kind,
  needs: (command, state) => [
    ...namedIn(command).flatMap((id) => [need(agreements, id), need(dues, id)]),
    ...kind.needs(command, state),
  ],
  decide: (state, command: Command<Handing>, context) => {
    const { subject, subjects = [], shown } = command.payload
    if (shown === undefined) return kind.decide(state, command, context)
    const persons = [...(subject === undefined ? [] : [subject]), ...subjects].map((one) => idOf<PartyId>(one))
    const looked = shown.map(({ dueOn: said, ...one }): Showing => {
      if (one.agreement === undefined) return said === undefined ? one : { ...one, dueOn: said }
      const id = idOf<AgreementId>(one.agreement)
      const known = { agreement: state.get(agreements, id), dues: state.get(dues, id) }
      const since = overdueSince(known, persons, context.businessDate)
      return since === undefined ? one : { ...one, dueOn: since.toString() }
    })
    return kind.decide(state, { ...command, payload: { ...command.payload, shown: looked } }, context)
  },
})
