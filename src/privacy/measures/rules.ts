/**
 * Measures that protect personal data: each is tested within its period, a test that fails has it renewed and tested again, and all of it
 * is on record (LP-II.security, KL-7.1.4; GDPR, Article 32(1)(d)).
 */
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import { blindRecords, create, type Effect } from '../../kernel/state.ts'
import type { Measure } from '../../rulebook/register/schema.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { citing } from '../disclosures/receivers/rules.ts'

export const testResults = ['works', 'fails'] as const
export type TestResult = (typeof testResults)[number]

/** A test of a measure, or what was done to renew it. */
export type MeasureTest = {
  readonly test: number
  /** The id of a measure of the register. */
  readonly measure: string
  readonly act: 'test' | 'renewal'
  /** Of a test. */
  readonly result: TestResult | null
  readonly on: Temporal.PlainDate
  /** Under which the archive keeps what was found or done. */
  readonly evidence: string
  readonly role: string
  readonly staff: string | null
}

export const measureTests = blindRecords<number, MeasureTest>('measure-test')

/** Who records, when, and how days are counted. */
export type Recorder = {
  readonly role: string
  readonly staff: string | null
  readonly on: Temporal.PlainDate
  readonly calendar: BusinessCalendar
  readonly nextId: () => number
}

export type MeasureAct = Pick<MeasureTest, 'measure' | 'on' | 'evidence'>

/** In this order. */
export const measureTestRefusals = ['measure-unknown', 'test-ahead'] as const
export type MeasureTestRefusal = (typeof measureTestRefusals)[number]

/** Records what a test of a measure found. Facts: `next`, the day by which it is tested again: the same day when it failed. */
export function decideTest(
  asked: MeasureAct & { readonly result: TestResult },
  by: Recorder,
  terms: Terms,
): Decision<Effect, MeasureTestRefusal> {
  const recorded = recordAct({ ...asked, act: 'test' }, by, terms)
  if (recorded.outcome === 'refused') return recorded
  const measure = terms.register.measures.get(asked.measure)
  const next = asked.result === 'fails' || measure === undefined ? asked.on : nextTest(measure, asked.on, by, terms)
  return { ...recorded, facts: { ...recorded.facts, result: asked.result, next: next.toString() } }
}

/** Records what was done to renew a measure. A test that failed before stands until another one shows that it works. */
export const decideRenew = (asked: MeasureAct, by: Recorder, terms: Terms): Decision<Effect, MeasureTestRefusal> =>
  recordAct({ ...asked, act: 'renewal', result: null }, by, terms)

function recordAct(
  asked: Omit<MeasureTest, 'test' | 'role' | 'staff'>,
  { role, staff, on, nextId }: Recorder,
  terms: Terms,
): Decision<Effect, MeasureTestRefusal> {
  const testing = terms.cite('measure.testing')
  const measure = terms.register.measures.get(asked.measure)
  if (measure === undefined) return refuse('measure-unknown', testing, { measure: asked.measure })
  const cited = citing(testing, measure)
  if (Temporal.PlainDate.compare(asked.on, on) > 0) return refuse('test-ahead', cited, { on: asked.on.toString() })
  const test = nextId()
  return accept([create(measureTests, test, { ...asked, test, role, staff })], cited, {
    test: String(test),
    measure: measure.id,
    on: asked.on.toString(),
  })
}

/** Each measure that a drill tries out works when the drill came out well: a test of it, with the drill as evidence. */
export const drilledTests = (
  drill: string,
  on: Temporal.PlainDate,
  { role, staff, nextId }: Pick<Recorder, 'role' | 'staff' | 'nextId'>,
  { register }: Terms,
): readonly MeasureTest[] =>
  [...register.measures.values()]
    .filter(({ drilled }) => drilled === true)
    .map(({ id: measure }) => ({
      test: nextId(),
      measure,
      act: 'test',
      result: 'works',
      on,
      evidence: drill,
      role,
      staff,
    }))

/** When a measure is tested at the latest after a day on which it was, or began to be taken: by its own period, or by that of all. */
export const nextTest = (
  { every }: Pick<Measure, 'every'>,
  last: Temporal.PlainDate,
  { calendar }: Pick<Recorder, 'calendar'>,
  terms: Terms,
): Temporal.PlainDate => addPeriod(last, parsePeriod(every ?? terms.parameters('measure.testing').every), calendar)
