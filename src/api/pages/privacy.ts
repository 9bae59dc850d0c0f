/** What is published about personal data: pages and prints out of the register in force, and the register as data. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { dateText } from '../../kernel/wire.ts'
import type { MeasureTest } from '../../privacy/measures/rules.ts'
import { lastTests } from '../../privacy/measures/store.ts'
import { type LastWorked, processingRecord } from '../../privacy/published/article-30.ts'
import { listReport } from '../../privacy/published/late.ts'
import { languagesOffered } from '../../privacy/published/offered.ts'
import { publish } from '../../privacy/published/publish.ts'
import {
  type PublishedLanguage,
  type Statement,
  type StatementKind,
  type StatementSource,
  sourceOn,
  statementKinds,
} from '../../privacy/published/statement.ts'
import { interestVersions } from '../../privacy/published/versions.ts'
import { registerAsLinkedData } from '../../privacy/published/vocabulary.ts'
import { UnboundProvision } from '../../rulebook/terms.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { preferredOf } from '../language.ts'
import { EdgeProblem, invalid } from '../problems.ts'
import { only } from '../reads/access.ts'
import { closed, dayOf, entityText, laneAsked } from '../reads/asked.ts'
import { published, reading } from '../reads/reading.ts'
import { indexPage, linkTo, statementPage, type Whose } from './privacy-page.ts'
import { sendPage, wantsJson } from './wanted.ts'

const summaries: { readonly [K in StatementKind]: string } = {
  notice: 'The privacy notice: who is responsible, which data, what for, who receives them; HTML, PDF or JSON',
  retention: 'How long data are kept, and by what that is determined; HTML, PDF or JSON',
  interests: 'The list of legitimate interests with their balancing tests, in each of its versions; HTML, PDF or JSON',
  processors: 'The list of processors, with its date; HTML, PDF or JSON',
  decisions: 'Automated decisions and profiling: logic and effects; HTML, PDF or JSON',
}

const language = Type.Optional(Type.String({ maxLength: 10, description: 'en, lv, et, lt or ru' }))
const asked = {
  language,
  entity: entityText,
  on: Type.Optional(Type.String({ ...dateText, description: 'As it stood on this day; today unless told' })),
  format: Type.Optional(Type.Enum(['html', 'pdf', 'json'], { description: 'By Accept unless told' })),
}
const statementQuery = Type.Object(asked, closed)
const interestsQuery = Type.Object(
  { ...asked, version: Type.Optional(Type.String({ maxLength: 32, description: 'That in force unless told' })) },
  closed,
)
type Asked = { Querystring: Static<typeof interestsQuery> }
type Spoken = { Querystring: { readonly language?: string; readonly entity?: string } }

export function registerPrivacy(server: FastifyInstance, api: Api): void {
  // Wherever data are collected it is told where the notice stands (RFC 6903, "privacy-policy").
  // Before anything is carried out: what went wrong here would otherwise go wrong after it.
  server.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'POST' && hasRegister(api))
      reply.header('link', `<${linkTo(whoseIn(api, request), '/privacy/notice')}>; rel="privacy-policy"`)
    done()
  })

  api.metrics.show('pacta_late_processors', 'Changes that were not on the published list of processors in time', () => {
    const late = packOf(api).entities.map(({ id }) => listReport(sourceOf(api, { entity: id }))?.late.length ?? 0)
    return late.reduce((sum, one) => sum + one, 0)
  })

  server.get<Spoken>('/privacy', {
    config: { public: true },
    schema: published('privacy', 'What is published about personal data', 'privacy', {
      querystring: Type.Object({ language, entity: entityText }, closed),
    }),
    handler: (request, reply) => {
      const kinds = publishedKinds(sourceOf(api, request.query))
      if (kinds.length === 0) throw new EdgeProblem('published-unknown')
      const { entity } = request.query
      if (wantsJson(request))
        return reply.send({
          statements: kinds.map((kind) => linkTo({ entity }, `/privacy/${kind}`)),
          register: linkTo({ entity }, '/privacy/register.jsonld'),
          record: linkTo({ entity }, '/privacy/article-30.xlsx'),
        })
      const { entities } = packOf(api)
      const around = { entity, entities, offered: languagesOffered(packOf(api), 'notice') }
      return sendPage(reply, indexPage(kinds, languageFor(api, 'notice', request), around))
    },
  })

  const prints = new Prints()
  for (const kind of statementKinds)
    server.get<Asked>(`/privacy/${kind}`, {
      config: { public: true },
      schema: published(`privacy-${kind}`, summaries[kind], 'privacy', {
        querystring: kind === 'interests' ? interestsQuery : statementQuery,
      }),
      handler: async (request, reply) => {
        const { format, on } = request.query
        // A print takes seconds of a core, and there are many days.
        if (format === 'pdf' && on !== undefined)
          throw invalid([{ at: '/query/on', message: 'is told as HTML or JSON' }])
        const source = sourceOf(api, request.query)
        const statement = required(told(() => publish(kind, source, languageFor(api, kind, request))))
        if (format === 'pdf') {
          const name = fileName(statement, source)
          return reply
            .header('content-type', 'application/pdf')
            .header('content-disposition', `inline; filename="${name}.pdf"`)
            .send(await prints.of(name, statement))
        }
        if (format === 'json' || (format === undefined && wantsJson(request))) return reply.send(statement)
        const { entity } = request.query
        const rulebook = api.institution.rulebookOf(laneAsked(api, entity))
        const versions = kind === 'interests' ? interestVersions(rulebook) : []
        const site = { entity, offered: languagesOffered(packOf(api), kind), kinds: publishedKinds(source), versions }
        return sendPage(reply, statementPage(statement, site))
      },
    })

  server.get<Spoken>('/privacy/register.jsonld', {
    config: { public: true },
    schema: published('privacy-register', 'The register in the W3C Data Privacy Vocabulary, as JSON-LD', 'privacy', {
      querystring: Type.Object({ entity: entityText }, closed),
    }),
    handler: (request, reply) => {
      const data = required(told(() => registerAsLinkedData(sourceOf(api, request.query))))
      return reply.header('content-type', 'application/ld+json').send(JSON.stringify(data))
    },
  })

  server.get<Spoken>('/privacy/article-30.xlsx', {
    schema: reading('privacy-article-30', 'The record of processing (GDPR, Article 30) as a spreadsheet', 'privacy', {
      querystring: Type.Object({ language, entity: entityText }, closed),
    }),
    handler: async (request, reply) => {
      // For supervisors, not for everybody (Article 30(4)): one of these hands it over.
      only(bearerOf(request), 'operator', 'auditor', 'data-protection-officer', 'compliance-officer')
      const source = sourceOf(api, request.query)
      const lane = laneAsked(api, request.query.entity)
      const worked = lastWorked(await lastTests(api.institution.sql, lane, source.day))
      const record = required(told(() => processingRecord(source, languageFor(api, 'notice', request), worked)))
      const { spreadsheet } = await import('../../privacy/published/spreadsheet.ts')
      return reply
        .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', 'attachment; filename="article-30.xlsx"')
        .send(await spreadsheet(record))
    },
  })
}

/** The statements that documents ask for. */
const publishedKinds = ({ terms }: StatementSource): readonly StatementKind[] =>
  statementKinds.filter(
    (kind) => told(() => terms.cite(`privacy.${kind}.published`, 'privacy.controller.shown')) !== undefined,
  )

/** When measures were last found to work: one that failed since is not. */
const lastWorked = (tests: readonly MeasureTest[]): LastWorked =>
  new Map(tests.flatMap(({ measure, result, on }) => (result === 'works' ? [[measure, on] as const] : [])))

/** Prints by name. A print takes a second or two of a core, anybody may ask for it, and it is the same all day: it is made once. */
class Prints {
  readonly #prints = new Map<string, Promise<Buffer>>()

  of(name: string, statement: Statement): Promise<Buffer> {
    // Those of days gone by.
    if (this.#prints.size >= 100) this.#prints.clear()
    return this.#prints.getOrInsertComputed(name, async () => {
      // Loaded when somebody prints: it is large, and few do.
      const { printedStatement } = await import('./privacy-print.ts')
      return printedStatement(statement)
    })
  }
}

const packOf = (api: Api) => api.institution.pack

/** Whose register, and as a version of its list of interests has it. */
type Of = {
  readonly entity?: string | undefined
  readonly version?: string | undefined
  readonly on?: string | undefined
}

/** The register of today or of a day, or of the day on which a version of the list of interests took effect. Throws EdgeProblem. */
function sourceOf(api: Api, { entity, version, on }: Of): StatementSource {
  const lane = laneAsked(api, entity)
  const rulebook = api.institution.rulebookOf(lane)
  const dayOfVersion = (): Temporal.PlainDate => {
    const found = interestVersions(rulebook).findLast((one) => one.version === version)
    if (found === undefined) throw new EdgeProblem('version-unknown')
    return found.effective
  }
  const day = version === undefined ? dayOf(api, lane, on, 'on') : dayOfVersion()
  return sourceOn(rulebook, day)
}

/** The entity that a request names, where there is such a one. Nothing is checked of it yet. */
function whoseIn(api: Api, { query }: FastifyRequest): Whose {
  const { entity } = query as { readonly entity?: unknown }
  return { entity: packOf(api).entities.find(({ id }) => id === entity)?.id }
}

const hasRegister = (api: Api): boolean => sourceOf(api, {}).terms.register.purposes.size > 0

function languageFor(api: Api, kind: StatementKind, request: FastifyRequest): PublishedLanguage {
  const { language: named } = request.query as { readonly language?: string }
  return preferredOf(languagesOffered(packOf(api), kind), request.headers['accept-language'], named) ?? 'en'
}

/** What is made, or undefined where no document asks for it. */
function told<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof UnboundProvision) return undefined
    throw error
  }
}

function required<T>(made: T | undefined): T {
  if (made === undefined) throw new EdgeProblem('published-unknown')
  return made
}

const fileName = ({ kind, language }: Statement, { day, entity }: StatementSource): string =>
  `${kind}-${entity.id}-${day}-${language}`
