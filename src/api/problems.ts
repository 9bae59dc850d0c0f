/** Problems: how refusals, of commands and of the API itself, look over HTTP. Source: RFC 9457. */
import type { Citation, Facts } from '../kernel/decision.ts'
import type { DecisionId } from '../kernel/ids.ts'
import { Malformed } from '../privacy/edge.ts'
import { UnboundProvision } from '../rulebook/terms.ts'
import { InFlight, KeyReused, Poisonous, Unavailable } from '../storage/lane/errors.ts'
import { DatabaseRefused, LaneLost } from '../storage/lane/port.ts'
import { type RefusalCode, refusalOf, sentenceOf, type WordLanguage } from './refusals/catalogue.ts'
import type { EdgeRefusal } from './refusals/edge.ts'

export const problemType = 'application/problem+json; charset=utf-8'

/** Names a kind of problem for programs; the words of all of them are at /refusals. */
export const problemBase = 'https://pacta.example/problems/'

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  /** What may be told of what settled it. */
  readonly clauses: readonly Citation[]
  readonly facts: Facts
  readonly decision?: DecisionId
  /** For staff who may know: what truly settled it. */
  readonly settled?: readonly Citation[]
  readonly internal?: Facts
}

export type ProblemParts = Partial<Pick<Problem, 'facts' | 'clauses' | 'decision' | 'settled' | 'internal' | 'detail'>>

/** The problem of a code. `detail` is the catalogue's sentence with the facts, unless told. */
export function problemOf(code: string, language: WordLanguage, parts: ProblemParts = {}): Problem {
  const { facts = {}, clauses = [], ...others } = parts
  return {
    type: `${problemBase}${code}`,
    title: titleOf(code),
    status: refusalOf(code).status,
    detail: sentenceOf(code, facts, language),
    code,
    clauses,
    facts,
    ...others,
  }
}

/** `insufficient-funds` as a heading. */
const titleOf = (code: string): string => `${code.charAt(0).toUpperCase()}${code.slice(1).replaceAll('-', ' ')}`

/** What the API itself refuses. Thrown on the way to an answer, caught in one place. */
export class EdgeProblem extends Error {
  override readonly name = 'EdgeProblem'
  readonly code: RefusalCode
  readonly parts: ProblemParts

  constructor(code: RefusalCode, parts: ProblemParts = {}) {
    super(code)
    this.code = code
    this.parts = parts
  }
}

/** What is wrong with a request, and where: JSON pointers into it. */
export type Fault = { readonly at: string; readonly message: string }

export const invalid = (faults: readonly Fault[]): EdgeProblem =>
  new EdgeProblem('request-invalid', {
    facts: { faults },
    detail: faults.map(({ at, message }) => `${at === '' ? 'the request' : at} ${message}`).join('; '),
  })

/** Seconds after which it is worth asking again, by code. */
export const retryAfter: Readonly<Record<string, number>> = { 'key-in-flight': 1, unavailable: 2 }

/** The code of what was thrown while a command was carried out or something read; undefined for a bug. */
export function edgeOf(error: unknown): EdgeProblem | undefined {
  if (error instanceof EdgeProblem) return error
  if (error instanceof Malformed) return invalid([{ at: error.at, message: error.message }])
  if (error instanceof InFlight) return new EdgeProblem('key-in-flight')
  if (error instanceof KeyReused) return new EdgeProblem('key-reused')
  if (error instanceof LaneLost || error instanceof Unavailable) return new EdgeProblem('unavailable')
  if (error instanceof Poisonous) return poison(error.cause)
  if (error instanceof UnboundProvision) return unbound(error)
  return fastifyFault(error) ?? (isDatabaseAway(error) ? new EdgeProblem('unavailable') : undefined)
}

/** Sums that leave 64 bits, and what the database cannot keep; anything else is a bug. */
function poison(cause: unknown): EdgeProblem | undefined {
  if (cause instanceof UnboundProvision) return unbound(cause)
  return cause instanceof RangeError || cause instanceof DatabaseRefused ? new EdgeProblem('not-storable') : undefined
}

const unbound = ({ provision, entity, elsewhere }: UnboundProvision): EdgeProblem =>
  new EdgeProblem(elsewhere ? 'entity-not-served' : 'provision-unbound', { facts: { provision, entity: entity.name } })

const byFastifyCode: Readonly<Record<string, EdgeRefusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'body-not-json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'json-malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'json-malformed',
  FST_ERR_BAD_URL: 'address-unknown',
  FST_ERR_MAX_PARAM_LENGTH: 'address-unknown',
}

function fastifyFault(error: unknown): EdgeProblem | undefined {
  const code = byFastifyCode[String((error as { code?: unknown } | null)?.code)]
  return code === undefined ? undefined : new EdgeProblem(code)
}

const away =
  /^(CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED)|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|57P0[123]|08\d{3}|53300)$/
const isDatabaseAway = (error: unknown): boolean => away.test(String((error as { code?: unknown } | null)?.code))
