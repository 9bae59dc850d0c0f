/** That a conversation is about to be recorded is said before, and whoever does not want it is served otherwise. */
import { accept, type Decision } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'

/** An announcement that a person agreed to. It covers one conversation: what was recorded of it. */
export type Announcement = {
  readonly announcement: number
  readonly subject: PartyId
  readonly on: Temporal.PlainDate
  /** When a recording was kept under it; undefined until then. */
  readonly recordedOn?: Temporal.PlainDate | undefined
}

export const announcements = records<number, Announcement>('recording-announcement')

/** The last time that a person did not want a conversation recorded: under that number, which those before it are less than. */
export type RefusedRecording = {
  readonly subject: PartyId
  readonly announcement: number
  readonly on: Temporal.PlainDate
}

export const refusedRecordings = records<PartyId, RefusedRecording>('recording-refused')

/** Notes the answer to an announcement. Only the number of one agreed to lets a recording be kept, until the person refuses one. */
export function decideAnnounce(
  asked: {
    readonly subject: PartyId
    readonly agreed: boolean
    readonly on: Temporal.PlainDate
    readonly nextId: () => number
  },
  terms: Terms,
): Decision<Effect, never> {
  const cited = terms.cite('recording.announced')
  const { subject, on } = asked
  const announcement = asked.nextId()
  if (asked.agreed)
    return accept([create(announcements, announcement, { announcement, subject, on })], cited, {
      recording: true,
      announcement: String(announcement),
    })
  return accept([effect(refusedRecordings, subject, { subject, announcement, on })], cited, {
    recording: false,
    servedBy: terms.parameters('recording.announced').otherwise,
  })
}

/** Whether a recording may be kept under an announcement: the person's own, agreed to, not refused since, and for no other recording. */
export const lets = (found: Announcement, subject: PartyId, refused: RefusedRecording | undefined): boolean =>
  found.subject === subject &&
  found.recordedOn === undefined &&
  (refused === undefined || refused.announcement < found.announcement)

/** That a recording was kept under it. */
export const spend = (found: Announcement, on: Temporal.PlainDate): Effect =>
  effect(announcements, found.announcement, { ...found, recordedOn: on })
