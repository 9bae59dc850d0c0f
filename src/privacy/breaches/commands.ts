/** Commands of the breach register. */
import { type Static, Type } from 'typebox'
import type { PartyId } from '../../kernel/ids.ts'
import { need, type StateReader } from '../../kernel/state.ts'
import { idOf, idText, oneOf, payload } from '../../kernel/wire.ts'
import { attributeNames } from '../../rulebook/register/attributes.ts'
import { actorRoles } from '../../rulebook/register/schema.ts'
import type { CommandKind, Context, Role } from '../../storage/command.ts'
import {
  affectedKey,
  affectedPersons,
  breaches,
  consequences,
  decideAssess,
  decideClose,
  decideName,
  decideNotifyAuthority,
  decideNotifySubjects,
  decideReport,
  exemptions,
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
const officers: readonly Role[] = ['security-officer', 'data-protection-officer']

const moment = (description: string) =>
  Type.String({
    pattern: '^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})$',
    format: 'date-time',
    description,
  })
const reference = Type.String({
  pattern: '^[0-9A-Za-z][0-9A-Za-z .:/()_-]{0,59}$',
  description: 'A number of the archive, never words about a person',
})
const listOf = <const W extends string>(words: readonly W[], description: string, minItems = 1) =>
  Type.Array(oneOf(words, description), { minItems, maxItems: words.length, uniqueItems: true })

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

const ofBreach = { breach: idText } as const
const breachIn = (state: StateReader, breach: string) => state.get(breaches, idOf<number>(breach))
const breachNeeds = ({ payload: { breach } }: { readonly payload: { readonly breach: string } }) => [
  need(breaches, idOf<number>(breach)),
]
const nowOf = ({ at, entity: { timeZone }, nextId }: Context): Now => ({ at, timeZone, nextId })

const naming = payload({
  ...ofBreach,
  subjects: Type.Array(idText, { minItems: 1, maxItems: 1000, uniqueItems: true, description: 'Who is affected' }),
})

/** Refuses as `decideName`. Facts: `affected`, how many are named now. */
export const nameAffected: CommandKind<Static<typeof naming>> = {
  kind: 'breach.name-affected',
  summary: 'Names people as affected by a breach',
  payload: naming,
  purpose: 'operations',
  roles: officers,
  needs: (command) => [
    ...breachNeeds(command),
    ...command.payload.subjects.map((one) =>
      need(affectedPersons, affectedKey(idOf<number>(command.payload.breach), idOf<PartyId>(one))),
    ),
  ],
  decide: (state, { payload: { breach, subjects } }, { terms }) => {
    const known = subjects.map((one) => {
      const subject = idOf<PartyId>(one)
      return { subject, known: state.get(affectedPersons, affectedKey(idOf<number>(breach), subject)) !== undefined }
    })
    return decideName(breachIn(state, breach), known, terms())
  },
}

const assessing = payload({
  ...ofBreach,
  risk: oneOf(risks, 'For people'),
  consequences: listOf(consequences, 'What may come of it', 0),
  remedies: listOf(remedies, 'What was or will be done', 0),
})

/** Refuses as `decideAssess`. */
export const assessBreach: CommandKind<Static<typeof assessing>> = {
  kind: 'breach.assess',
  summary: 'Judges the risk of a breach for people',
  payload: assessing,
  purpose: 'operations',
  roles: officers,
  needs: breachNeeds,
  decide: (state, { payload: { breach, ...assessed } }, context) =>
    decideAssess(breachIn(state, breach), assessed, nowOf(context), context.terms()),
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

const tellingSubjects = payload({
  ...ofBreach,
  exemption: Type.Optional(oneOf(exemptions, 'GDPR, Article 34(3): why they are not told one by one')),
})

/** Refuses as `decideNotifySubjects`. */
export const notifySubjects: CommandKind<Static<typeof tellingSubjects>> = {
  kind: 'breach.notify-subjects',
  summary: 'Notes that the people whom a breach concerns were told',
  payload: tellingSubjects,
  purpose: 'operations',
  roles: officers,
  needs: breachNeeds,
  decide: (state, { payload: { breach, exemption = null } }, context) =>
    decideNotifySubjects(breachIn(state, breach), exemption, nowOf(context), context.terms()),
}

const closing = payload({ ...ofBreach, remedies: listOf(remedies, 'What was done besides', 0) })

/** Refuses as `decideClose`. */
export const closeBreach: CommandKind<Static<typeof closing>> = {
  kind: 'breach.close',
  summary: 'Closes a breach of which everybody was told who must be',
  payload: closing,
  purpose: 'operations',
  roles: officers,
  needs: breachNeeds,
  decide: (state, { payload: { breach, remedies: added } }, context) =>
    decideClose(breachIn(state, breach), added, nowOf(context), context.terms()),
}
