/** The command that records who was told of a new purpose. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { idOf, idText, payload } from '../../kernel/wire.ts'
import type { AnyCommandKind, CommandKind } from '../../storage/command.ts'
import { switches, untouched } from '../switches/rules.ts'
import { decideTell } from './rules.ts'

const telling = payload({
  purpose: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'A purpose that came with a later version' }),
  subjects: Type.Array(idText, {
    minItems: 1,
    maxItems: 1000,
    uniqueItems: true,
    description: 'Who was told; the list of those untold tells who is left',
  }),
  evidence: Type.String({
    pattern: '^[A-Za-z0-9._:/-]{1,60}$',
    description: 'Under which the archive keeps what was sent, and to whom',
  }),
})

/** Refuses as `decideTell`. */
export const recordPurposeNotice: CommandKind<Static<typeof telling>> = {
  kind: 'purpose-notice.record',
  summary: 'Records that persons were told of a new purpose, which data held already serve from then on',
  payload: telling,
  purpose: 'service',
  roles: ['operator', 'data-protection-officer', 'system'],
  needs: ({ payload: { subjects } }) => subjects.map((one) => need(switches, idOf<PartyId>(one))),
  decide: (state, { payload: { purpose, subjects, evidence } }, { businessDate: on, terms }) => {
    const persons = subjects.map((one) => idOf<PartyId>(one)).map((one) => state.get(switches, one) ?? untouched(one))
    return decideTell({ purpose, persons, evidence, on }, terms())
  },
}

/** Those about persons whom they name as `subjects`. */
export const purposeNoticesAboutParties: readonly AnyCommandKind[] = [recordPurposeNotice]
