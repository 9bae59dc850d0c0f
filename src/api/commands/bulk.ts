/** Many commands in one request: all or none, or each for itself. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Command } from '../../storage/command.ts'
import type { Answer } from '../../storage/lane/submission.ts'
import type { LaneWriter } from '../../storage/lane/writer.ts'
import type { Api } from '../api.ts'
import { languageOf } from '../language.ts'
import { EdgeProblem, edgeOf, invalid, problemOf } from '../problems.ts'
import { entityText } from '../reads/asked.ts'
import { answerSchema, problemResponses, problemSchema } from '../schemas.ts'
import type { Bearer } from '../tokens/store.ts'
import { answerOf } from './answers.ts'
import { type Addressed, checkKey, checkRole } from './carry-out.ts'
import { bearerOf, kindOf } from './register.ts'
import { noLongerTold } from './repeat.ts'

const MAXIMUM_COMMANDS = 500

const bulkBody = Type.Object(
  {
    mode: Type.Union([Type.Literal('atomic'), Type.Literal('continueOnFailure')], {
      description: 'atomic: all or none; continueOnFailure: each for itself, in their order',
    }),
    commands: Type.Array(
      Type.Object(
        {
          kind: Type.String({ maxLength: 100 }),
          key: Type.String({ maxLength: 200, description: 'Idempotency key of this command' }),
          payload: Type.Record(Type.String(), Type.Unknown(), {
            description: 'The body that this kind has at its own address, with the members of the address',
          }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: MAXIMUM_COMMANDS },
    ),
  },
  { additionalProperties: false },
)
type Bulk = Static<typeof bulkBody>

const result = Type.Object({
  key: Type.String(),
  status: Type.Integer(),
  repeated: Type.Boolean(),
  answer: Type.Union([answerSchema, problemSchema]),
})
const bulkAnswer = Type.Object({ carriedOut: Type.Integer(), refused: Type.Integer(), results: Type.Array(result) })

export function registerBulk(server: FastifyInstance, api: Api): void {
  server.post<{ Body: Bulk }>('/commands/bulk', {
    schema: {
      summary: 'Carries out many commands: all or none (atomic), or each for itself (continueOnFailure)',
      operationId: 'bulk',
      tags: ['commands'],
      description:
        'Each command has a key of its own; sent again, what was decided is answered as before. A group is atomic within one ' +
        'entity. With atomic, a command that is malformed or that the role may not send refuses the request as a whole.',
      security: [{ token: [] }],
      querystring: Type.Object(
        { entity: entityText },
        { additionalProperties: false, description: 'Without a preview: a group has none' },
      ),
      body: bulkBody,
      response: { 200: bulkAnswer, ...problemResponses },
    },
    handler: async (request, reply) => {
      const { mode, commands } = request.body
      const bearer = bearerOf(request)
      const results =
        mode === 'atomic'
          ? await allOrNone(api, request, bearer, commands)
          : await eachForItself(api, request, bearer, commands)
      const refused = results.filter(({ status }) => status >= 400).length
      return reply.send({ carriedOut: results.length - refused, refused, results })
    },
  })
}

type Result = { readonly key: string; readonly status: number; readonly repeated: boolean; readonly answer: unknown }
type Asked = Bulk['commands'][number]

async function allOrNone(
  api: Api,
  request: FastifyRequest,
  bearer: Bearer,
  commands: readonly Asked[],
): Promise<Result[]> {
  const made = commands.map((asked, i) => {
    try {
      return make(api, request, bearer, asked)
    } catch (error) {
      throw within(error, i)
    }
  })
  if (new Set(commands.map(({ key }) => key)).size < commands.length)
    throw invalid([{ at: '/commands', message: 'has the same key twice' }])
  const lanes = new Set(made.map(({ lane }) => api.lanes.laneFor(lane)))
  if (lanes.size > 1) throw invalid([{ at: '/commands', message: 'concern several entities: they cannot be atomic' }])
  const [lane] = lanes
  const writer = api.lanes.writer(lane)
  const answers = await writer.submitAtomic(made.map(({ command }) => command))
  return Promise.all(made.map(({ command }, i) => told(api, request, bearer, writer, command, answers[i] as Answer)))
}

/** Commands are folded in the order in which they are submitted, so all are on their way at once. */
async function eachForItself(
  api: Api,
  request: FastifyRequest,
  bearer: Bearer,
  commands: readonly Asked[],
): Promise<Result[]> {
  return Promise.all(
    commands.map(async (asked) => {
      try {
        const { lane, command } = make(api, request, bearer, asked)
        const writer = api.lanes.writer(lane)
        return await told(api, request, bearer, writer, command, await writer.submit(command))
      } catch (error) {
        const known = edgeOf(error)
        if (known === undefined) request.log.error({ request: request.id, kind: asked.kind.slice(0, 60) }, 'bug')
        const problem = problemOf(known?.code ?? 'internal-error', languageFor(request), known?.parts)
        return { key: asked.key, status: problem.status, repeated: false, answer: problem }
      }
    }),
  )
}

function make(api: Api, request: FastifyRequest, bearer: Bearer, { kind: name, key, payload }: Asked): Addressed {
  const kind = kindOf(api, name)
  checkRole(kind, bearer)
  return api.maker.make(kind, payload, bearer, checkKey(key), (request.query as { readonly entity?: string }).entity)
}

async function told(
  api: Api,
  request: FastifyRequest,
  bearer: Bearer,
  writer: LaneWriter,
  command: Command,
  answer: Answer,
): Promise<Result> {
  const { decision, repeated } = answer
  const { key } = command
  if (!repeated) api.metrics.decided(decision.kind, decision.code)
  const untold = await noLongerTold(writer, command, answer)
  if (untold !== undefined) {
    const problem = problemOf(untold.code, languageFor(request), untold.parts)
    return { key, status: problem.status, repeated, answer: problem }
  }
  const { status, json } = answerOf(decision, bearer, languageFor(request))
  return { key, status, repeated, answer: JSON.parse(json) }
}

/** The fault with the number of the command in which it is. */
function within(error: unknown, i: number): unknown {
  const known = edgeOf(error)
  if (known === undefined) return error
  const { facts = {}, ...parts } = known.parts
  return new EdgeProblem(known.code, { ...parts, facts: { ...facts, command: i } })
}

const languageFor = ({ headers }: FastifyRequest) => languageOf(headers['accept-language'])
