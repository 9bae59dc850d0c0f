/** Steps of closing a day that carry out deadlines: for each of a kind that fell due, a command about its subject. */
import type { AnyCommandKind } from './command.ts'
import type { DayChunk, DayStep } from './day-step.ts'
import { type DuePlace, deadlinesOfKind } from './lane/deadline-store.ts'

/** How many subjects one part of a step has. */
const atOnce = 1000

/**
 * The step that sends a command for each deadline of a kind. The command clears the deadline, or sets the next; one that is refused leaves
 * it standing, and the next day's close asks again.
 *
 * @param payloadOf what is asked about one subject
 */
export const deadlineStep = (
  kind: string,
  command: AnyCommandKind,
  payloadOf: (subject: number, day: Temporal.PlainDate) => object,
): DayStep => stepOf(kind, command, (subjects, day) => subjects.map((subject) => payloadOf(subject, day)))

/**
 * The same for a command that takes a list of subjects, so that a thousand of them are one decision.
 *
 * @param payloadOf what is asked about the subjects, which it names in its only list
 */
export const deadlinesStep = (
  kind: string,
  command: AnyCommandKind,
  payloadOf: (subjects: readonly string[], day: Temporal.PlainDate) => object,
): DayStep => stepOf(kind, command, (subjects, day) => [payloadOf(subjects.map(String), day)])

const stepOf = (
  kind: string,
  command: AnyCommandKind,
  payloadsOf: (subjects: readonly number[], day: Temporal.PlainDate) => readonly object[],
): DayStep => ({
  name: kind,
  command,
  next: async (sql, lane, day, after): Promise<DayChunk | undefined> => {
    const found = await deadlinesOfKind(sql, lane, kind, day, placeOf(after), atOnce)
    const last = found.at(-1)
    if (last === undefined) return undefined
    // One that fell due on several days is one subject.
    const subjects = [...new Set(found.map(({ subject }) => subject))]
    return { payloads: payloadsOf(subjects, day), subjects: subjects.length, after: `${last.due} ${last.subject}` }
  },
})

function placeOf(after: string | undefined): DuePlace | undefined {
  const [due, subject] = after?.split(' ') ?? []
  return due === undefined ? undefined : { due: Temporal.PlainDate.from(due), subject: Number(subject) }
}
