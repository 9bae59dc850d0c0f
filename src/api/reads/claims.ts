/** Claims about entries and reports under the payment rules: for their customers, and the lists that staff work through. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { type AccountId, laneOf } from '../../kernel/ids.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import { fences } from '../../privacy/screening/rules.ts'
import { type Claim, claims, isLate, stateOf } from '../../statements/claims/rules.ts'
import { claimsOfAccount, unansweredClaims } from '../../statements/claims/store.ts'
import { isLateReport, type PaymentReport, paymentReports } from '../../statements/payment-reports/rules.ts'
import { openReports, reportsOfAccount } from '../../statements/payment-reports/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import { gateActor, isStaff, only, type SeenAccount, seenAccount } from './access.ts'
import { businessDate, closed, entityText, idIn, idParams, laneAsked, limitOf, page, termsNow } from './asked.ts'
import { registerClaimLetters } from './claim-letters.ts'
import { reading } from './reading.ts'
import { seenRecord } from './seen-records.ts'

const listQuery = Type.Object({ limit: page.limit }, closed)
type List = { Querystring: Static<typeof listQuery> }
const ofEntityQuery = Type.Object({ limit: page.limit, entity: entityText }, closed)
type OfEntity = { Querystring: Static<typeof ofEntityQuery> }
type OfClaim = { Params: { claim: string } }

export function registerClaims(server: FastifyInstance, api: Api): void {
  registerLists(server, api)
  registerReport(server, api)
  registerClaimLetters(server, api)

  server.get<List & { Params: { account: string } }>('/accounts/:account/claims', {
    schema: reading('claims-of-account', 'Claims and payment reports about an account, the latest first', 'claims', {
      params: idParams('account'),
      querystring: listQuery,
    }),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const account = idIn<AccountId>(api, request.params.account, 'account-unknown')
      await seenAccount(api, bearer, account)
      const { sql } = api.institution
      const count = limitOf(request.query)
      const [claimed, reported] = await Promise.all([
        claimsOfAccount(sql, laneOf(account), account, count),
        reportsOfAccount(sql, laneOf(account), account, count),
      ])
      return {
        claims: claimed.map((one) => described(one, bearer)),
        reports: reported.map((one) => reportText(one, bearer)),
      }
    },
  })

  server.get<OfClaim>('/claims/:claim', {
    schema: reading('claim', 'A claim, with what the customer wrote: read through the gate', 'claims', {
      params: idParams('claim'),
    }),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const { record: claim, seen } = await seenRecord(api, bearer, claims, request.params.claim, 'claim-unknown')
      return { ...described(claim, bearer), ...(await wordsOf(api, bearer, claim.words, seen)) }
    },
  })
}

function registerReport(server: FastifyInstance, api: Api): void {
  server.get<{ Params: { report: string } }>('/payment-reports/:report', {
    schema: reading(
      'payment-report',
      'A payment report, with what the customer told: read through the gate',
      'claims',
      {
        params: idParams('report'),
      },
    ),
    handler: async (request) => {
      const bearer = bearerOf(request)
      const { record, seen } = await seenRecord(api, bearer, paymentReports, request.params.report, 'report-unknown')
      return { ...reportText(record, bearer), ...(await wordsOf(api, bearer, record.words, seen)) }
    },
  })
}

/** What staff work through: claims to answer, and reports to close. */
function registerLists(server: FastifyInstance, api: Api): void {
  server.get<OfEntity>('/claims', {
    schema: reading('claims', 'Claims that no answer went out to, those due first; for staff', 'claims', {
      querystring: ofEntityQuery,
    }),
    handler: async (request) => {
      const bearer = bearerOf(request)
      only(bearer, 'teller', 'operator', 'auditor')
      const lane = laneAsked(api, request.query.entity)
      const found = await unansweredClaims(api.institution.sql, lane, limitOf(request.query))
      const today = businessDate(api, lane)
      return {
        claims: found.map((one) => ({
          ...described(one, bearer),
          overdue: Temporal.PlainDate.compare(today, one.answerBy) > 0,
        })),
      }
    },
  })

  server.get<OfEntity>('/payment-reports', {
    schema: reading('payment-reports', 'Payment reports that nobody has closed yet; for staff', 'claims', {
      querystring: ofEntityQuery,
    }),
    handler: async (request) => {
      const bearer = bearerOf(request)
      only(bearer, 'teller', 'operator', 'auditor')
      const found = await openReports(api.institution.sql, laneAsked(api, request.query.entity), limitOf(request.query))
      return { reports: found.map((one) => reportText(one, bearer)) }
    },
  })
}

type Words = { readonly words: string | null; readonly fenced?: true }

/**
 * What the customer wrote; null when nothing was, when it was erased, and for auditors. Words that tell of health or belief are fenced: beside
 * the customer, they are told to those alone to whom such data are open for a claim. Throws EdgeProblem when the gate refuses.
 */
async function wordsOf(api: Api, bearer: Bearer, words: DetailId | null, { account }: SeenAccount): Promise<Words> {
  if (words === null || account.holder === null || bearer.role === 'auditor') return { words: null }
  const { gate } = api.institution
  const terms = termsNow(api, laneOf(account.account))
  const request = { ...gateActor(bearer, account.holder), details: [words] }
  const categories = ['payment-details', ...(bearer.party === undefined ? [] : fences)] as const
  const shown = [{ kind: 'subject-supplied', reference: String(words) }] as const
  // Who serves the customer reads what they wrote; compliance reads it for the claim itself.
  const asked = bearer.role === 'compliance-officer' ? ({ purpose: 'claims', shown } as const) : { purpose: 'service' }
  const read = await gate.readKept({ ...request, ...asked, categories }, terms)
  if (read.outcome === 'refused') throw new EdgeProblem(read.code, { facts: read.facts, clauses: read.cited.disclosed })
  const [own] = read.values
  if (own !== undefined || bearer.party !== undefined) return { words: textOf(own?.plain) }
  for (const fence of fences) {
    const fenced = await gate.readKept({ ...request, purpose: 'claims', categories: [fence], shown }, terms)
    if (fenced.outcome === 'refused') return { words: null, fenced: true }
    const [words] = fenced.values
    if (words !== undefined) return { words: textOf(words.plain) }
  }
  return { words: null }
}

const textOf = (plain: Uint8Array | undefined): string | null =>
  plain === undefined ? null : Buffer.from(plain).toString()

/** Customers are told the outcome and its ground, not who of staff decided. */
function described(claim: Claim, bearer: Bearer) {
  return {
    claim: String(claim.claim),
    account: String(claim.account),
    seq: claim.seq,
    error: claim.error,
    form: claim.form,
    evidence: claim.evidence,
    language: claim.language,
    madeOn: claim.madeOn,
    knownOn: claim.knownOn,
    claimBy: claim.claimBy,
    late: isLate(claim),
    answerBy: claim.answerBy,
    holding: claim.holding && { sentOn: claim.holding.on, reason: claim.holding.reason },
    state: stateOf(claim),
    outcome: claim.status === 'received' ? null : claim.status,
    ground: claim.ground,
    decidedOn: claim.decidedOn,
    correction: claim.correction === null ? null : String(claim.correction),
    answeredOn: claim.answeredOn,
    ...(isStaff(bearer)
      ? {
          customer: String(claim.customer),
          latePolicy: claim.latePolicy,
          decidedBy: claim.decidedBy,
          heldBy: claim.holding?.by ?? null,
          answeredBy: claim.answeredBy,
        }
      : {}),
  }
}

function reportText(report: PaymentReport, bearer: Bearer) {
  return {
    report: String(report.report),
    account: String(report.account),
    seq: report.seq,
    what: report.what,
    evidence: report.evidence,
    reportedOn: report.reportedOn,
    reportBy: report.reportBy,
    late: isLateReport(report),
    refundBy: report.refundBy,
    state: report.status,
    ground: report.ground,
    closedOn: report.closedOn,
    correction: report.correction === null ? null : String(report.correction),
    ...(isStaff(bearer) ? { customer: String(report.customer), closedBy: report.closedBy } : {}),
  }
}
