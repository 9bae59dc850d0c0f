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
    const rows = await sql<Row[]>`
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

type Row = {
  message: bigint
  subject: bigint
  letter: string
  purpose: string
  offer: boolean
  channel: Channel
  language: string
  queued_on: Temporal.PlainDate
}

const messageOf = (row: Row): Message => ({
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
  const rows = await sql<(Row & { attempts: number })[]>`
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
  outcome: 'sent' | 'withheld',
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update message_delivery set done_at = ${now.toString()}, outcome = ${outcome}, attempts = attempts + 1
    where lane = ${lane} and message = ${message}`
}

export async function messageDelayed(sql: Sql, lane: LaneId, message: number, next: Temporal.Instant): Promise<void> {
  await sql`
    update message_delivery set attempts = attempts + 1, next_try = ${next.toString()}
    where lane = ${lane} and message = ${message}`
}

/** Messages to a person, the newest first, with what became of each. */
export async function messagesTo(
  sql: Sql,
  lane: LaneId,
  subject: PartyId,
  limit: number,
): Promise<readonly (Message & { readonly outcome: 'sent' | 'withheld' | null })[]> {
  const rows = await sql<(Row & { outcome: 'sent' | 'withheld' | null })[]>`
    select m.*, d.outcome from message m left join message_delivery d using (lane, message)
    where m.lane = ${lane} and m.subject = ${subject} order by m.message desc limit ${limit}`
  return rows.map((row) => ({ ...messageOf(row), outcome: row.outcome }))
}
