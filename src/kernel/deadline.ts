/** Deadlines: that something must happen on a day. Set with the affair that makes it due, cleared when that is settled. */
import { blindRecords, create, type Effect } from './state.ts'

/** `${due} ${kind} ${subject}`. */
export type DeadlineKey = string & { readonly unit: 'deadline' }

export const deadlines = blindRecords<DeadlineKey, 'set' | 'cleared'>('deadline')

/** Something of `kind` must happen to the subject (an id of the lane) on a day. The kind is a word without spaces. */
export type Deadline = { readonly due: Temporal.PlainDate; readonly kind: string; readonly subject: number }

export const deadlineKey = ({ due, kind, subject }: Deadline): DeadlineKey => `${due} ${kind} ${subject}` as DeadlineKey

export function parseDeadlineKey(key: DeadlineKey): Deadline {
  const [due = '', kind = '', subject = ''] = key.split(' ')
  return { due: Temporal.PlainDate.from(due), kind, subject: Number(subject) }
}

/** Both are written blind: whether a deadline stood before changes nothing, so it need not be loaded. */
export const setDeadline = (deadline: Deadline): Effect => create(deadlines, deadlineKey(deadline), 'set')
export const clearDeadline = (deadline: Deadline): Effect => create(deadlines, deadlineKey(deadline), 'cleared')
