/** Citation sets are stored once and named by number: a decision's row holds four bytes for what settled it. */
import type { Cited } from '../../kernel/decision.ts'
import type { Sql } from '../sql.ts'
import { canonicalJson } from './identity.ts'

export class CitationSets {
  readonly #sql: Sql
  readonly #byIdentity = new WeakMap<Cited, number>()
  readonly #byText = new Map<string, number>()
  readonly #byNumber = new Map<number, Cited>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** The numbers of these sets, made durable before any decision names them. */
  async intern(sets: readonly Cited[]): Promise<void> {
    for (const cited of sets) {
      if (this.#byIdentity.has(cited)) continue
      const settled = canonicalJson(cited.settled)
      const disclosed = canonicalJson(cited.disclosed)
      const text = `${settled} ${disclosed}`
      let number = this.#byText.get(text)
      if (number === undefined) {
        await this.#sql`
          insert into citation_set (settled, disclosed) values (${settled}::text::jsonb, ${disclosed}::text::jsonb)
          on conflict (settled, disclosed) do nothing`
        const [row] = await this.#sql`
          select citation_set from citation_set
          where settled = ${settled}::text::jsonb and disclosed = ${disclosed}::text::jsonb`
        number = (row as { citation_set: number }).citation_set
        this.#byText.set(text, number)
        this.#byNumber.set(number, cited)
      }
      this.#byIdentity.set(cited, number)
    }
  }

  /** The number of an interned set. */
  numberOf(cited: Cited): number {
    const number = this.#byIdentity.get(cited)
    if (number === undefined) throw new Error('this citation set was not interned')
    return number
  }

  /** The sets with these numbers. */
  async read(numbers: readonly number[]): Promise<ReadonlyMap<number, Cited>> {
    const missing = [...new Set(numbers)].filter((number) => !this.#byNumber.has(number))
    if (missing.length > 0) {
      const rows = await this.#sql<{ citation_set: number; settled: Cited['settled']; disclosed: Cited['disclosed'] }[]>`
        select citation_set, settled, disclosed from citation_set where citation_set = any(${missing}::int[])`
      for (const { citation_set, settled, disclosed } of rows) this.#byNumber.set(citation_set, { settled, disclosed })
    }
    return this.#byNumber
  }
}
