/**
 * Staff undertake confidentiality before they see or hand over anything: asked once, here, for every address but that of the undertaking
 * itself. The gate asks again, for whose data they read.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type LaneId, laneOf, parseDecisionId, parseId } from '../kernel/ids.ts'
import { undertakenBy } from '../privacy/gate/store.ts'
import type { Api } from './api.ts'
import { EdgeProblem } from './problems.ts'
import { isStaff } from './reads/access.ts'
import { termsNow } from './reads/asked.ts'

/** Refuses staff who have not undertaken confidentiality to an entity that the request is about; to the first where it names none. */
export function requireUndertaking(server: FastifyInstance, api: Api): void {
  /** Undertakings are without end: one that was seen need not be looked for again. */
  const seen = new Set<string>()
  const check = async (lanes: readonly LaneId[], role: string, staff: string): Promise<void> => {
    for (const one of await undertakenBy(api.institution.sql, [staff])) seen.add(`${one.lane} ${one.staff}`)
    const lane = lanes.find((one) => !seen.has(`${one} ${staff}`))
    if (lane === undefined) return
    const entity = api.lanes.lanes.find((one) => one.lane === lane)?.entity.id ?? ''
    throw new EdgeProblem('confidentiality-not-undertaken', {
      facts: { role, entity },
      clauses: termsNow(api, lane).cite('privacy.confidentiality').disclosed,
    })
  }
  server.addHook('preHandler', (request, _reply, done) => {
    const { bearer } = request
    if (bearer === undefined || !isStaff(bearer) || request.routeOptions.config.beforeUndertaking === true)
      return done()
    const { role, staff = '' } = bearer
    const missing = lanesOf(api, request).filter((lane) => !seen.has(`${lane} ${staff}`))
    if (missing.length === 0) return done()
    check(missing, role, staff).then(() => done(), done)
  })
}

/** The lanes that a request names by ids or as an entity. */
function lanesOf({ lanes }: Api, { params, query, body }: FastifyRequest): readonly LaneId[] {
  const [first] = lanes.lanes
  if (lanes.lanes.length < 2) return first === undefined ? [] : [first.lane]
  const named = new Set<LaneId>()
  for (const text of textsIn([params, query, body])) {
    const id = parseId(text)
    const lane = id === undefined ? parseDecisionId(text)?.lane : laneOf(id)
    if (lane !== undefined) named.add(lane)
  }
  const entity = (query as { readonly entity?: unknown } | null)?.entity
  const found = lanes.lanes.filter((one) => named.has(one.lane) || one.entity.id === entity)
  return (found.length === 0 ? lanes.lanes.slice(0, 1) : found).map(({ lane }) => lane)
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) yield* textsIn(inner)
}
