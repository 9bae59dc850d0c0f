/** Brings into memory what commands name, and what those records name, and so on: a number its account, the account its agreement. */
import type { LaneId } from '../../kernel/ids.ts'
import type { Need } from '../../kernel/state.ts'
import type { Submission, WriterOptions } from './submission.ts'
import type { WorkingState } from './working-state.ts'

/**
 * How often `needs` is asked again after a load, at most: for an account, its agreement and holders, and their representation. Three are
 * enough but where orders of seizure wait for money on an account: then for what else they reach.
 */
const maximumRounds = 6

/** Submissions that left the queue and whose records are being loaded. */
export type Loading = {
  submissions: readonly Submission[]
  /** Their keys were looked up, and nothing was decided under them. */
  readonly looked: boolean
}

export const nothingLoading: Loading = { submissions: [], looked: false }

export class Loader {
  readonly #storage: WriterOptions['storage']
  readonly #rules: WriterOptions['rules']
  readonly #lane: LaneId
  readonly #failed: (submission: Submission, error: unknown, looked: boolean) => void

  /** @param failed told of a submission that cannot tell what it needs; nobody else is */
  constructor(
    { storage, rules }: Pick<WriterOptions, 'storage' | 'rules'>,
    lane: LaneId,
    failed: (submission: Submission, error: unknown, looked: boolean) => void,
  ) {
    this.#storage = storage
    this.#rules = rules
    this.#lane = lane
    this.#failed = failed
  }

  /**
   * Loads what is missing into the state. Submissions that fail leave `loading`. Throws what storage throws.
   *
   * @param isWanted false once the submissions were given up meanwhile
   */
  async load(loading: Loading, state: WorkingState, isWanted: () => boolean): Promise<void> {
    state.forgetAbsent()
    for (let round = 0; isWanted(); round += 1) {
      const missing = new Map<string, Need>()
      loading.submissions = loading.submissions.filter((submission) => {
        try {
          this.#collect(submission, state, missing, round)
          return true
        } catch (error) {
          this.#failed(submission, error, loading.looked)
          return false
        }
      })
      if (missing.size === 0) return
      const needs = [...missing.values()]
      const loaded = await this.#storage.load(this.#lane, needs)
      for (const [i, one] of needs.entries()) state.put(one.collection, one.key, loaded[i])
    }
  }

  /** Adds what is not in memory yet. */
  #collect({ commands }: Submission, state: WorkingState, missing: Map<string, Need>, round: number): void {
    const found: Need[] = []
    for (const command of commands)
      for (const one of this.#rules.catalogue.get(command.kind).needs(command, state))
        if (!state.isLoaded(one)) found.push(one)
    const [first] = found
    if (round === maximumRounds && first !== undefined)
      throw new Error(`needs asks for more after ${maximumRounds} rounds: ${first.collection.name} ${first.key}`)
    for (const one of found) missing.set(`${one.collection.name} ${one.key}`, one)
  }
}
