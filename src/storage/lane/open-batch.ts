/** A batch while it is made: folded commands, their decision rows and changes, and at last the links of the hash chain. */
import { createHash, randomBytes } from 'node:crypto'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Decision, Facts } from '../../kernel/decision.ts'
import { composeDecisionId, type Place, place } from '../../kernel/ids.ts'
import { laneRecord } from '../../kernel/lane.ts'
import type { AnyCollection, Effect } from '../../kernel/state.ts'
import type { Code, Command } from '../command.ts'
import { type Folded, fold, foldGroup } from './fold.ts'
import { blindsHash, boundTo, detailLetters } from './identity.ts'
import type { Batch, DecisionRow, DecisionView, KeptBlinds, LaneHead, SealedStep } from './port.ts'
import type { Answer, Identity, Submission, WriterOptions } from './submission.ts'
import type { WorkingState } from './working-state.ts'

/** What is told of a submission once the batch is durable: answers, or why it failed. */
type Waiting = { readonly submission: Submission; readonly answers: readonly Answer[]; readonly error?: Error }

export class OpenBatch {
  #before: LaneHead
  readonly #options: WriterOptions
  readonly #at: Temporal.Instant
  readonly #waiting: Waiting[] = []
  readonly #rows: DecisionRow[] = []
  readonly #steps = new Map<AnyCollection, SealedStep[]>()
  #businessDate: Temporal.PlainDate
  #nextNumber: number
  #after: LaneHead | undefined
  #size = 0
  #changes = 0

  constructor(before: LaneHead, options: WriterOptions) {
    this.#before = before
    this.#options = options
    const now = options.now()
    // A clock set back must not order batches otherwise than they happened.
    this.#at = Temporal.Instant.compare(now, before.at) < 0 ? before.at : now
    this.#businessDate = before.businessDate
    this.#nextNumber = before.nextNumber
  }

  /** Commands that were folded or previewed. */
  get size(): number {
    return this.#size
  }
  /** Changes of records that it makes: what the database has to do for it. */
  get changes(): number {
    return this.#changes
  }
  get submissionCount(): number {
    return this.#waiting.length
  }
  get isEmpty(): boolean {
    return this.#rows.length === 0
  }
  get before(): LaneHead {
    return this.#before
  }
  /** Where the lane stands after this batch, which nothing is added to any more; its hash is known once it is sealed. */
  get after(): LaneHead {
    // A batch of previews alone is never appended: the lane stays where it is.
    if (this.isEmpty) return this.#before
    return this.#after ?? { ...this.#before, ...this.#reached() }
  }

  /** The batch before this one is durable: only now its hash is known. */
  follow(before: LaneHead): void {
    this.#before = before
  }

  #reached(): Pick<LaneHead, 'batch' | 'businessDate' | 'nextNumber' | 'pack' | 'at'> {
    return {
      batch: this.#before.batch + 1,
      businessDate: this.#businessDate,
      nextNumber: this.#nextNumber,
      pack: this.#options.rules.rulebook.pack.hash,
      at: this.#at,
    }
  }

  submissions(): readonly Submission[] {
    return this.#waiting.map(({ submission }) => submission)
  }
  outcomes(): readonly Waiting[] {
    return this.#waiting
  }

  /** Folds one command. Throws when the command is a poison; the state is then as before. */
  add(state: WorkingState, submission: Submission): void {
    const [command] = submission.commands as readonly [Command]
    this.#record(state, submission, () => [this.#fold(state, command)], null)
  }

  /** Folds a group that stands or falls together. Throws as `add` does. */
  addGroup(state: WorkingState, submission: Submission): void {
    const folded = () => foldGroup(this.#options.rules, state, submission.commands, this.before.lane, this.#at)
    this.#record(state, submission, folded, this.#rows.length)
  }

  /** Folds and takes back. The answer goes out with the batch, whose fence shows that the state was true. */
  preview(state: WorkingState, submission: Submission): void {
    const mark = state.mark()
    const [command] = submission.commands as readonly [Command]
    const { decision } = this.#fold(state, command)
    state.rollBack(mark)
    const at = place(this.before.batch + 1, 0)
    this.#wait({
      submission,
      answers: [{ decision: this.#view(command, at, decision), repeated: false }],
    })
  }

  /** A command that cannot be carried out: told with the batch, since only its fence shows that the state it failed on was true. */
  addFailed(submission: Submission, error: Error): void {
    this.#wait({ submission, answers: [], error })
  }

  /** Work that needs no database, done while the batch before this one commits. */
  prepare(): void {
    this.#options.sealer.flush()
  }

  /** The batch as it is appended, with its link of the chain. */
  async sealed(): Promise<Batch> {
    const after: LaneHead = { ...this.before, ...this.#reached(), hash: await this.#link() }
    this.#after = after
    return {
      before: this.before,
      after,
      rulesVersion: this.#options.rulesVersion,
      decisions: this.#rows,
      steps: this.#steps,
    }
  }

  async #link(): Promise<Buffer> {
    const bytes = await this.#options.storage.chainBytes(this.before.lane, this.#rows)
    return chainLink(this.before, this.#at, this.#options.rules.rulebook.pack.hash, this.#options.rulesVersion, bytes)
  }

  #fold(state: WorkingState, command: Command): Folded {
    return fold(this.#options.rules, state, command, this.before.lane, this.#at)
  }

  /** All or nothing: what is sealed or put into words may throw, too, and must leave neither a change nor a row behind. */
  #record(state: WorkingState, submission: Submission, fold: () => readonly Folded[], group: number | null): void {
    const mark = state.mark()
    const rows: DecisionRow[] = []
    const kept: SealedStep[] = []
    const answers: Answer[] = []
    try {
      for (const [i, one] of fold().entries()) {
        const command = submission.commands[i] as Command
        const key = submission.keys[i] as Submission['keys'][number]
        const at = place(this.before.batch + 1, this.#rows.length + i)
        rows.push(decisionRow(command, key, at, one, group))
        kept.push(...this.#sealedSteps(command, at, one))
        answers.push({ decision: this.#view(command, at, one.decision), repeated: false })
      }
    } catch (error) {
      state.rollBack(mark)
      throw error
    }
    // Point of no return.
    this.#rows.push(...rows)
    for (const step of kept) this.#keep(step)
    this.#changes += kept.length
    this.#nextNumber = state.nextNumber
    this.#businessDate = state.get(laneRecord, this.before.lane)?.businessDate ?? this.#businessDate
    this.#wait({ submission, answers })
  }

  #wait(waiting: Waiting): void {
    this.#waiting.push(waiting)
    this.#size += waiting.submission.commands.length
  }

  #sealedSteps(command: Command, at: Place, { decision, steps }: Folded): readonly SealedStep[] {
    if (decision.outcome === 'refused') return []
    return steps.map(({ collection, key, event, after }, i) => ({
      collection,
      key,
      event,
      after,
      place: at,
      cited: decision.cited,
      sealed: this.#seal(command, at, decision.effects[i] as Effect),
    }))
  }

  #keep(step: SealedStep): void {
    const list = this.#steps.get(step.collection)
    if (list === undefined) this.#steps.set(step.collection, [step])
    else list.push(step)
  }

  #seal(command: Command, at: Place, effect: Effect): Buffer | null {
    if (effect.details === undefined) return null
    const detail = command.details?.[effect.details.index]
    if (detail === undefined) return null
    const { holder } = effect.details
    const bound = boundTo(effect.collection.name, effect.key, at)
    return this.#options.sealer.seal(holder, detail.category, this.#at, bound, detail.plain)
  }

  #view(command: Command, at: Place, decision: Decision<Effect, Code>): DecisionView {
    return {
      id: composeDecisionId(this.before.lane, at, this.#at.epochMilliseconds),
      lane: this.before.lane,
      place: at,
      kind: command.kind,
      at: this.#at,
      outcome: decision.outcome,
      code: decision.outcome === 'refused' ? decision.code : null,
      cited: decision.cited,
      facts: decision.facts,
      internal: decision.internal,
    }
  }
}

/** One link: over the link before, what the batch stood on, and the bytes of its decisions. */
export function chainLink(
  before: Pick<LaneHead, 'lane' | 'batch' | 'hash'>,
  at: Temporal.Instant,
  pack: string,
  rulesVersion: string,
  bytes: Buffer,
): Buffer {
  return createHash('sha256')
    .update(before.hash)
    .update(`${before.lane} ${before.batch + 1} ${at.epochNanoseconds / 1000n} ${pack} ${rulesVersion}\n`)
    .update(bytes)
    .digest()
}

export function decisionRow(
  command: Command,
  key: Pick<Identity, 'hash' | 'mac' | 'payload'>,
  at: Place,
  { decision, legs }: Pick<Folded, 'decision' | 'legs'>,
  group: number | null,
): DecisionRow {
  return {
    place: at,
    kind: command.kind,
    client: command.client,
    keyHash: key.hash,
    bodyMac: key.mac,
    role: command.actor.role,
    party: command.actor.party ?? null,
    staff: command.actor.staff ?? null,
    purpose: command.purpose,
    code: decision.outcome === 'refused' ? decision.code : null,
    cited: decision.cited,
    payload: key.payload,
    details: letters(command.details),
    blinds: keptBlinds(command.blinds),
    facts: textOf(decision.facts),
    internal: textOf(decision.internal),
    group,
    legs,
  }
}

const letters = (details: Command['details']): string | null =>
  details === undefined || details.length === 0 ? null : details.map(({ category }) => detailLetters[category]).join('')

function keptBlinds(blinds: Command['blinds']): KeptBlinds | null {
  if (blinds === undefined) return null
  const text = canonicalJson(blinds)
  const salt = randomBytes(16)
  return { text, salt, hash: blindsHash(salt, text) }
}

const textOf = (facts: Facts): string | null => (Object.keys(facts).length === 0 ? null : JSON.stringify(facts))
