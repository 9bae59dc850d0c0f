import type { SealedDatum, Vault } from '../vault/sealer.ts'

/** Opens data that several entities may hold, each with its vault. What was erased is undefined. */
export function openEach<D extends SealedDatum & { readonly entity: string }>(
  vaultOf: (entity: string) => Vault,
  data: readonly D[],
): ReadonlyMap<D, Uint8Array | undefined> {
  const plain = new Map<D, Uint8Array | undefined>()
  for (const [entity, ofEntity] of Map.groupBy(data, ({ entity }) => entity)) {
    const opened = vaultOf(entity).openAll(ofEntity)
    for (const [i, one] of ofEntity.entries()) plain.set(one, opened[i])
  }
  return plain
}
