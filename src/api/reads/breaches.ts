/** The breach register: what happened, whom it may concern, and drafts of what is told; for those who answer for it. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { laneOf } from '../../kernel/ids.ts'
import { need } from '../../kernel/state.ts'
import { authorityDraft, draftLanguages, subjectsDraft } from '../../privacy/breaches/drafts.ts'
import { type Breach, breaches } from '../../privacy/breaches/rules.ts'
import { affectedBy, breachCounts, breachPage, namedIn } from '../../privacy/breaches/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { cursorOf, positionOf } from '../cursors.ts'
import { preferredOf } from '../language.ts'
import { EdgeProblem } from '../problems.ts'
import { only } from './access.ts'
import { businessDate, closed, idIn, idParams, languageText, limitOf, page } from './asked.ts'
import { reading } from './reading.ts'

const listQuery = Type.Object(
  { limit: page.limit, state: Type.Optional(Type.Literal('open', { description: 'Only those that are open' })) },
  closed,
)
const foundQuery = Type.Object(
  {
    ...page,
    by: Type.Optional(Type.Enum(['search', 'name'], { description: 'Found in the logs, unless told; or named' })),
  },
  closed,
)
const draftQuery = Type.Object({ language: languageText }, closed)
type OfBreach = { readonly Params: { breach: string } }
const officers = ['data-protection-officer', 'security-officer'] as const

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
      only(bearerOf(request), ...officers, 'auditor')
      const open = request.query.state === 'open'
      const lane = api.lanes.laneFor(undefined)
      const found = await breachPage(api.institution.sql, lane, { open, limit: limitOf(request.query) })
      return { breaches: found.map(described) }
    },
  })

  server.get<OfBreach & { Querystring: Static<typeof foundQuery> }>('/breaches/:breach/affected', {
    schema: reading(
      'breach-affected',
      'Whom a breach may concern, by the log of the gate and disclosures',
      'breaches',
      {
        params: idParams('breach'),
        querystring: foundQuery,
      },
    ),
    handler: async (request) => {
      only(bearerOf(request), ...officers)
      const breach = await breachIn(api, request.params.breach)
      const limit = limitOf(request.query)
      const part = { after: positionOf('breach-affected', request.query.cursor), limit }
      const { sql } = api.institution
      const lane = laneOf(breach.breach)
      const found =
        request.query.by === 'name'
          ? await namedIn(sql, lane, breach.breach, part)
          : await affectedBy(sql, lane, breach, part)
      const last = found.length === limit ? found.at(-1) : undefined
      return {
        subjects: found.map(String),
        next: last === undefined ? null : cursorOf('breach-affected', last),
      }
    },
  })

  server.get<OfBreach & { Querystring: Static<typeof draftQuery> }>('/breaches/:breach/drafts', {
    schema: reading('breach-drafts', 'Drafts of what the authority and the people concerned are told', 'breaches', {
      params: idParams('breach'),
      querystring: draftQuery,
    }),
    handler: async (request) => {
      only(bearerOf(request), ...officers)
      const breach = await breachIn(api, request.params.breach)
      const lane = laneOf(breach.breach)
      const entity = api.lanes.lanes.find((one) => one.lane === lane)?.entity
      if (entity === undefined) throw new EdgeProblem('breach-unknown')
      const terms = api.institution.rulebook.terms(businessDate(api, lane))
      const asked = request.query.language
      const language = preferredOf(draftLanguages, request.headers['accept-language'], asked) ?? 'en'
      return {
        language,
        authority: authorityDraft(breach, entity, terms, language),
        subjects: subjectsDraft(breach, entity, terms, language),
      }
    },
  })
}

async function breachIn(api: Api, text: string): Promise<Breach> {
  const id = idIn<number>(api, text, 'breach-unknown')
  const [found] = (await api.institution.storage.load(laneOf(id), [need(breaches, id)])) as [Breach | undefined]
  if (found === undefined) throw new EdgeProblem('breach-unknown')
  return found
}

const described = ({ breach, ...rest }: Breach) => ({ breach: String(breach), ...rest })
