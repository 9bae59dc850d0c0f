/** The in-memory twin as a database of simulations: keeps an index of entries, refuses what it is told to refuse, and tells of commits. */
import { findBalances } from '../../src/accounts/balances/store.ts'
import { accept } from '../../src/kernel/decision.ts'
import type { LaneId, Place } from '../../src/kernel/ids.ts'
import { type Effect, effect, need, records } from '../../src/kernel/state.ts'
import type { PostedEntry, Posting } from '../../src/ledger/postings/rules.ts'
import { type Account, type AccountEvent, accounts } from '../../src/ledger/rules.ts'
import { catalogue } from '../../src/operations/catalogue.ts'
import { findMade } from '../../src/payments/network/refunds/store.ts'
import { Catalogue, type CommandKind } from '../../src/storage/command.ts'
import { MemoryLaneStorage } from '../../src/storage/lane/memory.ts'
import { type Batch, DatabaseRefused, type DecisionRow } from '../../src/storage/lane/port.ts'

/** What no database keeps: a batch with a record of it is refused. */
const refused = records<number, string>('refused')

const poison = (kind: string, decide: () => readonly Effect[]): CommandKind => ({
  kind,
  summary: 'Only in simulations',
  payload: {},
  purpose: 'operations',
  roles: ['system'],
  needs: () => [need(refused, 1)],
  decide: () => accept(decide(), { settled: [], disclosed: [] }),
})

/** Kinds of command that cannot be carried out. */
export const poisons = ['poison.throws', 'poison.refused'] as const

export const simulatedCatalogue = new Catalogue([
  ...catalogue.all(),
  poison('poison.throws', () => {
    throw new Error('a bug')
  }),
  poison('poison.refused', () => [effect(refused, 1, 'nothing')]),
])

/** Is told of each batch in the moment in which it is durable, and whose the lane is then. */
type OnCommit = (batch: Batch, epoch: number) => void

type Indexed = { readonly entries: PostedEntry[]; reversed: boolean }

export class SimulatedDatabase extends MemoryLaneStorage {
  readonly #onCommit: OnCommit
  readonly #postings: Map<Place, Indexed>
  readonly #bytes = new WeakMap<readonly DecisionRow[], Buffer>()
  readonly #placeOf = new Map<string, Place>()

  constructor(onCommit: OnCommit) {
    const postings = new Map<Place, Indexed>()
    // A posting as it is now: what is handed out must not change later.
    super({
      posting: (_batches, place) => copyOf(postings.get(place as Place)),
      'made-payments': findMade,
      'balance-history': findBalances,
    })
    this.#onCommit = onCommit
    this.#postings = postings
  }

  /** Each batch's bytes are wanted again when it is sent again, and when its link is checked. */
  override async chainBytes(lane: LaneId, decisions: readonly DecisionRow[]): Promise<Buffer> {
    let bytes = this.#bytes.get(decisions)
    if (bytes === undefined) {
      bytes = Buffer.from(`${lane}\n${decisions.map(textOf).join('\n')}`)
      this.#bytes.set(decisions, bytes)
    }
    return bytes
  }

  override async append(batch: Batch): Promise<void> {
    if (batch.steps.has(refused)) throw new DatabaseRefused('violates a check constraint')
    await super.append(batch)
    for (const step of batch.steps.get(accounts) ?? [])
      this.#index(step.place, step.event as AccountEvent, step.after as Account)
    this.#onCommit(batch, (await this.head(batch.before.lane)).epoch)
  }

  #index(place: Place, event: AccountEvent, { account, seq }: Account): void {
    if (event.kind !== 'entry') return
    const posting = this.#postings.get(place) ?? { entries: [], reversed: false }
    const { amountMinor, bookingDate, valueDate } = event
    posting.entries.push({ account, seq, amountMinor, bookingDate, valueDate })
    this.#postings.set(place, posting)
    this.#placeOf.set(`${account} ${seq}`, place)
    const reversed = this.#postings.get(this.#placeOf.get(`${account} ${event.reverses}`) ?? (-1 as Place))
    if (reversed !== undefined) reversed.reversed = true
  }
}

/** All that the database's own bytes hold of a decision, but quicker made. */
const textOf = ({ place, kind, client, keyHash, bodyMac, role, party, staff, code, payload, facts, internal, group, legs }: DecisionRow) =>
  [place, kind, client, keyHash.toString('hex'), bodyMac.toString('hex'), role, party, staff, code, payload, facts, internal, group,
    legs?.amounts, legs?.currencies].join('\t') // biome-ignore format: a list to read as one line

const copyOf = (found: Indexed | undefined): Posting | undefined =>
  found && { entries: [...found.entries], reversed: found.reversed }
