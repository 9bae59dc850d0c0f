/**
 * Sends commands in order, in bursts, and keeps a bounded number of them under way. One lane takes them in the order of sending; their
 * answers are handed on in that order, too.
 */
import type { Command } from '../../storage/command.ts'
import type { Answer } from '../../storage/lane/submission.ts'
import type { LaneWriter } from '../../storage/lane/writer.ts'

/** What is done with the answer of a command, or when everything before a mark was answered. */
type Entry =
  | { readonly command: Command; readonly answered: (answer: Answer) => void }
  | { readonly reached: () => void }
type Sent =
  | { readonly answer: Promise<Answer>; readonly answered: (answer: Answer) => void }
  | { readonly reached: () => void }

export class Pipeline {
  readonly #writer: LaneWriter
  readonly #limits: { readonly burst: number; readonly underWay: number }
  readonly #between: () => Promise<void>
  #waiting: Entry[] = []
  #sent: Sent[] = []

  /**
   * @param limits.burst commands that are sent together: the writer makes batches of what is there
   * @param between awaited after some answers were handed on: where they are put away
   */
  constructor(
    writer: LaneWriter,
    limits: { readonly burst: number; readonly underWay: number },
    between: () => Promise<void>,
  ) {
    this.#writer = writer
    this.#limits = limits
    this.#between = between
  }

  /** Takes a command, which goes out with its burst. Throws what an earlier command, or its `answered`, threw. */
  async send(command: Command, answered: (answer: Answer) => void): Promise<void> {
    this.#waiting.push({ command, answered })
    if (this.#waiting.length < this.#limits.burst) return
    this.#sendWaiting()
    while (this.#sent.length > this.#limits.underWay) await this.#settle(this.#limits.burst)
  }

  /** Calls `reached` once all that was sent before is answered. */
  mark(reached: () => void): void {
    this.#waiting.push({ reached })
  }

  /** Waits until all is answered. */
  async drain(): Promise<void> {
    this.#sendWaiting()
    while (this.#sent.length > 0) await this.#settle(this.#sent.length)
  }

  #sendWaiting(): void {
    for (const entry of this.#waiting) {
      if ('reached' in entry) {
        this.#sent.push(entry)
        continue
      }
      const answer = this.#writer.submit(entry.command)
      // Looked at in its turn; until then it counts as handled.
      answer.catch(() => {})
      this.#sent.push({ answer, answered: entry.answered })
    }
    this.#waiting = []
  }

  async #settle(count: number): Promise<void> {
    const first = this.#sent.splice(0, count)
    for (const one of first) {
      if ('reached' in one) one.reached()
      else one.answered(await one.answer)
    }
    await this.#between()
  }
}
