/** Verifies lanes: every decision is taken again and compared, the hash chain recomputed, and published heads held against it. */
import type { LaneId } from '../../kernel/ids.ts'
import { chainLink } from '../../storage/lane/open-batch.ts'
import { encodeDecisions } from '../../storage/lane/decision-rows.ts'
import type { Sql } from '../../storage/sql.ts'
import { HeadCheck, type HeadVerdict, readHeads } from '../heads/published.ts'
import { Replay, type ReplayRules, type Verdict } from './replay.ts'
import { JournalSnapshot, type StoredBatch, type StoredLane } from './store.ts'

export type Verification = {
  readonly lane: LaneId
  readonly batches: number
  readonly decisions: number
  readonly same: number
  readonly differs: number
  readonly erased: number
  readonly rulesChanged: number
  readonly chain: 'whole' | { readonly brokenAt: number }
  readonly head: HeadVerdict
  readonly seconds: number
  /** The first decisions that did not come out the same. */
  readonly examples: readonly Verdict[]
}

export type VerifyOptions = {
  readonly rules: ReplayRules
  /** Where heads are published, and the institution's public key. */
  readonly heads: { readonly dir: string; readonly publicKey: string }
  /** Only what was decided from this batch on is counted and compared; all before is decided again too, since the state comes from it. */
  readonly from?: number | undefined
  /** Called now and then. */
  readonly onProgress?: (lane: LaneId, decisions: number, of: number) => void
}

const examplesKept = 20

/** Verifies every lane of the database, on one snapshot of it. Throws PackMissing. */
export function verifyLanes(sql: Sql, options: VerifyOptions): Promise<readonly Verification[]> {
  return JournalSnapshot.read(sql, async (snapshot) => {
    const done: Verification[] = []
    for (const lane of await snapshot.lanes()) done.push(await verifyLane(snapshot, lane, options))
    return done
  })
}

/** Whether everything came out the same and nobody rewrote anything. */
export const isSound = ({ same, decisions, chain, head }: Verification): boolean =>
  same === decisions && chain === 'whole' && head !== 'mismatch'

async function verifyLane(snapshot: JournalSnapshot, lane: StoredLane, options: VerifyOptions): Promise<Verification> {
  const began = performance.now()
  const { from = 1, onProgress } = options
  const of = await snapshot.decisionCount(lane.lane)
  const replay = new Replay(snapshot, lane, options.rules)
  const { dir, publicKey } = options.heads
  const chain = new Chain(lane, new HeadCheck(readHeads(dir, lane.lane), lane.lane, publicKey))
  const counts = { same: 0, differs: 0, erased: 0, 'rules-changed': 0 }
  const examples: Verdict[] = []
  let batches = 0
  let seen = 0
  const journal = snapshot.batches(lane.lane)
  let next = await journal.next()
  for (; next.done !== true; next = await journal.next()) {
    const batch = next.value
    chain.see(batch)
    const verdicts = await replay.batch(batch)
    seen += verdicts.length
    if (batch.batch < from) continue
    batches += 1
    for (const verdict of verdicts) {
      counts[verdict.outcome] += 1
      if (verdict.outcome !== 'same' && examples.length < examplesKept) examples.push(verdict)
    }
    onProgress?.(lane.lane, seen, of)
  }
  const { 'rules-changed': rulesChanged, ...counted } = counts
  return {
    lane: lane.lane,
    batches,
    decisions: counted.same + counted.differs + counted.erased + rulesChanged,
    ...counted,
    rulesChanged,
    chain: chain.end(next.value),
    head: chain.heads.verdict(),
    seconds: Math.round((performance.now() - began) / 10) / 100,
    examples,
  }
}

/** The hash chain, link by link, over the rows as they are now. */
class Chain {
  readonly heads: HeadCheck
  readonly #lane: StoredLane
  #batch = 0
  #hash: Buffer = Buffer.alloc(32)
  #brokenAt: number | undefined

  constructor(lane: StoredLane, heads: HeadCheck) {
    this.#lane = lane
    this.heads = heads
  }

  see(stored: StoredBatch): void {
    const rows = stored.decisions.map((one) => ({ ...one.row, citationSet: one.citationSet }))
    const link = chainLink(
      { lane: this.#lane.lane, batch: stored.batch - 1, hash: this.#hash },
      stored.at,
      stored.pack,
      stored.rulesVersion,
      encodeDecisions(this.#lane.lane, rows, (row) => row.citationSet),
    )
    const whole = stored.batch === this.#batch + 1 && stored.decisions.length === stored.count && link.equals(stored.hash)
    if (!whole) this.#brokenAt ??= Math.min(stored.batch, this.#batch + 1)
    this.heads.see(stored.batch, link)
    this.#batch = stored.batch
    // Goes on from what is stored, so that the first broken link is the one that was tampered with.
    this.#hash = stored.hash
  }

  /** @param beyond the batch of what stands in the journal after the last one */
  end(beyond: number | undefined): Verification['chain'] {
    if (this.#batch !== this.#lane.batch || !this.#hash.equals(this.#lane.hash))
      this.#brokenAt ??= Math.min(this.#batch, this.#lane.batch) + 1
    if (beyond !== undefined) this.#brokenAt ??= beyond
    return this.#brokenAt === undefined ? 'whole' : { brokenAt: this.#brokenAt }
  }
}
