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
import type { LaneWriter } from '../../storage/lane/writer.ts'
import type { Answer } from '../../storage/lane/submission.ts'
import type { Institution } from '../institution.ts'
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
  bookedSoFar,
  cashNeeded,
  type Day,
  daysAfter,
  keepAccounts,
  keepParties,
  keepProgress,
  knownClients,
  type Opening,
  type Outcome,
  openingsOn,
  type Staged,
  totals,
  transactionsOn,
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

/** Commands under way at once. */
const underWay = 2_000
/** Accounts or clients that are sent, and awaited, together. */
const together = 500
const answersAtOnce = 1_000
/** The writer drops what it keeps in memory when it has nothing to do; so often it gets the time. */
const restAfter = 50_000

export class Runner {
  readonly #replay: Replay
  readonly #pipeline: Pipeline
  readonly #file: number
  #outcomes: Outcome[] = []
  #answers = 0
  #through: Temporal.PlainDate | undefined
  #kept = performance.now()
  #done = 0
  #total = 0

  private constructor(replay: Replay) {
    this.#replay = replay
    this.#file = openSync(`${replay.folder}/${transactionFile.file}`, 'r')
    this.#pipeline = new Pipeline(replay.writer, underWay, () => this.#keepSome())
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
    let days = await daysAfter(sql, undefined, together)
    if (days.length === 0) return
    const own = await this.#openOwnAccounts()
    await this.#registerClients()
    let sinceRest = 0
    while (days.length > 0) {
      for (const day of days) {
        await this.#replayDay(day, own)
        sinceRest += day.transactions + day.accounts
        if (sinceRest < restAfter) continue
        await this.#pipeline.drain()
        sinceRest = 0
      }
      days = await daysAfter(sql, days.at(-1)?.day, together)
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
    const { sql, blindIndex, rulebook } = this.#replay.institution
    const entity = rulebook.pack.entities[0]?.id ?? ''
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

  async #replayDay({ day, accounts, transactions }: Day, own: Internals): Promise<void> {
    const { sql } = this.#replay.institution
    // The institution opened on the first day.
    if (!day.equals(this.#replay.firstDay)) await this.#mustSend(dayBegins(day))
    if (accounts > 0) for await (const some of openingsOn(sql, day, together)) await this.#open(some)
    if (transactions > 0)
      for await (const some of transactionsOn(sql, day, underWay)) for (const row of some) await this.#book(row, own)
    this.#pipeline.mark(() => {
      this.#through = day
    })
  }

  /** Opens accounts with the documents that let disponents act, then activates the ones and accepts the others. */
  async #open(openings: readonly Opening[]): Promise<void> {
    const papers = openings.flatMap((opening) => opening.disponents.map((disponent) => ({ opening, disponent })))
    const [ids, authorisations] = await Promise.all([
      this.#acceptedAll(openings.map(openingFor), 'account'),
      this.#acceptedAll(
        papers.map(({ opening, disponent }) => authorisationFor(opening, disponent)),
        'authorisation',
      ),
    ])
    const opened = openings.map(({ account }, i) => ({ account, id: idOf<AccountId>(ids[i] ?? '') }))
    await keepAccounts(this.#replay.institution.sql, opened)
    for (const { account, id } of opened) await this.#mustSend(activationOf(account, id))
    for (const [i, { opening, disponent }] of papers.entries())
      await this.#mustSend(acceptanceOf(opening, disponent, authorisations[i] ?? ''))
  }

  async #book(row: Staged, own: Internals): Promise<void> {
    const told = row.toldAt === undefined ? undefined : this.#told(row.toldAt, row.line)
    await this.#send(transaction(row, own, told), ({ decision: { place, code } }) => {
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
    return toldOf(readRow(`${this.#replay.folder}/${transactionFile.file}`, transactionFile, { number: line, at, text }))
  }

  #mustSend(command: Command): Promise<void> {
    return this.#send(command, (answer) => void accepted(command, answer))
  }

  #send(command: Command, then: (answer: Answer) => void): Promise<void> {
    this.#replay.signal?.throwIfAborted()
    return this.#pipeline.send(command, then)
  }

  /** Sends commands that must be accepted, and gives the fact of this name of each. */
  async #acceptedAll(commands: readonly Command[], fact: string): Promise<readonly string[]> {
    this.#replay.signal?.throwIfAborted()
    const answers = await Promise.all(commands.map((command) => this.#replay.writer.submit(command)))
    return commands.map((command, i) => String(accepted(command, answers[i] as Answer).facts[fact]))
  }

  async #keepSome(): Promise<void> {
    this.#answers += 1
    if (this.#answers >= answersAtOnce) await this.#keep()
  }

  async #keep(): Promise<void> {
    const outcomes = this.#outcomes
    this.#outcomes = []
    this.#answers = 0
    const now = performance.now()
    const seconds = (now - this.#kept) / 1000
    this.#kept = now
    await keepProgress(this.#replay.institution.sql, outcomes, this.#through, seconds)
  }
}

/** The decision. Throws when it is not what the bank's own history says. */
function accepted({ key }: Command, { decision }: Answer): DecisionView {
  if (decision.outcome === 'accepted') return decision
  throw new OperatorError(
    'the replay cannot go on',
    `${key} was refused (${decision.code})`,
    'The rules of packs/berka do not allow what the bank did: mend them and begin anew with --fresh.',
  )
}
