/** Commands about who acts for minors, and about their growing up. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { dateText, idOf, idText, oneOf, payload } from '../../kernel/wire.ts'
import { switches } from '../../privacy/switches/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { staffOf } from '../acting/rules.ts'
import { parties } from '../rules.ts'
import {
  decideEndGuardian,
  decideGrow,
  decideRecordGuardian,
  guardianAuthorities,
  guardianships,
  stages,
} from './rules.ts'

const archived = Type.String({
  pattern: '^[A-Za-z0-9._:/-]{1,60}$',
  description: 'Under which the archive keeps the birth certificate or the order of the court',
})

const recording = payload({
  ward: idText,
  guardian: idText,
  authority: oneOf(guardianAuthorities, 'By birth or adoption, or by order of a court'),
  evidence: archived,
  until: Type.Optional({ ...dateText, description: 'The last day, where a court set one' }),
})

/** Refuses as `decideRecordGuardian`. */
export const recordGuardian: CommandKind<Static<typeof recording>> = {
  kind: 'guardian.record',
  summary: 'Records that a parent or guardian acts for a minor',
  payload: recording,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { ward, guardian } }) => [
    need(parties, idOf<PartyId>(ward)),
    need(parties, idOf<PartyId>(guardian)),
    need(guardianships, idOf<PartyId>(ward)),
  ],
  decide: (state, { actor, payload: { ward, guardian, authority, evidence, until } }, { businessDate: on, terms }) =>
    decideRecordGuardian(
      {
        ward: state.get(parties, idOf<PartyId>(ward)),
        guardian: state.get(parties, idOf<PartyId>(guardian)),
        found: state.get(guardianships, idOf<PartyId>(ward)),
        authority,
        evidence,
        until: until === undefined ? null : Temporal.PlainDate.from(until),
        recordedBy: staffOf(actor),
        on,
      },
      terms(),
    ),
}

const ending = payload({ ward: idText, guardian: idText })

/** Refuses as `decideEndGuardian`. */
export const endGuardian: CommandKind<Static<typeof ending>> = {
  kind: 'guardian.end',
  summary: 'Ends the power of a parent or guardian over a minor',
  payload: ending,
  purpose: 'service',
  roles: ['teller', 'operator'],
  needs: ({ payload: { ward } }) => [need(guardianships, idOf<PartyId>(ward))],
  decide: (state, { payload: { ward, guardian } }, { businessDate: on, terms }) =>
    decideEndGuardian(
      state.get(guardianships, idOf<PartyId>(ward)),
      { guardian: idOf<PartyId>(guardian), on },
      terms(),
    ),
}

const growing = payload({ ward: idText, stage: oneOf(stages, 'What the birth date says today') })

/** Refuses as `decideGrow`. Facts: `askAnew`, the purposes of consents that were given for the person. */
export const grow: CommandKind<Static<typeof growing>> = {
  kind: 'guardianship.grow',
  summary: 'Notes the stage of life that a minor has reached',
  payload: growing,
  purpose: 'operations',
  roles: ['operator', 'system'],
  needs: ({ payload: { ward } }) => [need(guardianships, idOf<PartyId>(ward)), need(switches, idOf<PartyId>(ward))],
  decide: (state, { payload: { ward, stage } }, { businessDate: on, terms }) =>
    decideGrow(
      state.get(guardianships, idOf<PartyId>(ward)),
      { stage, on, now: state.get(switches, idOf<PartyId>(ward)) },
      terms(),
    ),
}
