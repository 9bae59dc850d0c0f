/** Statements of an account: on screen, and as files in each form. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { type AccountId, laneOf } from '../../kernel/ids.ts'
import { dateText } from '../../kernel/wire.ts'
import { statementsOf } from '../../statements/availability/store.ts'
import {
  drawEntry,
  drawPage,
  drawStatement,
  type ReaderOfStatements,
  type Source,
} from '../../statements/drawing/draw.ts'
import { headJson, lineJson } from '../../statements/json.ts'
import { type Format, formats, type Period } from '../../statements/reading/rules.ts'
import { fileName, mediaTypes, rendered } from '../../statements/rendering.ts'
import type { Command } from '../../storage/command.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { cursorOf, positionOf } from '../cursors.ts'
import { languageOf } from '../language.ts'
import { statementPage } from '../pages/statement.ts'
import { sendPage } from '../pages/wanted.ts'
import { EdgeProblem, invalid } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import { gateActor, isStaff, type SeenAccount, seenAccount } from './access.ts'
import { businessDate, closed, dayOf, idIn, idParams, languageText, limitOf, page, termsNow } from './asked.ts'
import { reading } from './reading.ts'

const statementQuery = Type.Object(
  {
    from: Type.Optional(
      Type.String({ ...dateText, description: 'First booking date; the first day of the month unless told' }),
    ),
    to: Type.Optional(Type.String({ ...dateText, description: 'Last booking date; today unless told' })),
    format: Type.Optional(
      Type.Unsafe<Format>({ type: 'string', enum: [...formats], description: 'In which form; json unless told' }),
    ),
    entry: Type.Optional(
      Type.String({
        pattern: '^[1-9][0-9]{0,9}$',
        description: 'One entry by its seq, for camt.054: a notification of it',
      }),
    ),
    language: languageText,
    ...page,
  },
  closed,
)
type StatementQuery = Static<typeof statementQuery>
type Asked = { Params: { account: string }; Querystring: StatementQuery }

export function registerStatementReads(server: FastifyInstance, api: Api): void {
  server.get<Asked>('/accounts/:account/statement', {
    schema: reading(
      'statement',
      'The statement of a period: on screen, in pages (json, page), or as a file (csv, pdf, camt.053, camt.054). A customer must have ' +
        'agreed on digital channels; that it was read is kept',
      'statements',
      { params: idParams('account'), querystring: statementQuery },
    ),
    handler: async (request, reply) => {
      const id = idIn<AccountId>(api, request.params.account, 'account-unknown')
      const bearer = bearerOf(request)
      const seen = await seenAccount(api, bearer, id)
      if (seen.file === undefined) throw new EdgeProblem('account-unknown')
      const period = periodOf(api, id, request.query)
      const { format = 'json' } = request.query
      if (!isStaff(bearer)) await read(api, request, bearer, id, period, format)
      return send(api, request, reply, seen, period, format)
    },
  })

  server.get<{ Params: { account: string } }>('/accounts/:account/statements', {
    schema: reading('statements', 'Statements that were made available or sent, the newest month first', 'statements', {
      params: idParams('account'),
    }),
    handler: async (request) => {
      const id = idIn<AccountId>(api, request.params.account, 'account-unknown')
      await seenAccount(api, bearerOf(request), id)
      const found = await statementsOf(api.institution.sql, laneOf(id), id)
      return { account: String(id), months: found.map(({ month, issues }) => ({ month, statements: issues })) }
    },
  })
}

function periodOf(api: Api, id: AccountId, asked: StatementQuery): Period {
  const lane = laneOf(id)
  const today = businessDate(api, lane)
  const from = dayOf(api, lane, asked.from ?? today.with({ day: 1 }).toString(), 'from')
  const to = dayOf(api, lane, asked.to, 'to')
  if (Temporal.PlainDate.compare(from, to) > 0 || Temporal.PlainDate.compare(to, today) > 0)
    throw invalid([{ at: '/query/to', message: `must lie between ${from} and ${today}` }])
  return { from, to }
}

/**
 * Whether the customer may read it, decided as the lane would; then it is noted that they did, which nobody waits for: once a day for each
 * statement, since the same key gives the same decision again. Throws EdgeProblem.
 */
async function read(
  api: Api,
  request: FastifyRequest,
  bearer: Bearer,
  id: AccountId,
  { from, to }: Period,
  format: Format,
): Promise<void> {
  const writer = api.lanes.writer(laneOf(id))
  const day = businessDate(api, laneOf(id))
  const command: Command = {
    kind: 'statement.read',
    client: bearer.client,
    key: `statement.read ${bearer.party} ${id} ${from} ${to} ${format} ${day}`,
    actor: { role: bearer.role, party: bearer.party, staff: bearer.staff },
    purpose: 'service',
    payload: { account: String(id), format, from: from.toString(), to: to.toString() },
  }
  const decided = await writer.preview(command)
  if (decided.code !== null)
    throw new EdgeProblem(decided.code as EdgeProblem['code'], {
      facts: decided.facts,
      clauses: decided.cited.disclosed,
    })
  writer.submit(command).catch(() => request.log.warn({ request: request.id }, 'a reading was not noted'))
}

async function send(
  api: Api,
  request: FastifyRequest<Asked>,
  reply: FastifyReply,
  seen: SeenAccount,
  period: Period,
  format: Format,
): Promise<FastifyReply> {
  const bearer = bearerOf(request)
  const { account } = seen.account
  const language = languageOf(request.headers['accept-language'], request.query.language)
  const source = sourceOf(api, account)
  // Auditors see no personal data.
  const reader: ReaderOfStatements =
    bearer.role === 'auditor' || seen.account.holder === null ? undefined : gateActor(bearer, seen.account.holder)
  const { entry } = request.query
  const drawn =
    entry === undefined
      ? await drawStatement(source, account, period, reader)
      : await drawEntry(source, account, Number(entry), reader)
  if (drawn === undefined) throw new EdgeProblem(entry === undefined ? 'account-unknown' : 'entries-unknown')
  if (format !== 'json' && format !== 'page')
    return reply
      .header('content-type', mediaTypes[format])
      .header('content-disposition', `inline; filename="${fileName(drawn, format)}"`)
      .send(rendered(drawn, format, language))
  const list = `statement ${account}`
  const limit = limitOf(request.query)
  const asked = { ...period, after: positionOf(list, request.query.cursor), limit }
  const lines = await drawPage(source, seen.account, asked, reader)
  const last = lines.length === limit ? lines.at(-1)?.seq : undefined
  const next = last === undefined ? null : cursorOf(list, last)
  if (format === 'page') return sendPage(reply, statementPage(drawn.head, lines, next, language))
  return reply.send({ ...headJson(drawn.head), entries: lines.map((line) => lineJson(line, drawn.head)), next })
}

function sourceOf(api: Api, account: AccountId): Source {
  const { sql, gate } = api.institution
  const lane = laneOf(account)
  const entity = api.lanes.lanes.find((one) => one.lane === lane)?.entity
  if (entity === undefined) throw new EdgeProblem('account-unknown')
  return { sql, gate, terms: termsNow(api, lane), entity, now: Temporal.Now.instant() }
}
