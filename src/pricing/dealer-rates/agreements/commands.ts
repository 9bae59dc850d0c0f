/** Commands about agreements with sellers of cars. */
import { type Static, Type } from 'typebox'
import { need } from '../../../kernel/state.ts'
import { dateText, idOf, idText, payload } from '../../../kernel/wire.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { cooperationAgreements, decideEnd, decideRecord } from './rules.ts'

const recording = payload({
  seller: Type.String({ pattern: '^[0-9A-Z]{3,30}$', description: 'Its registration number' }),
  file: Type.String({ pattern: '^[A-Za-z0-9._:/-]{1,60}$', description: 'Under which the archive keeps it' }),
  from: dateText,
  until: Type.Optional(dateText),
})

/** Refuses as `decideRecord`. */
export const recordAgreement: CommandKind<Static<typeof recording>> = {
  kind: 'cooperation-agreement.record',
  summary: 'Puts on record that a seller of cars covers the gap between market and campaign rate',
  payload: recording,
  purpose: 'service',
  roles: ['operator', 'credit-officer'],
  needs: () => [],
  decide: (_state, { payload: { seller, file, from, until } }, { nextId, terms }) =>
    decideRecord(
      {
        seller,
        file,
        from: Temporal.PlainDate.from(from),
        until: until === undefined ? null : Temporal.PlainDate.from(until),
      },
      nextId,
      terms(),
    ),
}

const ending = payload({ agreement: idText, until: dateText })

/** Refuses as `decideEnd`. */
export const endAgreement: CommandKind<Static<typeof ending>> = {
  kind: 'cooperation-agreement.end',
  summary: 'Ends an agreement with a seller of cars',
  payload: ending,
  purpose: 'service',
  roles: ['operator', 'credit-officer'],
  needs: ({ payload: { agreement } }) => [need(cooperationAgreements, idOf<number>(agreement))],
  decide: (state, { payload: { agreement, until } }, { terms }) =>
    decideEnd(state.get(cooperationAgreements, idOf<number>(agreement)), Temporal.PlainDate.from(until), terms()),
}
