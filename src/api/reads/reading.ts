/** How routes that only read describe themselves. */
import { type TSchema, Type } from 'typebox'
import { problemResponses } from '../schemas.ts'

type Parts = {
  readonly params?: TSchema
  readonly querystring?: TSchema
  readonly body?: TSchema
  readonly response?: TSchema
}

const none = Type.Object({}, { additionalProperties: false })
const anyObject = Type.Object({}, { description: 'JSON' })

/** The schema of a read with a token. Queries that it does not know are refused. */
export function reading(operationId: string, summary: string, tag: string, parts: Parts = {}) {
  const { querystring = none, response = anyObject, ...rest } = parts
  return {
    operationId,
    summary,
    tags: [tag],
    security: [{ token: [] }],
    querystring,
    ...rest,
    response: { 200: response, ...problemResponses },
  }
}

/** The same for what needs no token. */
export function published(operationId: string, summary: string, tag: string, parts: Parts = {}) {
  const { security: _none, ...schema } = reading(operationId, summary, tag, parts)
  return schema
}
