/** Shapes of answers, for the description of the API (OpenAPI 3.1). */
import { Type } from 'typebox'

const citation = Type.Object(
  {
    document: Type.String({ description: 'Code of the document, such as RA' }),
    version: Type.String({ description: 'Its version' }),
    clause: Type.String({ description: 'The clause: see /documents' }),
  },
  { $id: 'Citation', description: 'A clause that settled a decision' },
)

const facts = Type.Record(Type.String(), Type.Unknown(), {
  description: 'Ids, amounts ({minor, currency}, minor units as a string), dates and words',
})
const citationSchema = Type.Ref('Citation#')
const clauses = Type.Array(citationSchema)
const settled = Type.Optional(
  Type.Array(citationSchema, { description: 'For operators and auditors: what truly settled it' }),
)
const internal = Type.Optional(Type.Record(Type.String(), Type.Unknown()))

const answer = Type.Object(
  {
    decision: Type.String({ format: 'uuid' }),
    outcome: Type.Literal('accepted'),
    kind: Type.String(),
    at: Type.String({ format: 'date-time' }),
    clauses,
    facts,
    settled,
    internal,
  },
  { $id: 'Answer', description: 'An accepted command' },
)

const problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'A sentence in the language asked for' }),
    code: Type.String({ description: 'One of /refusals' }),
    clauses,
    facts,
    decision: Type.Optional(
      Type.String({ format: 'uuid', description: 'Absent when the request did not get that far' }),
    ),
    settled,
    internal,
  },
  { $id: 'Problem', description: 'A refusal (RFC 9457)' },
)

/** Described once, and referred to wherever they are answered. */
export const sharedSchemas = [citation, answer, problem] as const
export const answerSchema = Type.Ref('Answer#')
export const problemSchema = Type.Ref('Problem#')

const refused = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})

export const problemResponses = {
  400: refused('The request does not have the right form'),
  401: refused('No token, or none that is known'),
  403: refused('Who asks may not do this'),
  404: refused('Something that is named is unknown'),
  409: refused('Not in this state, or the key is in flight'),
  422: refused('Refused for another reason; or the key was used for another body'),
  503: refused('Not at the moment: send it again with the same key'),
}
