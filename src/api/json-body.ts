/** Reads bodies: JSON alone, of limited size and depth. */
import type { FastifyInstance } from 'fastify'
import { EdgeProblem, invalid } from './problems.ts'

/** Bytes. */
export const MAXIMUM_BODY = 1_048_576
const MAXIMUM_DEPTH = 32

export function readJsonAlone(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: MAXIMUM_BODY },
    (_request, text: string | Buffer, done) => {
      try {
        done(null, parse(String(text)))
      } catch (error) {
        done(error as Error)
      }
    },
  )
}

/** An empty body is one that says nothing. Throws EdgeProblem. */
function parse(text: string): unknown {
  if (text === '') return undefined
  if (isTooDeep(text)) throw invalid([{ at: '', message: `is nested more than ${MAXIMUM_DEPTH} deep` }])
  try {
    return JSON.parse(text)
  } catch {
    throw new EdgeProblem('json-malformed')
  }
}

/** Counts brackets outside of texts, without parsing: as deep as a text is long could exhaust the parser. */
function isTooDeep(text: string): boolean {
  if (text.length <= 2 * MAXIMUM_DEPTH) return false
  let depth = 0
  let inText = false
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charCodeAt(i)
    if (inText) {
      if (character === 0x5c) i += 1
      else if (character === 0x22) inText = false
    } else if (character === 0x22) inText = true
    else if (character === 0x7b || character === 0x5b) {
      depth += 1
      if (depth > MAXIMUM_DEPTH) return true
    } else if (character === 0x7d || character === 0x5d) depth -= 1
  }
  return false
}
