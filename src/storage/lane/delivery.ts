/**
 * What the journal sends out of the bank, to a network, to other systems, to persons. What is to go is written with the cursor of the
 * journal, so it is written once; then it is tried until it was taken, at intervals that grow.
 */
import type { LaneId, Place } from '../../kernel/ids.ts'
import type { Sql, Transaction } from '../sql.ts'
import { consume } from './outbox.ts'

const atOnce = 500

/** Decisions that a consumer takes up together, from the first to the last. */
export type TakenUp = { readonly first: Place; readonly last: Place; readonly now: Temporal.Instant }

/** Takes up everything that the journal has after the consumer's cursor; `write` notes what of it is to go out. */
export async function takeUp(
  { sql, lane, now }: { readonly sql: Sql; readonly lane: LaneId; readonly now: () => Temporal.Instant },
  consumer: string,
  write: (sql: Transaction, lane: LaneId, taken: TakenUp) => Promise<unknown>,
): Promise<void> {
  const take = () =>
    consume(sql, lane, consumer, atOnce, async (decisions, transaction) => {
      const [first, last] = [decisions[0], decisions.at(-1)]
      if (first !== undefined && last !== undefined)
        await write(transaction, lane, { first: first.place, last: last.place, now: now() })
    })
  while ((await take()) === atOnce) {}
}

/** How long what failed waits: doubled with each failure, up to the longest. */
export type Waits = { readonly firstSeconds: number; readonly longestSeconds: number }

export type Try<T> = {
  /** How often it failed before. */
  readonly attempts: number
  readonly waits: Waits
  readonly carry: () => Promise<T>
  /** Notes that it is tried again, and not before then. */
  readonly again: (next: Temporal.Instant) => Promise<void>
}

/** Tries to carry one thing out. Undefined when it failed: that is told, and when it is tried again was noted. */
export async function tryToCarry<T>(
  { attempts, waits: { firstSeconds, longestSeconds }, carry, again }: Try<T>,
  {
    now,
    onFailure,
  }: { readonly now: () => Temporal.Instant; readonly onFailure?: ((error: unknown) => void) | undefined },
): Promise<T | undefined> {
  try {
    return await carry()
  } catch (error) {
    onFailure?.(error)
    // Past any longest wait long before: the power stays a number.
    const seconds = Math.min(longestSeconds, firstSeconds * 2 ** Math.min(attempts, 20))
    await again(now().add({ seconds }))
    return undefined
  }
}
