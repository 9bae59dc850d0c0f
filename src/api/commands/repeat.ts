/**
 * Stored answers of a repeated key go to who may still act: a representative whose authorisation document has fallen away meanwhile is told
 * that, and not what was decided before.
 */
import type { RepresentationRefusal } from '../../parties/representation/rules.ts'
import type { Command } from '../../storage/command.ts'
import type { Answer } from '../../storage/lane/submission.ts'
import type { LaneWriter } from '../../storage/lane/writer.ts'
import { EdgeProblem } from '../problems.ts'

/**
 * Refusals that say that the person has no power to do such an act today. Those of the amount or the signatures are about one act: who may
 * no longer order so much must still learn what became of the order they gave.
 */
const powerless = [
  'no-authorisation',
  'authorisation-not-accepted',
  'authorisation-replacement-overdue',
  'authorisation-outside-dates',
  'service-not-covered',
] as const satisfies RepresentationRefusal[]

/**
 * Why the stored answer is not given again to who sent the command; undefined when it is, and for what was decided just now. Asks the same
 * rules as the command itself, by a preview of it, so that there is no second opinion on who may act. Staff are known by their role, which
 * every request is asked for.
 */
export async function noLongerTold(
  writer: Pick<LaneWriter, 'preview'>,
  command: Command,
  { decision, repeated }: Answer,
): Promise<EdgeProblem | undefined> {
  if (!repeated || command.actor.party === undefined) return undefined
  const now = await writer.preview(command)
  if (now.code === null || now.code === decision.code || !isPowerless(now.code)) return undefined
  return new EdgeProblem(now.code, { facts: now.facts, clauses: now.cited.disclosed })
}

const isPowerless = (code: string): code is (typeof powerless)[number] =>
  (powerless as readonly string[]).includes(code)
