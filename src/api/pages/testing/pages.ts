/** The public pages alone, without database and lanes. */
import fastify, { type FastifyInstance } from 'fastify'
import { expect } from 'vitest'
import type { LaneId } from '../../../kernel/ids.ts'
import type { Statement } from '../../../privacy/published/statement.ts'
import type { Pack } from '../../../rulebook/pack.ts'
import { Rulebook } from '../../../rulebook/terms.ts'
import type { Api } from '../../api.ts'
import { serializerCompiler, validatorCompiler } from '../../compilers.ts'
import { sharedSchemas } from '../../schemas.ts'
import { answerErrors } from '../../server.ts'

/** The pages that are registered, of an institution with this pack, on a business date. */
export function pagesOf(
  pack: Pack,
  register: readonly ((server: FastifyInstance, api: Api) => void)[],
  on = '2026-01-05',
): FastifyInstance {
  const server = fastify()
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  for (const schema of sharedSchemas) server.addSchema(schema)
  answerErrors(server)
  const lanes = { laneFor: () => 1 as LaneId, head: () => ({ businessDate: Temporal.PlainDate.from(on) }) }
  const metrics = { show: () => {} }
  const rulebook = new Rulebook(pack)
  const api = { institution: { pack, rulebookOf: () => rulebook }, lanes, metrics } as unknown as Api
  for (const one of register) one(server, api)
  return server
}

/** The page as a browser gets it; it is there. */
export async function seen(pages: FastifyInstance, url: string): Promise<string> {
  const { statusCode, body } = await pages.inject({ url, headers: { accept: 'text/html' } })
  expect(statusCode).toBe(200)
  return body
}

/** The statement of an address as data; it is there. */
export async function told(pages: FastifyInstance, url: string): Promise<Statement> {
  const answer = await pages.inject({ url, headers: { accept: 'application/json' } })
  expect(answer.statusCode).toBe(200)
  return answer.json()
}
