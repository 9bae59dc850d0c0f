/** What waits for staff: what is overdue, and what falls due. Ids, days and words of closed lists alone. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { lateApplications } from '../../accounts/basic/store.ts'
import { overdueActivations } from '../../accounts/files/store.ts'
import type { LaneId } from '../../kernel/ids.ts'
import { openDutyRows } from '../../parties/representation/store.ts'
import { deadlinesDue } from '../../storage/lane/deadline-store.ts'
import type { Sql } from '../../storage/sql.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { only } from './access.ts'
import { asOfText, closed, dayOf, limitOf, page } from './asked.ts'
import { reading } from './reading.ts'

const listQuery = Type.Object({ asOf: asOfText, limit: page.limit }, closed)

type Worklist = {
  readonly name: string
  readonly summary: string
  /** What stands on the list on a day, what waits longest first, up to `count`. */
  readonly items: (sql: Sql, lane: LaneId, day: Temporal.PlainDate, count: number) => Promise<readonly object[]>
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

export function registerWorklists(server: FastifyInstance, api: Api): void {
  for (const { name, summary, items } of worklists)
    server.get<{ Querystring: Static<typeof listQuery> }>(`/worklists/${name}`, {
      schema: reading(`worklist-${name}`, summary, 'worklists', { querystring: listQuery }),
      handler: async (request) => {
        only(bearerOf(request), 'teller', 'operator', 'auditor')
        const lane = api.lanes.laneFor(undefined)
        const asOf = dayOf(api, lane, request.query.asOf)
        const limit = limitOf(request.query)
        const found = await items(api.institution.sql, lane, asOf, limit + 1)
        return { asOf, items: found.slice(0, limit), more: found.length > limit }
      },
    })
}
