/** What waits for staff: what is overdue, and what falls due. Ids, days and words of closed lists alone. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { lateApplications } from '../../accounts/basic/store.ts'
import { overdueActivations } from '../../accounts/files/store.ts'
import { moneyFact } from '../../accounts/rules.ts'
import type { LaneId } from '../../kernel/ids.ts'
import { openNotices } from '../../parties/facts/store.ts'
import { openDutyRows } from '../../parties/representation/store.ts'
import { refundedPayments, unclaimedPayments } from '../../payments/network/store.ts'
import { breachPage } from '../../privacy/breaches/store.ts'
import { openPropagations } from '../../privacy/consents/propagation/store.ts'
import { listReport } from '../../privacy/published/late.ts'
import type { Rulebook } from '../../rulebook/terms.ts'
import { stateOf } from '../../statements/claims/rules.ts'
import { claimsReminded } from '../../statements/claims/store.ts'
import { deadlinesDue } from '../../storage/lane/deadline-store.ts'
import type { Sql } from '../../storage/sql.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import type { TokenRole } from '../tokens/store.ts'
import { only } from './access.ts'
import { asOfText, closed, dayOf, limitOf, page } from './asked.ts'
import { reading } from './reading.ts'

const listQuery = Type.Object({ asOf: asOfText, limit: page.limit }, closed)

type Worklist = {
  readonly name: string
  readonly summary: string
  /** Who sees it besides tellers, operators and auditors. */
  readonly more?: readonly TokenRole[]
  /** What stands on the list on a day, what waits longest first, up to `count`. */
  readonly items: (
    sql: Sql,
    lane: LaneId,
    day: Temporal.PlainDate,
    count: number,
    rulebook: Rulebook,
  ) => Promise<readonly object[]>
}

const worklists: readonly Worklist[] = [
  {
    name: 'overdue-activations',
    summary: 'Accounts that were opened and not activated in time; for staff',
    items: async (sql, lane, day, count) =>
      (await overdueActivations(sql, lane, day, count)).map(
        ({ account, holders, openedOn, activateBy, documents }) => ({
          account: String(account),
          holders: holders.map(String),
          openedOn,
          activateBy,
          documents: documents.map(({ document, kind, status }) => ({ document, kind, status })),
        }),
      ),
  },
  {
    name: 'late-basic-applications',
    summary: 'Applications for basic accounts that were not decided in time; for staff',
    items: async (sql, lane, day, count) =>
      (await lateApplications(sql, lane, day, count)).map(({ customer, currency, channel, appliedOn, decideBy }) => ({
        customer: String(customer),
        currency,
        channel,
        appliedOn,
        decideBy,
      })),
  },
  {
    name: 'replacement-duties',
    summary: 'Authorisation documents that customers have to replace, and whether the time ran out; for staff',
    items: async (sql, lane, day, count) =>
      (await openDutyRows(sql, lane, count)).map(({ customer, authorisation, cause, since, due, reminders }) => ({
        customer: String(customer),
        authorisation: String(authorisation),
        cause,
        since,
        due,
        reminders,
        overdue: Temporal.PlainDate.compare(day, due) > 0,
      })),
  },
  {
    name: 'claims-due',
    summary: 'Claims whose answer falls due, as staff were reminded, and whether its day has passed; for staff',
    items: async (sql, lane, day, count) =>
      (await claimsReminded(sql, lane, day, count)).map((claim) => ({
        claim: String(claim.claim),
        account: String(claim.account),
        error: claim.error,
        state: stateOf(claim),
        answerBy: claim.answerBy,
        holdingReplySentOn: claim.holding?.on ?? null,
        remindedOn: claim.remindedOn,
        overdue: Temporal.PlainDate.compare(day, claim.answerBy) > 0,
      })),
  },
  {
    name: 'returned-payments',
    summary: 'Payments that came back when their account was closed, to be paid out to the customer; for staff',
    items: async (sql, lane, _day, count) =>
      (await unclaimedPayments(sql, lane, count)).map(
        ({ payment, account, amountMinor, currency, status, reason, returnedOn }) => ({
          payment: String(payment),
          account: String(account),
          amount: moneyFact(amountMinor, currency),
          status,
          reason,
          returnedOn,
        }),
      ),
  },
  {
    name: 'refunded-payments',
    summary: 'Payments whose debit was taken back, and which the network has not returned; for staff',
    items: async (sql, lane, _day, count) =>
      (await refundedPayments(sql, lane, count)).map(({ payment, account, amountMinor, currency }) => ({
        payment: String(payment),
        account: String(account),
        amount: moneyFact(amountMinor, currency),
      })),
  },
  {
    name: 'late-consent-confirmations',
    summary: 'Systems that have not confirmed in time that they obey a change of what a person allows; for staff',
    items: async (sql, lane, day, count) =>
      (await openPropagations(sql, lane, count))
        .filter(({ due }) => Temporal.PlainDate.compare(day, due) > 0)
        .map(({ propagation, change, kind, target, due, deliveredAt }) => ({
          ...{ propagation: String(propagation), change: String(change), kind, target, due },
          delivered: deliveredAt,
        })),
  },
  {
    name: 'breaches',
    summary: 'Breaches of personal data that are open, those whose time for the authority ends first on top; for staff',
    items: async (sql, lane, _day, count) =>
      (await breachPage(sql, lane, { open: true, limit: count })).map((one) => ({
        breach: String(one.breach),
        awareAt: one.awareAt,
        notifyBy: one.notifyBy,
        risk: one.risk,
        affected: one.affected,
        authorityToldAt: one.authorityToldAt,
        subjectsToldAt: one.subjectsToldAt,
        overdue:
          one.authorityToldAt === null &&
          one.risk !== 'none' &&
          Temporal.Instant.compare(Temporal.Now.instant(), one.notifyBy) > 0,
      })),
  },
  {
    name: 'data-notices',
    summary: 'Persons who must be told of data that somebody else gave, the most urgent first; for staff',
    more: ['data-protection-officer'],
    items: async (sql, lane, day, count) =>
      (await openNotices(sql, lane, count)).map(({ subject, since, due }) => ({
        subject: String(subject),
        since,
        due,
        overdue: Temporal.PlainDate.compare(day, due) > 0,
      })),
  },
  {
    name: 'deadlines',
    summary: 'What falls due on the day or was due before, of every kind; for staff',
    items: async (sql, lane, day, count) =>
      (await deadlinesDue(sql, lane, day, count)).map(({ due, kind, subject }) => ({
        due,
        kind,
        subject: String(subject),
      })),
  },
]

/** The list of processors follows from documents, not from rows. */
const lateProcessors: Worklist = {
  name: 'late-processors',
  more: ['data-protection-officer'],
  summary: 'Changes that were not on the published list of processors in time; for staff',
  items: async (_sql, _lane, day, count, rulebook) =>
    (listReport(rulebook.pack, rulebook.terms(day), day)?.late ?? [])
      .slice(0, count)
      .map(({ id, changed, due, listed, state }) => ({ processor: id, changed, due, listed, state })),
}

export function registerWorklists(server: FastifyInstance, api: Api): void {
  for (const { name, summary, items, more = [] } of [...worklists, lateProcessors])
    server.get<{ Querystring: Static<typeof listQuery> }>(`/worklists/${name}`, {
      schema: reading(`worklist-${name}`, summary, 'worklists', { querystring: listQuery }),
      handler: async (request) => {
        only(bearerOf(request), 'teller', 'operator', 'auditor', ...more)
        const lane = api.lanes.laneFor(undefined)
        const asOf = dayOf(api, lane, request.query.asOf)
        const limit = limitOf(request.query)
        const found = await items(api.institution.sql, lane, asOf, limit + 1, api.institution.rulebook)
        return { asOf, items: found.slice(0, limit), more: found.length > limit }
      },
    })
}
