/** Which account of the institution's own serves what, in PostgreSQL. */
import type { AccountId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids } from '../../storage/sql.ts'
import { internalAccounts } from './rules.ts'

export const internalAccountStore = collectionStore(
  internalAccounts,
  async (sql, lane, keys) => {
    const rows = await sql<{ purpose: string; account: bigint }[]>`
      select purpose, account from internal_account
      where lane = ${lane} and purpose = any(${sql.array([...keys], oids.text)})`
    return new Map(rows.map(({ purpose, account }) => [purpose, Number(account) as AccountId]))
  },
  (lane, steps) =>
    upsert(
      'internal_account',
      ['lane', 'purpose'],
      lastOfEach(steps).map(({ key, after }) => ({ lane, purpose: key, account: after })),
    ),
)
