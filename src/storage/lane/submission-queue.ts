/** Submissions that wait for a lane's writer, in the order in which they are to be decided. */
import type { Submission } from './submission.ts'

export class SubmissionQueue {
  readonly #waiting: Submission[] = []
  #commands = 0

  /** How many commands wait. */
  get commands(): number {
    return this.#commands
  }

  add(submission: Submission): void {
    this.#waiting.push(submission)
    this.#commands += submission.commands.length
  }

  /** The oldest submissions, as many as have room for their commands; one at least, since a group may be larger than what is left. */
  take(room: number): readonly Submission[] {
    let count = 0
    let commands = 0
    for (const submission of this.#waiting) {
      if (count > 0 && commands + submission.commands.length > room) break
      count += 1
      commands += submission.commands.length
    }
    this.#commands -= commands
    return this.#waiting.splice(0, count)
  }

  /** These were not decided: they are the next again. */
  putBack(submissions: readonly Submission[]): void {
    this.#waiting.unshift(...submissions)
    for (const { commands } of submissions) this.#commands += commands.length
  }

  takeAll(): readonly Submission[] {
    this.#commands = 0
    return this.#waiting.splice(0)
  }
}
