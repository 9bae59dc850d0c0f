/** The HTTP server: what is asked passes, in this order, address, token, role, body, key, and then the lane. */
import type { Socket } from 'node:net'
import swagger from '@fastify/swagger'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { DayEndRuns } from '../operations/day-end/runs.ts'
import type { Institution } from '../operations/institution.ts'
import type { LaneHolder } from '../operations/lane-holder.ts'
import { sweepDaysBehind } from '../operations/retention/sweeping.ts'
import { lateConfirmations } from '../privacy/consents/propagation/store.ts'
import type { Api, Demonstration } from './api.ts'
import { registerDigits } from './cash-codes/digits.ts'
import { registerBulk } from './commands/bulk.ts'
import { CommandMaker } from './commands/carry-out.ts'
import { registerCommands } from './commands/register.ts'
import { wireKinds } from './commands/wires.ts'
import { serializerCompiler, validatorCompiler } from './compilers.ts'
import { MAXIMUM_BODY, readJsonAlone } from './json-body.ts'
import { languageOf } from './language.ts'
import { Metrics } from './metrics.ts'
import { noSooner, UNTOLD_MS } from './no-sooner.ts'
import { description } from './openapi.ts'
import { registerOperations } from './operations/register.ts'
import { registerPages } from './pages/register.ts'
import { registerPaymentFiles } from './payment-files/register.ts'
import { EdgeProblem, edgeOf, problemOf, problemType, retryAfter } from './problems.ts'
import { registerReads } from './reads/register.ts'
import { refusalOf } from './refusals/catalogue.ts'
import { sharedSchemas } from './schemas.ts'
import { Bearers } from './tokens/tokens.ts'
import { requireUndertaking } from './undertaken.ts'
import { registerUnsubscribe } from './unsubscribe/register.ts'

export type ServerOptions = {
  readonly lanes: LaneHolder
  readonly demonstration?: Demonstration | undefined
  /** Those of the process, where something else closes days, too. */
  readonly days?: DayEndRuns
  /** Where the institution's own pages are, such as `https://bank.example`: for links on paper, which has none without. */
  readonly pages?: string | undefined
  /** Level of the log, which goes to the standard output as JSON lines; silent unless told. */
  readonly logLevel?: string
  /** Every so many successful requests one is logged. */
  readonly logEvery?: number
}

/** Builds the server of an institution whose lanes are held. It does not listen yet; closing it leaves the institution open. */
export async function buildServer(institution: Institution, options: ServerOptions): Promise<FastifyInstance> {
  const { lanes, demonstration, pages, days = new DayEndRuns(institution, lanes) } = options
  const server: FastifyInstance = fastify({
    logger: { level: options.logLevel ?? 'silent', base: null },
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each request costs more than the few lines that are written; they name the request themselves.
    childLoggerFactory: (logger) => logger,
    genReqId: requestIds(),
    bodyLimit: MAXIMUM_BODY,
    requestTimeout: 30_000,
    keepAliveTimeout: 60_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (_error, request, reply) =>
      sendError(request, reply as FastifyReply, new EdgeProblem('address-unknown')),
  })
  const metrics = new Metrics(lanes)
  metrics.watch(institution.storage)
  metrics.gauge('pacta_consent_confirmations_late', 'Systems’ confirmations of changed consents that are overdue', () =>
    lateConfirmations(
      institution.sql,
      lanes.lanes.map(({ lane }) => lanes.head(lane)),
    ),
  )
  metrics.gauge(
    'pacta_retention_sweep_days_behind',
    'Days since the last sweep of the entity that is furthest behind',
    () => sweepDaysBehind(institution, lanes),
  )
  const kinds = wireKinds(institution.rules.catalogue)
  const maker = new CommandMaker(lanes, institution.blindIndex, institution.pack, (lane) =>
    institution.rulebookOf(lane).terms(lanes.head(lane).businessDate),
  )
  const api: Api = { institution, lanes, kinds, maker, metrics, demonstration, pages, days }

  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  server.decorateRequest('bearer', undefined)
  server.decorateRequest('noted', undefined)
  readJsonAlone(server)
  authenticate(server, new Bearers(institution.sql))
  requireUndertaking(server, api)
  answerErrors(server)
  observe(server, metrics, options.logEvery ?? 1000)
  await server.register(swagger, description)
  for (const schema of sharedSchemas) server.addSchema(schema)
  registerCommands(server, api)
  registerBulk(server, api)
  registerDigits(server, api)
  registerPaymentFiles(server, api)
  registerReads(server, api)
  registerOperations(server, api)
  registerUnsubscribe(server, api)
  registerPages(server, api)
  return server
}

/** Short, and unique among the processes of a machine. */
function requestIds(): () => string {
  const process = Date.now().toString(36)
  let count = 0
  return () => {
    count += 1
    return `${process}-${count.toString(36)}`
  }
}

/** Every route needs a token, unless it says that it is public. */
function authenticate(server: FastifyInstance, bearers: Bearers): void {
  server.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.config.public === true || request.is404) return done()
    const header = request.headers.authorization
    if (header === undefined || !header.startsWith('Bearer ')) return done(new EdgeProblem('token-missing'))
    const bearer = bearers.of(header.slice(7))
    if (bearer instanceof Promise) {
      bearer.then((found) => {
        request.bearer = found
        done(found === undefined ? new EdgeProblem('token-unknown') : undefined)
      }, done)
      return
    }
    request.bearer = bearer
    done(bearer === undefined ? new EdgeProblem('token-unknown') : undefined)
  })
}

/** What was thrown on the way to an answer becomes a problem. */
export function answerErrors(server: FastifyInstance): void {
  server.setNotFoundHandler((request, reply) => sendError(request, reply, new EdgeProblem('address-unknown')))
  server.setErrorHandler((error, request, reply) => {
    const known = edgeOf(error)
    // The message of a bug may quote what it stumbled over: a personal datum, so the log gets the stack's places alone.
    if (known === undefined) request.log.error({ request: request.id, error: placesOf(error) }, 'bug')
    const problem = known ?? new EdgeProblem('internal-error', { facts: { request: request.id } })
    return isUntold(request, problem)
      ? noSooner(UNTOLD_MS, reply.elapsedTime).then(() => sendError(request, reply, problem))
      : sendError(request, reply, problem)
  })
}

/** What a party may not see, and what there is not, are one answer: it does not come sooner for the one than for the other. */
const isUntold = ({ method, bearer }: FastifyRequest, { code }: EdgeProblem): boolean =>
  method === 'GET' && bearer?.party !== undefined && refusalOf(code).status === 404

/** What is no HTTP at all, or has headers without end, never becomes a request. */
function answerUnreadable(error: { readonly code?: string }, socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const json = JSON.stringify(
    problemOf('request-invalid', 'en', { detail: `the request cannot be read (${error.code})` }),
  )
  const head = `HTTP/1.1 400 Bad Request\r\ncontent-type: ${problemType}\r\ncontent-length: ${Buffer.byteLength(json)}`
  socket.end(`${head}\r\nconnection: close\r\n\r\n${json}`)
}

function sendError(request: FastifyRequest, reply: FastifyReply, { code, parts }: EdgeProblem): FastifyReply {
  // An address that cannot be read has no query.
  const asked = (request.query as { readonly language?: string } | null)?.language
  const problem = problemOf(code, languageOf(request.headers['accept-language'], asked), parts)
  request.noted = { code }
  const seconds = retryAfter[code]
  if (seconds !== undefined) reply.header('retry-after', String(seconds))
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="pacta"')
  return reply.code(problem.status).header('content-type', problemType).send(JSON.stringify(problem))
}

function placesOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const places = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  const cause = error.cause === undefined ? '' : `\ncaused by ${placesOf(error.cause)}`
  return `${error.name}\n${places.slice(0, 8).join('\n')}${cause}`
}

/** Measures every answer; logs those that are no success, and a sample of the others. */
function observe(server: FastifyInstance, metrics: Metrics, logEvery: number): void {
  let answered = 0
  server.addHook('onResponse', (request, reply, done) => {
    const ms = reply.elapsedTime
    const { statusCode: status } = reply
    const route = request.routeOptions.url ?? 'unknown'
    metrics.answered(request.method, route, status, ms)
    answered += 1
    if (status >= 400 || answered % logEvery === 0) {
      const line = {
        request: request.id,
        method: request.method,
        route,
        status,
        ms: Math.round(ms * 10) / 10,
        ...request.noted,
      }
      if (status >= 500) request.log.error(line, 'answered')
      else request.log.info(line, 'answered')
    }
    done()
  })
}
