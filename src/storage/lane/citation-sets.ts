/** Citation sets are stored once and named by number: a decision's row holds four bytes for what settled it. */
import { hash } from 'node:crypto'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Cited } from '../../kernel/decision.ts'
import type { Sql } from '../sql.ts'

/** A set under its number, and SHA-256 over what it says: for the hash chain. */
export type NumberedSet = { readonly number: number; readonly digest: Buffer }

export const citationDigest = ({ settled, disclosed }: Cited): Buffer =>
  hash('sha256', `${canonicalJson(settled)} ${canonicalJson(disclosed)}`, 'buffer')

export class CitationSets {
  readonly #sql: Sql
  readonly #byIdentity = new WeakMap<Cited, NumberedSet>()
  readonly #byDigest = new Map<string, NumberedSet>()
  readonly #byNumber = new Map<number, Cited>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Gives each of these sets its number, durable before any decision names it. */
  async intern(sets: readonly Cited[]): Promise<void> {
    for (const cited of sets) {
      if (this.#byIdentity.has(cited)) continue
      const digest = citationDigest(cited)
      const name = digest.toString('hex')
      let set = this.#byDigest.get(name)
      if (set === undefined) {
        set = { number: await this.#number(cited), digest }
        this.#byDigest.set(name, set)
        this.#byNumber.set(set.number, cited)
      }
      this.#byIdentity.set(cited, set)
    }
  }

  async #number(cited: Cited): Promise<number> {
    const [settled, disclosed] = [canonicalJson(cited.settled), canonicalJson(cited.disclosed)]
    await this.#sql`
      insert into citation_set (settled, disclosed) values (${settled}::text::jsonb, ${disclosed}::text::jsonb)
      on conflict (settled, disclosed) do nothing`
    const [row] = await this.#sql`
      select citation_set from citation_set
      where settled = ${settled}::text::jsonb and disclosed = ${disclosed}::text::jsonb`
    return (row as { citation_set: number }).citation_set
  }

  /** The interned set. */
  get(cited: Cited): NumberedSet {
    const set = this.#byIdentity.get(cited)
    if (set === undefined) throw new Error('this citation set was not interned')
    return set
  }

  /** The sets with these numbers. */
  async read(numbers: readonly number[]): Promise<ReadonlyMap<number, Cited>> {
    const missing = [...new Set(numbers)].filter((number) => !this.#byNumber.has(number))
    if (missing.length > 0) {
      const rows = await this.#sql<
        { citation_set: number; settled: Cited['settled']; disclosed: Cited['disclosed'] }[]
      >`
        select citation_set, settled, disclosed from citation_set where citation_set = any(${missing}::int[])`
      for (const { citation_set, settled, disclosed } of rows) this.#byNumber.set(citation_set, { settled, disclosed })
    }
    return this.#byNumber
  }
}
