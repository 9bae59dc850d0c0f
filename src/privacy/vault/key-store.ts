/** The port of the key store: all keys, outside the data and outside its backup. See docs/decisions/0006-vault.md. */
import type { Erasure, ErasureLedger, LedgerEntry } from './erasure-ledger.ts'

/** A key, and which of its name it is: one that was destroyed is followed by one of the next generation. */
export type LivingKey = { readonly generation: number; readonly key: Buffer }

/** When which key was destroyed: no personal data, so it may be kept for good. */
export type DestroyedKey = { readonly name: string; readonly generation: number; readonly at: Temporal.Instant }

/** What destroying did: how many keys, its number in the ledger, and when the last backup of the key store that holds one of them expires. */
export type Destruction = {
  readonly keys: number
  readonly erasure: number
  /** Undefined when no backup holds one. One that is due and still there has its time in the past: `pacta keys status` tells of it. */
  readonly backupExpires: Temporal.Instant | undefined
}

export type ToDestroy = { readonly names: readonly string[]; readonly of?: Erasure | undefined }

/** A place for keys of 32 random bytes. Its names are paths: what belongs together stands under one prefix. */
export interface KeyStore {
  /** Rises whenever keys were discarded, or destroyed, here or, after `refresh`, by another process: what holds keys in memory drops them. */
  readonly destructions: number
  /** The living key of the name; a new one, durable after `flush`, when there is none or the last was destroyed. */
  ensure(name: string): LivingKey
  /** The same, durable at once, and of two processes that make it together the same to both: for the few keys that are nobody's own. */
  ensureNow(name: string): LivingKey
  /** The key; undefined when it was destroyed. Throws KeyLost when the store never had it. */
  key(name: string, generation: number): Buffer | undefined
  /**
   * Makes new keys durable in one transaction. Throws KeyTaken, until they are discarded, when another process made a key of the same
   * name first: what this one sealed is worthless.
   */
  flush(): void
  /**
   * Forgets the new keys under this prefix (whole parts of the path), and whatever is in memory of others. Only when nothing that was
   * sealed with them can be stored any more: when a lane was taken, which another process may have written meanwhile.
   */
  discard(prefix: string): void
  /** Names with a living key under this prefix (whole parts of the path). */
  names(prefix: string): readonly string[]
  /** What was destroyed, and why: see erasure-ledger.ts. */
  readonly erasures: ErasureLedger
  /**
   * Destroys these keys, durably. Again is no error.
   * @param of what is erased with them, for the ledger: a database that is restored later goes through it again
   */
  destroy(names: readonly string[], at: Temporal.Instant, of?: Erasure): Destruction
  /** The same of many at once, which costs the disk hardly more than one. */
  destroyAll(parts: readonly ToDestroy[], at: Temporal.Instant): readonly Destruction[]
  /** When the last backup of the key store expires that holds a destroyed key under this prefix; undefined when none does. */
  backupExpires(prefix: string): Temporal.Instant | undefined
  /** What was destroyed under this prefix. */
  destroyed(prefix: string): readonly DestroyedKey[]
  /**
   * Takes over what a copy of the ledger knows beyond this one, and destroys what it says.
   * @returns how many entries were new
   * @throws OperatorError when it is no copy of this ledger
   */
  learn(entries: readonly LedgerEntry[]): number
  /** Notices what other processes destroyed. */
  refresh(): void
  /** Closes the store; what was not flushed is gone. */
  close(): void
}

/** The store has no such key and never destroyed one: it is not the store that belongs to these data. */
export class KeyLost extends Error {
  override readonly name = 'KeyLost'
}

/** Two processes made a key of one name at once; only the first is stored. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken'
}
