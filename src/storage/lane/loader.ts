/** Brings into memory what commands name, and what those records name, and so on: a number its account, the account its agreement. */
import type { LaneId } from '../../kernel/ids.ts'
import type { AnyCollection, Key, Need } from '../../kernel/state.ts'
import type { Submission, WriterOptions } from './submission.ts'
import type { WorkingState } from './working-state.ts'

/**
 * How often `needs` is asked again after a load, at most: for an account, its agreement and holders, and their representation. Three are
 * enough but where orders of seizure wait for money on an account: then for what else they reach.
 */
const maximumRounds = 6

/** How many records to be forgotten may gather; with little memory, a quarter of what it holds. */
const forgottenTogether = 2048

/** Submissions that left the queue and whose records are being loaded. */
export type Loading = {
  submissions: readonly Submission[]
  /** Their keys were looked up, and nothing was decided under them. */
  readonly looked: boolean
}

/** By collection and key: one of them is often named by many commands. */
type Missing = Map<AnyCollection, Map<Key, Need>>

export const nothingLoading: Loading = { submissions: [], looked: false }

export class Loader {
  readonly #storage: WriterOptions['storage']
  readonly #rules: WriterOptions['rules']
  readonly #lane: LaneId
  readonly #forgottenTogether: number
  readonly #failed: (submission: Submission, error: unknown, looked: boolean) => void

  /** @param failed told of a submission that cannot tell what it needs; nobody else is */
  constructor(
    { storage, rules, maximumRecords }: Pick<WriterOptions, 'storage' | 'rules'> & { readonly maximumRecords: number },
    lane: LaneId,
    failed: (submission: Submission, error: unknown, looked: boolean) => void,
  ) {
    this.#storage = storage
    this.#rules = rules
    this.#lane = lane
    this.#forgottenTogether = Math.min(forgottenTogether, maximumRecords / 4)
    this.#failed = failed
  }

  /**
   * Loads what is missing into the state. Submissions that fail leave `loading`. Throws what storage throws.
   *
   * @param isWanted false once the submissions were given up meanwhile
   */
  async load(loading: Loading, state: WorkingState, isWanted: () => boolean): Promise<void> {
    state.forgetAbsent()
    state.forgetFleeting()
    state.forgetOnce(this.#forgottenTogether)
    for (let round = 0; isWanted(); round += 1) {
      const missing: Missing = new Map()
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
      const needs = [...missing.values()].flatMap((ofOne) => [...ofOne.values()])
      const loaded = await this.#storage.load(this.#lane, needs)
      for (const [i, { collection, key, once }] of needs.entries()) state.put(collection, key, loaded[i], once)
    }
  }

  /** Adds what is not in memory yet. */
  #collect({ commands }: Submission, state: WorkingState, missing: Missing, round: number): void {
    const found: Need[] = []
    for (const command of commands)
      for (const one of this.#rules.catalogue.get(command.kind).needs(command, state))
        if (!state.isLoaded(one)) found.push(one)
    const [first] = found
    if (round === maximumRounds && first !== undefined)
      throw new Error(`needs asks for more after ${maximumRounds} rounds: ${first.collection.name} ${first.key}`)
    for (const one of found) add(missing, one)
  }
}

/** Adds a need; one that is named both ways is kept in memory. */
function add(missing: Missing, need: Need): void {
  const ofOne = missing.get(need.collection)
  if (ofOne === undefined) missing.set(need.collection, new Map([[need.key, need]]))
  else if (need.once !== true || !ofOne.has(need.key)) ofOne.set(need.key, need)
}
