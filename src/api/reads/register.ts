/** All routes that only read. */
import type { FastifyInstance } from 'fastify'
import type { Api } from '../api.ts'
import { registerCashCodeReads } from '../cash-codes/reads.ts'
import { registerAccessLog } from './access-log.ts'
import { registerAccountReads } from './accounts.ts'
import { registerBreachDrafts } from './breach-drafts.ts'
import { registerBreachReads } from './breaches.ts'
import { registerClaims } from './claims.ts'
import { registerConsentReads } from './consents.ts'
import { registerDecisions } from './decisions.ts'
import { registerDisclosureReads } from './disclosures.ts'
import { registerFeeReads } from './fees.ts'
import { registerGuardians } from './guardians.ts'
import { registerInterestReads } from './interest.ts'
import { registerMeasureReads } from './measures.ts'
import { registerObjectionReads } from './objections.ts'
import { registerOffers } from './offers.ts'
import { registerOrderReads } from './orders.ts'
import { registerPartyReads } from './parties.ts'
import { registerPassedOnRequests } from './passed-on-requests.ts'
import { registerPurposeNotices } from './purpose-notices.ts'
import { registerRetention } from './retention.ts'
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
  registerBreachDrafts(server, api)
  registerMeasureReads(server, api)
  registerRetention(server, api)
  registerSeizureReads(server, api)
  registerConsentReads(server, api)
  registerObjectionReads(server, api)
  registerPassedOnRequests(server, api)
  registerPurposeNotices(server, api)
  registerGuardians(server, api)
  registerOffers(server, api)
  registerDecisions(server, api)
  registerOrderReads(server, api)
  registerCashCodeReads(server, api)
  registerStatementReads(server, api)
  registerClaims(server, api)
  registerWorklists(server, api)
}
