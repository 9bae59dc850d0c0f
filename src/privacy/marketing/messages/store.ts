/** Letters and messages in PostgreSQL; and what their delivery remembers of itself. */
import type { LaneId, PartyId, Place } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { insert, upsert } from '../../../storage/lane/writes.ts'
import { oids, type Sql, type Transaction } from '../../../storage/sql.ts'
import type { Channel } from '../../switches/rules.ts'
import { type Letter, letters, type Message, messages } from './rules.ts'

export const letterStore = collectionStore(
  letters,
  (sql, lane, keys) => lettersNamed(sql, lane, keys),
  (lane, steps) =>
    upsert(
      'letter',
      ['lane', 'letter'],
      lastOfEach(steps).map(({ after: { letter, purpose, title, text } }) => ({
        lane,
        letter,
        purpose,
        title: { ...title } as Record<string, string>,
        text: { ...text } as Record<string, string>,
      })),
    ),
)

/** What letters say. */
export async function lettersNamed(
  sql: Sql | Transaction,
  lane: LaneId,
  names: readonly string[],
): Promise<ReadonlyMap<string, Letter>> {
  const rows = await sql<{ letter: string; purpose: string | null; title: Letter['title']; text: Letter['text'] }[]>`
    select letter, purpose, title, text from letter
    where lane = ${lane} and letter = any(${sql.array([...names], oids.text)})`
  return new Map(rows.map((row) => [row.letter, row]))
}

/** Let out once and never changed. */
export const messageStore = collectionStore(
  messages,
  async (sql, lane, keys) => {
    const rows = await sql<MessageRow[]>`
      select * from message where lane = ${lane} and message = any(${sql.array([...keys], oids.int8)})`
    return new Map(rows.map((row) => [Number(row.message), messageOf(row)]))
  },
  (lane, steps) =>
    insert(
      'message',
      steps.map(({ after, place }) => ({
        lane,
        message: after.message,
        subject: after.subject,
        letter: after.letter,
        purpose: after.purpose,
        offer: after.offer,
        channel: after.channel,
        language: after.language,
        queued_on: after.queuedOn.toString(),
        place,
      })),
    ),
)

export type MessageRow = {
  message: bigint
  subject: bigint
  letter: string
  purpose: string
  offer: boolean
  channel: Channel
  language: string
  queued_on: Temporal.PlainDate
}

export const messageOf = (row: MessageRow): Message => ({
  message: Number(row.message),
  subject: Number(row.subject) as PartyId,
  letter: row.letter,
  purpose: row.purpose,
  offer: row.offer,
  channel: row.channel,
  language: row.language,
  queuedOn: row.queued_on,
})

/** Writes a delivery for every message that decisions between these places let out, in the transaction that moves the cursor on. */
export async function writeMessageDeliveries(
  sql: Transaction,
  lane: LaneId,
  { first, last, now }: { readonly first: Place; readonly last: Place; readonly now: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into message_delivery (lane, message, next_try)
    select lane, message, ${now.toString()} from message
    where lane = ${lane} and place between ${String(first)} and ${String(last)}
    on conflict do nothing`
}

export type Undelivered = Message & { readonly attempts: number }

/** Messages over these channels whose time has come, the oldest first. */
export async function undelivered(
  sql: Sql,
  lane: LaneId,
  channels: readonly Channel[],
  now: Temporal.Instant,
  limit: number,
): Promise<readonly Undelivered[]> {
  const rows = await sql<(MessageRow & { attempts: number })[]>`
    select m.*, d.attempts from message_delivery d join message m using (lane, message)
    where d.lane = ${lane} and d.done_at is null and d.next_try <= ${now.toString()}
      and m.channel = any(${sql.array([...channels], oids.text)})
    order by d.next_try, m.message limit ${limit}`
  return rows.map((row) => ({ ...messageOf(row), attempts: row.attempts }))
}

export async function messageDone(
  sql: Sql,
  lane: LaneId,
  message: number,
  {
    outcome,
    processor = null,
  }: { readonly outcome: 'sent' | 'withheld' | 'expired'; readonly processor?: string | null },
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update message_delivery set done_at = ${now.toString()}, outcome = ${outcome}, attempts = attempts + 1,
      processor = ${processor}, held = null
    where lane = ${lane} and message = ${message}`
}

/** Notes why a message waits: whoever carries it is not bound. */
export async function messageHeld(
  sql: Sql,
  lane: LaneId,
  message: number,
  reason: string,
  next: Temporal.Instant,
): Promise<void> {
  await sql`
    update message_delivery set held = ${reason}, next_try = ${next.toString()}
    where lane = ${lane} and message = ${message}`
}

/** A message that waits for somebody who may carry it. */
export type Held = Pick<Message, 'message' | 'subject' | 'letter' | 'channel' | 'queuedOn'> & {
  readonly reason: string
}

/** Messages that wait for somebody who may carry them, the oldest first. */
export async function heldMessages(sql: Sql, lane: LaneId, limit: number): Promise<readonly Held[]> {
  const rows = await sql<(MessageRow & { held: string })[]>`
    select m.*, d.held from message_delivery d join message m using (lane, message)
    where d.lane = ${lane} and d.done_at is null and d.held is not null order by d.message limit ${limit}`
  return rows.map((row) => ({ ...messageOf(row), reason: row.held }))
}

/** How many messages wait for somebody who may carry them, in all lanes. */
export async function countHeldMessages(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from message_delivery where done_at is null and held is not null`
  return row?.count ?? 0
}

/** A message that a processor carried, and when. */
export type CarriedMessage = Message & { readonly processor: string; readonly at: Temporal.Instant }

/** Messages to a person that processors carried, the newest first. */
export async function messagesCarried(
  sql: Sql,
  lane: LaneId,
  subject: PartyId,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<readonly CarriedMessage[]> {
  const rows = await sql<(MessageRow & { processor: string; done_at: Temporal.Instant })[]>`
    select m.*, d.processor, d.done_at from message m join message_delivery d using (lane, message)
    where m.lane = ${lane} and m.subject = ${subject} and d.outcome = 'sent' and d.processor is not null
      and m.message < ${before ?? Number.MAX_SAFE_INTEGER}
    order by m.message desc limit ${limit}`
  return rows.map((row) => ({ ...messageOf(row), processor: row.processor, at: row.done_at }))
}

export async function messageDelayed(sql: Sql, lane: LaneId, message: number, next: Temporal.Instant): Promise<void> {
  await sql`
    update message_delivery set attempts = attempts + 1, next_try = ${next.toString()}
    where lane = ${lane} and message = ${message}`
}

/** What became of a message: carried by a machine, or by people. */
export type MessageOutcome = 'sent' | 'withheld' | 'expired' | 'reached' | 'refused' | 'not-reached' | 'printed'

/** Messages to a person, the newest first, with what became of each. */
export async function messagesTo(
  sql: Sql,
  lane: LaneId,
  subject: PartyId,
  limit: number,
): Promise<readonly (Message & { readonly outcome: MessageOutcome | null })[]> {
  const rows = await sql<(MessageRow & { outcome: MessageOutcome | null })[]>`
    select m.*, coalesce(a.outcome, d.outcome) as outcome
    from message m left join message_delivery d using (lane, message) left join offer_attempt a using (lane, message)
    where m.lane = ${lane} and m.subject = ${subject} order by m.message desc limit ${limit}`
  return rows.map((row) => ({ ...messageOf(row), outcome: row.outcome }))
}
