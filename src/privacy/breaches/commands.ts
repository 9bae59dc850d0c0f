/** Commands of the breach register. */
import { type Static, Type } from 'typebox'
import { oneOf, payload } from '../../kernel/wire.ts'
import { attributeNames } from '../../rulebook/register/attributes.ts'
import { actorRoles } from '../../rulebook/register/vocabulary.ts'
import type { CommandKind, Context, Role } from '../../storage/command.ts'
import { breachIn, breachNeeds, ofBreach, officers, reference } from './payload.ts'
import {
  consequences,
  decideAssess,
  decideClose,
  decideNotifyAuthority,
  decideReport,
  type Now,
  natures,
  remedies,
  risks,
} from './rules.ts'

const watchers: readonly Role[] = [
  'security-officer',
  'compliance-officer',
  'operator',
  'data-protection-officer',
  'system',
]

const moment = (description: string) =>
  Type.String({
    pattern: '^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})$',
    format: 'date-time',
    description,
  })
const listOf = <const W extends string>(words: readonly W[], description: string, minItems = 1) =>
  Type.Array(oneOf(words, description), { minItems, maxItems: words.length, uniqueItems: true })

const count = (description: string) => Type.Integer({ minimum: 0, maximum: 2_000_000_000, description })

const reporting = payload({
  awareAt: moment('When the institution became aware'),
  from: moment('From when it went on'),
  until: moment('Until when it went on'),
  natures: listOf(natures, 'What happened to the data'),
  kinds: listOf(attributeNames, 'Which data'),
  role: Type.Optional(oneOf(actorRoles, 'Through whom, where that is known')),
  staff: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9-]{1,20}$', description: 'The code of one of staff' })),
  file: reference,
})

/** Refuses as `decideReport`. Facts: `breach`, its id; `notifyBy`, when the authority must have been told. */
export const reportBreach: CommandKind<Static<typeof reporting>> = {
  kind: 'breach.report',
  summary: 'Writes down a breach of personal data',
  payload: reporting,
  purpose: 'operations',
  roles: watchers,
  needs: () => [],
  decide: (_state, { payload: { awareAt, from, until, role, staff, ...asked } }, context) =>
    decideReport(
      {
        ...asked,
        awareAt: Temporal.Instant.from(awareAt),
        from: Temporal.Instant.from(from),
        until: Temporal.Instant.from(until),
        role: role ?? null,
        staff: staff ?? null,
      },
      nowOf(context),
      context.terms(),
    ),
}

const nowOf = ({ at, entity: { timeZone }, nextId }: Context): Now => ({ at, timeZone, nextId })

const assessing = payload({
  ...ofBreach,
  risk: oneOf(risks, 'For people'),
  consequences: listOf(consequences, 'What may come of it', 0),
  remedies: listOf(remedies, 'What was or will be done', 0),
  persons: Type.Optional(count('How many people it concerns, as far as can be said')),
  dataRecords: Type.Optional(count('How many data about them')),
})

/** Refuses as `decideAssess`. */
export const assessBreach: CommandKind<Static<typeof assessing>> = {
  kind: 'breach.assess',
  summary: 'Judges the risk of a breach for people',
  payload: assessing,
  purpose: 'operations',
  roles: officers,
  needs: breachNeeds,
  decide: (state, { payload: { breach, persons = null, dataRecords = null, ...assessed } }, context) =>
    decideAssess(breachIn(state, breach), { ...assessed, persons, dataRecords }, nowOf(context), context.terms()),
}

const tellingAuthority = payload({ ...ofBreach, reference, delayReasons: Type.Optional(reference) })

/** Refuses as `decideNotifyAuthority`. */
export const notifyAuthority: CommandKind<Static<typeof tellingAuthority>> = {
  kind: 'breach.notify-authority',
  summary: 'Notes that the authority was told of a breach',
  payload: tellingAuthority,
  purpose: 'operations',
  roles: officers,
  needs: breachNeeds,
  decide: (state, { payload: { breach, reference, delayReasons = null } }, context) =>
    decideNotifyAuthority(breachIn(state, breach), { reference, delayReasons }, nowOf(context), context.terms()),
}

const closing = payload({ ...ofBreach, remedies: Type.Optional(listOf(remedies, 'What was done besides')) })

/** Refuses as `decideClose`. */
export const closeBreach: CommandKind<Static<typeof closing>> = {
  kind: 'breach.close',
  summary: 'Closes a breach of which everybody was told who must be',
  payload: closing,
  purpose: 'operations',
  roles: officers,
  needs: breachNeeds,
  decide: (state, { payload: { breach, remedies: added = [] } }, context) =>
    decideClose(breachIn(state, breach), added, nowOf(context), context.terms()),
}
