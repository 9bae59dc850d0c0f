/** What persons allow, refuse and object to: for themselves, and the lists and reports that staff work through. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { whyKept } from '../../operations/retention/why.ts'
import { authorityFor } from '../../parties/acting/for-subject/rules.ts'
import { type Guardianship, guardianships } from '../../parties/guardianship/rules.ts'
import { type Representation, representations } from '../../parties/representation/rules.ts'
import { type Party, parties } from '../../parties/rules.ts'
import { type SwitchChange, switchChanges } from '../../privacy/consents/changes/rules.ts'
import { openPropagations, standings } from '../../privacy/consents/propagation/store.ts'
import { acceptancesOf, changesOf } from '../../privacy/consents/store.ts'
import { consentsOpen, writtenConsent } from '../../privacy/consents/written.ts'
import { messagesTo } from '../../privacy/marketing/messages/store.ts'
import { type LiftingNotice, liftingNotices, noticeKey } from '../../privacy/restrictions/rules.ts'
import { type Switches, untouched } from '../../privacy/switches/rules.ts'
import { switchesOf } from '../../privacy/switches/store.ts'
import type { Attribute } from '../../rulebook/register/attributes.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import { desk, isStaff, only, seenParty } from './access.ts'
import {
  asOfText,
  businessDate,
  closed,
  dayOf,
  entityText,
  idIn,
  idParams,
  laneAsked,
  limitOf,
  page,
  termsNow,
} from './asked.ts'
import { lookedInto } from './looked-into.ts'
import { reading } from './reading.ts'

const listQuery = Type.Object({ limit: page.limit }, closed)
type List = { Querystring: Static<typeof listQuery> }
const dayQuery = Type.Object({ asOf: asOfText, limit: page.limit, entity: entityText }, closed)
/** Who works with what persons allow and refuse. */
const staff = [...desk, 'data-protection-officer', 'compliance-officer', 'marketing-officer'] as const
const reporters = [...desk, 'data-protection-officer', 'compliance-officer'] as const

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
      const party = await seenPerson(api, request.params.party, bearerOf(request), 'consent-mark')
      const { sql, pack } = api.institution
      const [lane, limit] = [laneOf(party), limitOf(request.query)]
      const [found, changes, accepted] = await Promise.all([
        switchesOf(sql, [party]),
        changesOf(sql, lane, party, limit),
        acceptancesOf(sql, lane, party, limit),
      ])
      const { subject: _subject, chosen: _chosen, ...now } = found.get(party) ?? untouched(party)
      return {
        party: String(party),
        now: { ...now, channel: now.channel ?? null, restrictions: await withNotices(api, party, now.restrictions) },
        // What can be consented to: `version` and `language` of a consent say which wording was shown.
        open: consentsOpen(termsNow(api, lane), pack),
        changes: changes.map((one) => toldTo(bearerOf(request).party, writtenConsent(one, pack, termsAt(api, one)))),
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
        await seenPerson(api, String(kept.subject), bearer, 'consent-mark')
      } catch (error) {
        throw error instanceof EdgeProblem ? new EdgeProblem('consent-unknown') : error
      }
      return {
        ...toldTo(bearer.party, writtenConsent(kept, api.institution.pack, termsAt(api, kept))),
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
      const party = await seenPerson(api, request.params.party, bearerOf(request), 'correspondence')
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

/** Terms of the entity that was told of a change, on its day. */
const termsAt = (api: Api, { change, on }: SwitchChange) => api.institution.rulebookOf(laneOf(change)).terms(on)

function registerReports(server: FastifyInstance, api: Api): void {
  server.get<{ Querystring: Static<typeof dayQuery> }>('/consents/propagation', {
    schema: reading(
      'consents-propagation',
      'Which systems obey the changes of what persons allow, and which are late; for staff',
      'personal data',
      { querystring: dayQuery },
    ),
    handler: async (request) => {
      only(bearerOf(request), ...reporters)
      const lane = laneAsked(api, request.query.entity)
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
}

/** A person whom the bearer may see, or may act for. Throws EdgeProblem: for who may not, they do not exist. */
export async function seenPerson(api: Api, text: string, bearer: Bearer, kind: Attribute): Promise<PartyId> {
  if (!isStaff(bearer)) {
    const party = idIn<PartyId>(api, text, 'party-unknown')
    return (await actsFor(api, bearer, party)) ? party : seenParty(api, text, bearer, staff)
  }
  const party = await seenParty(api, text, bearer, staff)
  await lookedInto(api, bearer, kind, [party])
  return party
}

/** Restrictions, each with the day on which the person was told that it is about to be lifted, and what shows it. */
async function withNotices(api: Api, party: PartyId, restrictions: Switches['restrictions']) {
  const wanted = restrictions.map(({ ground }) => need(liftingNotices, noticeKey(party, ground)))
  const notices = (await api.institution.storage.load(laneOf(party), wanted)) as (LiftingNotice | undefined)[]
  return restrictions.map(({ ground, since }, i) => {
    const notice = notices[i]?.used === false ? notices[i] : undefined
    return { ground, since, toldOn: notice?.toldOn ?? null, evidence: notice?.evidence ?? null }
  })
}

/** Whether the bearer may say what happens to somebody else's data: then they may see it, too. */
async function actsFor(api: Api, { party: asks }: Bearer, party: PartyId): Promise<boolean> {
  if (asks === undefined || asks === party) return false
  const lane = laneOf(party)
  const [subject, guardianship, representation] = (await api.institution.storage.load(lane, [
    need(parties, party),
    need(guardianships, party),
    need(representations, party),
  ])) as [Party | undefined, Guardianship | undefined, Representation | undefined]
  if (subject === undefined) return false
  const on = businessDate(api, lane)
  const known = { subject, guardianship, representation, asks, byStaff: false, consenting: false }
  const authority = authorityFor({ ...known, on, terms: termsNow(api, lane) })
  return authority !== undefined && authority !== null && !('outcome' in authority)
}

/** What is still held of the data that a consent was for: each datum that goes, and each that stays, with its grounds. */
async function dataLeft(api: Api, { subject, purposes }: SwitchChange) {
  const lane = laneOf(subject)
  const held = api.lanes.lanes.find((one) => one.lane === lane)
  if (held === undefined) return []
  const on = businessDate(api, lane)
  const { register } = api.institution.rulebookOf(lane).terms(on)
  const categories = purposes.flatMap((id) => register.purposes.get(id)?.categories ?? [])
  const facts = await whyKept(api.institution, held.entity, subject, on)
  return facts
    .filter(({ category }) => category !== undefined && categories.includes(category))
    .map(({ kind, category, recordedOn, grounds }) => {
      const holding = grounds.filter(({ holds }) => holds)
      return {
        ...{ kind, category, recordedOn, goes: holding.length === 0 },
        grounds: holding.map(({ item, basis, because, until, cited }) => ({
          // The number of a case stays with staff: it may be one of which the person must not be told.
          ...{ item, basis, because: item === 'legal-hold' ? null : because, until: until ?? null },
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
