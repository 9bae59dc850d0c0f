/**
 * What counts as shown for conditions of the register. What the engine's own records can show, nobody's word shows: that a consent or a
 * guarantee stands, that an authority's enquiry was registered, that a debtor was told, that a claim was assigned.
 */

import type { Purpose } from '../../../rulebook/register/schema.ts'
import type { EvidenceKind } from '../../../rulebook/register/vocabulary.ts'
import { chosen, type MadeBy } from '../../gate/conditions/rules.ts'
import type { Evidence } from '../../gate/rules.ts'
import type { Receiver } from '../receivers/rules.ts'

/** Evidence of a disclosure. That something is overdue needs the day on which it was due: how late it is, is counted. */
export type Showing = Evidence & {
  /** Of `overdue`: an ISO 8601 date. */
  readonly dueOn?: string
  /** Of `overdue`: an agreement of the institution, by its id. Its dues say since when: no other day counts. */
  readonly agreement?: string
}

/**
 * What counts only by a record, and what makes it: choices of persons, the register, what recipients undertook, and commands of their own for
 * enquiries, reports of debts and assignments.
 */
export const recordedBy = {
  ...chosen,
  safeguard: 'register',
  confidentiality: 'recipient.undertake',
  enquiry: 'authority-enquiry.receive',
  announcement: 'debt-report.announce',
  assignment: 'assignment.make',
} as const satisfies MadeBy

/** What opens the door to a public body. */
const official: readonly EvidenceKind[] = ['case', 'public-function']

/** Asked by whom, for what, and on which day. */
export type Shown = {
  readonly receiver: Pick<Receiver, 'authority'>
  readonly purpose: Pick<Purpose, 'bases'>
  readonly on: Temporal.PlainDate
}

/**
 * What of that which somebody says is shown counts. A public body gets data by its enquiry, or by a law that the register names for the
 * purpose: then that law is shown.
 */
export function countingOf(shown: readonly Showing[], { receiver, purpose, on }: Shown): readonly Showing[] {
  const byLaw = shown.some(({ kind, reference }) => kind === 'law' && isLawOf(purpose, reference))
  const counts = ({ kind, dueOn }: Showing): boolean => {
    if (Object.hasOwn(recordedBy, kind)) return false
    if (receiver.authority && official.includes(kind)) return byLaw
    return kind !== 'overdue' || isPast(dueOn, on)
  }
  return shown.filter(counts)
}

/** Whether the register says that this law demands the purpose. */
export const isLawOf = ({ bases }: Pick<Purpose, 'bases'>, reference: string): boolean =>
  bases.some(({ basis, law }) => basis === 'legal-obligation' && law === reference)

const isPast = (day: string | undefined, on: Temporal.PlainDate): boolean =>
  day !== undefined && Temporal.PlainDate.compare(Temporal.PlainDate.from(day), on) < 0
