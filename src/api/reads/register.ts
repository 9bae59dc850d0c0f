/** All routes that only read. */
import type { FastifyInstance } from 'fastify'
import type { Api } from '../api.ts'
import { registerAccountReads } from './accounts.ts'
import { registerDecisions } from './decisions.ts'
import { registerPartyReads } from './parties.ts'

export function registerReads(server: FastifyInstance, api: Api): void {
  registerAccountReads(server, api)
  registerPartyReads(server, api)
  registerDecisions(server, api)
}
