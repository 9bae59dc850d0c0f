/** What reads are asked with: ids in addresses, dates, moments, pages. */
import { Type } from 'typebox'
import { type LaneId, laneOf, parseId } from '../../kernel/ids.ts'
import { dateText } from '../../kernel/wire.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Api } from '../api.ts'
import { EdgeProblem, invalid } from '../problems.ts'
import type { RefusalCode } from '../refusals/catalogue.ts'

export const closed = { additionalProperties: false } as const

export const languageText = Type.Optional(Type.String({ maxLength: 10, description: 'Of the words: en or lv' }))
export const asOfText = Type.Optional(
  Type.String({ ...dateText, description: 'As at the end of this day; today unless told' }),
)
export const knownAtText = Type.Optional(
  Type.String({ format: 'date-time', description: 'As the books knew it at this moment' }),
)
export const page = {
  limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,2}$', description: 'At most so many; 50 unless told' })),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: 'From `next` of the page before' })),
}

export const limitOf = ({ limit }: { readonly limit?: string }): number => Math.min(Number(limit ?? 50), 500)

/** An address with one id in it. */
export const idParams = <const N extends string>(name: N) =>
  Type.Object({ [name]: Type.String({ maxLength: 200 }) } as Record<N, ReturnType<typeof Type.String>>)

/** The id in an address. What is no id, or lives in no lane of ours, is as unknown as what does not exist. */
export function idIn<Id extends number>(api: Api, text: string, unknown: RefusalCode): Id {
  const id = parseId<Id>(text)
  if (id === undefined || api.lanes.laneFor(laneOf(id)) !== laneOf(id)) throw new EdgeProblem(unknown)
  return id
}

/** A day that was asked for, or the lane's business date. */
export function dayOf(api: Api, lane: LaneId, asked: string | undefined, name = 'asOf'): Temporal.PlainDate {
  if (asked === undefined) return businessDate(api, lane)
  try {
    return Temporal.PlainDate.from(asked)
  } catch {
    throw invalid([{ at: `/query/${name}`, message: 'is no date' }])
  }
}

export function momentOf(asked: string | undefined): Temporal.Instant | undefined {
  if (asked === undefined) return undefined
  try {
    return Temporal.Instant.from(asked)
  } catch {
    throw invalid([{ at: '/query/knownAt', message: 'is no moment with its offset from UTC' }])
  }
}

/** Which entity of the institution is meant. */
export const entityText = Type.Optional(
  Type.String({ maxLength: 16, description: 'Of which entity, such as lv; of the first unless told' }),
)

/** The lane of an entity that was asked for, or the first. Throws EdgeProblem where the institution has no such entity. */
export function laneAsked(api: Api, entity: string | undefined): LaneId {
  if (entity === undefined) return api.lanes.laneFor(undefined)
  const held = api.lanes.lanes.find((one) => one.entity.id === entity)
  if (held === undefined) throw invalid([{ at: '/query/entity', message: 'is no entity of the institution' }])
  return held.lane
}

/** What binds a lane's entity on its business date. */
export const termsNow = (api: Api, lane: LaneId): Terms =>
  api.institution.rulebookOf(lane).terms(businessDate(api, lane))

/** The lane's business date, as of its last batch. */
export const businessDate = (api: Api, lane: LaneId): Temporal.PlainDate => api.lanes.head(lane).businessDate

/** The entity of a lane that is held here. */
export function entityOf({ lanes }: Pick<Api, 'lanes'>, lane: LaneId): Entity {
  const held = lanes.lanes.find((one) => one.lane === lane)
  if (held === undefined) throw new Error(`lane ${lane} is not held`)
  return held.entity
}
