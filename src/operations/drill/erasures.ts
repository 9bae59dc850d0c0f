/** Whether everything that was ever erased is: read back from a key store and a database, by the ledger. */
import type { KeyName, LedgerEntry } from '../../privacy/vault/erasure-ledger.ts'
import { KeyLost, type KeyStore } from '../../privacy/vault/key-store.ts'
import type { Sql } from '../../storage/sql.ts'
import { factsUnder, keysOfFacts } from './store.ts'

export type ErasuresFound = { readonly entries: number; readonly keysLiving: number; readonly factsLeft: number }

const keysAtOnce = 5_000

/** @param entries of the ledger, not of the key store: what is to be gone */
export async function findErased(
  sql: Sql,
  keys: Pick<KeyStore, 'key'>,
  entries: readonly LedgerEntry[],
): Promise<ErasuresFound> {
  const names = entries.flatMap((entry) => entry.keys)
  let factsLeft = 0
  for (let i = 0; i < names.length; i += keysAtOnce) {
    const left = await factsUnder(sql, names.slice(i, i + keysAtOnce))
    factsLeft += left
  }
  return { entries: entries.length, keysLiving: names.filter((name) => lives(keys, name)).length, factsLeft }
}

const lives = (keys: Pick<KeyStore, 'key'>, { name, generation }: KeyName): boolean =>
  keys.key(name, generation) !== undefined

/** How many keys under which facts are sealed the key store does not know: what they sealed cannot be read. No fact is opened for it. */
export async function countLostKeys(sql: Sql, keys: Pick<KeyStore, 'key'>): Promise<number> {
  let lost = 0
  for await (const some of keysOfFacts(sql)) lost += some.filter((name) => isLost(keys, name)).length
  return lost
}

function isLost(keys: Pick<KeyStore, 'key'>, { name, generation }: KeyName): boolean {
  try {
    keys.key(name, generation)
    return false
  } catch (error) {
    if (error instanceof KeyLost) return true
    throw error
  }
}
