/** Everything that needs no token: pages for people, and what they show as JSON. */
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import type { Api } from '../api.ts'
import { registerDocuments } from './documents.ts'
import { registerFirstPage } from './first.ts'
import { registerPrivacy } from './privacy.ts'
import { registerReference } from './reference.ts'
import { registerRefusals } from './refusals.ts'
import { registerRulebook } from './rulebook.ts'

const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8')

export function registerPages(server: FastifyInstance, api: Api): void {
  server.get('/style.css', {
    config: { public: true },
    schema: { hide: true },
    handler: (_request, reply) =>
      reply.header('content-type', 'text/css; charset=utf-8').header('cache-control', 'max-age=60').send(style),
  })
  registerFirstPage(server, api)
  registerDocuments(server, api)
  registerPrivacy(server, api)
  registerRefusals(server, api)
  registerRulebook(server, api)
  registerReference(server)
}
