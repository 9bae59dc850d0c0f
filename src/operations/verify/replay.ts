/** The replay: decides a lane's commands again, in order, through the same fold as the live path, and compares. */
import { balanceHistories, type HistoryKey } from '../../accounts/balances/rules.ts'
import type { Cited } from '../../kernel/decision.ts'
import { composeDecisionId, type DecisionId, type Place } from '../../kernel/ids.ts'
import { laneRecord } from '../../kernel/lane.ts'
import type { Need } from '../../kernel/state.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import { packFromJson } from '../../rulebook/pack-json.ts'
import { Rulebook } from '../../rulebook/terms.ts'
import type { Command, Detail, DetailCategory } from '../../storage/command.ts'
import type { CollectionStore } from '../../storage/lane/collection-store.ts'
import { type Folded, type FoldRules, fold, foldGroup } from '../../storage/lane/fold.ts'
import { blindsHash, detailLetters } from '../../storage/lane/identity.ts'
import { WorkingState } from '../../storage/lane/working-state.ts'
import { type Difference, differences } from './compare.ts'
import type { JournalSnapshot } from './journal.ts'
import { accountAfter, type StoredBatch, type StoredDecision, type StoredLane } from './journal-rows.ts'
import type { RecordCheck } from './records.ts'

/**
 * `same`: decided again alike. `erased`: blind indexes that it stood on are gone, so that it cannot be decided again. `rules-changed`: it
 * was decided by other rules in code, and these decide otherwise.
 */
export type Outcome = 'same' | 'differs' | 'erased' | 'rules-changed'

/** On a decision that did not come out the same. */
export type Verdict = {
  readonly place: Place
  readonly decision: DecisionId
  readonly kind: string
  readonly outcome: Exclude<Outcome, 'same'>
  readonly differences: readonly Difference[]
}

/** What a decision is made of besides journal and pack. */
export type ReplayRules = Pick<FoldRules, 'catalogue' | 'legsOf'> & { readonly rulesVersion: string }

export class Replay {
  readonly #snapshot: JournalSnapshot
  readonly #lane: StoredLane
  readonly #rules: ReplayRules
  readonly #state: WorkingState
  readonly #rulebooks = new Map<string, Rulebook>()
  readonly #citations = new Map<number, Cited>()
  #begun = false

  constructor(snapshot: JournalSnapshot, lane: StoredLane, rules: ReplayRules) {
    this.#snapshot = snapshot
    this.#lane = lane
    this.#state = new WorkingState(lane.lane, 1)
    this.#rules = rules
  }

  /** Decides a batch again; batches come in their order. Gives a verdict on each decision that does not come out the same. */
  async batch(batch: StoredBatch): Promise<readonly Verdict[]> {
    if (!this.#begun) this.#begin(batch)
    await this.#readCitations(batch)
    const rules: FoldRules = { ...this.#rules, rulebook: await this.#rulebook(batch.pack) }
    const verdicts: Verdict[] = []
    for (const unit of unitsOf(batch.decisions)) verdicts.push(...(await this.#unit(rules, batch, unit)))
    this.#compareEnd(batch, verdicts)
    this.#state.settle(this.#state.mark().length)
    this.#state.forgetAbsent()
    if (verdicts.some(wentElsewhere)) this.#resume(batch)
    return verdicts
  }

  /** Holds the records of these stores against those to which the replay came. */
  compareRecords(stores: readonly CollectionStore[]): Promise<RecordCheck> {
    return this.#snapshot.compareRecords(this.#lane.lane, this.#state, stores)
  }

  /** What a citation set says that a batch decided again has named; undefined when it is missing. */
  citations(set: number): Cited | undefined {
    return this.#citations.get(set)
  }

  #begin(first: StoredBatch): void {
    const businessDate = this.#lane.openedOn ?? first.businessDate
    this.#state.put(laneRecord, this.#lane.lane, { entity: this.#lane.entity, businessDate })
    this.#begun = true
  }

  /** Decides one command again, or a group of them that stood or fell together. */
  async #unit(rules: FoldRules, batch: StoredBatch, unit: readonly StoredDecision[]): Promise<readonly Verdict[]> {
    const { lane } = this.#lane
    const erased = unit.some(({ blinds }) => blinds === 'erased')
    const mark = this.#state.mark()
    try {
      const commands = unit.map(commandOf)
      await this.#load(rules, commands, batch.batch)
      const folded =
        unit[0]?.row.group === null
          ? [fold(rules, this.#state, commands[0] as Command, lane, batch.at)]
          : foldGroup(rules, this.#state, commands, lane, batch.at)
      const verdicts: Verdict[] = []
      for (const [i, stored] of unit.entries()) {
        const found = differences(stored, this.#citations.get(stored.citationSet), folded[i] as Folded)
        if (erased) verdicts.push(this.#verdict(batch, stored, 'erased', []))
        else if (found.length > 0 || blindsChanged(stored))
          verdicts.push(this.#otherwise(batch, stored, blindsChanged(stored) ? [...found, changedBlinds] : found))
      }
      // What was refused then changed nothing then, whatever it would do now.
      if (unit.some(({ row }) => row.code !== null)) this.#state.rollBack(mark)
      return verdicts
    } catch (error) {
      this.#state.rollBack(mark)
      const now = error instanceof Error ? error.message : String(error)
      return unit.map((stored) =>
        erased
          ? this.#verdict(batch, stored, 'erased', [])
          : this.#otherwise(batch, stored, [{ what: 'error', stored: stored.row.code ?? 'accepted', now }]),
      )
    }
  }

  #otherwise(batch: StoredBatch, stored: StoredDecision, found: readonly Difference[]): Verdict {
    const sameRules = batch.rulesVersion === this.#rules.rulesVersion
    return this.#verdict(batch, stored, sameRules ? 'differs' : 'rules-changed', found)
  }

  #verdict(
    { at }: StoredBatch,
    { row: { place, kind } }: StoredDecision,
    outcome: Verdict['outcome'],
    found: readonly Difference[],
  ): Verdict {
    const decision = composeDecisionId(this.#lane.lane, place, at.epochMilliseconds)
    return { place, decision, kind, outcome, differences: found }
  }

  /** Everything is in memory already, and what is not there does not exist; save what is read from what others keep. */
  async #load(rules: FoldRules, commands: readonly Command[], batch: number): Promise<void> {
    for (let missing = this.#missing(rules, commands); missing.length > 0; missing = this.#missing(rules, commands)) {
      const histories = missing.filter(({ collection }) => collection === balanceHistories)
      const keys = histories.map(({ key }) => key as HistoryKey)
      const balances = keys.length === 0 ? undefined : await this.#snapshot.balances(this.#lane.lane, keys)
      for (const key of keys) this.#state.put(balanceHistories, key, balances?.get(key))
      for (const { collection, key } of missing) {
        if (collection === balanceHistories) continue
        const record = collection.volatile
          ? await this.#snapshot.recordBefore(this.#lane.lane, collection.name, key, batch)
          : undefined
        this.#state.put(collection, key, record)
      }
    }
  }

  #missing(rules: FoldRules, commands: readonly Command[]): readonly Need[] {
    return commands
      .flatMap((command) => rules.catalogue.get(command.kind).needs(command, this.#state))
      .filter((one) => !this.#state.isLoaded(one))
  }

  /** Where the batch left the lane: its business date and the next id. */
  #compareEnd(batch: StoredBatch, verdicts: Verdict[]): void {
    const last = batch.decisions.at(-1)
    if (last === undefined || verdicts.length > 0) return
    const found: Difference[] = []
    const date = String(this.#state.get(laneRecord, this.#lane.lane)?.businessDate)
    const storedDate = batch.businessDate.toString()
    if (date !== storedDate) found.push({ what: 'business date after the batch', stored: storedDate, now: date })
    const [next, storedNext] = [this.#state.nextNumber, batch.nextNumber].map(String) as [string, string]
    if (next !== storedNext) found.push({ what: 'next id after the batch', stored: storedNext, now: next })
    if (found.length > 0) verdicts.push(this.#otherwise(batch, last, found))
  }

  /**
   * Goes on from what is stored, so that one decision which came out otherwise does not make all later ones do so: ids, business date and
   * the accounts that the batch touched. What other collections kept cannot be had back.
   */
  #resume(batch: StoredBatch): void {
    this.#state.nextNumber = batch.nextNumber
    const record = this.#state.get(laneRecord, this.#lane.lane)
    if (record !== undefined)
      this.#state.put(laneRecord, this.#lane.lane, { ...record, businessDate: batch.businessDate })
    for (const { events } of batch.decisions)
      for (const { row, opening } of events) {
        const key = row.account as Account['account']
        const openedAs = opening ?? this.#state.peek(accounts, key)
        if (openedAs !== undefined) this.#state.put(accounts, key, accountAfter(openedAs, row))
      }
  }

  async #rulebook(hash: string): Promise<Rulebook> {
    let rulebook = this.#rulebooks.get(hash)
    if (rulebook === undefined) {
      const content = await this.#snapshot.pack(hash)
      if (content === undefined) throw new PackMissing(hash)
      rulebook = new Rulebook(packFromJson(content))
      this.#rulebooks.set(hash, rulebook)
    }
    return rulebook
  }

  async #readCitations(batch: StoredBatch): Promise<void> {
    const numbers = new Set(batch.decisions.map(({ citationSet }) => citationSet))
    const unknown = [...numbers].filter((number) => !this.#citations.has(number))
    if (unknown.length === 0) return
    for (const [number, cited] of await this.#snapshot.citations(unknown)) this.#citations.set(number, cited)
  }
}

/** The pack by which a batch was decided is not in the database: nothing of it can be decided again. */
export class PackMissing extends Error {
  override readonly name = 'PackMissing'
  readonly hash: string

  constructor(hash: string) {
    super(`the database does not hold the pack ${hash}`)
    this.hash = hash
  }
}

/** Where only rows of the books differ from what the journal leads to, the rows are wrong: the replay's own state is the better one. */
const wentElsewhere = ({ outcome, differences }: Verdict): boolean =>
  outcome !== 'differs' || differences.some(({ what }) => !what.startsWith('event '))

/** Single decisions, and groups as a whole: commands of a group share the number of its first. */
function* unitsOf(decisions: readonly StoredDecision[]): Generator<readonly StoredDecision[]> {
  for (let i = 0; i < decisions.length; ) {
    const { group } = (decisions[i] as StoredDecision).row
    let end = i + 1
    while (group !== null && decisions[end]?.row.group === group) end += 1
    yield decisions.slice(i, end)
    i = end
  }
}

const categories = new Map(Object.entries(detailLetters).map(([name, letter]) => [letter, name as DetailCategory]))
const untold = new Uint8Array()

/** The command as it was sent, but for what its details said, and its key. */
function commandOf({ row, blinds }: StoredDecision): Command {
  return {
    kind: row.kind,
    client: row.client,
    key: row.keyHash.toString('hex'),
    actor: { role: row.role, party: row.party ?? undefined, staff: row.staff ?? undefined },
    purpose: row.purpose,
    payload: JSON.parse(row.payload),
    details: row.details === null ? undefined : [...row.details].map(detailOf),
    blinds: blinds === 'none' ? undefined : blinds === 'erased' ? erasedBlinds(row.place) : JSON.parse(blinds.text),
  }
}

function detailOf(letter: string): Detail {
  const category = categories.get(letter)
  if (category === undefined) throw new Error(`${letter} stands for no category of details`)
  return { category, plain: untold }
}

/** Stands for erased blind indexes: each is another than all that are known. */
const erasedBlinds = (place: Place): Readonly<Record<string, string>> =>
  new Proxy({}, { get: (_none, name) => `erased ${place} ${String(name)}` })

const changedBlinds: Difference = {
  what: 'blind indexes',
  stored: 'other ones, by their hash',
  now: 'those kept beside',
}

const blindsChanged = ({ row, blinds }: StoredDecision): boolean =>
  row.blinds !== null && typeof blinds !== 'string' && !blindsHash(blinds.salt, blinds.text).equals(row.blinds.hash)
