/** The notice that is owed to a person whose data somebody else gave: that the institution has them (GDPR, Article 14). */
import type { BusinessCalendar } from '../../../kernel/calendar.ts'
import { setDeadline } from '../../../kernel/deadline.ts'
import type { Cited } from '../../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../../kernel/duration.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { type Effect, effect, records } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'

export type NoticeOwed = {
  readonly subject: PartyId
  readonly since: Temporal.PlainDate
  readonly due: Temporal.PlainDate
  readonly settled?: { readonly on: Temporal.PlainDate; readonly how: string } | undefined
}

export const noticesOwed = records<PartyId, NoticeOwed>('notice-owed')

/** Deadlines for whose close staff must have told the person. */
export const noticeDeadline = 'data-notice'

export type Noticing = {
  readonly source: string
  /** The notice that was owed to the person before, if any. */
  readonly owed: NoticeOwed | undefined
  readonly on: Temporal.PlainDate
  readonly calendar: BusinessCalendar
}

export type NoticeRaised = {
  readonly effects: readonly Effect[]
  readonly cited: readonly Cited[]
  readonly due: Temporal.PlainDate | undefined
}

/** What it takes that a person is told in time of data from this source; nothing where they gave them, or where they are told anyway. */
export function raiseNotice(subject: PartyId, { source, owed, on, calendar }: Noticing, terms: Terms): NoticeRaised {
  if (owed !== undefined || !isFromOther(source, terms)) return { effects: [], cited: [], due: undefined }
  const { noticeAtLatest } = terms.parameters('fact.others')
  const due = addPeriod(on, parsePeriod(noticeAtLatest), calendar)
  return {
    effects: [
      effect(noticesOwed, subject, { subject, since: on, due, settled: undefined }),
      setDeadline({ due, kind: noticeDeadline, subject }),
    ],
    cited: [terms.cite('fact.others')],
    due,
  }
}

/** A source asks for a declaration exactly where the person concerned is not the one who gives the data. */
const isFromOther = (source: string, terms: Terms): boolean =>
  terms.register.sources.get(source)?.requires?.some((all) => all.includes('declaration')) === true
