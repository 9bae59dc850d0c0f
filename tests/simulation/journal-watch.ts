/** Watches the journal as it grows: whatever is committed must keep every promise, and be what the model bank expects. */
import { localDate } from '../../src/kernel/calendar.ts'
import { composeDecisionId, type DecisionId, place } from '../../src/kernel/ids.ts'
import { type Account, type AccountEvent, accounts, available, type Entry } from '../../src/ledger/rules.ts'
import type { Command } from '../../src/storage/command.ts'
import type { Batch, DecisionRow, LaneHead, SealedStep } from '../../src/storage/lane/port.ts'
import { type ModelAccount, type ModelBank, restrictedOf } from '../model/bank.ts'
import { play } from '../model/expected.ts'
import { inTransit } from '../model/network.ts'
import type { ModelCommand } from '../model/rule.ts'
import { poisons } from './twin.ts'

/** A promise that was not kept. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise'
}

export function promise(kept: boolean, what: string, ...about: readonly unknown[]): asserts kept {
  if (!kept) throw new BrokenPromise(about.length === 0 ? what : `${what}: ${about.map(shown).join(' | ')}`)
}

/** Any value as text. */
export const shown = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, (_name, one) => (typeof one === 'bigint' ? `${one}n` : one))

/** A decision as it stands in the journal. */
export type Journaled = { readonly id: DecisionId; readonly row: DecisionRow; readonly batch: Batch }

/** Of the bank that is simulated. */
const timeZone = 'Europe/Riga'

/** What only free money pays for. */
const needsCover: ReadonlySet<Entry['nature']> = new Set(['transfer', 'outgoing', 'cash'])

export class JournalWatch {
  readonly bank: ModelBank
  readonly #commandOf: (keyHash: string) => Command | undefined
  readonly #journaled = new Map<string, Journaled>()
  readonly #streams = new Map<number, { readonly seq: number; readonly bookedOn: Temporal.PlainDate }>()
  #head: LaneHead

  /** @param commandOf what was asked under a key, by its hash in hex */
  constructor(bank: ModelBank, head: LaneHead, commandOf: (keyHash: string) => Command | undefined) {
    this.bank = bank
    this.#head = head
    this.#commandOf = commandOf
  }

  get decisions(): number {
    return this.#journaled.size
  }

  /** The decision under a key, by its hash in hex. */
  find(keyHash: string): Journaled | undefined {
    return this.#journaled.get(keyHash)
  }

  /** @param epoch of the writer whose the lane is */
  committed(batch: Batch, epoch: number): void {
    promise(batch.before.epoch === epoch, 'only the writer whose the lane is appends to it', batch.before.epoch, epoch)
    this.#checkHead(batch)
    this.bank.today = localDate(batch.after.at, timeZone).toString()
    for (const group of groupsOf(batch.decisions)) this.#checkGroup(batch, group)
    for (const step of batch.steps.get(accounts) ?? []) this.#checkStep(step, batch)
    this.#compareWithModel(batch)
    for (const [currency, total] of this.bank.totals())
      promise(total === 0n, 'no money appears or vanishes', currency, total)
    this.#checkTransit()
  }

  #checkTransit(): void {
    const transit = [...this.bank.accounts.values()].find(({ product }) => product === 'transit')
    let wanted = this.bank.sundryInTransit
    for (const payment of this.bank.networkPayments.values()) wanted += inTransit(payment)
    promise((transit?.balance ?? 0n) === wanted, 'transit shows what is under way', transit?.balance ?? 0n, wanted)
  }

  #checkHead({ before, after, decisions }: Batch): void {
    promise(isSameHead(before, this.#head), 'a batch stands on the one before it', before, this.#head)
    promise(after.batch === before.batch + 1, 'batches have no gaps', after.batch)
    promise(Temporal.Instant.compare(after.at, before.at) >= 0, 'time does not go back', before.at, after.at)
    promise(
      Temporal.PlainDate.compare(after.businessDate, before.businessDate) >= 0,
      'the business date does not go back',
    )
    promise(after.nextNumber >= before.nextNumber, 'ids are not given out twice')
    promise(decisions.length > 0, 'an empty batch is not stored')
    for (const [i, row] of decisions.entries())
      promise(row.place === place(after.batch, i), 'places have no gaps', row.place)
    this.#head = after
  }

  #checkGroup(batch: Batch, rows: readonly DecisionRow[]): void {
    const played = rows.map((row) => this.#enter(batch, row))
    const expected = rows[0]?.group === null ? [] : expectedOfGroup(this.bank, played)
    for (const [i, { command, row, id }] of played.entries()) {
      const facts = row.code !== null || row.facts === null ? {} : JSON.parse(row.facts)
      const undone = expected.some((code) => code !== null)
      const decision = row.code === null ? { id, facts } : undefined
      const wanted = undone ? (expected[i] ?? 'group-undone') : play(this.bank, command, decision)
      promise(row.code === wanted, 'the model decides alike', row.kind, { is: row.code, wanted }, command, facts)
    }
  }

  #enter(
    batch: Batch,
    row: DecisionRow,
  ): { readonly command: ModelCommand; readonly row: DecisionRow; readonly id: DecisionId } {
    const hex = row.keyHash.toString('hex')
    const command = this.#commandOf(hex)
    promise(command !== undefined, 'nothing stands in the journal that nobody asked for', row.kind)
    promise(!this.#journaled.has(hex), 'no command is carried out twice', command)
    promise(row.code !== null || !isPoison(row), 'a poison is not carried out', command)
    const id = composeDecisionId(batch.before.lane, row.place, batch.after.at.epochMilliseconds)
    this.#journaled.set(hex, { id, row, batch })
    return { command, row, id }
  }

  #checkStep({ event: changed, after: reached }: SealedStep, { after: head }: Batch): void {
    const [event, after] = [changed as AccountEvent, reached as Account]
    const before = this.#streams.get(after.account)
    promise(after.seq === (before?.seq ?? 0) + 1, "an account's events have no gaps", after)
    promise(
      before === undefined || Temporal.PlainDate.compare(after.bookedOn, before.bookedOn) >= 0,
      'booking dates never decrease along a stream',
      after,
    )
    promise(
      Temporal.PlainDate.compare(after.bookedOn, head.businessDate) <= 0,
      'nothing is booked in the future',
      after,
    )
    this.#streams.set(after.account, { seq: after.seq, bookedOn: after.bookedOn })
    if (after.kind !== 'customer') return
    const spends =
      event.kind === 'entry'
        ? event.amountMinor < 0n && needsCover.has(event.nature)
        : event.kind === 'held' && event.amountMinor > 0n
    promise(!spends || available(after) >= 0n, 'no overdraft beyond the limit, holds counted', event, after)
  }

  #compareWithModel(batch: Batch): void {
    const last = new Map<number, Account>()
    for (const { after } of batch.steps.get(accounts) ?? []) last.set((after as Account).account, after as Account)
    for (const account of last.values()) {
      const model = this.bank.account(String(account.account))
      promise(isSameAccount(account, model), 'the account stands where the model has it', {
        is: account,
        wanted: model,
      })
    }
  }
}

/** All but the epoch, which rises with every takeover. */
const isSameHead = (a: LaneHead, b: LaneHead): boolean =>
  a.batch === b.batch &&
  a.hash.equals(b.hash) &&
  a.nextNumber === b.nextNumber &&
  a.businessDate.equals(b.businessDate) &&
  a.at.equals(b.at)

const isSameAccount = (account: Account, model: ModelAccount): boolean =>
  account.seq === model.seq &&
  account.status === model.status &&
  account.currency === model.currency &&
  account.balanceMinor === model.balance &&
  account.heldMinor === model.held &&
  account.limitMinor === model.limit &&
  account.restrictedMinor === restrictedOf(model.restrictions)

/** Decisions that stand or fall together; mostly one. */
export function groupsOf(rows: readonly DecisionRow[]): readonly (readonly DecisionRow[])[] {
  const groups: DecisionRow[][] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (row.group !== null && last?.[0]?.group === row.group) last.push(row)
    else groups.push([row])
  }
  return groups
}

const isPoison = ({ kind }: { readonly kind: string }): boolean => poisons.some((one) => one === kind)

/** Plays the group on a copy: why each is refused by itself, after those before it. */
function expectedOfGroup(
  bank: ModelBank,
  played: readonly { readonly command: ModelCommand }[],
): readonly (string | null)[] {
  const copy = bank.copy()
  return played.map(({ command }, i) =>
    isPoison(command) ? null : play(copy, command, { id: `trial ${i}`, facts: {} }),
  )
}
