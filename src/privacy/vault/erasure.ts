/**
 * Erasure of what is held about a person: the keys go first, so that from then on every copy, old backups included, is unreadable;
 * then the rows and the blind indexes. Key store and tables are asked again afterwards: what is left of it is an error, never a success.
 * It may be repeated, and must be when it failed halfway.
 */
import { OperatorError } from '../../kernel/operator-error.ts'
import type { Sql, Transaction } from '../../storage/sql.ts'
import type { Erasure } from './erasure-ledger.ts'
import type { Destruction, KeyStore } from './key-store.ts'
import { bodiesKey, factKeys, holderKeys } from './sealer.ts'
import { countFacts, deleteFacts } from './store.ts'

/** What a feature keeps of a holder beside facts: blind indexes above all. The features hand these in. */
export type Forget = {
  /** What it deletes, for the error that tells what is left. */
  readonly what: string
  /** @returns how many rows were deleted */
  readonly forget: (sql: Transaction, erasure: Erasure) => Promise<number>
  /** Reads back: how many of the rows that these erasures were to delete are there. */
  readonly left: (sql: Sql, erasures: readonly Erasure[]) => Promise<number>
}

export type Erased = {
  /** `nothing-held` when there was nothing to erase: no key, no fact, no blind index. */
  readonly outcome: 'erased' | 'nothing-held'
  /** Keys that the store destroyed, read back. */
  readonly keys: number
  /** Rows of facts that were deleted. */
  readonly facts: number
  /** Rows that the features deleted. */
  readonly others: number
  /**
   * When the last backup of the key store expires that holds a key of the holder that was ever destroyed: the erasure is complete then;
   * undefined when no backup holds one.
   */
  readonly backupExpires: Temporal.Instant | undefined
}

/** Something of what was to be erased is there still, read back after all steps. */
export class NotErased extends OperatorError {
  override readonly name = 'NotErased'

  constructor(left: readonly string[]) {
    super(
      'an erasure is not complete',
      left.join('; '),
      'Repeat it: the ledger of erasures keeps it as unfinished until all is gone. `pacta drill` tells whether it is.',
    )
  }
}

/**
 * @throws NotErased when something is left after all steps
 * @throws when another process holds the key store's log: everything is erased all the same once it is called again
 */
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
  // At once, before a writer of this process can make new keys by the same names.
  const living = livingKeys(keys, erasures, destroyed)
  if (living.length > 0) throw new NotErased(living)
  const deleted = await forgetErased(sql, erasures, forget)
  keys.erasures.finish(destroyed.map(({ erasure }) => erasure))
  return erasures.map(({ entity, holder }, i) => {
    const { facts = 0, others = 0 } = deleted[i] ?? {}
    const gone = own[i]?.length ?? 0
    return {
      outcome: gone + facts + others === 0 ? 'nothing-held' : 'erased',
      keys: gone,
      facts,
      others,
      backupExpires: keys.backupExpires(holderKeys(entity, holder)),
    }
  })
}

/** What the key store and its ledger, asked again, do not bear out: in words. */
function livingKeys(
  keys: KeyStore,
  erasures: readonly Erasure[],
  destroyed: readonly Destruction[],
): readonly string[] {
  const names = erasures.reduce((sum, erasure) => sum + namesOf(keys, erasure).length, 0)
  const numbers = destroyed.map(({ erasure }) => erasure)
  const first = Math.min(...numbers)
  const entries = numbers.length === 0 ? [] : keys.erasures.entries(first - 1, Math.max(...numbers))
  const noted = entries.filter(({ number }) => numbers.includes(number))
  const opening = noted.flatMap((entry) => entry.keys).filter(({ name, generation }) => keys.key(name, generation))
  return [
    ...(names > 0 ? [`${names} keys of what was to go are in the key store`] : []),
    ...(opening.length > 0 ? [`${opening.length} keys still open although they count as destroyed`] : []),
    ...(noted.length < erasures.length ? ['the ledger of erasures does not tell of it'] : []),
  ]
}

/** What was deleted in the database of one erasure. */
export type Forgotten = { readonly facts: number; readonly others: number }

/**
 * The half of erasures that is done in the database, once more: in one that was restored from before them. No key is touched, since
 * holders may have keys of today by the same names.
 *
 * @returns how much was deleted by each
 * @throws NotErased when the tables, asked again, still have something of it
 */
export async function forgetErased(
  sql: Sql,
  erasures: readonly Erasure[],
  forget: readonly Forget[],
): Promise<readonly Forgotten[]> {
  const deleted = (await sql.begin(async (transaction) => {
    const done: Forgotten[] = []
    for (const erasure of erasures) {
      const { lane, holder, categories, throughYear = 0xffff, only } = erasure
      let others = 0
      for (const one of forget) {
        const rows = await one.forget(transaction, erasure)
        others += rows
      }
      const facts = only === 'details' ? 0 : await deleteFacts(transaction, lane, holder, categories, throughYear)
      done.push({ facts, others })
    }
    return done
  })) as readonly Forgotten[]
  const left = await rowsLeft(sql, erasures, forget)
  if (left.length > 0) throw new NotErased(left)
  return deleted
}

/** What the tables, asked again, have of these erasures: in words. */
async function rowsLeft(sql: Sql, erasures: readonly Erasure[], forget: readonly Forget[]): Promise<readonly string[]> {
  const ofFacts = erasures.filter(({ only }) => only !== 'details')
  const facts = { what: 'facts', left: () => countFacts(sql, ofFacts) }
  const left: string[] = []
  for (const one of [facts, ...forget]) {
    const count = await one.left(sql, erasures)
    if (count > 0) left.push(`${count} ${one.what} are still there`)
  }
  return left
}

/** The living keys that an erasure destroys. */
export function namesOf(
  keys: KeyStore,
  { entity, holder, categories, throughYear = 0xffff, only }: Erasure,
): readonly string[] {
  const own = holderKeys(entity, holder)
  const living = keys.names(own)
  return categories.flatMap((category) => {
    const ofFacts = `${factKeys(entity, holder, category)}/`
    return living
      .filter((name) => name.startsWith(`${own}/${category}/`) && yearOf(name) <= throughYear)
      .filter((name) => only === undefined || name.startsWith(ofFacts) === (only === 'facts'))
  })
}

const yearOf = (name: string): number => Number(name.slice(name.lastIndexOf('/') + 1))
