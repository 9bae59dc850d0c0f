/** Cards linked to accounts, in PostgreSQL. */
import type { AccountId } from '../../kernel/ids.ts'
import { collectionStore, lastOfEach } from '../../storage/lane/collection-store.ts'
import { upsert } from '../../storage/lane/writes.ts'
import { oids } from '../../storage/sql.ts'
import { type AccountCard, accountCards, cardTokens } from './rules.ts'

type CardRow = {
  account: bigint
  card: bigint
  token: string
  last_four: string
  linked_on: Temporal.PlainDate
  linked_by: string
  activated_on: Temporal.PlainDate | null
  blocked_on: Temporal.PlainDate | null
  unlinked_on: Temporal.PlainDate | null
}

export const accountCardStore = collectionStore(
  accountCards,
  async (sql, lane, keys) => {
    const rows = await sql<CardRow[]>`
      select account, card, token, last_four, linked_on, linked_by, activated_on, blocked_on, unlinked_on from account_card
      where lane = ${lane} and account = any(${sql.array(keys.map(String), oids.int8)}) order by account, card`
    const byAccount = Map.groupBy(rows, ({ account }) => Number(account) as AccountId)
    return new Map([...byAccount].map(([account, list]) => [account, { account, cards: list.map(cardFrom) }] as const))
  },
  (lane, steps) =>
    upsert(
      'account_card',
      ['lane', 'account', 'card'],
      lastOfEach(steps).flatMap(({ after }) =>
        after.cards.map((one) => ({
          lane,
          account: after.account,
          card: one.card,
          token: one.token,
          last_four: one.lastFour,
          linked_on: one.linkedOn.toString(),
          linked_by: one.linkedBy,
          activated_on: one.activatedOn?.toString() ?? null,
          blocked_on: one.blockedOn?.toString() ?? null,
          unlinked_on: one.unlinkedOn?.toString() ?? null,
        })),
      ),
    ),
)

const cardFrom = (row: CardRow): AccountCard => ({
  card: Number(row.card),
  token: row.token,
  lastFour: row.last_four,
  linkedOn: row.linked_on,
  linkedBy: row.linked_by,
  activatedOn: row.activated_on,
  blockedOn: row.blocked_on,
  unlinkedOn: row.unlinked_on,
})

export const cardTokenStore = collectionStore(
  cardTokens,
  async (sql, lane, keys) => {
    const rows = await sql<{ token: string; account: bigint; linked: boolean }[]>`
      select token, account, linked from card_token
      where lane = ${lane} and token = any(${sql.array([...keys], oids.text)})`
    return new Map(
      rows.map(({ token, account, linked }) => [token, { account: Number(account) as AccountId, linked }] as const),
    )
  },
  (lane, steps) =>
    upsert(
      'card_token',
      ['lane', 'token'],
      lastOfEach(steps).map(({ key, after }) => ({ lane, token: key, account: after.account, linked: after.linked })),
    ),
)
