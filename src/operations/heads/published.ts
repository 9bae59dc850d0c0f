/** Published heads: signed lines in files outside the database, one file a lane, by which a rewritten history is noticed. */
import { createPublicKey, verify } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LaneId } from '../../kernel/ids.ts'

/** Where a lane stood after a batch; hash and signature in hex. */
export type PublishedHead = {
  readonly lane: number
  readonly batch: number
  readonly hash: string
  readonly at: string
  /** Ed25519 over `headBytes`. */
  readonly signature: string
}

export const headsFile = (dir: string, lane: LaneId): string => join(dir, `lane-${lane}.jsonl`)

/** The public key, in PEM, for whoever checks heads without this program. */
export const publicKeyFile = (dir: string): string => join(dir, 'public-key.pem')

/** What is signed of a head. */
export const headBytes = ({ lane, batch, hash, at }: Omit<PublishedHead, 'signature'>): Buffer =>
  Buffer.from(`pacta head\n${lane} ${batch} ${hash} ${at}\n`)

/**
 * A lane's published heads in the order of the file; none when nothing was published. A line cut short by a crash stands last if anywhere
 * and is left out.
 */
export function readHeads(dir: string, lane: LaneId): readonly (PublishedHead | undefined)[] {
  const file = headsFile(dir, lane)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  // What follows the last line feed is nothing, or a line that was being written.
  lines.pop()
  return lines.map(parseHead)
}

/** Undefined when the line is no head. */
function parseHead(line: string): PublishedHead | undefined {
  try {
    const { lane, batch, hash, at, signature } = JSON.parse(line)
    return Number.isSafeInteger(batch) && [hash, at, signature].every((one) => typeof one === 'string')
      ? { lane, batch, hash, at, signature }
      : undefined
  } catch {
    return undefined
  }
}

export type HeadVerdict = 'signed' | 'unsigned' | 'mismatch'

/** Holds a lane's published heads against the hashes of its batches, as these come by. */
export class HeadCheck {
  readonly #byBatch: ReadonlyMap<number, readonly PublishedHead[]>
  #matched = 0
  #mismatch: number | undefined
  readonly #published: number

  /** @param publicKey of the institution, SPKI in PEM */
  constructor(heads: readonly (PublishedHead | undefined)[], lane: LaneId, publicKey: string) {
    const key = createPublicKey(publicKey)
    const good = heads.filter(
      (head): head is PublishedHead =>
        head !== undefined &&
        head.lane === lane &&
        verify(null, headBytes(head), key, Buffer.from(head.signature, 'hex')),
    )
    this.#published = heads.length
    if (good.length < heads.length) this.#mismatch = 0
    this.#byBatch = Map.groupBy(good, ({ batch }) => batch)
  }

  /** A batch of the lane as the chain has it, recomputed. */
  see(batch: number, hash: Buffer): void {
    const hex = hash.toString('hex')
    for (const head of this.#byBatch.get(batch) ?? []) {
      if (head.hash === hex) this.#matched += 1
      else this.#mismatch ??= batch
    }
  }

  /** After the last batch: a head of a batch that the lane does not have matches nothing. */
  verdict(): HeadVerdict {
    if (this.#published === 0) return 'unsigned'
    return this.#mismatch === undefined && this.#matched === this.#published ? 'signed' : 'mismatch'
  }
}
