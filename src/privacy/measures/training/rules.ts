/** Training of staff who work with personal data: in which subjects, how long it counts, and whom the gate turns away without it. */
import { accept, type Decision, refuse } from '../../../kernel/decision.ts'
import { blindRecords, create, type Effect } from '../../../kernel/state.ts'
import type { ParametersOf } from '../../../rulebook/provisions.ts'
import type { Terms } from '../../../rulebook/terms.ts'

/** That one of staff was taught something. */
export type Training = {
  readonly training: number
  readonly staff: string
  readonly topic: string
  readonly on: Temporal.PlainDate
  /** The code of one of staff, or the number of an organisation. */
  readonly taughtBy: string
  /** Under which the archive keeps who was there. */
  readonly evidence: string
}

export const trainings = blindRecords<number, Training>('training')

/** One lesson, and everybody who was taught in it. */
export type Lesson = Pick<Training, 'topic' | 'on' | 'taughtBy' | 'evidence'> & { readonly staff: readonly string[] }

/** In this order. */
export const trainingRefusals = ['topic-unknown', 'training-ahead', 'taught-by-oneself'] as const
export type TrainingRefusal = (typeof trainingRefusals)[number]

/** Records that staff were trained. Facts: `until`, the last day on which it counts. */
export function decideTrain(
  asked: Lesson,
  { on, nextId }: { readonly on: Temporal.PlainDate; readonly nextId: () => number },
  terms: Terms,
): Decision<Effect, TrainingRefusal> {
  const cited = terms.cite('staff.training')
  const asks = terms.parameters('staff.training')
  const { staff, ...lesson } = asked
  if (!asks.topics.includes(asked.topic))
    return refuse('topic-unknown', cited, { topic: asked.topic, topics: asks.topics })
  if (Temporal.PlainDate.compare(asked.on, on) > 0) return refuse('training-ahead', cited, { on: asked.on.toString() })
  if (staff.includes(asked.taughtBy)) return refuse('taught-by-oneself', cited, { staff: asked.taughtBy })
  const made = staff.map((one): Training => ({ ...lesson, staff: one, training: nextId() }))
  return accept(
    made.map((one) => create(trainings, one.training, one)),
    cited,
    {
      trainings: made.map(({ training }) => String(training)),
      topic: asked.topic,
      until: countsUntil(asked.on, asks).toString(),
    },
  )
}

/** Which subjects, how often, and whether nobody reads without. */
export type TrainingAsked = ParametersOf<'staff.training'>
type Asks = Pick<TrainingAsked, 'topics' | 'every'>

/** When one of staff was last taught each subject. */
export type LastTrained = ReadonlyMap<string, Temporal.PlainDate>

/** The last day on which a training counts. */
export const countsUntil = (on: Temporal.PlainDate, { every }: Pick<Asks, 'every'>): Temporal.PlainDate => on.add(every)

/** Subjects in which somebody is not trained on a day, or no more. */
export const untrainedIn = (trained: LastTrained | undefined, day: Temporal.PlainDate, asks: Asks): readonly string[] =>
  asks.topics.filter((topic) => {
    const on = trained?.get(topic)
    return on === undefined || Temporal.PlainDate.compare(day, countsUntil(on, asks)) > 0
  })

/** When one of staff was last taught a subject, in one lane, and the business date there. */
export type TrainedIn = {
  readonly lane: number
  readonly staff: string
  readonly topic: string
  readonly last: Temporal.PlainDate
  readonly day: Temporal.PlainDate
}

/** What one of staff was taught in each of these lanes: where that is long ago in one of them, it is. Undefined without any training. */
export function trainedInAll(
  rows: readonly TrainedIn[],
  staff: string | undefined,
  lanes: readonly number[],
): { readonly trained: LastTrained; readonly day: Temporal.PlainDate } | undefined {
  const of = rows.filter((one) => one.staff === staff && lanes.includes(one.lane))
  const [day] = of.map((one) => one.day).sort(later)
  if (day === undefined) return undefined
  const trained = new Map<string, Temporal.PlainDate>()
  for (const [topic, lessons] of Map.groupBy(of, (one) => one.topic)) {
    const oldest = lessons
      .map(({ last }) => last)
      .sort(later)
      .at(-1)
    if (oldest !== undefined && lessons.length === lanes.length) trained.set(topic, oldest)
  }
  return { trained, day }
}

const later = (one: Temporal.PlainDate, other: Temporal.PlainDate): number => Temporal.PlainDate.compare(other, one)
