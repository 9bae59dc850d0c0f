/** Verifies lanes: every decision is taken again and compared, the hash chain recomputed, and published heads held against it. */
import type { LaneId } from '../../kernel/ids.ts'
import type { CollectionStore } from '../../storage/lane/collection-store.ts'
import type { Sql } from '../../storage/sql.ts'
import { HeadCheck, type HeadVerdict, readHeads } from '../heads/published.ts'
import { Chain, type ChainVerdict } from './chains.ts'
import { JournalSnapshot } from './journal.ts'
import type { StoredLane } from './journal-rows.ts'
import type { RecordCheck } from './records.ts'
import { Replay, type ReplayRules, type Verdict } from './replay.ts'

export type Verification = {
  readonly lane: LaneId
  readonly batches: number
  readonly decisions: number
  readonly same: number
  readonly differs: number
  readonly erased: number
  readonly rulesChanged: number
  readonly chain: ChainVerdict
  readonly head: HeadVerdict
  /** Records beside the journal; null where a decision came out otherwise, so that the replay cannot vouch for what it came to. */
  readonly records: RecordCheck | null
  readonly seconds: number
  /** The first decisions that did not come out the same. */
  readonly examples: readonly Verdict[]
}

export type VerifyOptions = {
  readonly rules: ReplayRules
  /** Whose records are compared. */
  readonly stores: readonly CollectionStore[]
  /** Where heads are published, and the institution's public key. */
  readonly heads: { readonly dir: string; readonly publicKey: string }
  /** Only what was decided from this batch on is counted and compared; all before is decided again too, since the state comes from it. */
  readonly from?: number | undefined
  /** Called now and then. */
  readonly onProgress?: (lane: LaneId, decisions: number, of: number) => void
}

const examplesKept = 20

/** Verifies every lane of the database, on one snapshot of it. Throws PackMissing. */
export const verifyLanes = (sql: Sql, options: VerifyOptions): Promise<readonly Verification[]> =>
  JournalSnapshot.read(sql, (snapshot) => verifyWithin(snapshot, options))

/** The same on a snapshot that is there already. */
export async function verifyWithin(
  snapshot: JournalSnapshot,
  options: VerifyOptions,
): Promise<readonly Verification[]> {
  const done: Verification[] = []
  for (const lane of await snapshot.lanes()) done.push(await verifyLane(snapshot, lane, options))
  return done
}

/** Whether everything came out the same, but for what was lawfully erased, and nobody rewrote anything. */
export const isSound = ({ same, erased, decisions, chain, head, records }: Verification): boolean =>
  same + erased === decisions && chain === 'whole' && head !== 'mismatch' && records?.differ === 0

async function verifyLane(snapshot: JournalSnapshot, lane: StoredLane, options: VerifyOptions): Promise<Verification> {
  const began = performance.now()
  const { from = 1, onProgress } = options
  const of = await snapshot.decisionCount(lane.lane)
  const replay = new Replay(snapshot, lane, options.rules)
  const { dir, publicKey } = options.heads
  const chain = new Chain(lane, new HeadCheck(readHeads(dir, lane.lane), lane.lane, publicKey))
  const counts = { differs: 0, erased: 0, 'rules-changed': 0 }
  const examples: Verdict[] = []
  let batches = 0
  let decisions = 0
  let seen = 0
  let followed = true
  const journal = snapshot.batches(lane.lane)
  let next = await journal.next()
  for (; next.done !== true; next = await journal.next()) {
    const batch = next.value
    const verdicts = await replay.batch(batch)
    chain.see(batch, (set) => replay.citations(set))
    seen += batch.decisions.length
    followed &&= verdicts.every(({ outcome }) => outcome === 'erased')
    onProgress?.(lane.lane, seen, of)
    if (batch.batch < from) continue
    batches += 1
    decisions += batch.decisions.length
    for (const verdict of verdicts) counts[verdict.outcome] += 1
    examples.push(...verdicts.slice(0, examplesKept - examples.length))
  }
  const { differs, erased, 'rules-changed': rulesChanged } = counts
  return {
    lane: lane.lane,
    batches,
    decisions,
    same: decisions - differs - erased - rulesChanged,
    differs,
    erased,
    rulesChanged,
    chain: chain.end(next.value),
    head: chain.heads.verdict(),
    records: followed ? await replay.compareRecords(options.stores) : null,
    seconds: Math.round((performance.now() - began) / 10) / 100,
    examples,
  }
}
