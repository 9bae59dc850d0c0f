/** Notices that restrictions are lifted, in PostgreSQL. */
import type { PartyId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids } from '../../storage/sql.ts'
import type { RestrictionGround } from '../switches/rules.ts'
import { type LiftingNotice, liftingNotices, noticeKey } from './rules.ts'

type Row = {
  subject: bigint
  ground: RestrictionGround
  told_on: Temporal.PlainDate
  evidence: string
  used: boolean
}

export const liftingNoticeStore = collectionStore(
  liftingNotices,
  async (sql, lane, keys) => {
    const subjects = keys.map((key) => Number(key.split(' ')[0]))
    const rows = await sql<Row[]>`
      select * from lifting_notice where lane = ${lane} and subject = any(${sql.array(subjects, oids.int8)})`
    const found = rows.map(noticeOf).map((one): [string, LiftingNotice] => [noticeKey(one.subject, one.ground), one])
    return new Map(found.filter(([key]) => keys.includes(key)))
  },
  (lane, steps) =>
    upsert(
      'lifting_notice',
      ['lane', 'subject', 'ground'],
      lastOfEach(steps).map(({ after: { subject, ground, toldOn, evidence, used } }) => ({
        lane,
        subject,
        ground,
        told_on: toldOn.toString(),
        evidence,
        used,
      })),
    ),
)

const noticeOf = ({ subject, ground, told_on, evidence, used }: Row): LiftingNotice => ({
  subject: Number(subject) as PartyId,
  ground,
  toldOn: told_on,
  evidence,
  used,
})
