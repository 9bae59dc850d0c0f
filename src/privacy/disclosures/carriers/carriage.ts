/** Asks, each time that something goes out, whether whoever carries it may have it now. */
import type { LaneId } from '../../../kernel/ids.ts'
import type { Entity } from '../../../rulebook/pack.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Sql } from '../../../storage/sql.ts'
import { lastReviews } from '../../measures/providers/store.ts'
import { type Carriage, type Carried, carriageOf } from './rules.ts'

/** Of whom something goes out, and when. */
export type Sending = {
  readonly sql: Sql
  readonly lane: LaneId
  readonly entity: Pick<Entity, 'id' | 'country'>
  /** Terms in force today. */
  readonly terms: () => Terms
  /** The business date. */
  readonly today: () => Temporal.PlainDate
}

/** Whether it may be carried now, and by whom. */
export async function carriageNow({ sql, lane, entity, terms, today }: Sending, carried: Carried): Promise<Carriage> {
  const on = today()
  const reviews = new Map((await lastReviews(sql, lane, on)).map((one) => [one.provider, one]))
  return carriageOf(carried, { on, entity, reviewOf: (provider) => reviews.get(provider) }, terms())
}

/** Why it does not go, in words of closed lists: what waits is listed with it. */
export const heldBecause = ({ code, facts }: Extract<Carriage, { readonly outcome: 'refused' }>): string =>
  [code, facts['processor'] ?? facts['recipient'], facts['missing'] ?? facts['review']]
    .filter((one) => one !== undefined && one !== null)
    .join(' ')
