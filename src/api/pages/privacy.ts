/** What is published about personal data: pages and prints out of the register in force, and the register as data. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { processingRecord } from '../../privacy/published/article-30.ts'
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
import { EdgeProblem } from '../problems.ts'
import { only } from '../reads/access.ts'
import { closed } from '../reads/asked.ts'
import { published, reading } from '../reads/reading.ts'
import { indexPage, statementPage } from './privacy-page.ts'
import { today } from './shown.ts'
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
  format: Type.Optional(Type.Enum(['html', 'pdf', 'json'], { description: 'By Accept unless told' })),
}
const statementQuery = Type.Object(asked, closed)
const interestsQuery = Type.Object(
  { ...asked, version: Type.Optional(Type.String({ maxLength: 32, description: 'That in force unless told' })) },
  closed,
)
type Asked = { Querystring: Static<typeof interestsQuery> }
type Spoken = { Querystring: { readonly language?: string } }

export function registerPrivacy(server: FastifyInstance, api: Api): void {
  // Wherever data are collected it is told where the notice stands (RFC 6903, "privacy-policy").
  server.addHook('onSend', (request, reply, _payload, done) => {
    if (request.method === 'POST' && hasRegister(api)) reply.header('link', '</privacy/notice>; rel="privacy-policy"')
    done()
  })

  api.metrics.show('pacta_late_processors', 'Changes that were not on the published list of processors in time', () => {
    const day = today(api)
    return listReport(packOf(api), api.institution.rulebook.terms(day), day)?.late.length ?? 0
  })

  server.get<Spoken>('/privacy', {
    config: { public: true },
    schema: published('privacy', 'What is published about personal data', 'privacy', {
      querystring: Type.Object({ language }, closed),
    }),
    handler: (request, reply) => {
      const source = sourceOf(api)
      const kinds = statementKinds.filter((kind) => told(() => publish(kind, source, 'en')) !== undefined)
      if (kinds.length === 0) throw new EdgeProblem('published-unknown')
      return wantsJson(request)
        ? reply.send({ statements: kinds.map((kind) => `/privacy/${kind}`), register: '/privacy/register.jsonld' })
        : sendPage(
            reply,
            indexPage(kinds, languageFor(api, 'notice', request), languagesOffered(packOf(api), 'notice')),
          )
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
        const { format, version } = request.query
        const source = sourceOf(api, version)
        const statement = required(told(() => publish(kind, source, languageFor(api, kind, request))))
        if (format === 'pdf') {
          const name = fileName(statement, source)
          return reply
            .header('content-type', 'application/pdf')
            .header('content-disposition', `inline; filename="${name}.pdf"`)
            .send(await prints.of(name, statement))
        }
        if (format === 'json' || (format === undefined && wantsJson(request))) return reply.send(statement)
        const versions = kind === 'interests' ? interestVersions(packOf(api)) : []
        return sendPage(reply, statementPage(statement, { offered: languagesOffered(packOf(api), kind), versions }))
      },
    })

  server.get('/privacy/register.jsonld', {
    config: { public: true },
    schema: published('privacy-register', 'The register in the W3C Data Privacy Vocabulary, as JSON-LD', 'privacy'),
    handler: (_request, reply) => {
      const data = required(told(() => registerAsLinkedData(sourceOf(api))))
      return reply.header('content-type', 'application/ld+json').send(JSON.stringify(data))
    },
  })

  server.get<Spoken>('/privacy/article-30.xlsx', {
    schema: reading('privacy-article-30', 'The record of processing (GDPR, Article 30) as a spreadsheet', 'privacy', {
      querystring: Type.Object({ language }, closed),
    }),
    handler: async (request, reply) => {
      // For supervisors, not for everybody (Article 30(4)): one of these hands it over.
      only(bearerOf(request), 'operator', 'auditor', 'data-protection-officer')
      const record = required(told(() => processingRecord(sourceOf(api), languageFor(api, 'notice', request))))
      const { spreadsheet } = await import('../../privacy/published/spreadsheet.ts')
      return reply
        .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', 'attachment; filename="article-30.xlsx"')
        .send(await spreadsheet(record))
    },
  })
}

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

const packOf = (api: Api) => api.institution.rulebook.pack

/** The register of today, or of the day on which a version of the list of interests took effect. Throws EdgeProblem. */
function sourceOf(api: Api, version?: string): StatementSource {
  const { rulebook } = api.institution
  const dayOfVersion = (): Temporal.PlainDate => {
    const found = interestVersions(rulebook.pack).findLast((one) => one.version === version)
    if (found === undefined) throw new EdgeProblem('version-unknown')
    return found.effective
  }
  const day = version === undefined ? today(api) : dayOfVersion()
  return sourceOn(rulebook, day)
}

const hasRegister = (api: Api): boolean => api.institution.rulebook.terms(today(api)).register.purposes.size > 0

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

const fileName = ({ kind, language }: Statement, { day }: StatementSource): string => `${kind}-${day}-${language}`
