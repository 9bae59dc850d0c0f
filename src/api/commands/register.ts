/** The routes of commands: one for each kind under an address of its own, one for any kind, and one for many at once. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { undertakeConfidentiality } from '../../privacy/confidentiality/commands.ts'
import type { CommandRoute } from '../../privacy/edge.ts'
import type { Answer } from '../../storage/lane/submission.ts'
import type { Api } from '../api.ts'
import { unknownMember } from '../compilers.ts'
import { languageOf } from '../language.ts'
import { EdgeProblem, invalid, problemType } from '../problems.ts'
import { answerSchema, problemResponses } from '../schemas.ts'
import type { Bearer } from '../tokens/store.ts'
import { answerOf, type Told } from './answers.ts'
import { checkKey, checkRole } from './carry-out.ts'
import { examples } from './examples.ts'
import { noLongerTold } from './repeat.ts'
import { bodySchema, commandRoutes, memberSchema, namesIn, type WireKind } from './wires.ts'

const dryRunQuery = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Union([Type.Literal('true'), Type.Literal('false')], {
        description: 'true: tells what would be decided now; nothing is stored and no key is used up',
      }),
    ),
    language: Type.Optional(Type.String({ maxLength: 10, description: 'Of the words: en or lv' })),
    entity: Type.Optional(
      Type.String({ maxLength: 16, description: 'Which entity is asked, where no id says so; the first unless told' }),
    ),
  },
  { additionalProperties: false },
)

const keyHeader = Type.Object({
  'Idempotency-Key': Type.Optional(
    Type.String({ description: 'Needed unless dryRun: the same key and body give the same decision again' }),
  ),
})

/** Registers the address of every command, and `POST /commands` for those without one. */
export function registerCommands(server: FastifyInstance, api: Api): void {
  for (const route of commandRoutes) registerRoute(server, api, route)
  registerAnyKind(server, api)
}

function registerRoute(server: FastifyInstance, api: Api, { command, url }: CommandRoute): void {
  const kind = api.kinds.get(command.kind)
  if (kind === undefined) throw new Error(`${command.kind} is not in the catalogue`)
  const names = namesIn(url)
  const [body, example] = [bodySchema(kind.schema, names), examples[command.kind]]
  const inAddress = Type.Object(Object.fromEntries(names.map((name) => [name, memberSchema(kind.schema, name)])))
  const merged: (request: FastifyRequest) => unknown =
    names.length === 0
      ? ({ body }) => body
      : ({ body, params }) => (isObject(body ?? {}) ? { ...(body as object), ...(params as object) } : body)
  server.post(url, {
    schema: {
      summary: command.summary,
      operationId: command.kind,
      tags: [tagOf(command.kind)],
      description: `Roles: ${command.roles.filter((role) => role !== 'system').join(', ')}.`,
      security: [{ token: [] }],
      headers: keyHeader,
      querystring: dryRunQuery,
      ...(names.length === 0 ? {} : { params: inAddress }),
      body: example === undefined ? body : { ...body, examples: [example] },
      response: { 200: answerSchema, ...problemResponses },
    },
    config: { beforeUndertaking: command === undertakeConfidentiality },
    // The whole command is checked once, with the members of its address, where all commands are.
    validatorCompiler: unchecked,
    onRequest: (request, _reply, done) => {
      checkRole(kind, bearerOf(request))
      done()
    },
    handler: (request, reply) => carryOut(api, kind, request, reply, merged(request)),
  })
}

const unchecked = ({ httpPart }: { readonly httpPart?: string }) =>
  httpPart === 'querystring' ? checkDryRun : () => true

function checkDryRun(query: unknown): true {
  for (const name in query as object)
    if (name !== 'dryRun' && name !== 'language' && name !== 'entity') throw invalid([unknownMember('/query', name)])
  const { dryRun } = query as { readonly dryRun?: unknown }
  if (dryRun !== undefined && dryRun !== 'true' && dryRun !== 'false')
    throw invalid([{ at: '/query/dryRun', message: 'must be true or false' }])
  return true
}

const anyKindBody = Type.Object(
  {
    kind: Type.String({ maxLength: 100, description: 'A kind of command: see /reference' }),
    payload: Type.Record(Type.String(), Type.Unknown(), {
      description: 'The body that this kind has at its own address',
    }),
  },
  { additionalProperties: false },
)

function registerAnyKind(server: FastifyInstance, api: Api): void {
  server.post<{ Body: { kind: string; payload: unknown } }>('/commands', {
    schema: {
      summary: 'Carries out a command of any kind',
      operationId: 'command',
      tags: ['commands'],
      security: [{ token: [] }],
      headers: keyHeader,
      querystring: dryRunQuery,
      body: anyKindBody,
      response: { 200: answerSchema, ...problemResponses },
    },
    handler: (request, reply) => {
      const kind = kindOf(api, request.body.kind)
      checkRole(kind, bearerOf(request))
      return carryOut(api, kind, request, reply, request.body.payload)
    },
  })
}

async function carryOut(
  api: Api,
  kind: WireKind,
  request: FastifyRequest,
  reply: FastifyReply,
  body: unknown,
): Promise<FastifyReply> {
  const bearer = bearerOf(request)
  const isPreview = isDryRun(request)
  const key = isPreview ? undefined : checkKey(request.headers['idempotency-key'])
  const { lane, command } = api.maker.make(kind, body ?? {}, bearer, key, entityAsked(request))
  const writer = api.lanes.writer(lane)
  const answer: Answer = isPreview
    ? { decision: await writer.preview(command), repeated: false }
    : await writer.submit(command)
  const { decision } = answer
  if (answer.repeated) reply.header('idempotency-hit', 'true')
  const untold = await noLongerTold(writer, command, answer)
  if (untold !== undefined) throw untold
  if (isPreview) reply.header('preference-applied', 'dry-run')
  else api.metrics.decided(decision.kind, decision.code)
  if (decision.code !== null) request.noted = { decision: decision.id, code: decision.code }
  return send(reply, answerOf(decision, bearer, languageOf(request.headers['accept-language'], languageAsked(request))))
}

/** Sends text that is JSON already. */
export function send(reply: FastifyReply, { status, problem, json }: Told): FastifyReply {
  reply.code(status).header('content-type', problem ? problemType : 'application/json; charset=utf-8')
  return reply.send(json)
}

export function kindOf(api: Api, name: string): WireKind {
  const kind = api.kinds.get(name)
  // What was sent for a kind is not told back: it may be anything.
  if (kind === undefined) throw new EdgeProblem('kind-unknown')
  return kind
}

/** Who sends; every route but the public ones has it by now. */
export function bearerOf(request: FastifyRequest): Bearer {
  if (request.bearer === undefined) throw new Error('this route was reached without a token')
  return request.bearer
}

/** A preview is asked for by the query, or by `Prefer: dry-run` (RFC 7240). */
const isDryRun = ({ query, headers }: FastifyRequest): boolean =>
  (query as { readonly dryRun?: string }).dryRun === 'true' || headers['prefer'] === 'dry-run'

const languageAsked = ({ query }: FastifyRequest): string | undefined =>
  (query as { readonly language?: string }).language

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const entityAsked = ({ query }: FastifyRequest): string | undefined => {
  const { entity } = query as { readonly entity?: unknown }
  return entity === undefined ? undefined : String(entity)
}

/** Groups the reference by the first word of the kind. */
function tagOf(kind: string): string {
  const [first = ''] = kind.split('.')
  return tags[first] ?? first
}
const tags: Readonly<Record<string, string>> = {
  party: 'parties',
  authorisation: 'representation',
  representation: 'representation',
  signature: 'representation',
  agreement: 'representation',
  account: 'accounts',
  internal: 'accounts',
  'basic-account': 'accounts',
  'segregated-account': 'accounts',
  payment: 'payments',
  'payment-file': 'payments',
  'payment-order': 'payments',
  'scheduled-order': 'payments',
  'standing-order': 'payments',
  cash: 'payments',
  debit: 'payments',
  interest: 'payments',
  fee: 'fees',
  'special-fee': 'fees',
  'fee-account': 'fees',
  due: 'fees',
  loss: 'fees',
  penalty: 'fees',
  hold: 'holds',
  correction: 'corrections',
  claim: 'claims',
  'payment-report': 'claims',
  'sent-document': 'claims',
  statement: 'statements',
  'digital-channels': 'statements',
  'cash-code': 'cash codes',
  atm: 'cash codes',
  clock: 'operations',
  consent: 'personal data',
  notice: 'personal data',
  marketing: 'messages',
  channel: 'messages',
  letter: 'messages',
  message: 'messages',
  purpose: 'personal data',
  processing: 'personal data',
  objection: 'personal data',
  restriction: 'personal data',
  excess: 'accounts',
  'payment-batch': 'payments',
  'returned-payment': 'payments',
  card: 'payments',
  seizure: 'seizures',
  fact: 'personal data',
  guardian: 'personal data',
  recording: 'personal data',
  disclosure: 'personal data',
  'authority-enquiry': 'personal data',
  'database-enquiry': 'personal data',
  'debt-report': 'personal data',
  assignment: 'personal data',
  request: 'personal data',
  retention: 'personal data',
  affair: 'personal data',
  'purpose-notice': 'personal data',
  confidentiality: 'personal data',
  breach: 'breaches',
  measure: 'measures',
  training: 'measures',
  provider: 'measures',
  recipient: 'measures',
  'background-check': 'measures',
}
