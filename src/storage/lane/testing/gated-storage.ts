/** Storage whose every call waits for leave: so that tests and the simulator choose what happens when, and what goes wrong. */
import type { LaneId } from '../../../kernel/ids.ts'
import type { Need } from '../../../kernel/state.ts'
import type { Batch, DecisionRow, KnownKey, LaneHead, LaneStorage } from '../port.ts'

export type OperationName = 'take' | 'head' | 'load' | 'known' | 'chainBytes' | 'append'

/** One call that waits. It is carried out once at most, and answered once. */
export type Operation = {
  readonly name: OperationName
  /** Of an append: what is to be kept. */
  readonly batch: Batch | undefined
  readonly carriedOut: boolean
  /** Carries it out, as the database does, without telling the caller yet. */
  carryOut(): void
  /** Tells the caller what came of it; carries it out before, if that was not done. */
  answer(): void
  /** The caller hears this error, whatever became of the call. */
  fail(error: Error): void
}

export class GatedStorage implements LaneStorage {
  readonly #inner: LaneStorage
  readonly #waiting: Operation[] = []
  /** Calls pass at once, save those that `stops` names. */
  #stops: ReadonlySet<OperationName>

  constructor(inner: LaneStorage, stops: readonly OperationName[] = []) {
    this.#inner = inner
    this.#stops = new Set(stops)
  }

  /** The calls that wait, in the order in which they came. */
  get waiting(): readonly Operation[] {
    return this.#waiting
  }

  /** From now on calls of these names wait, all others pass. Those that wait go on waiting. */
  stop(...names: readonly OperationName[]): void {
    this.#stops = new Set(names)
  }

  /** The oldest call of a name that waits, once there is one. */
  async next(name: OperationName): Promise<Operation> {
    for (;;) {
      const found = this.#waiting.find((one) => one.name === name)
      if (found !== undefined) return found
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  take(lane: LaneId, writer: string): Promise<LaneHead> {
    return this.#gate('take', () => this.#inner.take(lane, writer))
  }
  head(lane: LaneId): Promise<LaneHead> {
    return this.#gate('head', () => this.#inner.head(lane))
  }
  load(lane: LaneId, needs: readonly Need[]): Promise<readonly unknown[]> {
    return this.#gate('load', () => this.#inner.load(lane, needs))
  }
  known(lane: LaneId, keyHashes: readonly Buffer[]): Promise<ReadonlyMap<string, KnownKey>> {
    return this.#gate('known', () => this.#inner.known(lane, keyHashes))
  }
  chainBytes(lane: LaneId, decisions: readonly DecisionRow[]): Promise<Buffer> {
    return this.#gate('chainBytes', () => this.#inner.chainBytes(lane, decisions))
  }
  append(batch: Batch): Promise<void> {
    return this.#gate('append', () => this.#inner.append(batch), batch)
  }

  #gate<T>(name: OperationName, call: () => Promise<T>, batch?: Batch): Promise<T> {
    if (!this.#stops.has(name)) return call()
    return new Promise<T>((resolve, reject) => {
      let outcome: Promise<T> | undefined
      const leave = () => this.#waiting.splice(this.#waiting.indexOf(operation), 1)
      const operation: Operation = {
        name,
        batch,
        get carriedOut() {
          return outcome !== undefined
        },
        carryOut: () => {
          outcome ??= call()
          // Whoever never hears of it does not make it an unhandled rejection.
          outcome.catch(() => {})
        },
        answer: () => {
          leave()
          outcome ??= call()
          outcome.then(resolve, reject)
        },
        fail: (error) => {
          leave()
          reject(error)
        },
      }
      this.#waiting.push(operation)
    })
  }
}

/** What a driver throws when the connection breaks: the fate of what was under way is unknown. */
export const connectionLost = (): Error =>
  Object.assign(new Error('the connection was lost'), { code: 'CONNECTION_CLOSED' })
