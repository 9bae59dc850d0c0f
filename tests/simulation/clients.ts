/** Clients of a simulated lane: they send, lose answers, send again, and remember every answer they ever got. */
import type { Cited } from '../../src/kernel/decision.ts'
import type { Command } from '../../src/storage/command.ts'
import { keyHash } from '../../src/storage/lane/identity.ts'
import type { Answer } from '../../src/storage/lane/submission.ts'
import type { LaneWriter } from '../../src/storage/lane/writer.ts'
import { type JournalWatch, promise, shown } from './journal-watch.ts'

/** Commands sent together: one, or a group that stands or falls together. */
export type Issue = {
  readonly commands: readonly Command[]
  readonly hashes: readonly string[]
  readonly mayFail: boolean
  /** Submissions under way. */
  flights: number
  submissions: number
  /** `open`: nobody knows what became of it; it is sent again under the same keys. */
  state: 'open' | 'answered' | 'failed'
}

/** Citations are interned, so that they are mostly the same object. */
export const isSameCited = (a: Cited, b: Cited): boolean => a === b || shown(a) === shown(b)

/** Whether an answer that arrives is lost on the way to the client. */
type Loses = () => boolean

export class Clients {
  readonly #watch: () => JournalWatch
  readonly #loses: Loses
  readonly #byHash = new Map<string, Command>()
  readonly #open = new Set<Issue>()
  readonly answered: Issue[] = []
  failed = 0
  /** Answers and errors that were under way and have not come. */
  flights = 0
  /** A promise that was broken in an answer: thrown by the episode, since nobody awaits answers. */
  broken: Error | undefined

  constructor(watch: () => JournalWatch, loses: Loses) {
    this.#watch = watch
    this.#loses = loses
  }

  commandOf(hash: string): Command | undefined {
    return this.#byHash.get(hash)
  }

  get open(): number {
    return this.#open.size
  }
  /** What somebody may be about to answer. */
  sent(): readonly Issue[] {
    return [...this.#open].filter(({ mayFail }) => !mayFail)
  }
  /** What nobody is about to answer. */
  waiting(): readonly Issue[] {
    return [...this.#open].filter(({ flights }) => flights === 0)
  }

  issue(commands: readonly Command[], mayFail: boolean): Issue {
    const hashes = commands.map((command) => keyHash(command).toString('hex'))
    for (const [i, hash] of hashes.entries()) this.#byHash.set(hash, commands[i] as Command)
    const issue: Issue = { commands, hashes, mayFail, flights: 0, submissions: 0, state: 'open' }
    this.#open.add(issue)
    return issue
  }

  /** Sends to a writer. `other`: another body under the same keys, which must be told apart. */
  send(issue: Issue, writer: LaneWriter, other = false): void {
    const commands = other ? issue.commands.map((one) => ({ ...one, payload: { other: true } })) : issue.commands
    const [first] = commands as readonly [Command]
    const crowded = issue.flights > 0
    issue.flights += 1
    issue.submissions += 1
    const sent = commands.length === 1 ? writer.submit(first).then((one) => [one]) : writer.submitAtomic(commands)
    this.#await(
      sent,
      (answers) => {
        issue.flights -= 1
        promise(!other, 'another body under a used key is not carried out', first)
        this.#answer(issue, answers)
      },
      (error) => {
        issue.flights -= 1
        this.#reject(issue, error, crowded, other)
      },
    )
  }

  preview(command: Command, writer: LaneWriter, mayFail: boolean): void {
    this.#await(
      writer.preview(command),
      () => {},
      ({ name, message }) =>
        promise(
          name === 'LaneLost' || name === 'Unavailable' || (mayFail && name === 'Poisonous'),
          'a preview answers',
          message,
        ),
    )
  }

  #await<T>(sent: Promise<T>, resolved: (value: T) => void, rejected: (error: Error) => void): void {
    this.flights += 1
    const keep =
      <V>(settle: (value: V) => void) =>
      (value: V) => {
        this.flights -= 1
        try {
          settle(value)
        } catch (error) {
          this.broken ??= error as Error
        }
      }
    sent.then(keep(resolved), keep(rejected))
  }

  #answer(issue: Issue, answers: readonly Answer[]): void {
    for (const [i, { decision }] of answers.entries()) {
      const stored = this.#watch().find(issue.hashes[i] as string)
      promise(stored !== undefined, 'no answer goes out before it is durable', issue.commands[i])
      const { id, row } = stored
      const isSame =
        decision.id === id &&
        decision.code === row.code &&
        JSON.stringify(decision.facts) === (row.facts ?? '{}') &&
        isSameCited(decision.cited, row.cited)
      promise(isSame, 'what is told is what stands in the journal', decision, row)
    }
    if (issue.state === 'open' && this.#loses()) return
    this.#settle(issue, 'answered')
  }

  #reject(issue: Issue, { name, message }: Error, crowded: boolean, other: boolean): void {
    const [command] = issue.commands
    switch (name) {
      case 'KeyReused':
        promise(other, 'the same body under the same key is known again', command)
        break
      case 'InFlight':
        promise(crowded || issue.flights > 0, 'only what is under way is in flight', command)
        break
      case 'Poisonous':
        promise(issue.mayFail || other, 'only a poison fails', message, command)
        if (!other) this.#settle(issue, 'failed')
        break
      case 'Unavailable': {
        const isStored = this.#watch().find(issue.hashes[0] as string) !== undefined
        promise(issue.submissions > 1 || !isStored, 'what was not carried out is not in the journal', command)
        break
      }
      default:
        promise(name === 'LaneLost', 'errors are known ones', name, message)
    }
  }

  #settle(issue: Issue, state: 'answered' | 'failed'): void {
    if (issue.state !== 'open') return
    issue.state = state
    this.#open.delete(issue)
    if (state === 'answered') this.answered.push(issue)
    else this.failed += 1
  }
}
