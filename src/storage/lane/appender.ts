/** Appends batches, and finds out what became of one whose connection was lost: each is stored once, or the writer learns that it is not. */
import { setTimeout } from 'node:timers/promises'
import type { OpenBatch } from './open-batch.ts'
import { DatabaseRefused, type LaneHead, LaneLost, type LaneStorage } from './port.ts'
import type { WriterOptions } from './submission.ts'

const attempts = 5
const firstWaitMs = 10
const lastWaitMs = 5_000

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

  /**
   * Makes a batch durable. Throws DatabaseRefused when nothing of it was stored because one of its commands is at fault, LaneLost when
   * the lane is another's, or when nobody answers what became of the batch.
   */
  async append(batch: OpenBatch): Promise<void> {
    const { lane } = batch.before
    batch.prepare()
    await this.#beforeAppend?.(batch.after.batch)
    for (let attempt = 1; ; attempt += 1) {
      try {
        // Previews and failures alone store nothing, but are true only if the lane still is this writer's.
        if (!batch.isEmpty) return await this.#storage.append(await batch.sealed())
        return checkUnchanged(batch, await this.#storage.head(lane))
      } catch (error) {
        if (error instanceof DatabaseRefused || (error instanceof LaneLost && attempt === 1)) throw error
        if (attempt === attempts) throw unknownFate(error)
        // The connection was lost and the commit's fate with it: the lane's head tells. A first attempt may even get through while
        // the second is made, which then finds the lane moved on: by this very batch.
        const head = await this.#headWhenBack(batch)
        if (head.batch === batch.after.batch && head.hash.equals(batch.after.hash) && head.epoch === batch.before.epoch)
          return
        checkUnchanged(batch, head)
      }
    }
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

function checkUnchanged({ before }: OpenBatch, head: LaneHead): void {
  if (head.epoch !== before.epoch) throw new LaneLost('another process has taken the lane')
  if (head.batch !== before.batch) throw new LaneLost('the lane is not where this writer left it')
}

const unknownFate = (cause: unknown): LaneLost =>
  new LaneLost('the database does not answer; what became of the last batch shows when it does', { cause })
