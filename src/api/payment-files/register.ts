/** Files of payment orders over HTTP: pain.001 comes in, pain.002 goes out. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { accountByNumber } from '../../accounts/numbers/store.ts'
import { type LaneId, laneOf } from '../../kernel/ids.ts'
import { idOf, idText } from '../../kernel/wire.ts'
import { type Carried, type Carrier, importFile, type NetworkStanding } from '../../payments/files/importing.ts'
import type { NetworkPaymentId } from '../../payments/network/rules.ts'
import { networkPaymentsById } from '../../payments/network/store.ts'
import type { Detail } from '../../storage/command.ts'
import { KeyReused } from '../../storage/lane/errors.ts'
import type { Api } from '../api.ts'
import { checkRole } from '../commands/carry-out.ts'
import { bearerOf, kindOf } from '../commands/register.ts'
import { noLongerTold } from '../commands/repeat.ts'
import { EdgeProblem, edgeOf } from '../problems.ts'
import { problemResponses } from '../schemas.ts'
import type { Bearer } from '../tokens/store.ts'

/** Bytes. */
const MAXIMUM_FILE = 10_485_760
const xml = 'application/xml; charset=utf-8'

const fileQuery = Type.Object(
  { orderedBy: Type.Optional(Type.String({ ...idText, description: 'Whose orders staff pass on' })) },
  { additionalProperties: false },
)

/** In a scope of its own: no other address takes XML. */
export function registerPaymentFiles(server: FastifyInstance, api: Api): void {
  server.register(async (scope) => {
    scope.addContentTypeParser(
      ['application/xml', 'text/xml'],
      { parseAs: 'buffer', bodyLimit: MAXIMUM_FILE },
      (_request, body, done) => done(null, body),
    )
    scope.post<{ Querystring: Static<typeof fileQuery> }>('/payment-files', {
      bodyLimit: MAXIMUM_FILE,
      schema: {
        operationId: 'payment-file',
        summary: 'Carries out a file of orders (pain.001.001.03 or .09, up to 10 MB); the answer is a pain.002',
        description:
          'Each payment is decided for itself; those for a later day become scheduled orders. 422 with a pain.002 when the file as a whole ' +
          'is refused. The same file again, by its message id, gives the same decisions and tells what the network answered since. Roles: customer, representative, teller, operator.',
        tags: ['payments'],
        security: [{ token: [] }],
        querystring: fileQuery,
        consumes: ['application/xml'],
        produces: ['application/xml'],
        response: { ...problemResponses },
      },
      // The answer to a file is XML, whatever its status.
      serializerCompiler: () => (told) => (typeof told === 'string' ? told : JSON.stringify(told)),
      handler: async (request, reply) => {
        const text = textOf(request.body)
        const { taken, report } = await importFile(text, await carrierOf(api, request, request.query.orderedBy))
        return reply
          .code(taken ? 200 : 422)
          .header('content-type', xml)
          .send(report)
      },
    })
  })
}

/** XML in UTF-8, as the messages of ISO 20022 are. */
function textOf(body: unknown): string {
  if (!Buffer.isBuffer(body)) throw new EdgeProblem('body-not-json', { detail: 'The body must be XML.' })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new EdgeProblem('request-invalid', { detail: 'the file is not written in UTF-8' })
  }
}

async function carrierOf(api: Api, request: FastifyRequest, orderedBy: string | undefined): Promise<Carrier> {
  const bearer = bearerOf(request)
  checkRole(kindOf(api, 'payment-file.receive'), bearer)
  const { entity, lane } = laneFor(api, bearer)
  return {
    entity,
    businessDate: api.lanes.head(lane).businessDate,
    now: Temporal.Now.instant(),
    sender: String(bearer.party ?? bearer.staff),
    orderedBy,
    accountOf: async (number) => (await accountByNumber(api.institution.sql, number))?.account,
    carryOut: (kind, body, key, details) => carryOut(api, bearer, { kind, body, key, details }),
    standingOf: (payments) => standingOf(api, lane, payments),
  }
}

async function standingOf(
  api: Api,
  lane: LaneId,
  payments: readonly string[],
): Promise<ReadonlyMap<string, NetworkStanding>> {
  const found = await networkPaymentsById(api.institution.sql, lane, payments.map(idOf<NetworkPaymentId>))
  return new Map(
    found.map(({ payment, status, reason }) => {
      const isSettled = status === 'settled' || status === 'refunded'
      const standing = status === 'under-way' ? status : isSettled ? 'settled' : 'back'
      return [String(payment), { status: standing, reason }]
    }),
  )
}

function laneFor(api: Api, { party }: Bearer) {
  const wanted = party === undefined ? undefined : api.lanes.laneFor(laneOf(party))
  const held = api.lanes.lanes.find(({ lane }) => wanted === undefined || lane === wanted)
  if (held === undefined) throw new Error('the institution has no lane')
  return held
}

type Asked = {
  readonly kind: string
  readonly body: object
  readonly key: string
  readonly details?: readonly Detail[] | undefined
}

/** As a command at its own address would be; what is wrong with a payment is told with it, and what concerns the server fails the file. */
async function carryOut(api: Api, bearer: Bearer, { kind: name, body, key, details }: Asked): Promise<Carried> {
  try {
    const kind = kindOf(api, name)
    checkRole(kind, bearer)
    const { lane, command: made } = api.maker.make(kind, body, bearer, key)
    const command = details === undefined ? made : { ...made, details }
    const writer = api.lanes.writer(lane)
    const answer = await writer.submit(command)
    const { decision, repeated } = answer
    const untold = await noLongerTold(writer, command, answer)
    if (untold !== undefined) return { code: untold.code, clauses: untold.parts.clauses ?? [] }
    if (!repeated) api.metrics.decided(decision.kind, decision.code)
    const { file, payment } = decision.facts
    return {
      code: decision.code,
      clauses: decision.cited.disclosed,
      decision: decision.id,
      facts: decision.facts,
      ...(typeof file === 'string' ? { file } : {}),
      ...(typeof payment === 'string' ? { payment } : {}),
    }
  } catch (error) {
    if (error instanceof KeyReused)
      return { code: 'key-reused', clauses: [], words: 'another file came under this message id before' }
    const known = edgeOf(error)
    if (known?.code !== 'request-invalid') throw error
    return { code: 'content-not-taken', clauses: [], words: known.parts.detail }
  }
}
