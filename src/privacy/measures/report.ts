/** How the measures stand on a day: which are in force, when each was tested, who is due; and the same of processors and of staff. */
import { type BusinessCalendar, calendarOf } from '../../kernel/calendar.ts'
import type { LaneId } from '../../kernel/ids.ts'
import type { Rulebook, Terms } from '../../rulebook/terms.ts'
import type { Sql, Transaction } from '../../storage/sql.ts'
import { nextReview, type Review } from './providers/rules.ts'
import { lastReviews } from './providers/store.ts'
import { type MeasureTest, nextTest } from './rules.ts'
import { firstDay, lastTests } from './store.ts'
import { countsUntil, untrainedIn } from './training/rules.ts'
import { type TrainedStaff, trainedStaff } from './training/store.ts'

/** Whether the day by which something is done has passed, or the last time found that it fails. */
export type Standing = 'in-order' | 'overdue' | 'failed'

export type MeasureStanding = {
  readonly measure: string
  /** The clause it follows from, such as `LP-I.7`. */
  readonly clause: string
  readonly tested: Pick<MeasureTest, 'on' | 'result' | 'evidence'> | null
  readonly renewedOn: Temporal.PlainDate | null
  /** By when it is tested: counted from the day on which it was first taken where it never was. */
  readonly due: Temporal.PlainDate
  readonly standing: Standing
}

export type ProviderStanding = {
  readonly processor: string
  readonly clause: string
  readonly reviewed: Pick<Review, 'kind' | 'on' | 'result' | 'evidence'> | null
  /** By when it is reviewed again; null where data go there only after it was vetted. */
  readonly due: Temporal.PlainDate | null
  readonly standing: Standing | 'unvetted'
}

export type StaffStanding = {
  readonly staff: string
  /** Subjects in which they are not trained, or no more. */
  readonly missing: readonly string[]
  /** The last day on which all their training counts; null where some is missing. */
  readonly until: Temporal.PlainDate | null
}

export type MeasuresReport = {
  readonly entity: string
  readonly day: Temporal.PlainDate
  readonly measures: readonly MeasureStanding[]
  readonly processors: readonly ProviderStanding[]
  readonly staff: readonly StaffStanding[]
}

/**
 * The report of an entity: measures, processors engaged on the day, and staff who may read personal data.
 *
 * @throws UnboundProvision where neither documents nor law ask for measures
 */
export async function measuresReport(
  sql: Sql | Transaction,
  lane: LaneId,
  rulebook: Rulebook,
  day: Temporal.PlainDate,
): Promise<MeasuresReport> {
  const [opened, tests, reviews, staff] = await Promise.all([
    firstDay(sql, lane),
    lastTests(sql, lane, day),
    lastReviews(sql, lane, day),
    trainedStaff(sql, lane, day),
  ])
  const asOf = { day, opened, terms: rulebook.terms(day), calendar: calendarOf(rulebook.entity.calendar) }
  return {
    entity: rulebook.entity.id,
    day,
    measures: measuresOn(asOf, tests),
    processors: processorsOn(asOf, reviews),
    staff: staffOn(asOf, staff),
  }
}

type AsOf = {
  readonly day: Temporal.PlainDate
  /** The first business date. */
  readonly opened: Temporal.PlainDate | undefined
  readonly terms: Terms
  readonly calendar: BusinessCalendar
}

/** Each measure of the register, what is due first on top. */
export function measuresOn(asOf: AsOf, tests: readonly MeasureTest[]): readonly MeasureStanding[] {
  const { terms, day, opened } = asOf
  return [...terms.register.measures.values()]
    .map((measure): MeasureStanding => {
      const of = (act: MeasureTest['act']) => tests.find((one) => one.measure === measure.id && one.act === act)
      const test = of('test')
      const failed = test?.result === 'fails'
      const due = failed ? test.on : nextTest(measure, test?.on ?? laterOf(measure.effective, opened), asOf, terms)
      return {
        measure: measure.id,
        clause: `${measure.cited.document}-${measure.cited.clause}`,
        tested: test === undefined ? null : { on: test.on, result: test.result, evidence: test.evidence },
        renewedOn: of('renewal')?.on ?? null,
        due,
        standing: failed ? 'failed' : standingBy(due, day),
      }
    })
    .sort((one, other) => Temporal.PlainDate.compare(one.due, other.due))
}

/** Each processor engaged on the day: those that get nothing first, then by when they are reviewed again. */
export function processorsOn(asOf: AsOf, reviews: readonly Review[]): readonly ProviderStanding[] {
  const { terms, day } = asOf
  const dayText = day.toString()
  return [...terms.register.processors.values()]
    .filter(({ since, until }) => since <= dayText && (until === undefined || dayText <= until))
    .map(({ id, cited }): ProviderStanding => {
      const last = reviews.find(({ provider }) => provider === id)
      const due = last?.result === 'passed' ? nextReview(last, asOf, terms) : null
      const missing = last === undefined ? 'unvetted' : 'failed'
      return {
        processor: id,
        clause: `${cited.document}-${cited.clause}`,
        reviewed:
          last === undefined ? null : { kind: last.kind, on: last.on, result: last.result, evidence: last.evidence },
        due,
        standing: due === null ? missing : standingBy(due, day),
      }
    })
    .sort((one, other) => (one.due?.toString() ?? '').localeCompare(other.due?.toString() ?? ''))
}

/** Each of staff who may read personal data: those who miss something first. */
export function staffOn({ terms, day }: AsOf, staff: readonly TrainedStaff[]): readonly StaffStanding[] {
  const asks = terms.parameters('staff.training')
  return staff
    .map(({ staff: one, trained }): StaffStanding => {
      const missing = untrainedIn(trained, day, asks)
      const ends = asks.topics.flatMap((topic) => trained.get(topic) ?? []).map((on) => countsUntil(on, asks))
      const [first] = ends.sort(Temporal.PlainDate.compare)
      return { staff: one, missing, until: missing.length === 0 ? (first ?? null) : null }
    })
    .sort((one, other) => (one.until?.toString() ?? '').localeCompare(other.until?.toString() ?? ''))
}

const standingBy = (due: Temporal.PlainDate, day: Temporal.PlainDate): Standing =>
  Temporal.PlainDate.compare(day, due) > 0 ? 'overdue' : 'in-order'

/** A measure is taken since it was prescribed, and no longer than there is a bank. */
const laterOf = (one: Temporal.PlainDate, other: Temporal.PlainDate = one): Temporal.PlainDate =>
  Temporal.PlainDate.compare(one, other) < 0 ? other : one

/** What is not in order: measures to test, processors to review, staff to train. */
export const lacking = ({ measures, processors, staff }: MeasuresReport) => ({
  measures: measures.filter(({ standing }) => standing !== 'in-order'),
  processors: processors.filter(({ standing }) => standing !== 'in-order'),
  staff: staff.filter(({ missing }) => missing.length > 0),
})
