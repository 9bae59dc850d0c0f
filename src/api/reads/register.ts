/** All routes that only read. */
import type { FastifyInstance } from 'fastify'
import type { Api } from '../api.ts'
import { registerCashCodeReads } from '../cash-codes/reads.ts'
import { registerAccessLog } from './access-log.ts'
import { registerAccountReads } from './accounts.ts'
import { registerBreachReads } from './breaches.ts'
import { registerClaims } from './claims.ts'
import { registerConsentReads } from './consents.ts'
import { registerDecisions } from './decisions.ts'
import { registerDisclosureReads } from './disclosures.ts'
import { registerFeeReads } from './fees.ts'
import { registerInterestReads } from './interest.ts'
import { registerOrderReads } from './orders.ts'
import { registerPartyReads } from './parties.ts'
import { registerSeizureReads } from './seizures.ts'
import { registerStatementReads } from './statements.ts'
import { registerWorklists } from './worklists.ts'

export function registerReads(server: FastifyInstance, api: Api): void {
  registerAccountReads(server, api)
  registerFeeReads(server, api)
  registerInterestReads(server, api)
  registerPartyReads(server, api)
  registerDisclosureReads(server, api)
  registerAccessLog(server, api)
  registerBreachReads(server, api)
  registerSeizureReads(server, api)
  registerConsentReads(server, api)
  registerDecisions(server, api)
  registerOrderReads(server, api)
  registerCashCodeReads(server, api)
  registerStatementReads(server, api)
  registerClaims(server, api)
  registerWorklists(server, api)
}
