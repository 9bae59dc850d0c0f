/** A lane of purses in memory, whose storage a test can stop, and what stands in it. */
import { MemoryLaneStorage } from '../memory.ts'
import { type Batch, DatabaseRefused } from '../port.ts'
import type { WriterOptions } from '../submission.ts'
import type { LaneWriter } from '../writer.ts'
import { GatedStorage } from './gated-storage.ts'
import { firstHead, lane, mostMinor, type Purse, purseId, purses, takePurses } from './purses.ts'

/** The twin with the database's own check: a purse holds at most so much. */
class CheckingStorage extends MemoryLaneStorage {
  override append(batch: Batch): Promise<void> {
    const refused = batch.steps.get(purses)?.some(({ after }) => (after as Purse).minor > mostMinor)
    return refused ? Promise.reject(new DatabaseRefused('violates check constraint')) : super.append(batch)
  }
}

export class PurseLane {
  readonly twin = new CheckingStorage()
  readonly gate = new GatedStorage(this.twin)

  constructor() {
    this.twin.open(firstHead())
  }

  /** A writer that waits for no time to pass. */
  take(options: Partial<WriterOptions> = {}): Promise<LaneWriter> {
    return takePurses(this.gate, { sleep: async () => {}, defer: (work) => work(), ...options })
  }

  /** What is in the n-th purse, as committed. */
  minorOf(n: number): number | undefined {
    return (this.twin.records(lane, 'purse').get(purseId(n)) as Purse | undefined)?.minor
  }

  /** Kinds and refusals of every batch in the journal. */
  kinds(): readonly (readonly string[])[] {
    return this.twin
      .journal(lane)
      .map(({ decisions }) => decisions.map(({ kind, code }) => `${kind}${code ? ` ${code}` : ''}`))
  }
}

/** `resolved`, or the error's name and message. */
export const settled = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'resolved',
    (error: Error) => `${error.name}: ${error.message}`,
  )
/** `resolved`, or the error's name. */
export const outcomes = (promises: readonly Promise<unknown>[]): Promise<readonly string[]> =>
  Promise.all(promises.map(async (one) => (await settled(one)).replace(/:.*/, '')))
/** All that needs no waiting happens meanwhile. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
