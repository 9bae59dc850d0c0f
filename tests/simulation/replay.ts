/** What must hold of a whole journal: a fresh fold gives the same decisions and the same records, and every link of the chain fits. */
import { balanceHistories } from '../../src/accounts/balances/rules.ts'
import { findBalances } from '../../src/accounts/balances/store.ts'
import type { Place } from '../../src/kernel/ids.ts'
import { laneRecord } from '../../src/kernel/lane.ts'
import type { AnyCollection, Key } from '../../src/kernel/state.ts'
import { type PostedEntry, postings } from '../../src/ledger/postings/rules.ts'
import { type Account, type AccountEvent, accounts } from '../../src/ledger/rules.ts'
import { madePayments } from '../../src/payments/network/refunds/rules.ts'
import { findMade } from '../../src/payments/network/refunds/store.ts'
import type { Command } from '../../src/storage/command.ts'
import { type Folded, type FoldRules, fold, foldGroup } from '../../src/storage/lane/fold.ts'
import type { MemoryLaneStorage } from '../../src/storage/lane/memory.ts'
import { chainLink } from '../../src/storage/lane/open-batch.ts'
import type { Batch, DecisionRow, LaneHead } from '../../src/storage/lane/port.ts'
import { WorkingState } from '../../src/storage/lane/working-state.ts'
import { isSameCited } from './clients.ts'
import { groupsOf, promise, shown } from './journal-watch.ts'

/** What was asked under a key, by its hash in hex: the journal does not keep details. */
type CommandOf = (keyHash: string) => Command | undefined

/** Throws BrokenPromise unless the journal replays to what is kept. */
export async function checkReplay(
  storage: MemoryLaneStorage,
  opened: LaneHead,
  rules: FoldRules,
  commandOf: CommandOf,
): Promise<void> {
  const replay = new Replay(opened, rules, commandOf)
  const collections = new Set<AnyCollection>()
  for (const batch of storage.journal(opened.lane)) {
    replay.batch(batch)
    for (const collection of batch.steps.keys()) collections.add(collection)
    await checkLink(storage, batch)
  }
  for (const collection of collections)
    if (!collection.volatile && collection !== laneRecord)
      replay.compare(collection, storage.records(opened.lane, collection.name))
}

async function checkLink(storage: MemoryLaneStorage, { before, after, decisions, rulesVersion }: Batch): Promise<void> {
  const bytes = await storage.chainBytes(before.lane, decisions)
  const link = chainLink(before, after.at, after.pack, rulesVersion, bytes)
  promise(link.equals(after.hash), 'every link of the chain fits', after.batch)
}

class Replay {
  readonly #rules: FoldRules
  readonly #commandOf: CommandOf
  readonly #state: WorkingState
  readonly #entries = new Map<Key, PostedEntry[]>()
  readonly #batches: Batch[] = []

  constructor(opened: LaneHead, rules: FoldRules, commandOf: CommandOf) {
    this.#rules = rules
    this.#commandOf = commandOf
    this.#state = new WorkingState(opened.lane, opened.nextNumber)
    this.#state.put(laneRecord, opened.lane, { entity: opened.entity, businessDate: opened.businessDate })
  }

  batch(batch: Batch): void {
    for (const rows of groupsOf(batch.decisions)) this.#decideAgain(batch, rows)
    const { nextNumber } = this.#state
    promise(nextNumber === batch.after.nextNumber, 'a replay gives out the same ids', nextNumber, batch.after)
    this.#state.settle(this.#state.mark().length)
    this.#state.forgetAbsent()
    this.#batches.push(batch)
  }

  compare(collection: AnyCollection, kept: ReadonlyMap<Key, unknown>): void {
    const again = new Map<Key, unknown>(this.#state.all(collection))
    promise(again.size === kept.size, 'a replay gives as many records', collection.name, again.size, kept.size)
    for (const [key, record] of kept)
      promise(shown(again.get(key)) === shown(record), 'a replay gives the same records', again.get(key), record)
  }

  #decideAgain({ before: { lane }, after: { at } }: Batch, rows: readonly DecisionRow[]): void {
    const commands = rows.map((row) => fromJournal(row, this.#commandOf(row.keyHash.toString('hex'))))
    for (const command of commands) this.#load(command)
    const folded =
      rows[0]?.group === null
        ? [fold(this.#rules, this.#state, commands[0] as Command, lane, at)]
        : foldGroup(this.#rules, this.#state, commands, lane, at)
    for (const [i, row] of rows.entries()) {
      const again = folded[i] as Folded
      promise(isSameDecision(again, row), 'a replay decides alike', again.decision, row)
      this.#keepEntries(row.place, again)
    }
  }

  /** Everything is in memory: what is not there does not exist, or is read from the entries. */
  #load(command: Command): void {
    for (let loaded = true; loaded; ) {
      loaded = false
      for (const { collection, key } of this.#rules.catalogue.get(command.kind).needs(command, this.#state)) {
        if (this.#state.isLoaded({ collection, key })) continue
        this.#state.put(collection, key, this.#read(collection, key))
        loaded = true
      }
    }
  }

  #read(collection: AnyCollection, key: Key): unknown {
    if (collection === balanceHistories) return findBalances(this.#batches, key)
    if (collection === madePayments) return findMade(this.#batches, key)
    const entries = collection === postings ? this.#entries.get(key) : undefined
    // Whoever reverses it loads it before, so that it was not reversed when it is loaded first.
    return entries && { entries, reversed: false }
  }

  #keepEntries(place: Place, { steps }: Folded): void {
    for (const { collection, event, after } of steps) {
      if (collection !== accounts || (event as AccountEvent).kind !== 'entry') continue
      const { amountMinor, bookingDate, valueDate } = event as Extract<AccountEvent, { kind: 'entry' }>
      const { account, seq } = after as Account
      const list = this.#entries.get(place) ?? []
      list.push({ account, seq, amountMinor, bookingDate, valueDate })
      this.#entries.set(place, list)
    }
  }
}

/** The command as the journal has it, with what is kept elsewhere. */
function fromJournal(row: DecisionRow, asked: Command | undefined): Command {
  const { kind, client, role, purpose, party, staff } = row
  const actor = { role, ...(party === null ? {} : { party }), ...(staff === null ? {} : { staff }) }
  const { details, blinds, key = '' } = asked ?? {}
  return { kind, client, key, actor, purpose, payload: JSON.parse(row.payload), details, blinds }
}

const isSameDecision = ({ decision }: Folded, row: DecisionRow): boolean =>
  (decision.outcome === 'refused' ? decision.code : null) === row.code &&
  textOf(decision.facts) === row.facts &&
  textOf(decision.internal) === row.internal &&
  isSameCited(decision.cited, row.cited)
const textOf = (facts: object): string | null => (Object.keys(facts).length === 0 ? null : JSON.stringify(facts))
