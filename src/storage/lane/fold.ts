/**
 * The fold: one command against the state in memory, giving a decision and the changes it makes. The live path, previews, replay and
 * simulation all come through here.
 */
import { type Decision, refuse } from '../../kernel/decision.ts'
import { composeId, type LaneId } from '../../kernel/ids.ts'
import { laneRecord } from '../../kernel/lane.ts'
import type { Effect } from '../../kernel/state.ts'
import type { BoundVersions } from '../../rulebook/pack.ts'
import type { Rulebook, Terms } from '../../rulebook/terms.ts'
import type { Catalogue, Code, Command, Context } from '../command.ts'
import type { Legs } from './port.ts'
import type { Step, WorkingState } from './working-state.ts'

/** What the fold needs besides state and command. */
export type FoldRules = {
  readonly catalogue: Catalogue
  /** Of whatever entity: that of each lane is found from it. */
  readonly rulebook: Rulebook
  /** The money lines of a decision's steps, or null; throws when they do not balance. From the ledger, which storage does not know. */
  readonly legsOf: (steps: readonly Step[]) => Legs | null
}

export type Folded = {
  readonly decision: Decision<Effect, Code>
  readonly steps: readonly Step[]
  readonly legs: Legs | null
}

/**
 * Decides one command and applies what it effects. A refusal changes nothing, not even the ids given out. A throw (a bug, or a broken
 * invariant) leaves the state as it was.
 */
export function fold(
  rules: FoldRules,
  state: WorkingState,
  command: Command,
  lane: LaneId,
  at: Temporal.Instant,
): Folded {
  const mark = state.mark()
  try {
    const decision = rules.catalogue.get(command.kind).decide(state, command, context(rules, state, lane, at))
    if (decision.outcome === 'refused') {
      state.rollBack(mark)
      return { decision, steps: [], legs: null }
    }
    const steps = decision.effects.map((one) => state.apply(one))
    return { decision, steps, legs: rules.legsOf(steps) }
  } catch (error) {
    state.rollBack(mark)
    throw error
  }
}

const groupUndone: Code = 'group-undone'

/** Decides commands that stand or fall together: if one is refused, the others are undone and refused by what settled the first refusal. */
export function foldGroup(
  rules: FoldRules,
  state: WorkingState,
  commands: readonly Command[],
  lane: LaneId,
  at: Temporal.Instant,
): readonly Folded[] {
  const mark = state.mark()
  const folded: Folded[] = []
  try {
    for (const command of commands) folded.push(fold(rules, state, command, lane, at))
  } catch (error) {
    state.rollBack(mark)
    throw error
  }
  const fault = folded.find(({ decision }) => decision.outcome === 'refused')?.decision
  if (fault === undefined) return folded
  state.rollBack(mark)
  return folded.map(
    (one): Folded =>
      one.decision.outcome === 'refused' ? one : { decision: refuse(groupUndone, fault.cited), steps: [], legs: null },
  )
}

function context(rules: FoldRules, state: WorkingState, lane: LaneId, at: Temporal.Instant): Context {
  const record = state.get(laneRecord, lane)
  if (record === undefined) throw new Error(`lane ${lane} has no record`)
  const rulebook = rules.rulebook.of(record.entity)
  return {
    lane,
    entity: rulebook.entity,
    entities: rulebook.pack.entities,
    at,
    businessDate: record.businessDate,
    terms: (binding?: BoundVersions): Terms => rulebook.terms(record.businessDate, binding),
    termsOn: (day, binding) => rulebook.terms(day, binding),
    nextId: <Id extends number>(): Id => {
      const id = composeId<Id>(lane, state.nextNumber)
      state.nextNumber += 1
      return id
    },
  }
}
