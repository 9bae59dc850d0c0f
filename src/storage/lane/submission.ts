/** What a lane's writer is given, and what it gives back. */
import type { Command } from '../command.ts'
import type { FoldRules } from './fold.ts'
import type { DecisionView, LaneStorage, Sealer } from './port.ts'

export type WriterOptions = {
  readonly storage: LaneStorage
  readonly sealer: Sealer
  readonly rules: FoldRules
  readonly now: () => Temporal.Instant
  /** Version of the rules in code, stored with each batch. */
  readonly rulesVersion: string
  /** Names this process in the lane's row. */
  readonly name: string
  readonly maximumBatch?: number
  /** Records kept in memory before everything is dropped and loaded anew. */
  readonly maximumRecords?: number
  /** For tests: awaited after a batch was folded and before it is appended. */
  readonly beforeAppend?: (batch: number) => Promise<void>
  /** How to wait so many milliseconds for a database that does not answer; in simulations not at all. */
  readonly sleep?: (ms: number) => Promise<unknown>
  /** For simulations, which keep the order of things to themselves: how answers are put off until the next batch is on its way. */
  readonly defer?: (work: () => void) => void
}

/** An answer to a command: the decision, and whether it was taken earlier under the same key. */
export type Answer = { readonly decision: DecisionView; readonly repeated: boolean }

/** What tells a command from others: its key, its body, and the payload as the journal keeps it. */
export type Identity = { readonly hash: Buffer; readonly mac: Buffer; readonly hex: string; readonly payload: string }

/** Commands submitted together. `atomic`: all or none. */
export type Submission = {
  readonly commands: readonly Command[]
  readonly dryRun: boolean
  readonly atomic: boolean
  readonly keys: readonly Identity[]
  readonly resolve: (answers: readonly Answer[]) => void
  readonly reject: (error: Error) => void
}
