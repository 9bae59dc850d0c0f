/** To whom a person's data went, what databases returned, and which debts were reported: for the person, and for the officer. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { moneyFact } from '../../accounts/rules.ts'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { oneOf } from '../../kernel/wire.ts'
import { assignmentsOf } from '../../privacy/disclosures/assignments/store.ts'
import { databaseEnquiriesAbout } from '../../privacy/disclosures/databases/store.ts'
import { debtReportsAbout } from '../../privacy/disclosures/debts/store.ts'
import { enquiriesIn } from '../../privacy/disclosures/enquiries/store.ts'
import { disclosers } from '../../privacy/disclosures/payload.ts'
import { type Ending, endingOf } from '../../privacy/disclosures/receivers/rules.ts'
import { seesSecrets } from '../../privacy/disclosures/secrecy/rules.ts'
import { writtenRecord } from '../../privacy/disclosures/telling.ts'
import { countHeldMessages } from '../../privacy/marketing/messages/store.ts'
import { languages } from '../../rulebook/languages.ts'
import type { Attribute } from '../../rulebook/register/attributes.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { cursorOf, positionOf } from '../cursors.ts'
import { preferredOf } from '../language.ts'
import { tokenRoles } from '../tokens/store.ts'
import { desk, only, seenParty } from './access.ts'
import {
  businessDate,
  closed,
  entityText,
  idParams,
  laneAsked,
  languageText,
  limitOf,
  page,
  termsNow,
} from './asked.ts'
import { handedOver } from './handed-over.ts'
import { lookedInto } from './looked-into.ts'
import { reading } from './reading.ts'

const pageQuery = Type.Object({ ...page, language: languageText }, closed)
const listQuery = Type.Object({ limit: page.limit }, closed)
const enquiryQuery = Type.Object(
  {
    limit: page.limit,
    entity: entityText,
    state: Type.Optional(oneOf(['open', 'answered', 'declined'] as const, 'How it stands: open unless told')),
  },
  closed,
)
type OfParty = { readonly Params: { party: string } }
const officer = 'data-protection-officer'
/** Whoever hands over sees what went. */
const staffWhoDisclose = tokenRoles.filter((role) => disclosers.some((one) => one === role))

export function registerDisclosureReads(server: FastifyInstance, api: Api): void {
  api.metrics.show('pacta_messages_held', 'Messages that wait, as nobody who may carry them is bound', () =>
    countHeldMessages(api.institution.sql),
  )
  const ending = (state: Ending['state']) =>
    api.lanes.lanes
      .flatMap(({ lane }) => endingOf(termsNow(api, lane).register.processors.values(), businessDate(api, lane)))
      .filter((one) => one.state === state).length
  api.metrics.show('pacta_processors_ended', 'Processors that get nothing, as what was agreed with them ended', () =>
    ending('ended'),
  )
  api.metrics.show('pacta_processors_ending', 'Processors for whom agreement or assessment ends within 60 days', () =>
    ending('ending'),
  )

  server.get<OfParty & { Querystring: Static<typeof pageQuery> }>('/parties/:party/disclosures', {
    schema: reading(
      'disclosures',
      'To whom data of a person went, by messages and payments too, the newest first; without what law forbids telling',
      'personal data',
      { params: idParams('party'), querystring: pageQuery },
    ),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const party = await seenPerson(api, request.params.party, bearer, 'activity-log')
      const limit = limitOf(request.query)
      const before = positionOf('disclosures', request.query.cursor)
      const all = seesSecrets(bearer.role, termsNow(api, laneOf(party)))
      const asked = { all, by: bearer.staff, limit, before: before === 0 ? undefined : before }
      const found = await handedOver(api, party, asked)
      const language = preferredOf(languages, request.headers['accept-language'], request.query.language) ?? 'en'
      const last = found.length === limit ? found.at(-1)?.disclosure : undefined
      return {
        disclosures: found.map((made) => ({
          ...writtenRecord(made, api.institution.rulebookOf(laneOf(party)).terms(made.on), language),
          role: made.role,
          ...(all || (made.staff !== null && made.staff === bearer.staff)
            ? { staff: made.staff, secret: made.secret }
            : {}),
        })),
        next: last === undefined ? null : cursorOf('disclosures', last),
      }
    },
  })

  server.get<OfParty & { Querystring: Static<typeof listQuery> }>('/parties/:party/enquiries', {
    schema: reading(
      'database-enquiries',
      'What databases were asked about a person, and what they returned: the newest first',
      'personal data',
      { params: idParams('party'), querystring: listQuery },
    ),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const party = await seenPerson(api, request.params.party, bearer, 'activity-log')
      const all = seesSecrets(bearer.role, termsNow(api, laneOf(party)))
      const asked = { all, limit: limitOf(request.query) }
      const found = await databaseEnquiriesAbout(api.institution.sql, party, asked)
      return {
        enquiries: found.map(({ enquiry, subject: _subject, disclosure, returned, ...one }) => ({
          enquiry: String(enquiry),
          ...one,
          disclosure: String(disclosure),
          // What each says is read with the person's other data: GET /parties/:party, through the gate.
          returned: returned?.map(({ fact, kind }) => ({ fact: String(fact), kind })) ?? null,
        })),
      }
    },
  })

  server.get<OfParty & { Querystring: Static<typeof listQuery> }>('/parties/:party/debt-reports', {
    schema: reading('debt-reports', 'Which debts were reported to registers, and what of them', 'personal data', {
      params: idParams('party'),
      querystring: listQuery,
    }),
    handler: async (request) => {
      const party = await seenPerson(api, request.params.party, bearerOf(request), 'liabilities')
      const found = await debtReportsAbout(api.institution.sql, party, limitOf(request.query))
      return {
        reports: found.map(({ report, subject: _subject, amount, ...one }) => ({
          report: String(report),
          ...one,
          amount: amount === null ? null : moneyFact(amount.minor, amount.currency),
        })),
      }
    },
  })

  server.get<OfParty & { Querystring: Static<typeof listQuery> }>('/parties/:party/assignments', {
    schema: reading(
      'assignments',
      'Claims against a person that were assigned or pledged, and to whom: the newest first',
      'personal data',
      { params: idParams('party'), querystring: listQuery },
    ),
    handler: async (request) => {
      const party = await seenPerson(api, request.params.party, bearerOf(request), 'liabilities')
      const found = await assignmentsOf(api.institution.sql, party, limitOf(request.query))
      return {
        assignments: found.map(({ assignment, subject: _subject, disclosure, ...one }) => ({
          assignment: String(assignment),
          ...one,
          disclosure: String(disclosure),
        })),
      }
    },
  })

  server.get<{ Querystring: Static<typeof enquiryQuery> }>('/authority-enquiries', {
    schema: reading(
      'authority-enquiries',
      'Enquiries of authorities: those that wait for an answer, or how others were settled; for staff',
      'personal data',
      { querystring: enquiryQuery },
    ),
    handler: async (request) => {
      only(bearerOf(request), 'compliance-officer', officer)
      const { entity, state = 'open' } = request.query
      const found = await enquiriesIn(api.institution.sql, laneAsked(api, entity), state, limitOf(request.query))
      const subjects = found.flatMap((one) => one.subjects)
      await lookedInto(api, bearerOf(request), 'authority-enquiry', subjects)
      return {
        enquiries: found.map(({ enquiry, recipient, receiver, subjects, act, extent, receivedOn, ...one }) => ({
          ...{ enquiry: String(enquiry), recipient, receiver, subjects: subjects.map(String), act, extent, receivedOn },
          ...{ case: one.case, secret: one.secrecy !== null, state: one.state, settledOn: one.settledOn },
          ...{ settledBy: one.settledBy, disclosure: one.disclosure === null ? null : String(one.disclosure) },
        })),
      }
    },
  })
}

/** A person whom the bearer may see. Throws EdgeProblem: for who may not, they do not exist. */
async function seenPerson(
  api: Api,
  text: string,
  bearer: ReturnType<typeof bearerOf>,
  kind: Attribute,
): Promise<PartyId> {
  const party = await seenParty(api, text, bearer, [...desk, ...staffWhoDisclose])
  await lookedInto(api, bearer, kind, [party])
  return party
}
