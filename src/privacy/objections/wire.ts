/** Answers to objections at the edge: the reasons are personal, and travel apart. */
import { Type } from 'typebox'
import { freeTextOf, type Wire } from '../edge.ts'
import { answerObjection } from './commands.ts'

type Body = { readonly reasons?: string; readonly [name: string]: unknown }

export const answerWire: Wire = {
  schema: Type.Object(
    {
      ...(answerObjection.payload as ReturnType<typeof Type.Object>).properties,
      reasons: Type.Optional(
        Type.String({ minLength: 1, maxLength: 4000, description: 'The reasons, as they are written to the person' }),
      ),
    },
    { additionalProperties: false },
  ),
  part: ({ reasons, ...payload }: Body, edge) =>
    reasons === undefined ? { payload } : { payload, details: [freeTextOf('correspondence', reasons, edge)] },
}
