/** Health, readiness, metrics, and what operators and auditors look at. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { moneyFact } from '../../accounts/rules.ts'
import { trialBalance } from '../../ledger/trial-balance.ts'
import { sweepStandings } from '../../operations/retention/sweeping.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem } from '../problems.ts'
import { only } from '../reads/access.ts'
import { businessDate } from '../reads/asked.ts'
import { published, reading } from '../reads/reading.ts'
import { registerDayCloses } from './day-closes.ts'
import { registerDrills } from './drills.ts'

const trialQuery = Type.Object(
  { entity: Type.Optional(Type.String({ maxLength: 40, description: 'The first entity unless told' })) },
  { additionalProperties: false },
)

export function registerOperations(server: FastifyInstance, api: Api): void {
  registerDayCloses(server, api)
  registerDrills(server, api)

  server.get('/health', {
    config: { public: true },
    schema: published('health', 'Whether the process lives', 'operations'),
    handler: () => ({ status: 'ok' }),
  })

  server.get('/ready', {
    config: { public: true },
    schema: published(
      'ready',
      'Whether commands can be carried out: the database answers and every lane is held',
      'operations',
    ),
    handler: async (_request, reply) => {
      const database = await answers(api)
      const ready = database && api.lanes.ready
      const standings = database ? await sweepStandings(api.institution, api.lanes) : []
      const lanes = api.lanes.lanes.map(({ lane, entity }) => ({
        entity: entity.id,
        businessDate: api.lanes.head(lane).businessDate,
        // Up to which day everything was erased that nothing keeps; being behind with it keeps nobody from working.
        swept: standings.find((one) => one.entity === entity.id)?.swept ?? null,
      }))
      if (!ready) reply.code(503).header('retry-after', '2')
      return { status: ready ? 'ready' : 'not ready', database, lanes: api.lanes.ready, entities: lanes }
    },
  })

  server.get('/metrics', {
    config: { public: true },
    schema: published('metrics', 'Measurements in the text format of Prometheus', 'operations'),
    handler: async (_request, reply) =>
      reply.header('content-type', api.metrics.contentType).send(await api.metrics.text()),
  })

  server.get<{ Querystring: Static<typeof trialQuery> }>('/trial-balance', {
    schema: reading(
      'trial-balance',
      'Balances by currency and kind of account, which sum to zero; for auditors and operators',
      'operations',
      {
        querystring: trialQuery,
      },
    ),
    handler: async (request) => {
      only(bearerOf(request), 'auditor', 'operator')
      const { entity } = request.query
      const held = api.lanes.lanes.find((one) => entity === undefined || one.entity.id === entity)
      if (held === undefined) throw new EdgeProblem('request-invalid', { detail: 'there is no such entity' })
      const { lines, totals } = await trialBalance(api.institution.sql, held.lane)
      return {
        entity: held.entity.id,
        businessDate: businessDate(api, held.lane),
        lines: lines.map(({ currency, creditMinor, debitMinor, balanceMinor, ...line }) => ({
          ...line,
          credit: moneyFact(creditMinor, currency),
          debit: moneyFact(debitMinor, currency),
          balance: moneyFact(balanceMinor, currency),
        })),
        totals: totals.map(({ currency, balanceMinor }) => moneyFact(balanceMinor, currency)),
      }
    },
  })
}

async function answers({ institution }: Api): Promise<boolean> {
  try {
    await institution.sql`select 1`
    return true
  } catch {
    return false
  }
}
