/** The journal as outbox: a consumer reads decisions in their order, from where it stopped. */
import type { LaneId, Place } from '../../kernel/ids.ts'
import type { Sql, Transaction } from '../sql.ts'

/** What a consumer is told of a decision; it reads more of it by its place. */
export type Published = {
  readonly place: Place
  readonly kind: string
  /** Why it was refused; null when it was accepted. */
  readonly code: string | null
}

/**
 * Hands the decisions after the consumer's cursor to it, up to `limit`, and moves the cursor on in the same transaction: what the consumer
 * writes through it happens once. Where it throws, the cursor stays and the same decisions come again. Two processes that consume
 * under one name take turns. Nothing is ever skipped, since places are committed in their order.
 *
 * @returns how many decisions were handed over
 */
export async function consume(
  sql: Sql,
  lane: LaneId,
  consumer: string,
  limit: number,
  handle: (decisions: readonly Published[], sql: Transaction) => Promise<void>,
): Promise<number> {
  return sql.begin(async (transaction) => {
    await transaction`
      insert into cursor (lane, consumer, place) values (${lane}, ${consumer}, 0) on conflict do nothing`
    const [cursor] = await transaction<{ place: bigint }[]>`
      select place from cursor where lane = ${lane} and consumer = ${consumer} for update`
    const rows = await transaction<{ place: bigint; kind: string; code: string | null }[]>`
      select place, kind, code from decision
      where lane = ${lane} and place > ${String(cursor?.place ?? 0n)} order by place limit ${limit}`
    const last = rows.at(-1)
    if (last === undefined) return 0
    await handle(
      rows.map(({ place, kind, code }) => ({ place: Number(place) as Place, kind, code })),
      transaction,
    )
    await transaction`
      update cursor set place = ${String(last.place)} where lane = ${lane} and consumer = ${consumer}`
    return rows.length
  })
}
