/**
 * Appends batches, one behind the other: the next is sent while the last one commits, and the fence lets it in only if that one was
 * stored. Finds out what became of one whose connection was lost: each is stored once, or the writer learns that it is not.
 */
import { setTimeout } from 'node:timers/promises'
import type { OpenBatch } from './open-batch.ts'
import { DatabaseRefused, type LaneHead, LaneLost, type LaneStorage } from './port.ts'
import type { WriterOptions } from './submission.ts'

const attempts = 5
const firstWaitMs = 10
const lastWaitMs = 5_000

/** A batch on its way. */
export type Sending = {
  readonly batch: OpenBatch
  /** Its link of the hash chain is known, so the next one can be made; or never will be. */
  readonly sealed: Promise<void>
  /**
   * Settles after the batch before did. Rejects with DatabaseRefused when nothing of it was stored because one of its commands is at fault;
   * with LaneLost when the lane is another's, or when nobody answers what became of the batch; and with the error of the batch before.
   */
  readonly durable: Promise<void>
}

export class Appender {
  readonly #storage: LaneStorage
  readonly #beforeAppend: WriterOptions['beforeAppend']
  readonly #sleep: NonNullable<WriterOptions['sleep']>

  constructor({
    storage,
    beforeAppend,
    sleep = setTimeout,
  }: Pick<WriterOptions, 'storage' | 'beforeAppend' | 'sleep'>) {
    this.#storage = storage
    this.#beforeAppend = beforeAppend
    this.#sleep = sleep
  }

  /** @param behind the batch that this one stands on, if that is still on its way */
  send(batch: OpenBatch, behind: Sending | undefined): Sending {
    const { promise: sealed, resolve, reject } = Promise.withResolvers<void>()
    const durable = this.#append(batch, behind, resolve)
    // Where no batch comes behind this one, nobody asks.
    sealed.catch(() => {})
    durable.catch(reject)
    return { batch, sealed, durable }
  }

  async #append(batch: OpenBatch, behind: Sending | undefined, isSealed: () => void): Promise<void> {
    if (behind !== undefined) {
      await behind.sealed
      batch.follow(behind.batch.after)
    }
    batch.prepare()
    await this.#beforeAppend?.(batch.after.batch)
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#try(batch, behind, isSealed)
        await behind?.durable
        return
      } catch (error) {
        // What is wrong with a batch says nothing while that of the one before is not known.
        await behind?.durable
        if (error instanceof DatabaseRefused) throw error
        if (attempt === attempts) throw unknownFate(error)
        // The connection was lost and the commit's fate with it: the lane's head tells. A first attempt may even get through while
        // the second is made, which then finds the lane moved on: by this very batch.
        if (stands(batch, await this.#headWhenBack(batch))) return
      }
    }
  }

  async #try(batch: OpenBatch, behind: Sending | undefined, isSealed: () => void): Promise<void> {
    if (batch.isEmpty) {
      isSealed()
      // Previews and failures alone store nothing, but are true only if the lane still is this writer's.
      await behind?.durable
      checkEpoch(batch, await this.#storage.head(batch.before.lane))
      return
    }
    const sealed = await batch.sealed()
    isSealed()
    await this.#storage.append(sealed)
  }

  /** The lane's head once the database answers again; gives up after about ten seconds of waiting. */
  async #headWhenBack({ before: { lane } }: OpenBatch): Promise<LaneHead> {
    for (let wait = firstWaitMs; ; wait *= 2) {
      try {
        return await this.#storage.head(lane)
      } catch (error) {
        if (wait > lastWaitMs) throw unknownFate(error)
        await this.#sleep(wait)
      }
    }
  }
}

/** Whether the lane says that the batch stands. Throws LaneLost when it is another's, or where neither this batch nor none would leave it. */
function stands(batch: OpenBatch, head: LaneHead): boolean {
  checkEpoch(batch, head)
  const { before, after, isEmpty } = batch
  if (isEmpty) return true
  if (head.batch === before.batch) return false
  // Further on by a batch that was sent behind it: the fence let that one in because this one was stored.
  if (head.batch > after.batch || head.hash.equals(after.hash)) return true
  throw new LaneLost('the lane is not where this writer left it')
}

function checkEpoch({ before }: OpenBatch, head: LaneHead): void {
  if (head.epoch !== before.epoch) throw new LaneLost('another process has taken the lane')
}

const unknownFate = (cause: unknown): LaneLost =>
  new LaneLost('the database does not answer; what became of the last batch shows when it does', { cause })
