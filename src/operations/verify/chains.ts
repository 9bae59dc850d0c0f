/** The hash chains of the lanes, without deciding anything again: whether the journal is the one that was written. */
import type { Cited } from '../../kernel/decision.ts'
import type { LaneId } from '../../kernel/ids.ts'
import { citationDigest, type NumberedSet } from '../../storage/lane/citation-sets.ts'
import { encodeDecisions } from '../../storage/lane/decision-rows.ts'
import { chainLink } from '../../storage/lane/open-batch.ts'
import type { Sql } from '../../storage/sql.ts'
import { HeadCheck, type HeadVerdict, type PublishedHead } from '../heads/published.ts'
import { JournalSnapshot } from './journal.ts'
import type { StoredBatch, StoredLane } from './journal-rows.ts'

export type ChainVerdict = 'whole' | { readonly brokenAt: number }

export type LaneChain = {
  readonly lane: LaneId
  readonly batches: number
  readonly chain: ChainVerdict
  readonly head: HeadVerdict
}

export type ChainOptions = {
  readonly headsOf: (lane: LaneId) => readonly (PublishedHead | undefined)[]
  /** Of the institution, SPKI in PEM. */
  readonly publicKey: string
  readonly onProgress?: (lane: LaneId, share: number) => void
}

/** Recomputes the chain of every lane, on one snapshot, and holds published heads against it. */
export const verifyChains = (sql: Sql, options: ChainOptions): Promise<readonly LaneChain[]> =>
  JournalSnapshot.read(sql, async (snapshot) => {
    const done: LaneChain[] = []
    for (const lane of await snapshot.lanes()) done.push(await verifyChain(snapshot, lane, options))
    return done
  })

async function verifyChain(
  snapshot: JournalSnapshot,
  lane: StoredLane,
  { headsOf, publicKey, onProgress = () => {} }: ChainOptions,
): Promise<LaneChain> {
  const chain = new Chain(lane, new HeadCheck(headsOf(lane.lane), lane.lane, publicKey))
  const known = new Map<number, Cited>()
  const journal = snapshot.batches(lane.lane)
  let batches = 0
  let next = await journal.next()
  for (; next.done !== true; next = await journal.next()) {
    const batch = next.value
    const strange = new Set(batch.decisions.map((one) => one.citationSet).filter((set) => !known.has(set)))
    if (strange.size > 0) for (const [set, cited] of await snapshot.citations([...strange])) known.set(set, cited)
    chain.see(batch, (set) => known.get(set))
    batches += 1
    onProgress(lane.lane, batches / lane.batch)
  }
  return { lane: lane.lane, batches, chain: chain.end(next.value), head: chain.heads.verdict() }
}

/** The hash chain, link by link, over the rows as they are now. */
export class Chain {
  readonly heads: HeadCheck
  readonly #lane: StoredLane
  readonly #sets = new Map<number, NumberedSet>()
  #batch = 0
  #hash: Buffer = Buffer.alloc(32)
  #brokenAt: number | undefined

  constructor(lane: StoredLane, heads: HeadCheck) {
    this.#lane = lane
    this.heads = heads
  }

  /** @param citations what a set says; undefined when it is missing */
  see(stored: StoredBatch, citations: (set: number) => Cited | undefined): void {
    const setOf = ({ citationSet: number }: { readonly citationSet: number }): NumberedSet => {
      let set = this.#sets.get(number)
      if (set === undefined) {
        const cited = citations(number)
        set = { number, digest: cited === undefined ? Buffer.alloc(0) : citationDigest(cited) }
        this.#sets.set(number, set)
      }
      return set
    }
    const rows = stored.decisions.map((one) => ({ ...one.row, citationSet: one.citationSet }))
    const link = chainLink(
      { lane: this.#lane.lane, batch: stored.batch - 1, hash: this.#hash },
      stored.at,
      stored.pack,
      stored.rulesVersion,
      encodeDecisions(this.#lane.lane, rows, setOf).chained,
    )
    const whole =
      stored.batch === this.#batch + 1 && stored.decisions.length === stored.count && link.equals(stored.hash)
    if (!whole) this.#brokenAt ??= Math.min(stored.batch, this.#batch + 1)
    this.heads.see(stored.batch, link)
    this.#batch = stored.batch
    // Goes on from what is stored, so that the first broken link is the one that was tampered with.
    this.#hash = stored.hash
  }

  /** @param beyond the batch of what stands in the journal after the last one */
  end(beyond: number | undefined): ChainVerdict {
    if (this.#batch !== this.#lane.batch || !this.#hash.equals(this.#lane.hash))
      this.#brokenAt ??= Math.min(this.#batch, this.#lane.batch) + 1
    if (beyond !== undefined) this.#brokenAt ??= beyond
    return this.#brokenAt === undefined ? 'whole' : { brokenAt: this.#brokenAt }
  }
}
