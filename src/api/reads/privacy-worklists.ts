/** What waits for those who answer for personal data: what is overdue, and what falls due. Ids, days and words of closed lists alone. */
import { noticeDeadline } from '../../parties/facts/notices/rules.ts'
import { openNotices } from '../../parties/facts/store.ts'
import { consentsToAskAnew, wardsOfUnknownAge } from '../../parties/guardianship/store.ts'
import { authorityDeadline } from '../../privacy/breaches/rules.ts'
import { breachPage } from '../../privacy/breaches/store.ts'
import { propagationDeadline } from '../../privacy/consents/propagation/rules.ts'
import { openPropagations } from '../../privacy/consents/propagation/store.ts'
import { carriedOutBy, requestDeadline } from '../../privacy/disclosures/passed-on/rules.ts'
import { openRequests } from '../../privacy/disclosures/passed-on/store.ts'
import { endingOf } from '../../privacy/disclosures/receivers/rules.ts'
import { regularDeadline } from '../../privacy/disclosures/standing/rules.ts'
import { heldMessages } from '../../privacy/marketing/messages/store.ts'
import { lacking, measuresReport } from '../../privacy/measures/report.ts'
import { objectionDeadline } from '../../privacy/objections/rules.ts'
import { listReport } from '../../privacy/published/late.ts'
import { sourceOn } from '../../privacy/published/statement.ts'
import { deadlinesDue } from '../../storage/lane/deadline-store.ts'
import type { TokenRole } from '../tokens/store.ts'
import { deadline, type Worklist } from './worklist.ts'

/** What those who answer for personal data have to keep. */
export const duties = [
  ...[authorityDeadline, requestDeadline, objectionDeadline, propagationDeadline, noticeDeadline],
  regularDeadline,
]

const recordLists: readonly Worklist[] = [
  {
    name: 'late-consent-confirmations',
    more: ['data-protection-officer'],
    notAtDesk: true,
    summary: 'Systems that have not confirmed in time that they obey a change of what a person allows; for staff',
    items: async (sql, lane, day, count) =>
      (await openPropagations(sql, lane, count))
        .filter(({ due }) => Temporal.PlainDate.compare(day, due) > 0)
        .map(({ propagation, change, kind, target, due, deliveredAt }) => ({
          ...{ propagation: String(propagation), change: String(change), kind, target, due },
          delivered: deliveredAt,
        })),
  },
  {
    name: 'breaches',
    more: ['data-protection-officer', 'security-officer', 'compliance-officer'],
    notAtDesk: true,
    summary: 'Breaches of personal data that are open, those whose time for the authority ends first on top; for staff',
    items: async (sql, lane, _day, count) =>
      (await breachPage(sql, lane, { open: true, limit: count })).map((one) => ({
        breach: String(one.breach),
        awareAt: one.awareAt,
        notifyBy: one.notifyBy,
        risk: one.risk,
        affected: one.affected,
        told: one.told,
        exemption: one.exemption,
        authorityToldAt: one.authorityToldAt,
        subjectsToldAt: one.subjectsToldAt,
        overdue:
          one.authorityToldAt === null &&
          one.risk !== 'none' &&
          Temporal.Instant.compare(Temporal.Now.instant(), one.notifyBy) > 0,
      })),
  },
  {
    name: 'passed-on-requests',
    summary: 'Requests of persons that came by processors and wait for an answer, those due first; for staff',
    more: ['data-protection-officer', 'compliance-officer'],
    items: async (sql, lane, day, count) =>
      (await openRequests(sql, lane, count)).map(
        ({ request, subject, processor, kind, receivedOn, answerBy, carriedOutOn }) => ({
          ...{
            request: String(request),
            subject: String(subject),
            processor,
            kind,
            receivedOn,
            answerBy,
            carriedOutOn,
          },
          commands: carriedOutBy[kind],
          byHand: carriedOutBy[kind].length === 0,
          overdue: Temporal.PlainDate.compare(day, answerBy) > 0,
        }),
      ),
  },
  {
    name: 'consents-to-ask-anew',
    summary: 'Consents that a parent or guardian gave for somebody who consents alone by now; for staff',
    more: ['data-protection-officer'],
    items: async (sql, lane, _day, count) =>
      (await consentsToAskAnew(sql, lane, count)).map(({ ward, stage, since, purposes }) => ({
        ...{ subject: String(ward), stage, since, purposes },
      })),
  },
  {
    name: 'minors-of-unknown-age',
    summary: 'Minors whose birth date cannot be read, and who count as children meanwhile; for staff',
    more: ['data-protection-officer'],
    items: async (sql, lane, _day, count) =>
      (await wardsOfUnknownAge(sql, lane, count)).map(({ ward, since }) => ({ subject: String(ward), since })),
  },
  {
    name: 'data-notices',
    summary: 'Persons who must be told of data that somebody else gave, the most urgent first; for staff',
    more: ['data-protection-officer'],
    items: async (sql, lane, day, count) =>
      (await openNotices(sql, lane, count)).map(({ subject, since, due }) => ({
        subject: String(subject),
        since,
        due,
        overdue: Temporal.PlainDate.compare(day, due) > 0,
      })),
  },
  {
    name: 'privacy-deadlines',
    summary: 'What falls due on the day or was due before of duties about personal data; for staff',
    more: ['data-protection-officer', 'compliance-officer', 'credit-officer'],
    notAtDesk: true,
    items: async (sql, lane, day, count) => (await deadlinesDue(sql, lane, day, count, { only: duties })).map(deadline),
  },
]

/** The list of processors follows from documents, not from rows. */
const lateProcessors: Worklist = {
  name: 'late-processors',
  notAtDesk: true,
  more: ['data-protection-officer'],
  summary: 'Changes that were not on the published list of processors in time; for staff',
  items: async (_sql, _lane, day, count, rulebook) =>
    (listReport(sourceOn(rulebook, day))?.late ?? [])
      .slice(0, count)
      .map(({ id, changed, due, listed, state }) => ({ processor: id, changed, due, listed, state })),
}

/** So does what was agreed with each of them. */
const endingProcessors: Worklist = {
  name: 'ending-processors',
  notAtDesk: true,
  more: ['data-protection-officer', 'security-officer', 'compliance-officer'],
  summary: 'Processors that get nothing, as their agreement or assessment ended, or will not soon; for staff',
  items: async (_sql, _lane, day, count, rulebook) =>
    endingOf(rulebook.terms(day).register.processors.values(), day)
      .slice(0, count)
      .map(({ id, ...rest }) => ({ processor: id, ...rest })),
}

/** What waits because of it. */
const messagesHeld: Worklist = {
  name: 'held-messages',
  more: ['data-protection-officer', 'compliance-officer'],
  summary: 'Messages that wait, as nobody who may carry them is bound, the oldest first; for staff',
  items: async (sql, lane, _day, count) =>
    (await heldMessages(sql, lane, count)).map(({ message, subject, letter, channel, queuedOn, reason }) => ({
      ...{ message: String(message), subject: String(subject), letter, channel, queuedOn, reason },
    })),
}

const answerable: readonly TokenRole[] = ['data-protection-officer', 'security-officer', 'compliance-officer']

/** What measures lack follows from documents and rows together. */
const lackingOf = (name: string, of: 'measures' | 'processors' | 'staff', summary: string): Worklist => ({
  name,
  more: answerable,
  notAtDesk: true,
  summary,
  items: async (sql, lane, day, count, rulebook) =>
    lacking(await measuresReport(sql, lane, rulebook, day))[of].slice(0, count),
})

const measureLists: readonly Worklist[] = [
  lackingOf(
    'overdue-measures',
    'measures',
    'Measures protecting personal data whose test failed or is overdue; for staff',
  ),
  lackingOf(
    'provider-reviews',
    'processors',
    'Processors that were not vetted, failed, or are to be reviewed again; for staff',
  ),
  lackingOf(
    'untrained-staff',
    'staff',
    'Staff who may read personal data and are not trained, or too long ago; for staff',
  ),
]

/** All of them. */
export const privacyLists: readonly Worklist[] = [
  ...recordLists,
  ...[lateProcessors, endingProcessors, messagesHeld],
  ...measureLists,
]
