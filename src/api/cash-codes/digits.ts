/** Showing the institution's part of a code, in the digital channel that applied for it. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { idOf } from '../../kernel/wire.ts'
import { renewDigits } from '../../payments/cash-codes/digits/commands.ts'
import { issueDigits } from '../../payments/cash-codes/issuing.ts'
import type { CashCodeId } from '../../payments/cash-codes/rules.ts'
import type { Api } from '../api.ts'
import { answerOf } from '../commands/answers.ts'
import { checkKey, checkRole } from '../commands/carry-out.ts'
import { bearerOf, kindOf, send } from '../commands/register.ts'
import { languageOf } from '../language.ts'
import { EdgeProblem } from '../problems.ts'
import { answerSchema, problemResponses } from '../schemas.ts'
import { issuingOf } from './issuing.ts'

const shown = Type.Intersect([
  answerSchema,
  Type.Object({ digits: Type.String({ description: "The institution's part; shown this once" }) }),
])

export function registerDigits(server: FastifyInstance, api: Api): void {
  server.post<{ Params: { code: string } }>('/cash-codes/:code/digits', {
    schema: {
      summary: "Shows new digits of the institution's part, where the application in the channel asked for that",
      operationId: 'cash-code.digits',
      tags: ['cash codes'],
      description:
        'Each request draws new digits, and those before are worth nothing: what was lost on the way is asked for again, under another key.',
      security: [{ token: [] }],
      headers: Type.Object({ 'Idempotency-Key': Type.Optional(Type.String()) }),
      params: Type.Object({ code: Type.String({ maxLength: 200 }) }),
      querystring: Type.Object({}, { additionalProperties: false }),
      response: { 200: shown, ...problemResponses },
    },
    handler: async (request, reply) => {
      const kind = kindOf(api, renewDigits.kind)
      const bearer = bearerOf(request)
      checkRole(kind, bearer)
      const key = checkKey(request.headers['idempotency-key'])
      const { code } = request.params
      const { lane, command } = api.maker.make(kind, { code, delivery: 'display' }, bearer, key)
      const { decision, repeated } = await api.lanes.writer(lane).submit(command)
      const told = answerOf(decision, bearer, languageOf(request.headers['accept-language']))
      if (decision.code !== null) return send(reply, told)
      // They stand nowhere, so they cannot be told again; and who asks again may be somebody else.
      if (repeated) throw new EdgeProblem('digits-told')
      const digits = await issueDigits(issuingOf(api, lane), idOf<CashCodeId>(code))
      if (digits === undefined) throw new EdgeProblem('digits-told')
      return reply.header('cache-control', 'no-store').send({ ...JSON.parse(told.json), digits })
    },
  })
}
