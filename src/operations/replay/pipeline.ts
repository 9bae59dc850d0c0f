/**
 * Sends commands in order and keeps a bounded number of them under way. One lane takes them in the order of sending; their answers are
 * handed on in that order, too.
 */
import type { Command } from '../../storage/command.ts'
import type { LaneWriter } from '../../storage/lane/writer.ts'
import type { Answer } from '../../storage/lane/submission.ts'

/** What is done with the answer of a command, or when everything before a mark was answered. */
type OnAnswer = (answer: Answer) => void
type Entry = { readonly answer: Promise<Answer>; readonly then: OnAnswer } | { readonly reached: () => void }

export class Pipeline {
  readonly #writer: LaneWriter
  readonly #limit: number
  readonly #between: () => Promise<void>
  #entries: Entry[] = []
  #first = 0

  /** @param between awaited after each answer is handed on: where they are put away */
  constructor(writer: LaneWriter, limit: number, between: () => Promise<void>) {
    this.#writer = writer
    this.#limit = limit
    this.#between = between
  }

  /** Sends a command as soon as there is room. Throws what an earlier command, or its `then`, threw. */
  async send(command: Command, then: OnAnswer): Promise<void> {
    while (this.#underWay() >= this.#limit) await this.#settleFirst()
    const answer = this.#writer.submit(command)
    // Looked at in its turn; until then it counts as handled.
    answer.catch(() => {})
    this.#entries.push({ answer, then })
  }

  /** Calls `reached` once all that was sent before is answered. */
  mark(reached: () => void): void {
    this.#entries.push({ reached })
  }

  /** Waits until all is answered. */
  async drain(): Promise<void> {
    while (this.#underWay() > 0) await this.#settleFirst()
  }

  #underWay(): number {
    return this.#entries.length - this.#first
  }

  async #settleFirst(): Promise<void> {
    const entry = this.#entries[this.#first] as Entry
    this.#first += 1
    if (this.#first > 4 * this.#limit) {
      this.#entries = this.#entries.slice(this.#first)
      this.#first = 0
    }
    if ('reached' in entry) entry.reached()
    else entry.then(await entry.answer)
    await this.#between()
  }
}
