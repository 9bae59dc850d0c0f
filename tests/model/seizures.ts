/** Orders of seizure as a clerk would keep them in the notebook: for each agreement a list, and for each order what lies apart on which account. */
import type { ModelAccount, ModelBank } from './bank.ts'

export type ModelOrder = {
  readonly id: string
  /** A recovery is also paid out. */
  readonly kind: 'seizure' | 'recovery'
  /** The authority's own number. */
  readonly reference: string
  readonly currency: string
  ordered: bigint
  readonly receivedOn: string
  readonly kept: Map<string, bigint>
  /** What lies on the technical account, by the account it came from, the first that came first. */
  gathered: Map<string, bigint>
  technical: string | null
  paid: bigint
  feeTaken: boolean
  proposed: { readonly by: string; readonly nostro: string } | null
  open: boolean
}

/** What stays free of a person's euros. */
const protectedMinor = 50_000n

export const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n)
export function least(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}
/** What it may have on accounts of the debtor at most. */
export const outstanding = ({ ordered, gathered, paid }: ModelOrder): bigint => ordered - sum(gathered.values()) - paid
const missing = (order: ModelOrder): bigint => outstanding(order) - sum(order.kept.values())

export const isWatched = ({ restrictions }: ModelAccount): boolean =>
  [...restrictions.values()].some(({ stops, lifted }) => stops === 'seizure' && !lifted)

/** The holder of an agreement, and its open accounts; none of one that ended, once its holder concluded another. */
export function debtorOf(
  bank: ModelBank,
  agreement: string,
): { readonly holder: string; readonly accounts: readonly ModelAccount[] } {
  const [holder, found] = [...bank.agreements].find(([, { id }]) => id === agreement) ?? ['', undefined]
  const accounts = [...(found?.accounts.keys() ?? [])].map((id) => bank.account(id))
  return { holder, accounts: accounts.filter(({ status }) => status !== 'closed') }
}

/** Money that belongs to nobody else: neither held, nor apart for an order, nor restricted otherwise. */
function free(account: ModelAccount, orders: readonly ModelOrder[]): bigint {
  const apart = sum(orders.map(({ kept }) => kept.get(account.id) ?? 0n))
  const otherwise = [...account.restrictions.values()].filter(({ stops, lifted }) => stops !== 'seizure' && !lifted)
  const left = account.balance - account.held - apart - sum(otherwise.map(({ amount }) => amount))
  return left > 0n ? left : 0n
}

/** Goes through the orders as they came in, puts apart what is there, and marks the accounts. */
export function spread(bank: ModelBank, agreement: string, which?: (account: ModelAccount) => boolean): void {
  markAll(bank, agreement, sort(bank, agreement, which))
}

/** The same, in the notebook alone; gives the accounts that it went through. */
export function sort(
  bank: ModelBank,
  agreement: string,
  which: (account: ModelAccount) => boolean = () => true,
): readonly ModelAccount[] {
  const all = bank.orders.get(agreement) ?? []
  if (all.length === 0) return []
  const { holder, ...debtor } = debtorOf(bank, agreement)
  const accounts = debtor.accounts.filter(which)
  const orders = all
    .filter(({ open }) => open)
    .sort((a, b) => (a.receivedOn < b.receivedOn ? -1 : a.receivedOn > b.receivedOn ? 1 : Number(a.id) - Number(b.id)))
  const counted = new Map(accounts.map(({ id, balance, held }) => [id, balance > held ? balance - held : 0n]))
  for (const order of orders) {
    let room = outstanding(order)
    for (const [id, amount] of order.kept) {
      const there = least(least(amount, room), counted.get(id) ?? 0n)
      room -= there
      counted.set(id, (counted.get(id) ?? 0n) - there)
      order.kept.set(id, there)
    }
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
  for (const { kept } of orders) for (const [id, amount] of kept) if (amount === 0n) kept.delete(id)
  return accounts
}

function give(from: ModelOrder, to: ModelOrder, id: string, amount: bigint): void {
  to.kept.set(id, (to.kept.get(id) ?? 0n) + amount)
  from.kept.set(id, (from.kept.get(id) ?? 0n) - amount)
}

/** Writes the orders' marks on the accounts: one event of an account's stream, if any of them changed. */
export function markAll(bank: ModelBank, agreement: string, accounts: readonly ModelAccount[]): void {
  const orders = bank.orders.get(agreement) ?? []
  for (const account of accounts) mark(account, orders)
}

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
  for (const holder of holders) spread(bank, bank.agreements.get(holder)?.id ?? '', isWatched)
}

/** An account was opened: where orders wait, they wait for money on it, too. */
export function opened(bank: ModelBank, agreement: string, id: string): void {
  const waits = bank.orders.get(agreement)?.some((order) => order.open && missing(order) > 0n) ?? false
  if (waits) spread(bank, agreement, (one) => one.id === id || isWatched(one))
}

/** The price of an order, once, which a company pays if enough is left on one of its accounts. */
export function chargeOrder(bank: ModelBank, agreement: string, order: ModelOrder, decision: string): void {
  const { holder, accounts } = debtorOf(bank, agreement)
  if (bank.parties.get(holder)?.kind !== 'legal' || order.feeTaken || order.currency !== 'EUR') return
  const orders = (bank.orders.get(agreement) ?? []).filter(({ open }) => open)
  const payer = accounts.find((account) => account.currency === 'EUR' && free(account, orders) >= 1_500n)
  if (payer === undefined) return
  bank.move(decision, payer.id, bank.own('fees', 'EUR').id, 1_500n)
  order.feeTaken = true
}
