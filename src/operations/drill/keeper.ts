/**
 * Keeps drills going in the process that holds the lanes: has one made when it is due, and has each lane decide about every drill that was
 * made, whoever made it. The drill itself runs in a process of its own, so that the bank does not wait for it.
 */
import { calendarOf, localDate } from '../../kernel/calendar.ts'
import type { LaneId } from '../../kernel/ids.ts'
import type { Entity } from '../../rulebook/pack.ts'
import { UnboundProvision } from '../../rulebook/terms.ts'
import { asError } from '../../storage/lane/errors.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import type { Institution } from '../institution.ts'
import type { LaneHolder } from '../lane-holder.ts'
import { goRound } from '../rounds.ts'
import { recordDrill } from './commands.ts'
import { restoreSecondsOf } from './report.ts'
import { nextDrill } from './rules.ts'
import { type Drill, lastSound, markRecorded, unrecordedDrills } from './store.ts'

const LOOK_MS = 60_000
/** After a drill that was not sound, or did not run at all, the next try. */
const AGAIN_HOURS = 6

export type DrillKeeping = {
  /** Makes a drill and leaves its record. */
  readonly run: () => Promise<void>
  readonly now?: () => Temporal.Instant
  readonly everyMs?: number
  /** Is told what went wrong; it is tried again. */
  readonly onFailed?: (error: Error) => void
}

type Bank = Pick<Institution, 'sql' | 'rulebookOf'>
type Lanes = Pick<LaneHolder, 'lanes' | 'head' | 'writer'>

/** @returns stops it; settles when what it is at has ended, but for a drill, which goes on by itself */
export function keepDrills(bank: Bank, lanes: Lanes, keeping: DrillKeeping): () => Promise<void> {
  const { now = () => Temporal.Now.instant(), everyMs = LOOK_MS, onFailed = () => {} } = keeping
  let drilling = false
  let tried: Temporal.Instant | undefined
  const look = async (): Promise<void> => {
    for (const drill of await unrecordedDrills(bank.sql)) await record(bank, lanes, drill)
    const rests = tried !== undefined && Temporal.Instant.compare(now(), tried.add({ hours: AGAIN_HOURS })) < 0
    if (drilling || rests || !(await isDue(bank, lanes, now()))) return
    drilling = true
    tried = now()
    void keeping
      .run()
      .catch((error: unknown) => onFailed(asError(error)))
      .finally(() => {
        drilling = false
        rounds.now()
      })
  }
  const rounds = goRound(look, everyMs, onFailed)
  return rounds.stop
}

/** Whether an entity whose documents ask for drills has seen none for too long: the day on which the next is due has come. */
export async function isDue(bank: Bank, lanes: Pick<Lanes, 'lanes' | 'head'>, now: Temporal.Instant): Promise<boolean> {
  const asking = lanes.lanes.filter(({ lane }) => asksForDrills(bank, lanes, lane))
  if (asking.length === 0) return false
  const last = await lastSound(bank.sql)
  if (last === undefined) return true
  return asking.some(({ entity, lane }) => {
    const next = nextDrill(
      bank.rulebookOf(lane).terms(lanes.head(lane).businessDate),
      calendarOf(entity.calendar),
      dayOf(last, entity),
    )
    return Temporal.PlainDate.compare(dayOf(now, entity), next) >= 0
  })
}

function asksForDrills({ rulebookOf }: Bank, lanes: Pick<Lanes, 'head'>, lane: LaneId): boolean {
  try {
    rulebookOf(lane).terms(lanes.head(lane).businessDate).parameters('security.drill')
    return true
  } catch (error) {
    if (error instanceof UnboundProvision) return false
    throw error
  }
}

const dayOf = (at: Temporal.Instant, { timeZone }: Entity): Temporal.PlainDate => localDate(at, timeZone)

/** One decision in each lane whose documents ask for drills; the same again when a crash came between. */
async function record({ sql, ...bank }: Bank, lanes: Lanes, made: Drill): Promise<void> {
  const { drill, at, sound, report } = made
  const restoreSeconds = restoreSecondsOf(report)
  const findings: string[] = []
  for (const { lane, entity } of lanes.lanes) {
    if (!asksForDrills({ sql, ...bank }, lanes, lane)) continue
    const { decision } = await lanes.writer(lane).submit({
      kind: recordDrill.kind,
      client: 'drills',
      key: drill,
      actor: { role: 'system' },
      purpose: recordDrill.purpose,
      payload: { drill, on: dayOf(at, entity).toString(), sound, problems: report.problems.length, restoreSeconds },
    })
    if (decision.code === 'restore-late') findings.push(lateness(entity, decision))
  }
  await markRecorded(sql, made, findings)
}

function lateness({ id }: Entity, { facts, cited }: DecisionView): string {
  const by = cited.settled.map(({ document, clause }) => `${document} ${clause}`).join(', ')
  return `restoring took ${facts['restoreSeconds']} seconds, and ${facts['withinSeconds']} are allowed (${by}; ${id})`
}
