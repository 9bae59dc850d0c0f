/**
 * Erasure of what is held about a person: the keys go first, so that from then on every copy, old backups included, is unreadable;
 * then the rows and the blind indexes. It may be repeated, and must be when it failed halfway.
 */
import type { LaneId } from '../../kernel/ids.ts'
import type { DetailCategory } from '../../storage/command.ts'
import type { Sql, Transaction } from '../../storage/sql.ts'
import type { KeyStore } from './keys.ts'
import { bodiesKey, holderKeys } from './sealer.ts'
import { deleteFacts } from './store.ts'

export type Erasure = {
  readonly lane: LaneId
  readonly entity: string
  /** The party whose data go. */
  readonly holder: number
  readonly categories: readonly DetailCategory[]
  /** Only what is sealed under keys that expire in this year or before; everything when absent. */
  readonly throughYear?: number
}

/** Deletes a feature's rows that tell something of the holder: blind indexes above all. The features hand these in. */
export type Forget = (sql: Transaction, erasure: Erasure) => Promise<void>

export type Erased = { readonly keys: number; readonly facts: number }

/** @throws when another process holds the key store's log: everything is erased all the same once it is called again */
export async function eraseHolder(
  sql: Sql,
  keys: KeyStore,
  erasure: Erasure,
  at: Temporal.Instant,
  forget: readonly Forget[],
): Promise<Erased> {
  const { entity, holder, categories, throughYear = 0xffff } = erasure
  const names = categories.flatMap((category) =>
    keys.names(`${holderKeys(entity, holder)}/${category}`).filter((name) => yearOf(name) <= throughYear),
  )
  // The journal does not tell whose data a command brought, so the entity's key goes, under which all of them are compared.
  keys.destroy([...names, bodiesKey(entity)], at)
  const facts = await sql.begin(async (transaction) => {
    for (const one of forget) await one(transaction, erasure)
    return deleteFacts(transaction, erasure.lane, holder, categories, throughYear)
  })
  return { keys: names.length, facts }
}

const yearOf = (name: string): number => Number(name.slice(name.lastIndexOf('/') + 1))
