/** Orders of seizure as a clerk would keep them in the notebook: for each agreement a list, and for each order what lies apart on which account. */
import type { ModelAccount, ModelAgreement, ModelBank } from './bank.ts'

export type ModelOrder = {
  readonly id: string
  /** The authority's own number. */
  readonly reference: string
  readonly currency: string
  readonly ordered: bigint
  readonly receivedOn: string
  readonly kept: Map<string, bigint>
  open: boolean
}

/** What stays free of a person's euros. */
const protectedMinor = 50_000n

const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n)
function least(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}
const missing = ({ ordered, kept }: ModelOrder): bigint => ordered - sum(kept.values())

export const isWatched = ({ restrictions }: ModelAccount): boolean =>
  [...restrictions.values()].some(({ stops, lifted }) => stops === 'seizure' && !lifted)

const openAccounts = (bank: ModelBank, { accounts }: ModelAgreement): readonly ModelAccount[] =>
  [...accounts.keys()].map((id) => bank.account(id)).filter(({ status }) => status !== 'closed')

/** Money that belongs to nobody else: neither held, nor apart for an order, nor restricted otherwise. */
function free(account: ModelAccount, orders: readonly ModelOrder[]): bigint {
  const apart = sum(orders.map(({ kept }) => kept.get(account.id) ?? 0n))
  const otherwise = [...account.restrictions.values()].filter(({ stops, lifted }) => stops !== 'seizure' && !lifted)
  const left = account.balance - account.held - apart - sum(otherwise.map(({ amount }) => amount))
  return left > 0n ? left : 0n
}

/** Goes through the orders as they came in and puts apart what is there. */
export function spread(bank: ModelBank, holder: string, which: (account: ModelAccount) => boolean = () => true): void {
  const agreement = bank.agreements.get(holder)
  const all = bank.orders.get(agreement?.id ?? '') ?? []
  if (agreement === undefined || all.length === 0) return
  const accounts = openAccounts(bank, agreement).filter(which)
  const orders = all
    .filter(({ open }) => open)
    .sort((a, b) => (a.receivedOn < b.receivedOn ? -1 : a.receivedOn > b.receivedOn ? 1 : Number(a.id) - Number(b.id)))
  const counted = new Map(accounts.map(({ id, balance, held }) => [id, balance > held ? balance - held : 0n]))
  for (const order of orders)
    for (const [id, amount] of order.kept) {
      const there = least(amount, counted.get(id) ?? 0n)
      counted.set(id, (counted.get(id) ?? 0n) - there)
      if (there > 0n) order.kept.set(id, there)
      else order.kept.delete(id)
    }
  for (const [i, first] of orders.entries())
    for (const last of orders
      .slice(i + 1)
      .reverse()
      .filter(({ currency }) => currency === first.currency))
      for (const [id, amount] of [...last.kept]) give(last, first, id, least(amount, missing(first)))
  let stays = bank.parties.get(holder)?.kind === 'natural' ? protectedMinor : 0n
  const usable = new Map<string, bigint>()
  for (const account of accounts) {
    const there = free(account, orders)
    const untouched = account.currency === 'EUR' ? least(there, stays) : 0n
    stays -= untouched
    usable.set(account.id, there - untouched)
  }
  for (const order of orders)
    for (const { id, currency } of accounts) {
      const more = currency === order.currency ? least(usable.get(id) ?? 0n, missing(order)) : 0n
      if (more === 0n) continue
      usable.set(id, (usable.get(id) ?? 0n) - more)
      order.kept.set(id, (order.kept.get(id) ?? 0n) + more)
    }
  for (const account of accounts) mark(account, all)
}

function give(from: ModelOrder, to: ModelOrder, id: string, amount: bigint): void {
  if (amount === 0n) return
  to.kept.set(id, (to.kept.get(id) ?? 0n) + amount)
  const left = (from.kept.get(id) ?? 0n) - amount
  if (left > 0n) from.kept.set(id, left)
  else from.kept.delete(id)
}

/** Writes the orders' marks on the account: one event of its stream, if any of them changed. */
function mark(account: ModelAccount, orders: readonly ModelOrder[]): void {
  let changed = false
  for (const order of orders) {
    const before = account.restrictions.get(order.id)
    const amount = order.open ? (order.kept.get(account.id) ?? 0n) : 0n
    const stands = order.open && order.currency === account.currency && (amount > 0n || missing(order) > 0n)
    if (before === undefined ? !stands : before.lifted === !stands && before.amount === amount) continue
    account.restrictions.set(order.id, { stops: 'seizure', amount, lifted: !stands })
    changed = true
  }
  if (changed) account.seq += 1
}

/** Money came to these accounts: where orders wait for it, it is put apart. */
export function caught(bank: ModelBank): void {
  const holders = new Set<string>()
  for (const id of bank.brought) {
    const { holder, ...account } = bank.account(id)
    if (holder !== null && isWatched({ holder, ...account })) holders.add(holder)
  }
  bank.brought.clear()
  for (const holder of holders) spread(bank, holder, isWatched)
}

/** The price of an order, which a company pays if enough is left on one of its accounts. */
export function chargeOrder(bank: ModelBank, holder: string, decision: string): void {
  const agreement = bank.agreements.get(holder)
  if (agreement === undefined || bank.parties.get(holder)?.kind !== 'legal') return
  const orders = (bank.orders.get(agreement.id) ?? []).filter(({ open }) => open)
  const payer = openAccounts(bank, agreement).find(
    (account) => account.currency === 'EUR' && free(account, orders) >= 1_500n,
  )
  const income = [...bank.accounts.values()].find(({ product, currency }) => product === 'fees' && currency === 'EUR')
  if (payer !== undefined && income !== undefined) bank.move(decision, payer.id, income.id, 1_500n)
}
