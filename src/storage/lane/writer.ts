/**
 * The one active writer of a lane. Commands queue; the writer folds them in memory and appends them in batches. While one batch commits,
 * the next is folded, and, once it is full, sent behind it. See docs/decisions/0010-lanes.md.
 */
import type { LaneId } from '../../kernel/ids.ts'
import { laneRecord } from '../../kernel/lane.ts'
import type { AnyCollection } from '../../kernel/state.ts'
import type { Command } from '../command.ts'
import { Appender, type Sending } from './appender.ts'
import { asError, InFlight, KeyReused, poisonous, refusedByDatabase, Unavailable } from './errors.ts'
import { answersUnder, identify } from './identity.ts'
import { Loader, type Loading, nothingLoading } from './loader.ts'
import { OpenBatch } from './open-batch.ts'
import { DatabaseRefused, type DecisionView, KeyKnown, type LaneHead, LaneLost } from './port.ts'
import type { Answer, Submission, WriterOptions } from './submission.ts'
import { SubmissionQueue } from './submission-queue.ts'
import { WorkingState } from './working-state.ts'

/** Where one key comes again, others often do: a client that was cut off sends all that it has no answer to. */
const batchesLookedUp = 16

/** How many full batches may wait before no more is taken: some seconds of work. */
const fullBatchesQueued = 20

/** A batch that changes so much is full, however few its commands: one part of a day's close changes as much as a thousand transfers. */
const fullChanges = 2000

/** How many batches may be on their way to the database: one that commits, and one that is there when it has. */
const maximumInFlight = 2

/**
 * How many commands are folded, or answered, before the event loop has its turn: some milliseconds of work. Longer, and the database waits
 * for the rest of a batch that does not fit into the socket at once.
 */
const commandsATurn = 128

/** A batch on its way, and what is to be forgotten of the undo log once it is there. */
type InFlightBatch = { readonly sending: Sending; readonly changes: number; readonly done: Promise<void> }

export class LaneWriter {
  readonly #options: WriterOptions
  readonly #appender: Appender
  readonly #loader: Loader
  readonly #maximumBatch: number
  readonly #maximumRecords: number
  readonly #defer: NonNullable<WriterOptions['defer']>
  #head: LaneHead
  #state: WorkingState
  readonly #queue = new SubmissionQueue()
  readonly #keys = new Set<string>()
  #loading: Loading = nothingLoading
  #open: OpenBatch | undefined
  /** In the order in which they were sent. */
  #inFlight: readonly InFlightBatch[] = []
  #arrival: (() => void) | undefined
  #running: Promise<void> | undefined
  /** How many more batches have their keys looked up before they are folded. */
  #lookUps = 0
  #cap: number
  #ended: Error | undefined

  private constructor(options: WriterOptions, head: LaneHead) {
    this.#options = options
    this.#defer = options.defer ?? setImmediate
    this.#appender = new Appender(options)
    this.#maximumRecords = options.maximumRecords ?? 1_000_000
    this.#loader = new Loader(
      { ...options, maximumRecords: this.#maximumRecords },
      head.lane,
      (submission, error, looked) => {
        if (!this.#mayBeKnown(submission, looked)) this.#reject(submission, poisonous(error))
      },
    )
    this.#maximumBatch = options.maximumBatch ?? 1000
    this.#cap = this.#maximumBatch
    this.#head = head
    this.#state = freshState(head)
  }

  /** Takes the lane: from now on every earlier writer of it is fenced off. */
  static async take(lane: LaneId, options: WriterOptions): Promise<LaneWriter> {
    const head = await options.storage.take(lane, options.name)
    // Only now: what a writer before this one has sealed can no longer be stored.
    options.sealer.reset?.()
    return new LaneWriter(options, head)
  }

  get head(): LaneHead {
    return this.#head
  }

  /** Why the writer takes no more commands; undefined while it does. */
  get ended(): Error | undefined {
    return this.#ended
  }

  /** How many commands wait to be decided. */
  get queued(): number {
    return this.#queue.commands
  }

  /** About how many records are held in memory. */
  get held(): number {
    return this.#state.size
  }

  /** How many of them are of one collection. */
  heldOf(collection: AnyCollection): number {
    return this.#state.countOf(collection)
  }

  /** Decides one command and makes the decision durable. Throws KeyReused, InFlight, Poisonous, LaneLost or Unavailable. */
  submit(command: Command): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#enqueue([command], false, false, (answers) => resolve(answers[0] as Answer), reject)
    })
  }

  /** What would be decided now. Nothing is stored and no key is used up. */
  preview(command: Command): Promise<DecisionView> {
    return new Promise((resolve, reject) => {
      this.#enqueue([command], true, false, (answers) => resolve((answers[0] as Answer).decision), reject)
    })
  }

  /** All or none: if one is refused, the others are refused too (`group-undone`). Throws as `submit` does. */
  async submitAtomic(commands: readonly Command[]): Promise<readonly Answer[]> {
    if (commands.length === 0) return []
    if (commands.length > this.#maximumBatch)
      throw new RangeError(`a group holds at most ${this.#maximumBatch} commands`)
    return new Promise((resolve, reject) => this.#enqueue(commands, false, true, resolve, reject))
  }

  /** Lets what was submitted finish and takes no more. */
  async close(): Promise<void> {
    const running = this.#running
    this.#ended ??= new Unavailable('the writer is closed')
    await running
  }

  #enqueue(
    commands: readonly Command[],
    dryRun: boolean,
    atomic: boolean,
    resolve: Submission['resolve'],
    reject: Submission['reject'],
  ): void {
    const closed = this.#ended ?? this.#tooMany(commands.length)
    if (closed !== undefined) {
      reject(closed)
      return
    }
    const keys = dryRun ? [] : commands.map((command) => identify(this.#options.sealer, command))
    const held: string[] = []
    for (const { hex } of keys) {
      if (this.#keys.has(hex)) {
        for (const one of held) this.#keys.delete(one)
        reject(new InFlight('a command with this key is being decided'))
        return
      }
      this.#keys.add(hex)
      held.push(hex)
    }
    this.#queue.add({ commands, dryRun, atomic, keys, resolve, reject })
    this.#arrival?.()
    this.#running ??= this.#run()
  }

  #tooMany(more: number): Unavailable | undefined {
    if (this.#queue.commands + more <= fullBatchesQueued * this.#maximumBatch) return undefined
    return new Unavailable('too many commands wait already')
  }

  async #run(): Promise<void> {
    // One turn later, so that commands of the same tick share the first batch.
    await undefined
    for (;;) {
      const [first] = this.#inFlight
      if (this.#mayLaunch()) this.#launch()
      else if (this.#queue.commands > 0 && this.#mayFold()) await this.#foldSome()
      else if (first !== undefined) {
        const arrival = new Promise<void>((resolve) => {
          this.#arrival = resolve
        })
        await Promise.race(this.#mayFold() ? [first.done, arrival] : [first.done])
        this.#arrival = undefined
      } else {
        this.#state.forgetFleeting()
        // In the same turn as the look at the queue, or a command that comes in between waits for ever.
        this.#running = undefined
        return
      }
    }
  }

  /** At once when nothing is under way; behind another batch only when it is full: a small one would keep others from sharing a commit. */
  #mayLaunch(): boolean {
    if (this.#open === undefined) return false
    return this.#inFlight.length === 0 || (this.#inFlight.length < maximumInFlight && this.#openIsFull())
  }

  #isIdle(): boolean {
    return this.#inFlight.length === 0 && this.#open === undefined
  }

  /** Not when the open batch is full; nor when memory is, unless nothing is under way, so that all of it can be dropped. */
  #mayFold(): boolean {
    if (this.#openIsFull()) return false
    return !this.#isCrowded() || this.#isIdle()
  }

  #isCrowded(): boolean {
    return this.#state.size > this.#maximumRecords
  }

  #openIsFull(): boolean {
    const open = this.#open
    return open !== undefined && (open.size >= this.#cap || open.changes >= fullChanges)
  }

  /** Folds as much of the queue as fits into the open batch. */
  async #foldSome(): Promise<void> {
    // A key that was used before shows when the batch is appended; only then is it worth a look-up, for this batch and some more.
    const looked = this.#lookUps > 0
    if (looked) this.#lookUps -= 1
    const loading: Loading = { submissions: this.#queue.take(this.#cap - (this.#open?.size ?? 0)), looked }
    this.#loading = loading
    try {
      if (looked) await this.#answerKnown(loading)
      if (this.#isCrowded() && this.#isIdle()) this.#state = freshState(this.#head)
      await this.#loader.load(loading, this.#state, () => this.#loading === loading)
    } catch (error) {
      if (this.#loading === loading) this.#notLoaded(loading, asError(error))
      return
    }
    // Where a batch failed meanwhile, these stand behind its commands in the queue again, or were told of the writer's end.
    while (this.#loading === loading) {
      const { submissions } = loading
      loading.submissions = submissions.slice(commandsATurn)
      if (loading.submissions.length === 0) this.#loading = nothingLoading
      this.#open ??= new OpenBatch(this.#inFlight.at(-1)?.sending.batch.after ?? this.#head, this.#options)
      for (const submission of submissions.slice(0, commandsATurn)) this.#foldSubmission(this.#open, submission, looked)
      if (this.#loading === loading) await this.#turn()
    }
  }

  /** Lets the event loop have its turn. */
  #turn(): Promise<void> {
    return new Promise((resolve) => this.#defer(resolve))
  }

  /** Nothing of these was done. If the database refused to look for what one of them names, halving finds which. */
  #notLoaded({ submissions, looked }: Loading, error: Error): void {
    this.#loading = nothingLoading
    if (!(error instanceof DatabaseRefused)) {
      const told = new Unavailable('the database could not be read', { cause: error })
      for (const submission of submissions) this.#reject(submission, told)
    } else if (submissions.length > 1) {
      this.#queue.putBack(submissions)
      this.#cap = Math.max(1, Math.floor(submissions.length / 2))
    } else
      for (const submission of submissions)
        if (!this.#mayBeKnown(submission, looked)) this.#reject(submission, refusedByDatabase(error))
  }

  /** What cannot be carried out now may have been carried out before: unless that was looked up, it is, and this is tried again. */
  #mayBeKnown(submission: Submission, looked: boolean): boolean {
    if (looked || submission.dryRun) return false
    this.#lookUp([submission])
    return true
  }

  /** Answers what was decided earlier; leaves what was not. */
  async #answerKnown(loading: Loading): Promise<void> {
    const hashes = loading.submissions.flatMap((submission) => submission.keys.map((key) => key.hash))
    if (hashes.length === 0) return
    const known = await this.#options.storage.known(this.#head.lane, hashes)
    if (known.size === 0 || this.#loading !== loading) return
    loading.submissions = loading.submissions.filter((submission) => {
      const earlier = answersUnder(submission.keys, known)
      if (earlier === undefined) return true
      if (earlier instanceof KeyReused) this.#reject(submission, earlier)
      else this.#resolve(submission, earlier)
      return false
    })
  }

  #foldSubmission(batch: OpenBatch, submission: Submission, looked: boolean): void {
    try {
      if (submission.dryRun) batch.preview(this.#state, submission)
      else if (submission.atomic) batch.addGroup(this.#state, submission)
      else batch.add(this.#state, submission)
    } catch (error) {
      if (!this.#mayBeKnown(submission, looked)) batch.addFailed(submission, poisonous(error))
    }
  }

  /** Puts these back into the queue, to be looked up by their keys first. */
  #lookUp(submissions: readonly Submission[]): void {
    this.#lookUps = batchesLookedUp
    this.#queue.putBack(submissions)
  }

  /** Sends the open batch; its answers go out when it is durable. */
  #launch(): void {
    const batch = this.#open as OpenBatch
    this.#open = undefined
    const behind = this.#inFlight.at(-1)?.sending
    if (behind === undefined) batch.follow(this.#head)
    const sending = this.#appender.send(batch, behind)
    const changes = this.#inFlight.reduce((left, one) => left - one.changes, this.#state.mark().length)
    const done = sending.durable.then(
      () => this.#settle(batch, changes),
      (error: unknown) => {
        // The one behind it is dropped with it, and told nothing new by its own failure.
        if (this.#inFlight[0]?.sending === sending) this.#undo(batch, asError(error))
      },
    )
    this.#inFlight = [...this.#inFlight, { sending, changes, done }]
  }

  /** The first batch on its way is durable. */
  #settle(batch: OpenBatch, changes: number): void {
    this.#inFlight = this.#inFlight.slice(1)
    this.#state.settle(changes)
    this.#head = batch.after
    this.#cap = Math.min(this.#maximumBatch, this.#cap * 2)
    // The next batch goes first: answers set a thousand clients to work, while the database would have none.
    if (this.#mayLaunch()) {
      this.#launch()
      this.#defer(() => this.#answer(batch))
    } else void this.#answer(batch)
  }

  async #answer(batch: OpenBatch): Promise<void> {
    for (const [i, { submission, answers, error }] of batch.outcomes().entries()) {
      if (i > 0 && i % commandsATurn === 0) await this.#turn()
      if (error === undefined) this.#resolve(submission, answers)
      else this.#reject(submission, error)
    }
  }

  /** Takes the state back to what is durable, and either ends the writer or finds the command at fault by halving. */
  #undo(failed: OpenBatch, error: Error): void {
    const dropped = [...this.#inFlight.map(({ sending }) => sending.batch), ...(this.#open ? [this.#open] : [])]
    const submissions = [...dropped.flatMap((batch) => batch.submissions()), ...this.#loading.submissions]
    this.#inFlight = []
    this.#open = undefined
    this.#loading = nothingLoading
    this.#state.rollBack({ length: 0, nextNumber: failed.before.nextNumber })
    if (!(error instanceof DatabaseRefused)) {
      const ended =
        error instanceof LaneLost ? error : new Unavailable(`the writer stopped: ${error.message}`, { cause: error })
      this.#ended = ended
      for (const submission of [...submissions, ...this.#queue.takeAll()]) this.#reject(submission, ended)
      return
    }
    if (error instanceof KeyKnown) {
      this.#lookUp(submissions)
      return
    }
    const [first] = submissions
    if (failed.submissionCount === 1 && first !== undefined) {
      submissions.shift()
      this.#reject(first, refusedByDatabase(error))
    }
    this.#cap = Math.max(1, Math.floor(failed.submissionCount / 2))
    this.#queue.putBack(submissions)
  }

  #resolve(submission: Submission, answers: readonly Answer[]): void {
    this.#release(submission)
    submission.resolve(answers)
  }

  #reject(submission: Submission, error: Error): void {
    this.#release(submission)
    submission.reject(error)
  }

  #release(submission: Submission): void {
    for (const { hex } of submission.keys) this.#keys.delete(hex)
  }
}

function freshState(head: LaneHead): WorkingState {
  const state = new WorkingState(head.lane, head.nextNumber)
  state.put(laneRecord, head.lane, { entity: head.entity, businessDate: head.businessDate })
  return state
}
