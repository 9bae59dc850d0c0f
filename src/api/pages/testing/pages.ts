/** The public pages alone, without database and lanes. */
import fastify, { type FastifyInstance } from 'fastify'
import type { LaneId } from '../../../kernel/ids.ts'
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
  const api = { institution: { rulebook: new Rulebook(pack) }, lanes, metrics } as unknown as Api
  for (const one of register) one(server, api)
  return server
}
