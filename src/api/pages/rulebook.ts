/** The rulebook as data: what the engine can carry out, and which clauses ask for it. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { versionsOn } from '../../rulebook/pack.ts'
import { provisions } from '../../rulebook/provisions.ts'
import type { Api } from '../api.ts'
import { asOfText, closed, dayOf } from '../reads/asked.ts'
import { published } from '../reads/reading.ts'
import { shownOf } from './shown.ts'

const query = Type.Object(
  {
    document: Type.Optional(Type.String({ maxLength: 40, description: 'Code of one document; all unless told' })),
    asOf: asOfText,
  },
  closed,
)

export function registerRulebook(server: FastifyInstance, api: Api): void {
  server.get('/provisions', {
    config: { public: true },
    schema: published('provisions', 'What the engine knows how to carry out, and with which parameters', 'documents'),
    handler: () => ({
      provisions: Object.entries(provisions).map(([key, { sentence, parameters }]) => ({ key, sentence, parameters })),
    }),
  })

  server.get<{ Querystring: Static<typeof query> }>('/clauses', {
    config: { public: true },
    schema: published('clauses', 'The clauses in force on a day, and the provisions that they bind', 'documents', {
      querystring: query,
    }),
    handler: ({ query: { document, asOf } }) => {
      // What the clauses say is published here as on the pages of the documents.
      const shown = shownOf(api, {})
      const { pack } = api.institution
      const versions = versionsOn(pack, dayOf(api, api.lanes.laneFor(undefined), asOf))
      const documents = shown.versions.filter(
        ({ code, version }) => versions[code] === version && (document === undefined || code === document),
      )
      return {
        versions,
        clauses: documents.flatMap(({ code, version, clauses }) =>
          clauses.map(({ id, kind, force, text, bindings }) => ({
            document: code,
            version,
            clause: id,
            kind,
            force: force ?? null,
            text,
            provisions: bindings,
          })),
        ),
      }
    },
  })
}
