/** Attempts at offers, in PostgreSQL, and what waits to be made. */
import type { LaneId, PartyId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids, type Sql } from '../../../storage/sql.ts'
import type { Message } from '../messages/rules.ts'
import { type MessageRow, messageOf } from '../messages/store.ts'
import { type AttemptOutcome, type ChannelByHand, type OfferAttempt, offerAttempts } from './rules.ts'

type Row = {
  message: bigint
  subject: bigint
  channel: ChannelByHand
  tries: number
  outcome: AttemptOutcome
  staff: string
  at: Temporal.Instant
  tried_on: Temporal.PlainDate
}

export const offerAttemptStore = collectionStore(
  offerAttempts,
  async (sql, lane, keys) => {
    const rows = await sql<Row[]>`
      select message, subject, channel, tries, outcome, staff, at, tried_on from offer_attempt
      where lane = ${lane} and message = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row): [number, OfferAttempt] => [Number(row.message), attemptOf(row)]))
  },
  (lane, steps) =>
    upsert(
      'offer_attempt',
      ['lane', 'message'],
      lastOfEach(steps).map(({ after }) => ({
        lane,
        message: after.message,
        subject: after.subject,
        channel: after.channel,
        tries: after.tries,
        outcome: after.outcome,
        staff: after.staff,
        at: after.at.toString(),
        tried_on: after.on.toString(),
      })),
    ),
)

const attemptOf = (row: Row): OfferAttempt => ({
  message: Number(row.message),
  subject: Number(row.subject) as PartyId,
  channel: row.channel,
  tries: row.tries,
  outcome: row.outcome,
  staff: row.staff,
  at: row.at,
  on: row.tried_on,
})

/** An offer that waits, with how often somebody was not reached. */
export type WaitingOffer = Message & { readonly tries: number; readonly triedOn: Temporal.PlainDate | null }

/** Offers over a channel that nobody has made yet, after an id: those that were tried longest ago first come the untried. */
export async function waitingOffers(
  sql: Sql,
  lane: LaneId,
  channel: ChannelByHand,
  count: number,
): Promise<readonly WaitingOffer[]> {
  const rows = await sql<(MessageRow & { tries: number; tried_on: Temporal.PlainDate | null })[]>`
    select m.*, coalesce(a.tries, 0) as tries, a.tried_on
    from message m left join offer_attempt a using (lane, message)
    where m.lane = ${lane} and m.offer and m.channel = ${channel} and coalesce(a.outcome, 'not-reached') = 'not-reached'
    order by a.at nulls first, m.message limit ${count}`
  return rows.map((row) => ({ ...messageOf(row), tries: row.tries, triedOn: row.tried_on }))
}
