/**
 * The books as a journal that hledger reads: an independent program then adds everything up again. Amounts are signed as in double entry:
 * what a customer has is the institution's liability and stands below zero. No personal data: accounts are named by kind and id.
 */

import { type AccountId, composeDecisionId, type LaneId, type Place } from '../../kernel/ids.ts'
import { type Currency, currency, exponentOf, minor, minorToMajor } from '../../kernel/money.ts'
import type { Sql, Transaction } from '../../storage/sql.ts'
import { lanesAt } from '../lanes.ts'

/** hledger's account for products of the institution's own; what else there may be is equity. */
const ownAccounts: Readonly<Record<string, string>> = {
  nostro: 'assets:nostro',
  till: 'assets:tills',
  fees: 'income:fees',
  interest: 'expenses:interest',
  penalties: 'income:penalties',
  compensation: 'income:compensation',
}

/** `liabilities:customers:EUR:1099511627777` */
export function hledgerAccount(
  kind: string,
  product: string,
  of: string,
  account: AccountId | bigint | string,
): string {
  return `${kind === 'customer' ? 'liabilities:customers' : (ownAccounts[product] ?? `equity:${product}`)}:${of}:${account}`
}

/**
 * The whole journal in pieces of text: a transaction for each decision with entries, dated by booking, those of all lanes in the order of
 * these dates; value dates that differ are secondary dates. At the end stands what Pacta has as the balance of each account, as assertions: hledger refuses the file if it comes to
 * something else.
 */
export async function* hledgerJournal(sql: Sql | Transaction): AsyncGenerator<string> {
  const lanes = await lanesAt(sql)
  const [last] = lanes.map(({ businessDate }) => businessDate).sort((a, b) => Temporal.PlainDate.compare(b, a))
  yield await head(sql)
  for (const { lane, entity } of lanes) yield `; lane ${lane}: ${entity}\n`
  yield* transactions(sql)
  if (last !== undefined) yield* assertions(sql, last)
}

async function head(sql: Sql | Transaction): Promise<string> {
  const used = await sql<{ currency: string }[]>`select distinct currency from account order by currency`
  const commodities = used.map(({ currency: code }) => {
    const decimals = exponentOf(currency(code))
    return `commodity 1000.${'0'.repeat(decimals)} ${code}`
  })
  const types = [
    'assets  ; type:A',
    'liabilities  ; type:L',
    'equity  ; type:E',
    'income  ; type:R',
    'expenses  ; type:X',
  ]
  return `; Written by pacta books export --hledger.\n${[...types.map((type) => `account ${type}`), ...commodities].join('\n')}\n`
}

type EntryRow = {
  lane: LaneId
  place: bigint
  account: bigint
  amount: bigint
  booking_date: string
  value_date: string
  kind: string
  product: string
  currency: string
  command: string | null
  at: Temporal.Instant | null
}

async function* transactions(sql: Sql | Transaction): AsyncGenerator<string> {
  const pages = sql<EntryRow[]>`
    select e.lane, e.place, e.account, e.amount, e.booking_date::text as booking_date, e.value_date::text as value_date, a.kind, a.product,
      a.currency, d.kind as command, b.at
    from account_event e
    join account a on a.lane = e.lane and a.account = e.account
    left join decision d on d.lane = e.lane and d.place = e.place
    left join batch b on b.lane = e.lane and b.batch = e.place >> 12
    where e.kind = 3 order by e.booking_date, e.lane, e.place, e.seq, e.account`.cursor(2000)
  let last: EntryRow | undefined
  for await (const rows of pages) {
    let text = ''
    for (const row of rows) {
      if (row.place !== last?.place || row.lane !== last.lane) text += heading(row)
      last = row
      text += posting(row)
    }
    yield text
  }
}

function heading({ lane, place, booking_date, command, at }: EntryRow): string {
  const id = at === null ? '' : `  ; decision:${composeDecisionId(lane, Number(place) as Place, at.epochMilliseconds)}`
  return `\n${booking_date} (${place}) ${command ?? 'undecided'}${id}\n`
}

function posting({ account, amount, booking_date, value_date, kind, product, currency: code }: EntryRow): string {
  const dated = value_date === booking_date ? '' : `  ; date2:${value_date}`
  return `    ${hledgerAccount(kind, product, code, account)}  ${inDoubleEntry(amount, code)}${dated}\n`
}

async function* assertions(sql: Sql | Transaction, on: Temporal.PlainDate): AsyncGenerator<string> {
  const pages = sql<{ account: bigint; kind: string; product: string; currency: string; balance_after: bigint }[]>`
    select a.account, a.kind, a.product, a.currency, e.balance_after
    from account a cross join lateral (
      select balance_after from account_event e where e.lane = a.lane and e.account = a.account order by seq desc limit 1
    ) e
    order by a.account`.cursor(2000)
  yield `\n${on} Balances as Pacta has them\n`
  for await (const rows of pages)
    yield rows
      .map(
        ({ account, kind, product, currency: code, balance_after }) =>
          `    ${hledgerAccount(kind, product, code, account)}  0 ${code} = ${inDoubleEntry(balance_after, code)}\n`,
      )
      .join('')
}

const inDoubleEntry = (amount: bigint, code: string): string =>
  `${minorToMajor(minor(-amount), code as Currency)} ${code}`
