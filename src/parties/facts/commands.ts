/** Commands that record facts about a party, and the notice owed for what somebody else gave. */
import { type Static, Type } from 'typebox'
import { calendarOf } from '../../kernel/calendar.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { dateText, idOf, idText, oneOf } from '../../kernel/wire.ts'
import { enquiries } from '../../privacy/disclosures/enquiries/rules.ts'
import { backgroundChecks } from '../../privacy/measures/background-checks/rules.ts'
import { announcements, refusedRecordings } from '../../privacy/recording/announcement/rules.ts'
import { noticesShown } from '../../privacy/recording/notices/rules.ts'
import { switches } from '../../privacy/switches/rules.ts'
import { facts } from '../../privacy/vault/rules.ts'
import type { EvidenceKind } from '../../rulebook/register/vocabulary.ts'
import type { Actor, CommandKind, Context } from '../../storage/command.ts'
import { authorityFor } from '../acting/for-subject/rules.ts'
import { type Guardianship, guardianships } from '../guardianship/rules.ts'
import { closed, evidence, minorTellers, telling, toldOf } from '../payload.ts'
import { type Party, parties } from '../rules.ts'
import { noticesOwed } from './notices/rules.ts'
import { decideGiveNotice, decideRecordFacts, noticeExceptions } from './rules.ts'

const payload = Type.Object(
  {
    party: idText,
    facts: telling.facts,
    purpose: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'A purpose of the register' }),
    source: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'A source of the register' }),
    role: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'A role of the register' })),
    shown: Type.Optional(evidence),
    minor: Type.Optional(oneOf(minorTellers, 'Of a minor: who gives the data')),
    validFrom: Type.Optional(dateText),
    validUntil: Type.Optional(dateText),
    combines: Type.Optional(Type.Array(idText, { minItems: 1, maxItems: 20, uniqueItems: true })),
  },
  closed,
)

/** Details: one for each of `facts`. Facts: `facts`, their ids; `noticeDue` where the person must be told. */
export const recordFacts: CommandKind<Static<typeof payload>> = {
  kind: 'fact.record',
  summary: 'Records what is known of a person, with its source',
  payload,
  purpose: 'service',
  roles: [
    'customer',
    'teller',
    'operator',
    'credit-officer',
    'marketing-officer',
    'compliance-officer',
    'security-officer',
    'data-protection-officer',
    'system',
  ],
  needs: ({ payload: { party, combines = [], shown } }) => {
    const id = idOf<PartyId>(party)
    return [
      need(parties, id),
      need(noticesOwed, id),
      need(guardianships, id),
      need(noticesShown, id),
      need(switches, id),
      need(refusedRecordings, id),
      ...numbersIn(shown, 'announcement').map((one) => need(announcements, one)),
      ...numbersIn(shown, 'enquiry').map((one) => need(enquiries, one)),
      ...combines.map((one) => need(facts, idOf<number>(one))),
      ...numbersIn(shown, 'background-check').map((check) => need(backgroundChecks, check)),
    ]
  },
  decide: (state, { actor, payload: asked, details }, context) => {
    const id = idOf<PartyId>(asked.party)
    const told = toldOf({ facts: asked.facts, source: asked.source }, { actor, details })
    const known = state.get(parties, id)
    const guardianship = state.get(guardianships, id)
    const ofChild = known !== undefined && tellsOfChild(known, { actor, guardianship, context })
    // A customer tells of nobody else but of a child for whom they act.
    const party = actor.party === undefined || actor.party === id || ofChild ? known : undefined
    return decideRecordFacts(
      {
        by: { role: actor.role, ofChild },
        onRecord: {
          subject: id,
          entity: context.entity.id,
          switches: state.get(switches, id),
          announcements: numbersIn(asked.shown, 'announcement').flatMap((one) => state.get(announcements, one) ?? []),
          refused: state.get(refusedRecordings, id),
          enquiries: numbersIn(asked.shown, 'enquiry').flatMap((one) => state.get(enquiries, one) ?? []),
        },
        party,
        kinds: asked.facts,
        categories: told.categories,
        purpose: asked.purpose,
        source: asked.source,
        role: asked.role,
        shown: asked.shown,
        minor: ofChild ? 'parent' : asked.minor,
        owed: state.get(noticesOwed, id),
        shownBefore: state.get(noticesShown, id),
        guardianship,
        validFrom: asked.validFrom === undefined ? undefined : Temporal.PlainDate.from(asked.validFrom),
        validUntil: asked.validUntil === undefined ? undefined : Temporal.PlainDate.from(asked.validUntil),
        combines: asked.combines?.map((one) => state.get(facts, idOf<number>(one))),
        checks: numbersIn(asked.shown, 'background-check').map((check) => state.get(backgroundChecks, check)),
        on: context.businessDate,
        calendar: calendarOf(context.entity.calendar),
        nextId: context.nextId,
      },
      context.terms(),
    )
  },
}

/** Whether somebody tells of a minor whose parent or guardian they are today. */
function tellsOfChild(
  subject: Party,
  told: { readonly actor: Actor; readonly guardianship: Guardianship | undefined; readonly context: Context },
): boolean {
  const { actor, guardianship, context } = told
  if (actor.party === undefined || actor.party === subject.party) return false
  const authority = authorityFor({
    ...{ subject, guardianship, representation: undefined, asks: actor.party, byStaff: false, consenting: false },
    ...{ on: context.businessDate, terms: context.terms() },
  })
  return authority !== null && authority !== undefined && 'kind' in authority
}

/** Records that may be meant: whatever else is shown as such evidence is the number of none. */
const numbersIn = (shown: Static<typeof evidence> = [], of: EvidenceKind): readonly number[] =>
  shown.flatMap(({ kind, reference }) => (kind === of ? [idOf<number>(reference)] : []))

const noticePayload = Type.Object(
  {
    party: idText,
    version: Type.Optional(
      Type.String({ pattern: '^[0-9A-Za-z][0-9A-Za-z .-]{0,31}$', description: 'The version that was shown' }),
    ),
    exception: Type.Optional(oneOf(noticeExceptions, 'Why no notice is needed: GDPR, Article 14(5)')),
  },
  closed,
)

export const giveNotice: CommandKind<Static<typeof noticePayload>> = {
  kind: 'fact.give-notice',
  summary: 'Records that a person was told of data which somebody else gave, or why that is not needed',
  payload: noticePayload,
  purpose: 'service',
  roles: ['teller', 'operator', 'data-protection-officer', 'system'],
  needs: ({ payload: { party } }) => [need(parties, idOf<PartyId>(party)), need(noticesOwed, idOf<PartyId>(party))],
  decide: (state, { payload: { party, version, exception } }, context) => {
    const id = idOf<PartyId>(party)
    return decideGiveNotice(
      {
        party: state.get(parties, id),
        owed: state.get(noticesOwed, id),
        how: exception === undefined ? { kind: 'given', version: version ?? '' } : { kind: 'exception', exception },
        on: context.businessDate,
      },
      context.terms(),
    )
  },
}
