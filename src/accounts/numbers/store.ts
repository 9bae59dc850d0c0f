/** Account numbers in PostgreSQL. */
import type { AccountId, LaneId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { insert, upsert } from '../../storage/lane/writes.ts'
import { oids, type Sql } from '../../storage/sql.ts'
import { type AccountNumber, accountNumbers } from './rules.ts'

export const accountNumberStore = collectionStore(
  accountNumbers,
  async (sql, lane, keys) => {
    const rows = await sql<{ iban: string; account: bigint; former: boolean }[]>`
      select iban, account, former from account_number
      where lane = ${lane} and iban = any(${sql.array([...keys], oids.text)})`
    return new Map(rows.map(({ iban, account, former }) => [iban, { account: Number(account) as AccountId, former }]))
  },
  (lane, steps) => {
    const given = new Set(steps.filter(({ event }) => event.kind === 'given').map(({ key }) => key))
    const last = lastOfEach(steps)
    const row = ({ key, after }: (typeof last)[number]) => ({
      lane,
      iban: key,
      account: after.account,
      former: after.former,
    })
    return [
      // Former ones first: an account has one present number at any moment.
      ...upsert('account_number', ['lane', 'iban'], last.filter(({ key }) => !given.has(key)).map(row)),
      // No upsert: a number that is given twice must fail.
      ...insert('account_number', last.filter(({ key }) => given.has(key)).map(row)),
    ]
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
