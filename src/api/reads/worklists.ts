/** What waits for staff: what is overdue, and what falls due. Ids, days and words of closed lists alone. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { lateApplications } from '../../accounts/basic/store.ts'
import { overdueActivations } from '../../accounts/files/store.ts'
import { moneyFact } from '../../accounts/rules.ts'
import { openDutyRows } from '../../parties/representation/store.ts'
import { refundedPayments, unclaimedPayments } from '../../payments/network/store.ts'
import { stateOf } from '../../statements/claims/rules.ts'
import { claimsReminded } from '../../statements/claims/store.ts'
import { deadlinesDue } from '../../storage/lane/deadline-store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { desk, only } from './access.ts'
import { asOfText, closed, dayOf, entityText, laneAsked, limitOf, page } from './asked.ts'
import { duties, privacyLists } from './privacy-worklists.ts'
import { reading } from './reading.ts'
import { deadline, type Worklist } from './worklist.ts'

const listQuery = Type.Object({ asOf: asOfText, limit: page.limit, entity: entityText }, closed)

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
    name: 'deadlines',
    summary: 'What falls due on the day or was due before, of every kind but those of personal data; for staff',
    items: async (sql, lane, day, count) => (await deadlinesDue(sql, lane, day, count, { but: duties })).map(deadline),
  },
]

export function registerWorklists(server: FastifyInstance, api: Api): void {
  for (const { name, summary, items, more = [], notAtDesk } of [...worklists, ...privacyLists])
    server.get<{ Querystring: Static<typeof listQuery> }>(`/worklists/${name}`, {
      schema: reading(`worklist-${name}`, summary, 'worklists', { querystring: listQuery }),
      handler: async (request) => {
        const roles = [...desk, ...more]
        only(bearerOf(request), ...(notAtDesk === true ? roles.filter((role) => role !== 'teller') : roles))
        const lane = laneAsked(api, request.query.entity)
        const asOf = dayOf(api, lane, request.query.asOf)
        const limit = limitOf(request.query)
        const found = await items(api.institution.sql, lane, asOf, limit + 1, api.institution.rulebookOf(lane))
        return { asOf, items: found.slice(0, limit), more: found.length > limit }
      },
    })
}
