/** Seals the gate's log while a process runs: see docs/decisions/0030-disclosures-and-breaches.md. */
import type { LaneId } from '../../kernel/ids.ts'
import { publishSeal, readSeals } from '../../privacy/gate/seals/published.ts'
import { sealPassages } from '../../privacy/gate/seals/sealing.ts'
import { lastSeal } from '../../privacy/gate/seals/store.ts'
import { createHeadSigner } from '../../privacy/vault/signer.ts'
import { asError } from '../../storage/lane/errors.ts'
import type { Institution } from '../institution.ts'
import type { LaneHolder } from '../lane-holder.ts'
import { goRound } from '../rounds.ts'

const everyMs = 10_000

/**
 * Seals what was logged in each lane, at once and every ten seconds, and once more at the end; and publishes the last seal. What goes wrong
 * is told and tried again.
 *
 * @param dir where seals are published: outside the database
 * @returns stops it
 */
export function keepSeals(
  { sql, keys }: Pick<Institution, 'sql' | 'keys'>,
  { lanes }: Pick<LaneHolder, 'lanes'>,
  dir: string,
  onFailed: (error: Error) => void,
): () => Promise<void> {
  const signer = createHeadSigner(keys)
  const published = new Map<LaneId, number>()
  const sealAll = async (): Promise<void> => {
    for (const { lane } of lanes) {
      await sealPassages(sql, lane, { signer })
      const last = await lastSeal(sql, lane)
      const known = published.get(lane) ?? readSeals(dir, lane).at(-1)?.seal ?? 0
      if (last !== undefined && last.seal > known) publishSeal(dir, lane, last)
      published.set(lane, Math.max(known, last?.seal ?? 0))
    }
  }
  const { stop } = goRound(sealAll, everyMs, onFailed)
  return async () => {
    await stop()
    await sealAll().catch((error: unknown) => onFailed(asError(error)))
  }
}
