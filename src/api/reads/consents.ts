/** What persons allow, refuse and object to: for themselves, and the lists and reports that staff work through. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { whyKept } from '../../operations/retention/run.ts'
import { type SwitchChange, switchChanges } from '../../privacy/consents/changes/rules.ts'
import { openPropagations, standings } from '../../privacy/consents/propagation/store.ts'
import { acceptancesOf, changesOf } from '../../privacy/consents/store.ts'
import { writtenConsent } from '../../privacy/consents/written.ts'
import { messagesTo } from '../../privacy/marketing/messages/store.ts'
import { openObjections } from '../../privacy/objections/store.ts'
import { untouched } from '../../privacy/switches/rules.ts'
import { switchesOf } from '../../privacy/switches/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem } from '../problems.ts'
import { checkParty, only } from './access.ts'
import { asOfText, businessDate, closed, dayOf, idIn, idParams, limitOf, page } from './asked.ts'
import { reading } from './reading.ts'

const listQuery = Type.Object({ limit: page.limit }, closed)
type List = { Querystring: Static<typeof listQuery> }
const dayQuery = Type.Object({ asOf: asOfText, limit: page.limit }, closed)
const desk = ['teller', 'operator', 'data-protection-officer', 'auditor'] as const

export function registerConsentReads(server: FastifyInstance, api: Api): void {
  registerOwn(server, api)
  registerReports(server, api)
}

function registerOwn(server: FastifyInstance, api: Api): void {
  server.get<List & { Params: { party: string } }>('/parties/:party/consents', {
    schema: reading(
      'consents',
      'What a person allows, refuses and objects to, and how it came to that',
      'personal data',
      {
        params: idParams('party'),
        querystring: listQuery,
      },
    ),
    handler: async (request) => {
      const party = await seenPerson(api, request.params.party, bearerOf(request))
      const { sql, rulebook } = api.institution
      const [lane, limit] = [laneOf(party), limitOf(request.query)]
      const [found, changes, accepted] = await Promise.all([
        switchesOf(sql, [party]),
        changesOf(sql, lane, party, limit),
        acceptancesOf(sql, lane, party, limit),
      ])
      const { subject: _subject, ...now } = found.get(party) ?? untouched(party)
      return {
        party: String(party),
        now: { ...now, channel: now.channel ?? null },
        changes: changes.map((one) => toldTo(bearerOf(request).party, writtenConsent(one, rulebook.pack))),
        notices: accepted.map(({ document, version, by, on }) => ({ document, version, by, on })),
      }
    },
  })

  server.get<{ Params: { change: string } }>('/consents/:change', {
    schema: reading(
      'consent',
      'One consent, or its end, in writing: with the wording that was shown',
      'personal data',
      {
        params: idParams('change'),
      },
    ),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const id = idIn<number>(api, request.params.change, 'consent-unknown')
      const [kept] = (await api.institution.storage.load(laneOf(id), [need(switchChanges, id)])) as [
        SwitchChange | undefined,
      ]
      if (kept === undefined) throw new EdgeProblem('consent-unknown')
      try {
        await seenPerson(api, String(kept.subject), bearer)
      } catch (error) {
        throw error instanceof EdgeProblem ? new EdgeProblem('consent-unknown') : error
      }
      return {
        ...toldTo(bearer.party, writtenConsent(kept, api.institution.rulebook.pack)),
        ...(kept.act === 'consent-withdrawn' ? { data: await dataLeft(api, kept) } : {}),
      }
    },
  })

  server.get<List & { Params: { party: string } }>('/parties/:party/messages', {
    schema: reading('messages', 'Messages that were let out to a person, the latest first', 'messages', {
      params: idParams('party'),
      querystring: listQuery,
    }),
    handler: async (request) => {
      const party = await seenPerson(api, request.params.party, bearerOf(request))
      const found = await messagesTo(api.institution.sql, laneOf(party), party, limitOf(request.query))
      return {
        messages: found.map(({ message, letter, purpose, offer, channel, language, queuedOn, outcome }) => ({
          ...{ message: String(message), letter, purpose, offer, channel, language, queuedOn },
          outcome: outcome ?? 'waiting',
        })),
      }
    },
  })
}

function registerReports(server: FastifyInstance, api: Api): void {
  server.get<{ Querystring: Static<typeof dayQuery> }>('/consents/propagation', {
    schema: reading(
      'consents-propagation',
      'Which systems obey the changes of what persons allow, and which are late; for staff',
      'personal data',
      { querystring: dayQuery },
    ),
    handler: async (request) => {
      only(bearerOf(request), ...desk)
      const lane = api.lanes.laneFor(undefined)
      const asOf = dayOf(api, lane, request.query.asOf)
      const { sql } = api.institution
      const [systems, open] = await Promise.all([
        standings(sql, lane, asOf),
        openPropagations(sql, lane, limitOf(request.query)),
      ])
      return {
        asOf,
        systems,
        open: open.map(({ propagation, change, kind, target, due, deliveredAt }) => ({
          ...{ propagation: String(propagation), change: String(change), kind, target, due },
          delivered: deliveredAt,
          late: Temporal.PlainDate.compare(asOf, due) > 0,
        })),
      }
    },
  })

  server.get<List>('/objections', {
    schema: reading('objections', 'Objections that wait for an answer, those due first; for staff', 'personal data', {
      querystring: listQuery,
    }),
    handler: async (request) => {
      only(bearerOf(request), ...desk)
      const lane = api.lanes.laneFor(undefined)
      const today = businessDate(api, lane)
      const found = await openObjections(api.institution.sql, lane, limitOf(request.query))
      return {
        objections: found.map(({ objection, subject, purpose, raisedOn, answerBy }) => ({
          ...{ objection: String(objection), subject: String(subject), purpose, raisedOn, answerBy },
          overdue: Temporal.PlainDate.compare(today, answerBy) > 0,
        })),
      }
    },
  })
}

/** A person whom the bearer may see. Throws EdgeProblem: for who may not, they do not exist. */
async function seenPerson(api: Api, text: string, bearer: Parameters<typeof checkParty>[1]): Promise<PartyId> {
  const party = idIn<PartyId>(api, text, 'party-unknown')
  if (bearer.role !== 'data-protection-officer') await checkParty(api, bearer, party)
  return party
}

/** What is still held of the data that a consent was for: each datum that goes, and each that stays, with its grounds. */
async function dataLeft(api: Api, { subject, purposes }: SwitchChange) {
  const lane = laneOf(subject)
  const held = api.lanes.lanes.find((one) => one.lane === lane)
  if (held === undefined) return []
  const on = businessDate(api, lane)
  const { register } = api.institution.rulebook.terms(on)
  const categories = purposes.flatMap((id) => register.purposes.get(id)?.categories ?? [])
  const facts = await whyKept(api.institution, held.entity, subject, on)
  return facts
    .filter(({ category }) => category !== undefined && categories.includes(category))
    .map(({ kind, category, recordedOn, grounds }) => {
      const holding = grounds.filter(({ holds }) => holds)
      return {
        ...{ kind, category, recordedOn, goes: holding.length === 0 },
        grounds: holding.map(({ item, basis, because, until, cited }) => ({
          ...{ item, basis, because, until: until ?? null },
          clauses: cited.disclosed,
        })),
      }
    })
}

/** Persons are told by which role something was recorded, not by whom. */
const toldTo = (party: PartyId | undefined, { recordedBy, ...rest }: ReturnType<typeof writtenConsent>) => ({
  ...rest,
  recordedBy: party === undefined ? recordedBy : { role: recordedBy.role },
})
