/** The breach register: what happened, and whom it may concern; for those who answer for it. Drafts and letters: breach-drafts.ts. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { localDate } from '../../kernel/calendar.ts'
import { type LaneId, laneOf, type PartyId } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { oneOf } from '../../kernel/wire.ts'
import { namedIn } from '../../privacy/breaches/affected/store.ts'
import { categoriesOf } from '../../privacy/breaches/drafts/parts.ts'
import { type Breach, breaches } from '../../privacy/breaches/rules.ts'
import { type Lookup, lookupFor, lookups } from '../../privacy/breaches/search/rules.ts'
import {
  countHolding,
  countTouched,
  holdersOf,
  lanesBeside,
  type Part,
  touchedBy,
} from '../../privacy/breaches/search/store.ts'
import { breachCounts, breachPage } from '../../privacy/breaches/store.ts'
import { inWords } from '../../rulebook/wording.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { cursorOf, positionOf } from '../cursors.ts'
import { languageOf } from '../language.ts'
import { EdgeProblem } from '../problems.ts'
import { only } from './access.ts'
import {
  closed,
  entityOf,
  entityText,
  idIn,
  idParams,
  laneAsked,
  languageText,
  limitOf,
  page,
  termsNow,
} from './asked.ts'
import { lookedInto } from './looked-into.ts'
import { reading } from './reading.ts'

const listQuery = Type.Object(
  {
    limit: page.limit,
    entity: entityText,
    state: Type.Optional(Type.Literal('open', { description: 'Only those that are open' })),
  },
  closed,
)
const foundQuery = Type.Object(
  {
    ...page,
    by: Type.Optional(
      oneOf(
        lookups,
        'Found in the logs; of whom such data are held, as where they were lost, destroyed, changed or out of reach; or named',
      ),
    ),
    untold: Type.Optional(Type.Literal('true', { description: 'Of those who are named, only who was not told' })),
  },
  closed,
)
const extentQuery = Type.Object({ language: languageText }, closed)
type OfBreach = { readonly Params: { breach: string } }
export const breachOfficers = ['data-protection-officer', 'security-officer'] as const

export function registerBreachReads(server: FastifyInstance, api: Api): void {
  const counts = () => breachCounts(api.institution.sql, Temporal.Now.instant())
  api.metrics.show('pacta_breaches_open', 'Breaches of personal data that are open', async () => (await counts()).open)
  api.metrics.show(
    'pacta_breaches_late',
    'Breaches whose time for the authority ran out before it was told',
    async () => (await counts()).late,
  )

  server.get<{ Querystring: Static<typeof listQuery> }>('/breaches', {
    schema: reading('breaches', 'The register of breaches: the newest first, open ones by their time', 'breaches', {
      querystring: listQuery,
    }),
    handler: async (request) => {
      only(bearerOf(request), ...breachOfficers, 'auditor')
      const open = request.query.state === 'open'
      const lane = laneAsked(api, request.query.entity)
      const found = await breachPage(api.institution.sql, lane, { open, limit: limitOf(request.query) })
      return { breaches: found.map(described) }
    },
  })

  server.get<OfBreach & { Querystring: Static<typeof foundQuery> }>('/breaches/:breach/affected', {
    schema: reading('breach-affected', 'Whom a breach may concern, and who is named and was told', 'breaches', {
      params: idParams('breach'),
      querystring: foundQuery,
    }),
    handler: async (request) => {
      only(bearerOf(request), ...breachOfficers)
      const breach = await breachIn(api, request.params.breach)
      const { by = lookupFor(breach), untold, cursor } = request.query
      const limit = limitOf(request.query)
      const part = { after: positionOf('breach-affected', cursor), limit }
      const { sql } = api.institution
      const ofNamed = { ...part, untold: untold === 'true' }
      const named = by === 'name' ? await namedIn(sql, laneOf(breach.breach), breach.breach, ofNamed) : undefined
      const found = named?.map(({ subject }) => subject) ?? (await proposed(api, breach, by, part))
      await lookedInto(api, bearerOf(request), 'activity-log', found)
      const last = found.length === limit ? found.at(-1) : undefined
      return {
        by,
        subjects: found.map(String),
        ...(named === undefined
          ? {}
          : {
              people: named.map(({ subject, standing, toldAt, evidence }) => ({
                ...{ subject: String(subject), standing, toldAt, evidence },
              })),
            }),
        next: last === undefined ? null : cursorOf('breach-affected', last),
      }
    },
  })

  server.get<OfBreach & { Querystring: Static<typeof extentQuery> }>('/breaches/:breach/extent', {
    schema: reading(
      'breach-extent',
      'How many people and data a breach may concern: by the logs, and by what is held, category by category',
      'breaches',
      { params: idParams('breach'), querystring: extentQuery },
    ),
    handler: async (request) => {
      only(bearerOf(request), ...breachOfficers)
      const breach = await breachIn(api, request.params.breach)
      const { search, holding } = await extentOf(api, breach)
      const language = languageOf(request.headers['accept-language'], request.query.language)
      const { register } = termsNow(api, laneOf(breach.breach))
      return {
        by: lookupFor(breach),
        search,
        holding: {
          ...holding.all,
          categories: [...holding.byCategory].map(([category, count]) => ({
            category,
            name: inWords(register.categories.get(category)?.name, language),
            ...count,
          })),
        },
      }
    },
  })
}

const proposed = async (api: Api, breach: Breach, by: Lookup, part: Part): Promise<readonly PartyId[]> => {
  const { sql } = api.institution
  const lanes = await lanesBeside(sql, laneOf(breach.breach))
  return by === 'search' ? touchedBy(sql, lanes, breach, part) : holdersOf(sql, lanes, holdingOf(api, breach), part)
}

/** How far a breach may reach, by the logs and by what is held. */
export async function extentOf(api: Api, breach: Breach) {
  const { sql } = api.institution
  const lane = laneOf(breach.breach)
  const lanes = await lanesBeside(sql, lane)
  const categoryOf = new Map(
    categoriesOf(breach, termsNow(api, lane)).flatMap(({ id, attributes }) =>
      attributes.filter((one) => breach.kinds.includes(one)).map((kind): [string, string] => [kind, id]),
    ),
  )
  const [search, holding] = await Promise.all([
    countTouched(sql, lanes, breach),
    countHolding(sql, lanes, holdingOf(api, breach), categoryOf),
  ])
  return { search, holding, likely: lookupFor(breach) === 'holding' ? holding.all : search }
}

const holdingOf = (api: Api, { breach, kinds, until }: Breach) => ({
  kinds,
  until: localDate(until, entityOf(api, laneOf(breach) as LaneId).timeZone),
})

export async function breachIn(api: Api, text: string): Promise<Breach> {
  const id = idIn<number>(api, text, 'breach-unknown')
  const [found] = (await api.institution.storage.load(laneOf(id), [need(breaches, id)])) as [Breach | undefined]
  if (found === undefined) throw new EdgeProblem('breach-unknown')
  return found
}

const described = ({ breach, ...rest }: Breach) => ({ breach: String(breach), ...rest })
