/** Why data about persons are kept and until when, for them and the officer; legal holds; and how the sweep stands. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { sweepStandings } from '../../operations/retention/sweeping.ts'
import { type Kept, whyHeld } from '../../operations/retention/why.ts'
import { parties } from '../../parties/rules.ts'
import { hiddenFrom } from '../../privacy/disclosures/secrecy/rules.ts'
import { holdsIn, holdsOf, sweeps } from '../../privacy/retention/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem } from '../problems.ts'
import { isStaff, only, seenParty } from './access.ts'
import { businessDate, closed, entityOf, entityText, idParams, laneAsked, limitOf, page, termsNow } from './asked.ts'
import { lookedInto } from './looked-into.ts'
import { reading } from './reading.ts'

const listQuery = Type.Object({ limit: page.limit, entity: entityText }, closed)
type List = { Querystring: Static<typeof listQuery> }
type Of = { Params: { party: string } }

export function registerRetention(server: FastifyInstance, api: Api): void {
  server.get<Of>('/parties/:party/retention', {
    schema: reading(
      'retention',
      'What is held about a person, why, and until when; without what it tells: for the person and the data-protection officer',
      'personal data',
      { params: idParams('party') },
    ),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const party = await existing(api, await seenParty(api, request.params.party, bearer, ['data-protection-officer']))
      const lane = laneOf(party)
      const asOf = businessDate(api, lane)
      const { facts, details, records, holds } = await whyHeld(api.institution, entityOf(api, lane), party, asOf)
      await lookedInto(api, bearer, 'consent-mark', [party])
      const kept = isStaff(bearer) ? keptForStaff : keptForPerson
      const hidden = hiddenFrom(bearer.role, termsNow(api, lane))
      return {
        party: String(party),
        asOf,
        facts: facts
          .filter(({ kind }) => !hidden.kinds.includes(kind))
          .map(({ fact, kind, category = null, recordedOn, ...rest }) => ({
            ...{ fact: String(fact), kind, category, recordedOn },
            ...kept(rest),
          })),
        details: details.map(({ what, class: of, count, first, last, ...rest }) => ({
          ...{ what, class: of, count, first, last },
          ...kept(rest),
        })),
        records,
        ...(isStaff(bearer) ? { holds } : {}),
      }
    },
  })

  server.get<Of>('/parties/:party/legal-holds', {
    schema: reading('legal-holds-of', 'The cases for which all data of a person stay; for officers', 'personal data', {
      params: idParams('party'),
    }),
    handler: async (request) => {
      // Of a case that is looked into, its person is not to learn here.
      only(bearerOf(request), ...holders)
      const party = await existing(api, await seenParty(api, request.params.party, bearerOf(request), holders))
      const found = await holdsOf(api.institution.sql, laneOf(party), [party])
      return { party: String(party), cases: found.get(party) ?? [] }
    },
  })

  server.get<List>('/legal-holds', {
    schema: reading('legal-holds', 'Whose data stay for a case, and for which; for officers', 'personal data', {
      querystring: listQuery,
    }),
    handler: async (request) => {
      only(bearerOf(request), ...holders)
      const lane = laneAsked(api, request.query.entity)
      const found = await holdsIn(api.institution.sql, lane, limitOf(request.query))
      return { holds: [...found].map(([party, cases]) => ({ party: String(party), cases })) }
    },
  })

  server.get<List>('/retention/sweeps', {
    schema: reading(
      'sweeps',
      'How each entity stands with erasing what nothing keeps, and the runs of one, the newest first; for staff who answer for data',
      'personal data',
      { querystring: listQuery },
    ),
    handler: async (request) => {
      only(bearerOf(request), 'operator', 'auditor', 'data-protection-officer', 'security-officer')
      const lane = laneAsked(api, request.query.entity)
      const [standings, runs] = await Promise.all([
        sweepStandings(api.institution, api.lanes),
        sweeps(api.institution.sql, lane, limitOf(request.query)),
      ])
      return {
        entities: standings.map(({ swept = null, endedAt = null, ...one }) => ({ ...one, swept, endedAt })),
        runs: runs.map(({ reached: _reached, ...run }) => run),
      }
    },
  })
}

/** Staff may ask for anybody: of whoever there is not, nothing is kept because nothing ever was. */
async function existing(api: Api, party: PartyId): Promise<PartyId> {
  const [found] = await api.institution.storage.load(laneOf(party), [need(parties, party)])
  if (found === undefined) throw new EdgeProblem('party-unknown')
  return party
}

const holders = ['data-protection-officer', 'compliance-officer'] as const

const keptForStaff = ({ grounds, until }: Kept) => ({
  until: until ?? null,
  grounds: grounds.map(({ item, basis, because, until: end, statutory, stopped, holds, cited }) => ({
    ...{ item, basis, because, until: end ?? null, statutory, stopped: stopped ?? null, holds },
    clauses: cited.settled,
  })),
})

/** A case may be one of which its person must not be told: its number stays with staff. */
const keptForPerson = ({ grounds, until }: Kept) => ({
  until: until ?? null,
  grounds: grounds.map(({ item, basis, because, until: end, statutory, stopped, holds, cited }) => ({
    ...{ item, basis, because: item === 'legal-hold' ? null : because, until: end ?? null },
    ...{ statutory, stopped: stopped ?? null, holds },
    clauses: cited.disclosed,
  })),
})
