/** How commands of accounts look from outside where something personal comes with them. */
import { type TSchema, Type } from 'typebox'
import { detailOf, freeTextOf, type Wire } from '../privacy/edge.ts'
import type { AnyCommandKind, DetailCategory } from '../storage/command.ts'

type Shape = { readonly properties?: Record<string, TSchema>; readonly anyOf?: readonly Shape[] }

/** The command's payload, or each of its variants, with one personal text more. */
function withText({ payload }: AnyCommandKind, name: string, text: TSchema): TSchema {
  const add = ({ properties }: Shape) =>
    Type.Object({ ...properties, [name]: Type.Optional(text) }, { additionalProperties: false })
  const { anyOf, ...alone } = payload as Shape
  return anyOf === undefined ? add(alone) : Type.Union(anyOf.map(add))
}

/** A command whose body may tell one personal text more, which becomes its first detail. */
export const textWire = (
  command: AnyCommandKind,
  name: string,
  category: DetailCategory,
  description: string,
): Wire => ({
  schema: withText(command, name, Type.String({ minLength: 1, maxLength: 4000, description })),
  part: ({ [name]: text, ...payload }: Record<string, unknown>, edge) => {
    if (text === undefined) return { payload }
    const detail = isScreened(category) ? freeTextOf(category, String(text), edge) : detailOf(category, String(text))
    return { payload, details: [detail] }
  },
})

/** What proves something is not written freely. */
const isScreened = (category: DetailCategory): boolean => category !== 'representation'

export const refusalWire = (command: AnyCommandKind): Wire =>
  textWire(command, 'note', 'staff-note', 'Why, in words, for staff alone')

export const proofWire = (command: AnyCommandKind): Wire =>
  textWire(command, 'proof', 'representation', 'What proves that the holder is the special subject')
