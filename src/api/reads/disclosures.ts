/** To whom a person's data went, what databases returned, and which debts were reported: for the person, and for the officer. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { moneyFact } from '../../accounts/rules.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { databaseEnquiriesAbout } from '../../privacy/disclosures/databases/store.ts'
import { debtReportsAbout } from '../../privacy/disclosures/debts/store.ts'
import { openEnquiries } from '../../privacy/disclosures/enquiries/store.ts'
import { disclosuresAbout } from '../../privacy/disclosures/store.ts'
import { writtenRecord } from '../../privacy/disclosures/telling.ts'
import { languages } from '../../rulebook/languages.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { cursorOf, positionOf } from '../cursors.ts'
import { preferredOf } from '../language.ts'
import { checkParty, only } from './access.ts'
import { closed, idIn, idParams, languageText, limitOf, page } from './asked.ts'
import { reading } from './reading.ts'

const pageQuery = Type.Object({ ...page, language: languageText }, closed)
const listQuery = Type.Object({ limit: page.limit }, closed)
type OfParty = { readonly Params: { party: string } }
const officer = 'data-protection-officer'

export function registerDisclosureReads(server: FastifyInstance, api: Api): void {
  server.get<OfParty & { Querystring: Static<typeof pageQuery> }>('/parties/:party/disclosures', {
    schema: reading(
      'disclosures',
      'To whom data of a person went, the newest first; without what law forbids telling, save for the officer',
      'personal data',
      { params: idParams('party'), querystring: pageQuery },
    ),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const party = await seenPerson(api, request.params.party, bearer)
      const limit = limitOf(request.query)
      const before = positionOf('disclosures', request.query.cursor)
      const all = bearer.role === officer
      const { sql, rulebook } = api.institution
      const found = await disclosuresAbout(sql, party, { all, limit, ...(before === 0 ? {} : { before }) })
      const language = preferredOf(languages, request.headers['accept-language'], request.query.language) ?? 'en'
      const last = found.length === limit ? found.at(-1)?.disclosure : undefined
      return {
        disclosures: found.map((made) => ({
          ...writtenRecord(made, rulebook.terms(made.on), language),
          role: made.role,
          ...(all ? { staff: made.staff, secret: made.secret } : {}),
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
      const party = await seenPerson(api, request.params.party, bearerOf(request))
      const found = await databaseEnquiriesAbout(api.institution.sql, party, limitOf(request.query))
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
      const party = await seenPerson(api, request.params.party, bearerOf(request))
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

  server.get<{ Querystring: Static<typeof listQuery> }>('/authority-enquiries', {
    schema: reading(
      'authority-enquiries',
      'Enquiries of authorities that wait for an answer; for staff',
      'personal data',
      {
        querystring: listQuery,
      },
    ),
    handler: async (request) => {
      only(bearerOf(request), 'compliance-officer', officer)
      const found = await openEnquiries(api.institution.sql, api.lanes.laneFor(undefined), limitOf(request.query))
      return {
        enquiries: found.map(({ enquiry, recipient, receiver, subjects, act, extent, receivedOn, ...one }) => ({
          ...{ enquiry: String(enquiry), recipient, receiver, subjects: subjects.map(String), act, extent, receivedOn },
          ...{ case: one.case, secret: one.secrecy !== null },
        })),
      }
    },
  })
}

/** A person whom the bearer may see. Throws EdgeProblem: for who may not, they do not exist. */
async function seenPerson(api: Api, text: string, bearer: ReturnType<typeof bearerOf>): Promise<PartyId> {
  const party = idIn<PartyId>(api, text, 'party-unknown')
  if (bearer.role !== officer) await checkParty(api, bearer, party)
  return party
}
