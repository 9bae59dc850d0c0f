/**
 * Erasure of what is held about a person: the keys go first, so that from then on every copy, old backups included, is unreadable;
 * then the rows and the blind indexes. It may be repeated, and must be when it failed halfway.
 */
import type { Sql, Transaction } from '../../storage/sql.ts'
import type { Erasure } from './erasure-ledger.ts'
import type { KeyStore } from './keys.ts'
import { bodiesKey, factKeys, holderKeys } from './sealer.ts'
import { deleteFacts } from './store.ts'

/** Deletes a feature's rows that tell something of the holder: blind indexes above all. The features hand these in. */
export type Forget = (sql: Transaction, erasure: Erasure) => Promise<void>

export type Erased = {
  readonly keys: number
  readonly facts: number
  /**
   * When the last backup of the key store expires that holds a key of the holder that was ever destroyed: the erasure is complete then;
   * undefined when no backup holds one.
   */
  readonly backupExpires: Temporal.Instant | undefined
}

/** @throws when another process holds the key store's log: everything is erased all the same once it is called again */
export async function eraseHolder(
  sql: Sql,
  keys: KeyStore,
  erasure: Erasure,
  at: Temporal.Instant,
  forget: readonly Forget[],
): Promise<Erased> {
  return (await eraseHolders(sql, keys, [erasure], at, forget))[0] as Erased
}

/** The same of many at once, which costs the disks hardly more than one: for what goes over a whole bank. */
export async function eraseHolders(
  sql: Sql,
  keys: KeyStore,
  erasures: readonly Erasure[],
  at: Temporal.Instant,
  forget: readonly Forget[],
): Promise<readonly Erased[]> {
  const own = erasures.map((erasure) => namesOf(keys, erasure))
  // The journal does not tell whose data a command brought, so the entity's key goes, under which all of them are compared.
  const parts = erasures.map((of, i) => ({ names: [...(own[i] ?? []), bodiesKey(of.entity)], of }))
  const destroyed = keys.destroyAll(parts, at)
  const facts = await forgetErased(sql, erasures, forget)
  keys.erasures.finish(destroyed.map(({ erasure }) => erasure))
  return erasures.map(({ entity, holder }, i) => ({
    keys: own[i]?.length ?? 0,
    facts: facts[i] ?? 0,
    backupExpires: keys.backupExpires(holderKeys(entity, holder)),
  }))
}

/**
 * The half of erasures that is done in the database, once more: in one that was restored from before them. No key is touched, since
 * holders may have keys of today by the same names.
 *
 * @returns how many facts were deleted by each
 */
export async function forgetErased(
  sql: Sql,
  erasures: readonly Erasure[],
  forget: readonly Forget[],
): Promise<readonly number[]> {
  return sql.begin(async (transaction) => {
    const deleted: number[] = []
    for (const erasure of erasures) {
      const { lane, holder, categories, throughYear = 0xffff, only } = erasure
      for (const one of forget) await one(transaction, erasure)
      deleted.push(only === 'details' ? 0 : await deleteFacts(transaction, lane, holder, categories, throughYear))
    }
    return deleted
  }) as Promise<readonly number[]>
}

/** The living keys that an erasure destroys. */
export function namesOf(
  keys: KeyStore,
  { entity, holder, categories, throughYear = 0xffff, only }: Erasure,
): readonly string[] {
  return categories.flatMap((category) => {
    const ofFacts = `${factKeys(entity, holder, category)}/`
    return keys
      .names(`${holderKeys(entity, holder)}/${category}`)
      .filter((name) => yearOf(name) <= throughYear)
      .filter((name) => only === undefined || name.startsWith(ofFacts) === (only === 'facts'))
  })
}

const yearOf = (name: string): number => Number(name.slice(name.lastIndexOf('/') + 1))
