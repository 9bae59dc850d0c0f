/**
 * One simulated day at a small bank, from one seed: clients, writers that take the lane from each other, and a database that breaks
 * connections before and after commits. All waiting goes through one queue from which chance picks, so that a seed repeats itself.
 */
import type { LaneId } from '../../src/kernel/ids.ts'
import { legsOf } from '../../src/ledger/rules.ts'
import type { Rulebook } from '../../src/rulebook/terms.ts'
import type { Command } from '../../src/storage/command.ts'
import type { FoldRules } from '../../src/storage/lane/fold.ts'
import type { LaneHead } from '../../src/storage/lane/port.ts'
import {
  connectionLost,
  GatedStorage,
  type Operation,
  type OperationName,
} from '../../src/storage/lane/testing/gated-storage.ts'
import { LaneWriter } from '../../src/storage/lane/writer.ts'
import { type Ask, plainSealer } from '../bank.ts'
import { commandOf, type Told } from '../customers.ts'
import { ModelBank } from '../model/bank.ts'
import { Clients, type Issue } from './clients.ts'
import { draw } from './commands.ts'
import type { Drawn } from './drawing.ts'
import { JournalWatch, promise } from './journal-watch.ts'
import { Random } from './random.ts'
import { checkReplay } from './replay.ts'
import { settle } from './small-bank.ts'
import { poisons, SimulatedDatabase, simulatedCatalogue } from './twin.ts'

/** What may go wrong. */
export const troubles = [
  'connections',
  'takeovers',
  'clock',
  'poison',
  'groups',
  'previews',
  'duplicates',
  'lost answers',
  'evictions',
] as const
export type Trouble = (typeof troubles)[number]

export type EpisodeOptions = {
  readonly seed: number
  readonly commands: number
  readonly troubles: ReadonlySet<Trouble>
  readonly rulebook: Rulebook
}

/** What happened, for whoever wants to know that something did. */
export type Counts = { [name: string]: number }

const lane = 1 as LaneId
const opening = Temporal.PlainDate.from('2026-01-05')
const operations: readonly OperationName[] = ['take', 'head', 'load', 'known', 'chainBytes', 'append']
/** How often a call of each name fails while connections do: once in so many. */
const failsOnce: Readonly<Record<OperationName, number>> = {
  take: 5,
  head: 6,
  load: 150,
  known: 150,
  chainBytes: 300,
  append: 40,
}

const traceLength = 2_000

type Seat = { readonly gate: GatedStorage; writer: LaneWriter | undefined }

export class Episode {
  readonly counts: Counts = {}
  readonly #trace: (() => string)[] = []
  readonly #options: EpisodeOptions
  readonly #random: Random
  readonly #rules: FoldRules
  readonly #opened: LaneHead
  readonly #database: SimulatedDatabase
  readonly #watch: JournalWatch
  readonly #clients: Clients
  readonly #window: number
  readonly #burst: number
  #seats: Seat[] = []
  #current: LaneWriter | undefined
  #taking = false
  #troubled = false
  #issued = 0
  #keys = 0
  #now = Temporal.Instant.from('2026-01-05T07:00:00Z')
  /** Appends whose caller believes them lost, and which the database has not carried out yet. */
  readonly #late: Operation[] = []

  constructor(options: EpisodeOptions) {
    this.#options = options
    this.#random = new Random(options.seed)
    const { pack } = options.rulebook
    this.#rules = { catalogue: simulatedCatalogue, rulebook: options.rulebook, legsOf }
    this.#database = new SimulatedDatabase((batch, epoch) => {
      this.#note(
        () => `batch ${batch.after.batch}: ${batch.decisions.map(({ kind, code }) => code ?? kind).join(', ')}`,
      )
      this.#count('batches')
      try {
        this.#watch.committed(batch, epoch)
      } catch (error) {
        // The writer would take it for a lost connection.
        this.#clients.broken ??= error as Error
      }
    })
    this.#opened = {
      lane,
      entity: pack.entities[0]?.id ?? '',
      epoch: 0,
      batch: 0,
      businessDate: opening,
      nextNumber: 1,
      pack: pack.hash,
      at: this.#now,
      hash: Buffer.alloc(32),
    }
    this.#database.open(this.#opened)
    this.#clients = new Clients(
      () => this.#watch,
      () => this.#has('lost answers') && this.#random.once(60),
    )
    this.#watch = new JournalWatch(new ModelBank(opening.toString()), this.#opened, (hash) =>
      this.#clients.commandOf(hash),
    )
    this.#window = this.#random.of([1, 3, 10, 40, 100]) ?? 1
    this.#burst = this.#random.of([1, 4, 20, 40]) ?? 1
  }

  /** How many commands clients asked for. */
  get issued(): number {
    return this.#issued
  }

  /** What happened last, in order. */
  get trace(): readonly string[] {
    return this.#trace.slice(-traceLength).map((text) => text())
  }

  /** Plays it to its end. Throws BrokenPromise. */
  async run(): Promise<Counts> {
    await settle({ do: (kind, payload, ask = {}) => this.#do(kind, payload, ask) })
    this.#issued = 0
    this.#troubled = true
    while (this.#issued < this.#options.commands || this.#clients.open > 0) await this.#step()
    this.#troubled = false
    while (this.#clients.flights > 0) await this.#step()
    await checkReplay(this.#database, this.#opened, this.#rules, (hash) => this.#clients.commandOf(hash))
    this.counts['decisions'] = this.#watch.decisions
    this.counts['failed'] = this.#clients.failed
    return this.counts
  }

  async #do(kind: string, payload: unknown, ask: Ask): Promise<Told> {
    const issue = this.#clients.issue([this.#command({ kind, payload: payload as object, ask })], false)
    while (issue.state === 'open') {
      if (this.#current !== undefined && issue.flights === 0) this.#clients.send(issue, this.#current)
      await this.#step()
    }
    const stored = this.#watch.find(issue.hashes[0] as string)
    if (stored === undefined) throw new Error('the command was not carried out')
    const { id, row } = stored
    return {
      id,
      place: row.place,
      outcome: row.code === null ? 'accepted' : 'refused',
      code: row.code,
      facts: JSON.parse(row.facts ?? '{}'),
    }
  }

  #command({ kind, payload, ask }: Drawn): Command {
    this.#keys += 1
    this.#issued += 1
    const key = `key ${this.#keys}`
    if (poisons.some((one) => one === kind))
      return { kind, client: 'test', key, actor: { role: 'system' }, purpose: 'operations', payload }
    return commandOf(kind, payload, { ...ask, key })
  }

  /** Everything follows from what happened that needs no waiting; then one more thing happens. */
  async #step(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    if (this.#clients.broken !== undefined) throw this.#clients.broken
    this.#act()
  }

  #act(): void {
    const random = this.#random
    this.#now = this.#now.add({ milliseconds: random.below(500) })
    if (
      !this.#taking &&
      (this.#current === undefined || this.#current.ended !== undefined || (this.#has('takeovers') && random.once(400)))
    ) {
      this.#takeOver()
      return
    }
    const [only, ...others] = this.#seats
    const waiting = others.length === 0 && only ? only.gate.waiting : this.#seats.flatMap(({ gate }) => gate.waiting)
    const mine = this.#current
    const mayRetry = this.#troubled && mine !== undefined && this.#clients.open > 0
    const canIssue =
      this.#troubled && this.#issued < this.#options.commands && this.#clients.open < this.#window && mine !== undefined
    const choice = random.weighted([
      ['nothing', 1],
      ['operation', Math.min(60, waiting.length * 20)],
      ['issue', canIssue ? 20 : 0],
      ['retry', mayRetry ? 8 : 0],
      ['late', this.#late.length > 0 ? 4 : 0],
      ['duplicate', this.#has('duplicates') && mine !== undefined ? 2 : 0],
      ['preview', this.#has('previews') && mine !== undefined ? 1 : 0],
      ['clock', this.#has('clock') ? 1 : 0],
    ])
    if (choice === 'nothing')
      promise(
        waiting.length > 0 || this.#clients.flights === 0 || this.#taking,
        'every command is answered',
        this.#clients.flights,
      )
    else if (choice === 'operation') this.#operate(random.of(waiting) as Operation)
    else if (choice === 'late') this.#late.shift()?.carryOut()
    else if (choice === 'clock') this.#now = this.#now.add({ seconds: random.between(-7_200, 7_200) })
    else if (mine !== undefined) this.#send(choice, mine)
  }

  #send(choice: 'issue' | 'retry' | 'duplicate' | 'preview', writer: LaneWriter): void {
    const random = this.#random
    if (choice === 'issue') {
      for (let left = random.between(1, this.#burst); left > 0; left -= 1)
        this.#clients.send(this.#draw(), this.#someWriter(writer))
    } else if (choice === 'retry') {
      const retry = random.of(this.#clients.waiting())
      if (retry !== undefined) this.#clients.send(retry, writer)
    } else if (choice === 'preview') {
      const drawn = this.#drawOne()
      this.#clients.preview(this.#command(drawn), this.#someWriter(writer), drawn.mayFail === true)
    } else {
      const open = random.once(2)
      const known = random.of(open ? this.#clients.sent() : this.#clients.answered)
      if (known === undefined) return
      this.#count('duplicates')
      this.#clients.send(known, this.#someWriter(writer), !open && random.once(3))
    }
  }

  /** Now and then a client has not heard that the lane was taken. */
  #someWriter(current: LaneWriter): LaneWriter {
    const other = this.#random.once(50) ? this.#random.of(this.#seats)?.writer : undefined
    return other ?? current
  }

  #draw(): Issue {
    const random = this.#random
    if (this.#has('groups') && random.once(25)) {
      const drawn = Array.from({ length: random.between(2, 4) }, () => this.#drawOne()).filter(
        ({ kind }) => !kind.startsWith('correction'),
      )
      if (drawn.length > 1) {
        this.#count('groups')
        return this.#clients.issue(
          drawn.map((one) => this.#command(one)),
          drawn.some(({ mayFail }) => mayFail),
        )
      }
    }
    const drawn = this.#drawOne()
    const issue = this.#clients.issue([this.#command(drawn)], drawn.mayFail === true)
    this.#note(
      () => `ask ${drawn.kind} ${JSON.stringify(drawn.payload)} by ${JSON.stringify(issue.commands[0]?.actor)}`,
    )
    return issue
  }

  #drawOne(): Drawn {
    const random = this.#random
    if (!this.#has('poison') || !random.once(200)) return draw(random, this.#watch.bank)
    this.#count('poisons')
    return { kind: random.of(poisons) as string, payload: {}, ask: {}, mayFail: true }
  }

  #operate(operation: Operation): void {
    const random = this.#random
    const { name } = operation
    if (this.#has('connections') && random.once(failsOnce[name])) {
      this.#count(`lost ${name}`)
      // Carried out before or after the caller gives up, or never.
      const fate = name === 'append' ? random.of(['before', 'before', 'after', 'never']) : 'never'
      if (fate === 'before') operation.carryOut()
      if (fate === 'after' && !operation.carriedOut) this.#late.push(operation)
      this.#note(() => `the connection is lost during ${name}${operation.carriedOut ? ', which was carried out' : ''}`)
      operation.fail(connectionLost())
    } else if (!operation.carriedOut && random.once(3)) operation.carryOut()
    else operation.answer()
  }

  #takeOver(): void {
    const random = this.#random
    this.#taking = true
    this.#count('takeovers')
    this.#note(() => 'another writer takes the lane')
    const seat: Seat = { gate: new GatedStorage(this.#database, operations), writer: undefined }
    // A writer that waits for nothing has nothing more to do, unless somebody sends it something.
    const former = this.#seats.filter(
      ({ gate, writer }, i, all) => gate.waiting.length > 0 || i >= all.length - 2 || writer === this.#current,
    )
    this.#seats = [...former, seat]
    LaneWriter.take(lane, {
      storage: seat.gate,
      sealer: plainSealer,
      rules: this.#rules,
      now: () => this.#now,
      rulesVersion: 'simulation',
      name: 'simulation',
      sleep: () => Promise.resolve(),
      defer: (work) => work(),
      maximumBatch: random.of([4, 5, 8, 32, 200]) ?? 8,
      maximumRecords: this.#has('evictions') ? (random.of([10, 50, 1000]) ?? 10) : 1_000_000,
    }).then(
      (writer) => {
        seat.writer = writer
        this.#current = writer
        this.#taking = false
      },
      () => {
        this.#taking = false
      },
    )
  }

  #has(trouble: Trouble): boolean {
    return this.#troubled && this.#options.troubles.has(trouble)
  }

  #count(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1
  }

  /** Told only if something goes wrong. */
  #note(text: () => string): void {
    this.#trace.push(text)
    if (this.#trace.length > 2 * traceLength) this.#trace.splice(0, traceLength)
  }
}
