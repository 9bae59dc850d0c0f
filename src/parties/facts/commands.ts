/** Commands that record facts about a party, and the notice owed for what somebody else gave. */
import { type Static, Type } from 'typebox'
import { calendarOf } from '../../kernel/calendar.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { dateText, idOf, idText, oneOf } from '../../kernel/wire.ts'
import { facts } from '../../privacy/vault/rules.ts'
import type { CommandKind } from '../../storage/command.ts'
import { closed, evidence, telling, toldOf } from '../payload.ts'
import { parties } from '../rules.ts'
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
    minor: Type.Optional(oneOf(['minor', 'parent', 'other'] as const, 'Of a minor: who gives the data')),
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
  roles: ['customer', 'teller', 'operator', 'credit-officer', 'compliance-officer', 'system'],
  needs: ({ payload: { party, combines = [] } }) => {
    const id = idOf<PartyId>(party)
    return [need(parties, id), need(noticesOwed, id), ...combines.map((one) => need(facts, idOf<number>(one)))]
  },
  decide: (state, { actor, payload: asked, details }, context) => {
    const id = idOf<PartyId>(asked.party)
    const told = toldOf({ facts: asked.facts, source: asked.source }, { details })
    // A customer tells of nobody else.
    const party = actor.party !== undefined && actor.party !== id ? undefined : state.get(parties, id)
    return decideRecordFacts(
      {
        party,
        kinds: asked.facts,
        categories: told.categories,
        purpose: asked.purpose,
        source: asked.source,
        role: asked.role,
        shown: asked.shown,
        minor: asked.minor,
        owed: state.get(noticesOwed, id),
        validFrom: asked.validFrom === undefined ? undefined : Temporal.PlainDate.from(asked.validFrom),
        validUntil: asked.validUntil === undefined ? undefined : Temporal.PlainDate.from(asked.validUntil),
        combines: asked.combines?.map((one) => state.get(facts, idOf<number>(one))),
        on: context.businessDate,
        calendar: calendarOf(context.entity.calendar),
        nextId: context.nextId,
      },
      context.terms(),
    )
  },
}

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
