/** Work that goes round as long as a process runs: keepers are made of it. */
import { asError } from '../storage/lane/errors.ts'

export type Rounds = {
  /** Goes round now, unless a round is under way. */
  readonly now: () => void
  /** Ends it; settles when the round that is under way has ended. */
  readonly stop: () => Promise<void>
}

/**
 * Goes round at once and then every so often, one round at a time. What goes wrong is told, and tried again by the next round. Keeps no
 * process alive.
 *
 * @param round is told when it should come to an end
 */
export function goRound(
  round: (stopping: AbortSignal) => Promise<unknown>,
  everyMs: number,
  onFailed: (error: Error) => void,
): Rounds {
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  const now = (): void => {
    if (stopping.signal.aborted) return
    running ??= round(stopping.signal)
      .then(
        () => {},
        (error: unknown) => onFailed(asError(error)),
      )
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(now, everyMs).unref()
  now()
  return {
    now,
    stop: async () => {
      stopping.abort()
      clearInterval(timer)
      await running
    },
  }
}
