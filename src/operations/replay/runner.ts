/**
 * Replays the files' bank day by day into an institution of its own: its own accounts and clients first; then on each day the accounts
 * opened on it, and its transactions. Killed at any point it goes on where it was: what is sent again is answered by the stored decision.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { OperatorError } from '../../kernel/operator-error.ts'
import { idOf } from '../../kernel/wire.ts'
import type { Command } from '../../storage/command.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import type { Answer } from '../../storage/lane/submission.ts'
import type { LaneWriter } from '../../storage/lane/writer.ts'
import type { Institution } from '../institution.ts'
import { Ahead } from './ahead.ts'
import { clientFile, type Told, toldOf, transactionFile } from './files.ts'
import { longestLineBytes } from './lines.ts'
import {
  acceptanceOf,
  activationOf,
  authorisationFor,
  cashAtStart,
  dayBegins,
  type Internal,
  type Internals,
  internals,
  openingFor,
  openingOf,
  paidAt,
  registration,
  transaction,
} from './mapping.ts'
import { Pipeline } from './pipeline.ts'
import { readRow, rowsOf } from './rows.ts'
import {
  accountOf,
  bookedSoFar,
  cashNeeded,
  doneThrough,
  type Kept,
  keepParties,
  keepProgress,
  knownClients,
  type Opening,
  type Outcome,
  openingsAfter,
  type Staged,
  totals,
  transactionsAfter,
} from './store.ts'

export type Progress = (done: number, total: number) => void

export type Replay = {
  readonly institution: Institution
  readonly writer: LaneWriter
  readonly folder: string
  /** On which the institution opened. */
  readonly firstDay: Temporal.PlainDate
  /** Told of each transaction that has its decision. */
  readonly progress?: Progress | undefined
  /** Stops as a kill does: what was sent may be decided, nothing else is written down. */
  readonly signal?: AbortSignal | undefined
}

const limits = { burst: 500, underWay: 2_000 }
/** Rows that are read, clients that are sent and awaited, together. */
const together = 500
const answersAtOnce = 1_000
/** The writer drops what it keeps in memory when it has nothing to do; after so many answers it gets the time. */
const restAfter = 50_000
/** Accounts whose ids are kept in memory once they are in the table. */
const maximumIds = 20_000

export class Runner {
  readonly #replay: Replay
  readonly #pipeline: Pipeline
  readonly #file: number
  #outcomes: Outcome[] = []
  #opened: { account: number; id: AccountId }[] = []
  readonly #ids = new Map<number, AccountId>()
  #through: Temporal.PlainDate | undefined
  #answers = 0
  #sinceRest = 0
  #kept = performance.now()
  #done = 0
  #total = 0

  private constructor(replay: Replay) {
    this.#replay = replay
    this.#file = openSync(`${replay.folder}/${transactionFile.file}`, 'r')
    this.#pipeline = new Pipeline(replay.writer, limits, () => this.#keepSome())
  }

  /**
   * Runs a staged replay to its end.
   *
   * @param since when the work began, by `performance.now()`
   */
  static async run(replay: Replay, since: number): Promise<void> {
    const runner = new Runner(replay)
    runner.#kept = since
    try {
      await runner.#run()
    } finally {
      closeSync(runner.#file)
    }
  }

  async #run(): Promise<void> {
    const { sql } = this.#replay.institution
    this.#total = (await totals(sql)).transactions
    this.#done = await bookedSoFar(sql)
    const done = await doneThrough(sql)
    const own = await this.#openOwnAccounts()
    await this.#registerClients()
    const openings = new Ahead<Opening>((last) => openingsAfter(sql, last, done, together))
    const rows = new Ahead<Staged>((last) => transactionsAfter(sql, last, done, together))
    for (;;) {
      const day = earlier((await openings.peek())?.day, (await rows.peek())?.day)
      if (day === undefined) break
      await this.#replayDay(day, openings, rows, own)
    }
    await this.#pipeline.drain()
    await this.#keep()
  }

  async #openOwnAccounts(): Promise<Internals> {
    const { sql } = this.#replay.institution
    const names = Object.keys(internals) as Internal[]
    const ids = await this.#acceptedAll(names.map(openingOf), 'account')
    const own = Object.fromEntries(names.map((name, i) => [name, idOf<AccountId>(ids[i] ?? '')])) as Internals
    for (const till of ['till', 'cashMachine'] as const) {
      const needed = await cashNeeded(sql, paidAt[till])
      if (needed > 0n) await this.#acceptedAll([cashAtStart(own, till, needed)], 'account')
    }
    return own
  }

  async #registerClients(): Promise<void> {
    const { sql, blindIndex, pack } = this.#replay.institution
    const entity = pack.entities[0]?.id ?? ''
    for await (const rows of rowsOf(this.#replay.folder, clientFile)) {
      for (let from = 0; from < rows.length; from += together) {
        const some = rows.slice(from, from + together).map(({ row }) => row)
        const ids = some.map(({ client_id }) => client_id)
        const known = await knownClients(sql, ids)
        const missing = some.filter(({ client_id }) => !known.has(client_id))
        if (missing.length === 0) continue
        const commands = missing.map((row) => registration(row.client_id, row.birth_number, entity, blindIndex))
        const parties = await this.#acceptedAll(commands, 'party')
        await keepParties(
          sql,
          missing.map(({ client_id }, i) => ({ client: client_id, party: idOf<PartyId>(parties[i] ?? '') })),
        )
      }
    }
  }

  async #replayDay(day: Temporal.PlainDate, openings: Ahead<Opening>, rows: Ahead<Staged>, own: Internals) {
    // The institution opened on the first day.
    if (!day.equals(this.#replay.firstDay)) await this.#mustSend(dayBegins(day))
    const isToday = (row: Opening | Staged): boolean => row.day.equals(day)
    for (;;) {
      const some = await openings.takeWhile(isToday, together)
      if (some.length === 0) break
      await this.#open(some)
    }
    for (let row = await rows.peek(); row !== undefined && isToday(row); row = await rows.peek()) {
      rows.take()
      await this.#book(row, own)
    }
    this.#pipeline.mark(() => {
      this.#through = day
    })
    if (this.#sinceRest < restAfter) return
    await this.#pipeline.drain()
    this.#sinceRest = 0
  }

  /** Opens accounts with the documents that let disponents act, then activates the ones and accepts the others. */
  async #open(openings: readonly Opening[]): Promise<void> {
    const acceptances: Command[] = []
    for (const opening of openings) {
      const { account } = opening
      await this.#mustSend(openingFor(opening), ({ facts }) =>
        this.#keepAccount(account, idOf(String(facts['account']))),
      )
      for (const disponent of opening.disponents)
        await this.#mustSend(authorisationFor(opening, disponent), ({ facts }) => {
          acceptances.push(acceptanceOf(opening, disponent, String(facts['authorisation'])))
        })
    }
    await this.#pipeline.drain()
    for (const { account } of openings) await this.#mustSend(activationOf(account, await this.#idOf(account)))
    for (const acceptance of acceptances) await this.#mustSend(acceptance)
  }

  #keepAccount(account: number, id: AccountId): void {
    this.#ids.set(account, id)
    this.#opened.push({ account, id })
  }

  async #idOf(account: number): Promise<AccountId> {
    const id = this.#ids.get(account) ?? (await accountOf(this.#replay.institution.sql, account))
    if (id === undefined) throw new Error(`account ${account} was not opened`)
    return id
  }

  async #book(row: Staged, own: Internals): Promise<void> {
    const told = row.toldAt === undefined ? undefined : this.#told(row.toldAt, row.line)
    const account = row.id ?? (await this.#idOf(row.account))
    await this.#send(transaction(row, account, own, told), ({ decision: { place, code } }) => {
      this.#outcomes.push({ trans: row.trans, place, code })
      this.#done += 1
      this.#replay.progress?.(this.#done, this.#total)
    })
  }

  /** What a row tells for the vault, read from its file. */
  #told(at: number, line: number): Told | undefined {
    const bytes = Buffer.alloc(longestLineBytes)
    const count = readSync(this.#file, bytes, 0, bytes.length, at)
    const text = bytes.subarray(0, count).toString('utf8').split(/\r?\n/, 1)[0] ?? ''
    return toldOf(
      readRow(`${this.#replay.folder}/${transactionFile.file}`, transactionFile, { number: line, at, text }),
    )
  }

  #mustSend(command: Command, then?: (decision: DecisionView) => void): Promise<void> {
    return this.#send(command, (answer) => {
      const decision = accepted(command, answer)
      then?.(decision)
    })
  }

  #send(command: Command, then: (answer: Answer) => void): Promise<void> {
    this.#replay.signal?.throwIfAborted()
    return this.#pipeline.send(command, (answer) => {
      this.#answers += 1
      this.#sinceRest += 1
      then(answer)
    })
  }

  /** Sends commands that must be accepted, and gives the fact of this name of each. */
  async #acceptedAll(commands: readonly Command[], fact: string): Promise<readonly string[]> {
    this.#replay.signal?.throwIfAborted()
    const answers = await Promise.all(commands.map((command) => this.#replay.writer.submit(command)))
    return commands.map((command, i) => String(accepted(command, answers[i] as Answer).facts[fact]))
  }

  async #keepSome(): Promise<void> {
    if (this.#answers >= answersAtOnce) await this.#keep()
  }

  async #keep(): Promise<void> {
    const now = performance.now()
    const seconds = (now - this.#kept) / 1000
    const kept: Kept = { outcomes: this.#outcomes, accounts: this.#opened, through: this.#through, seconds }
    this.#outcomes = []
    this.#opened = []
    this.#answers = 0
    this.#kept = now
    await keepProgress(this.#replay.institution.sql, kept)
    if (this.#ids.size > maximumIds) this.#ids.clear()
  }
}

const earlier = (a: Temporal.PlainDate | undefined, b: Temporal.PlainDate | undefined) =>
  a === undefined || (b !== undefined && Temporal.PlainDate.compare(b, a) < 0) ? b : a

/** The decision. Throws when it is not what the bank's own history says. */
function accepted({ key }: Command, { decision }: Answer): DecisionView {
  if (decision.outcome === 'accepted') return decision
  throw new OperatorError(
    'the replay cannot go on',
    `${key} was refused (${decision.code})`,
    'The rules of packs/berka do not allow what the bank did: mend them and begin anew with --fresh.',
  )
}
