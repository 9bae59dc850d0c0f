/** What the API reads of customers' accounts. */
import type { AccountId, LaneId, PartyId } from '../kernel/ids.ts'
import type { Account } from '../ledger/rules.ts'
import { accountsById } from '../ledger/store.ts'
import type { Sql } from '../storage/sql.ts'
import { agreementsOfParty } from '../terms/agreements/store.ts'
import type { AccountFile } from './files/rules.ts'
import { filesOf } from './files/store.ts'

/** A customer account as it stands: state and money, and its file with its numbers. */
export type AccountView = { readonly account: Account; readonly file: AccountFile }

/** Customer accounts by id, in the order asked for; what is unknown, or the institution's own, is left out. */
export async function accountViews(sql: Sql, lane: LaneId, ids: readonly AccountId[]): Promise<readonly AccountView[]> {
  const [accounts, files] = await Promise.all([accountsById(sql, lane, ids), filesOf(sql, lane, ids)])
  return ids.flatMap((id) => {
    const account = accounts.get(id)
    const file = files.get(id)
    return account === undefined || file === undefined ? [] : [{ account, file }]
  })
}

/** Every account of a customer, joint and closed ones included, by agreement and then in the order of opening. */
export async function accountsOfCustomer(sql: Sql, lane: LaneId, customer: PartyId): Promise<readonly AccountView[]> {
  const agreements = await agreementsOfParty(sql, lane, customer)
  const ids = agreements.flatMap(({ accounts }) => accounts.map(({ account }) => account))
  return accountViews(sql, lane, ids)
}
