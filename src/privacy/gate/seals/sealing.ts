/**
 * The gate's log made tamper-evident without slowing the gate: passages are written without a lock, and sealed soon after in batches. Each
 * seal lists its passages, hashes them over the seal before, and is signed by a key outside the database.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import type { LaneId } from '../../../kernel/ids.ts'
import type { Sql } from '../../../storage/sql.ts'
import type { HeadSigner } from '../../vault/signer.ts'
import type { PublishedSeal } from './published.ts'
import {
  holdSeals,
  keepSeal,
  type LoggedPassage,
  lastSeal,
  passagesWith,
  type Seal,
  sealsAfter,
  strays,
  unsealed,
} from './store.ts'

const passagesPerSeal = 5000
/** A passage is logged in a transaction of a few milliseconds: one that is seen later than this was put there by hand. */
const settledAfter = { seconds: 60 } as const
/** A passage that no seal covers although one was made so much later was put there by hand, or taken out of its seal. */
const sealedWithin = { minutes: 10 } as const
const nothing: Buffer = Buffer.alloc(32)

/** What is signed of a seal. */
const sealBytes = (lane: LaneId, { seal, hash, sealed_at }: Omit<Seal, 'signature' | 'ids'>): Buffer =>
  Buffer.from(`pacta access log\n${lane} ${seal} ${hash.toString('hex')} ${sealed_at}\n`)

function linkOf(lane: LaneId, before: Buffer, seal: number, passages: readonly LoggedPassage[]): Buffer {
  const hash = createHash('sha256').update(before).update(`${lane} ${seal} ${passages.length}\n`)
  for (const { id, at, role, party, staff, purpose, kinds, subjects, code, clauses, shown } of passages) {
    const whom = [party === null ? null : String(party), staff]
    const what = [purpose, kinds, subjects.map(String), code, clauses, ...(shown === null ? [] : [shown])]
    hash.update(`${JSON.stringify([id, at.toString(), role, ...whom, ...what])}\n`)
  }
  return hash.digest()
}

/** Seals what was logged in a lane since the last seal. @returns how many passages */
export async function sealPassages(
  sql: Sql,
  lane: LaneId,
  {
    signer,
    now = () => Temporal.Now.instant(),
  }: { readonly signer: HeadSigner; readonly now?: () => Temporal.Instant },
): Promise<number> {
  let sealed = 0
  for (;;) {
    const done = await sql.begin(async (transaction) => {
      await holdSeals(transaction, lane)
      const last = await lastSeal(transaction, lane)
      const since = last?.sealed_at.subtract(settledAfter)
      const passages = await unsealed(transaction, lane, { since, limit: passagesPerSeal })
      if (passages.length === 0) return 0
      const seal = (last?.seal ?? 0) + 1
      // To the microsecond, as the database keeps it.
      const sealed_at = now().round({ smallestUnit: 'microsecond' })
      const hash = linkOf(lane, last?.hash ?? nothing, seal, passages)
      const signature = signer.sign(sealBytes(lane, { seal, hash, sealed_at }))
      await keepSeal(transaction, lane, { seal, ids: passages.map(({ id }) => id), hash, signature, sealed_at })
      return passages.length
    })
    sealed += done
    if (done < passagesPerSeal) return sealed
  }
}

export type LogVerdict = {
  readonly lane: LaneId
  readonly seals: number
  readonly passages: number
  /** The first seal that does not fit its passages, the seal before, its signature, or what was published of it. */
  readonly brokenAt: number | undefined
  /** Passages that should be under a seal and are not. */
  readonly unsealed: number
  /** Passages since the last seal. */
  readonly waiting: number
}

export const isLogWhole = ({ brokenAt, unsealed: open }: LogVerdict): boolean => brokenAt === undefined && open === 0

/**
 * Checks the whole log of a lane: every seal against its passages, the seal before and its signature; and that each passage is under one.
 *
 * @param publicKey SPKI in PEM
 * @param published what was published of the lane's seals outside the database
 */
export async function verifyLog(
  sql: Sql,
  lane: LaneId,
  { publicKey, published }: { readonly publicKey: string; readonly published: readonly PublishedSeal[] },
): Promise<LogVerdict> {
  const key = createPublicKey(publicKey)
  let before: Buffer = nothing
  let last = 0
  let passages = 0
  let brokenAt: number | undefined
  let sealedAt: Temporal.Instant | undefined
  const outside = new Map(published.map(({ seal, hash }) => [seal, hash]))
  for (;;) {
    const seals = await sealsAfter(sql, lane, last, 50)
    for (const { ids, ...seal } of seals) {
      const found = await passagesWith(sql, lane, ids)
      const present = ids.flatMap((id) => found.get(id) ?? [])
      const fits =
        seal.seal === last + 1 &&
        present.length === ids.length &&
        linkOf(lane, before, seal.seal, present).equals(seal.hash) &&
        verify(null, sealBytes(lane, seal), key, seal.signature) &&
        (outside.get(seal.seal) ?? seal.hash.toString('hex')) === seal.hash.toString('hex')
      if (!fits) brokenAt ??= last + 1
      // Goes on from what is stored, so that the first seal which was tampered with is told.
      before = seal.hash
      last = seal.seal
      sealedAt = seal.sealed_at
      passages += ids.length
    }
    if (seals.length === 0) break
  }
  const first = Temporal.Instant.fromEpochMilliseconds(0)
  const { unsealed: open, waiting, twice } = await strays(sql, lane, sealedAt?.subtract(sealedWithin) ?? first)
  // Seals that were published and are gone: the end was cut off.
  if (Math.max(0, ...outside.keys()) > last) brokenAt ??= last + 1
  if (twice > 0) brokenAt ??= last
  return { lane, seals: last, passages, brokenAt, unsealed: open, waiting }
}
