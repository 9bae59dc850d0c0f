/**
 * What counts as shown when data are recorded. What the engine's own records can show, nobody's word shows: whether the person consented,
 * whether they let a conversation be recorded, whether an authority asked.
 */
import type { PartyId } from '../../../kernel/ids.ts'
import type { Purpose } from '../../../rulebook/register/schema.ts'
import type { EvidenceKind } from '../../../rulebook/register/vocabulary.ts'
import type { Enquiry } from '../../disclosures/enquiries/rules.ts'
import { chosen, type MadeBy } from '../../gate/conditions/rules.ts'
import type { Evidence } from '../../gate/rules.ts'
import { consentTo, switchedKinds } from '../../gate/switched/rules.ts'
import type { Switches } from '../../switches/rules.ts'
import { type Announcement, lets, type RefusedRecording } from '../announcement/rules.ts'

/** What is on record of a person, and under the numbers that are shown. */
export type OnRecord = {
  readonly subject: PartyId
  /** Whose records they are: a consent may leave an entity out. */
  readonly entity: string
  readonly switches?: Switches | undefined
  readonly announcements?: readonly Announcement[] | undefined
  readonly refused?: RefusedRecording | undefined
  readonly enquiries?: readonly Enquiry[] | undefined
}

/** The kinds that a number alone shows: that of a record. */
export const recordedKinds = ['announcement', 'enquiry'] as const satisfies readonly EvidenceKind[]

/** What counts only by a record, and what makes it. */
export const recordedBy = {
  ...chosen,
  announcement: 'recording.announce',
  enquiry: 'authority-enquiry.receive',
} as const satisfies MadeBy

/** The kinds of evidence that count for recording for a purpose: as somebody says, or as the records show. */
export function shownFor(
  purpose: Pick<Purpose, 'id' | 'marketing'>,
  shown: readonly Evidence[],
  onRecord: OnRecord,
): ReadonlySet<EvidenceKind> {
  const { subject, entity, switches, enquiries = [] } = onRecord
  const isRecorded: { readonly [K in (typeof recordedKinds)[number]]: (reference: string) => boolean } = {
    announcement: (reference) => announcedUnder(reference, onRecord) !== undefined,
    enquiry: (reference) =>
      enquiries.some((one) => String(one.enquiry) === reference && one.subjects.includes(subject)),
  }
  const counts = ({ kind, reference }: Evidence): boolean =>
    !switchedKinds.includes(kind) && (!isByNumber(kind) || isRecorded[kind](reference))
  const kinds = new Set(shown.filter(counts).map(({ kind }) => kind))
  const consent = switches && consentTo(purpose, switches, { entity })
  if (consent !== undefined) kinds.add('consent')
  if (consent?.explicit === true) kinds.add('explicit-consent')
  return kinds
}

const isByNumber = (kind: EvidenceKind): kind is (typeof recordedKinds)[number] =>
  (recordedKinds as readonly EvidenceKind[]).includes(kind)

/** The announcement of that number under which a recording of the person may be kept; undefined where there is none. */
export const announcedUnder = (
  reference: string,
  { subject, announcements = [], refused }: OnRecord,
): Announcement | undefined =>
  announcements.find((one) => String(one.announcement) === reference && lets(one, subject, refused))
