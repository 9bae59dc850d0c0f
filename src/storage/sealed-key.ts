/** How queries name the key that sealed a column, which its first bytes say: see privacy/vault/sealer.ts. Nothing is opened for it. */
import type { Sql, Transaction } from './sql.ts'

/** As `class` (its number), `year` and `generation`. */
export const keyOf = (sql: Sql | Transaction, column: string) => sql`
  get_byte(${sql(column)}, 0) & 15 as class, get_byte(${sql(column)}, 1) * 256 + get_byte(${sql(column)}, 2) as year,
  get_byte(${sql(column)}, 3) as generation`
