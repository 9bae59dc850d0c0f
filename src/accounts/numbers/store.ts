/** Account numbers in PostgreSQL. */
import type { AccountId, LaneId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import type { Sql } from '../../storage/sql.ts'
import { type AccountNumber, accountNumbers } from './rules.ts'

const boolOid = 16
const int8Oid = 20
const textOid = 25

export const accountNumberStore = collectionStore(
  accountNumbers,
  async (sql, lane, keys) => {
    const rows = await sql<{ iban: string; account: bigint; former: boolean }[]>`
      select iban, account, former from account_number
      where lane = ${lane} and iban = any(${sql.array([...keys], textOid)})`
    return new Map(rows.map(({ iban, account, former }) => [iban, { account: Number(account) as AccountId, former }]))
  },
  async (sql, lane, steps) => {
    const given = new Set(steps.filter(({ event }) => event.kind === 'given').map(({ key }) => key))
    const last = lastOfEach(steps)
    // Former ones first: an account has one present number at any moment.
    const replaced = last.filter(({ key }) => !given.has(key)).map(({ key }) => key)
    if (replaced.length > 0)
      await sql`
        update account_number set former = true where lane = ${lane} and iban = any(${sql.array(replaced, textOid)})`
    // No upsert: a number that is given twice must fail.
    const added = last.filter(({ key }) => given.has(key))
    if (added.length > 0)
      await sql`
        insert into account_number (lane, iban, account, former)
        select ${lane}, * from unnest(
          ${sql.array(
            added.map(({ key }) => key),
            textOid,
          )}::text[],
          ${sql.array(
            added.map(({ after }) => String(after.account)),
            int8Oid,
          )}::int8[],
          ${sql.array(
            added.map(({ after }) => after.former),
            boolOid,
          )}::bool[]
        )`
  },
)

/** The lane and account that a number names, whichever lane it lives in; undefined when it names none. */
export async function accountByNumber(
  sql: Sql,
  iban: string,
): Promise<(AccountNumber & { readonly lane: LaneId }) | undefined> {
  const [row] = await sql<{ lane: number; account: bigint; former: boolean }[]>`
    select lane, account, former from account_number where iban = ${iban}`
  if (row === undefined) return undefined
  return { lane: row.lane as LaneId, account: Number(row.account) as AccountId, former: row.former }
}
