/**
 * Tokens: how programs are known until people sign in. `pacta_` and 32 random bytes in base64url; who has one acts as its role and
 * party, or staff code. Kept as SHA-256 alone: with 256 random bits there is nothing to guess, so no slow hash is needed.
 */
import { createHmac, hash, randomBytes } from 'node:crypto'
import type { Sql } from '../../storage/sql.ts'
import { type Bearer, bearerOf, saveToken } from './store.ts'

const form = /^pacta_[A-Za-z0-9_-]{43}$/
/** How long a bearer is believed without asking the database: so long a revoked token may still work. */
const BELIEVED_MS = 5_000
const MAXIMUM_REMEMBERED = 10_000

export const hashOf = (token: string): Buffer => hash('sha256', token, 'buffer')

/** Makes a token for the bearer. It is shown this once. */
export async function createToken(sql: Sql, bearer: Bearer, expiresAt?: Temporal.Instant): Promise<string> {
  const token = `pacta_${randomBytes(32).toString('base64url')}`
  await saveToken(sql, hashOf(token), bearer, expiresAt)
  return token
}

/** The same token each time for the same key and name: for the demonstration, whose tokens are shown at each start. */
export function derivedToken(key: Uint8Array, name: string): string {
  return `pacta_${createHmac('sha256', key).update(name).digest('base64url')}`
}

type Remembered = { readonly bearer: Bearer | undefined; readonly until: number }

/** Tells who bears a token, mostly from memory. */
export class Bearers {
  readonly #sql: Sql
  readonly #remembered = new Map<string, Remembered>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** From memory at once; otherwise a promise. */
  of(token: string): Bearer | undefined | Promise<Bearer | undefined> {
    const found = this.#remembered.get(token)
    if (found !== undefined && found.until > performance.now()) return found.bearer
    return form.test(token) ? this.#ask(token) : undefined
  }

  async #ask(token: string): Promise<Bearer | undefined> {
    const bearer = await bearerOf(this.#sql, hashOf(token))
    if (this.#remembered.size >= MAXIMUM_REMEMBERED) this.#remembered.clear()
    // Who guesses gets nothing into memory.
    if (bearer === undefined) this.#remembered.delete(token)
    else this.#remembered.set(token, { bearer, until: performance.now() + BELIEVED_MS })
    return bearer
  }
}
