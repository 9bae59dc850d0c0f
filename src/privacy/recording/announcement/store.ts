/** What persons answered when a recording was announced, in PostgreSQL. */
import type { PartyId } from '../../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../../storage/lane/collection-store.ts'
import { upsert } from '../../../storage/lane/writes.ts'
import { oids } from '../../../storage/sql.ts'
import { announcements, refusedRecordings } from './rules.ts'

type AnnouncementRow = {
  readonly announcement: bigint
  readonly subject: bigint
  readonly agreed_on: Temporal.PlainDate
  readonly recorded_on: Temporal.PlainDate | null
}

export const announcementStore = collectionStore(
  announcements,
  async (sql, lane, keys) => {
    const rows = await sql<AnnouncementRow[]>`
      select announcement, subject, agreed_on, recorded_on from recording_announcement
      where lane = ${lane} and announcement = any(${sql.array([...keys], oids.int8)})`
    return new Map(
      rows.map((row) => [
        Number(row.announcement),
        {
          announcement: Number(row.announcement),
          subject: Number(row.subject) as PartyId,
          on: row.agreed_on,
          ...(row.recorded_on === null ? {} : { recordedOn: row.recorded_on }),
        },
      ]),
    )
  },
  (lane, steps) =>
    upsert(
      'recording_announcement',
      ['lane', 'announcement'],
      lastOfEach(steps).map(({ after: { announcement, subject, on, recordedOn } }) => ({
        lane,
        announcement,
        subject,
        agreed_on: on.toString(),
        recorded_on: recordedOn?.toString() ?? null,
      })),
    ),
)

type RefusedRow = { readonly subject: bigint; readonly announcement: bigint; readonly refused_on: Temporal.PlainDate }

export const refusedRecordingStore = collectionStore(
  refusedRecordings,
  async (sql, lane, keys) => {
    const rows = await sql<RefusedRow[]>`
      select subject, announcement, refused_on from recording_refused
      where lane = ${lane} and subject = any(${sql.array([...keys], oids.int8)})`
    return new Map(
      rows.map((row) => {
        const subject = Number(row.subject) as PartyId
        return [subject, { subject, announcement: Number(row.announcement), on: row.refused_on }]
      }),
    )
  },
  (lane, steps) =>
    upsert(
      'recording_refused',
      ['lane', 'subject'],
      lastOfEach(steps).map(({ after: { subject, announcement, on } }) => ({
        lane,
        subject,
        announcement,
        refused_on: on.toString(),
      })),
    ),
)
