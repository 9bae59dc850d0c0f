/** Orders of seizure, as they come, are gathered and paid, ask for less, and end. */
import type { Actor } from '../../src/storage/command.ts'
import type { ModelBank } from './bank.ts'
import type { Payload } from './checks.ts'
import type { ModelDecision, Rule, Rules } from './rule.ts'
import { chargeOrder, debtorOf, least, type ModelOrder, markAll, outstanding, sort, spread, sum } from './seizures.ts'

/** An order that stands, and against whose agreement. */
type Standing = { readonly order: ModelOrder; readonly agreement: string }

const standing =
  (rest: (bank: ModelBank, found: Standing, payload: Payload, actor: Actor) => ReturnType<Rule>): Rule =>
  (bank, payload, actor) => {
    const order = bank.orders.get(payload.agreement)?.find(({ id }) => id === payload.order)
    if (order === undefined) return 'seizure-unknown'
    return order.open ? rest(bank, { order, agreement: payload.agreement }, payload, actor) : 'seizure-ended'
  }

/** The order as it is once all orders are sorted anew, tried on a copy. */
function sorted(bank: ModelBank, { order, agreement }: Standing): ModelOrder {
  const copy = bank.copy()
  sort(copy, agreement)
  const found = [...copy.orders.values()].flat().find(({ id }) => id === order.id)
  if (found === undefined) throw new Error('the copy has the order')
  return found
}

export const seizureRules: Rules = {
  'seizure.register': (bank, { debtors: [debtor], kind, amount, receivedOn, reference }) => {
    const agreement = bank.agreements.get(debtor)
    if (agreement === undefined) return 'debtor-without-account'
    if (receivedOn > bank.date) return 'received-later'
    if (amount.minor === '0') return 'amount-zero'
    if (bank.orders.get(agreement.id)?.some((one) => one.reference === reference)) return 'order-known'
    return ({ id, facts }) => {
      const order: ModelOrder = {
        id: String(facts['order']),
        kind,
        reference,
        currency: amount.currency,
        ordered: BigInt(amount.minor),
        receivedOn,
        kept: new Map(),
        gathered: new Map(),
        technical: null,
        paid: 0n,
        feeTaken: false,
        proposed: null,
        open: true,
      }
      bank.orders.set(agreement.id, [...(bank.orders.get(agreement.id) ?? []), order])
      spread(bank, agreement.id)
      chargeOrder(bank, agreement.id, order, id)
    }
  },
  'seizure.gather': standing((bank, found, { into }, { staff }) => {
    if (staff === undefined) return 'staff-decision-needed'
    const { order, agreement } = found
    const own = debtorOf(bank, agreement).accounts.find(({ id }) => id === into)
    if (into !== undefined && own?.currency !== order.currency) return 'account-out-of-reach'
    if ([...sorted(bank, found).kept.keys()].every((id) => id === into)) return 'nothing-kept'
    return ({ id, facts }) => {
      const accounts = sort(bank, agreement)
      const parts = [...order.kept].filter(([account]) => account !== into)
      const target = own?.id ?? technicalOf(bank, order, String(facts['into']))
      for (const [account, amount] of parts) bank.move(id, account, target, amount)
      if (own === undefined) {
        order.kept.clear()
        for (const [account, amount] of parts) order.gathered.set(account, (order.gathered.get(account) ?? 0n) + amount)
      } else {
        const all = sum(order.kept.values())
        order.kept.clear()
        order.kept.set(target, all)
      }
      markAll(bank, agreement, accounts)
    }
  }),
  'seizure.propose-payment': standing((bank, { order }, { nostro }, { staff = '' }) => {
    if (order.kind !== 'recovery') return 'order-keeps-only'
    const account = bank.accounts.get(nostro)
    if (account?.product !== 'nostro' || account.currency !== order.currency) return 'nostro-unknown'
    if (sum(order.kept.values()) + sum(order.gathered.values()) === 0n) return 'nothing-kept'
    return () => {
      order.proposed = { by: staff, nostro }
    }
  }),
  'seizure.approve-payment': standing((bank, found, _payload, { staff }) => {
    const { order, agreement } = found
    const { proposed } = order
    if (proposed === null) return 'payment-not-proposed'
    if (proposed.by === staff) return 'four-eyes'
    if (sum(sorted(bank, found).kept.values()) + sum(order.gathered.values()) === 0n) return 'nothing-kept'
    return ({ id }) => {
      const accounts = sort(bank, agreement)
      const gathered = sum(order.gathered.values())
      const all = sum(order.kept.values()) + gathered
      for (const [account, amount] of order.kept) bank.entry(id, account, -amount, bank.date)
      if (gathered > 0n && order.technical !== null) bank.entry(id, order.technical, -gathered, bank.date)
      bank.entry(id, proposed.nostro, all, bank.date)
      order.kept.clear()
      order.gathered.clear()
      order.paid += all
      order.proposed = null
      order.open = order.paid < order.ordered
      markAll(bank, agreement, accounts)
      chargeOrder(bank, agreement, order, id)
    }
  }),
  'seizure.reduce': standing((bank, found, { amount }) => {
    const { order } = found
    const ordered = BigInt(amount.minor)
    if (amount.currency !== order.currency) return 'currency-differs'
    if (ordered >= order.ordered) return 'amount-not-reduced'
    if (ordered < order.paid || ordered === 0n) return 'amount-paid-out'
    const ends = ordered === order.paid
    const over = ends ? sum(order.gathered.values()) : -outstanding({ ...order, ordered })
    return freeing(bank, found, over, () => {
      order.ordered = ordered
      if (ends) close(order)
    })
  }),
  'seizure.release': standing((bank, found) =>
    freeing(bank, found, sum(found.order.gathered.values()), () => close(found.order)),
  ),
  'seizure.spread':
    (bank, { agreements }) =>
    () => {
      for (const agreement of agreements) spread(bank, agreement)
    },
}

function close(order: ModelOrder): void {
  order.open = false
  order.kept.clear()
  order.proposed = null
}

/** The account that is opened for what is gathered for an order. */
function technicalOf(bank: ModelBank, order: ModelOrder, id: string): string {
  if (order.technical !== null) return order.technical
  bank.open({ id, kind: 'internal', product: 'seizure', currency: order.currency, holder: null, status: 'active' })
  order.technical = id
  return id
}

/** Gives back what is gathered and no longer asked for, the last that came first, and then serves the orders that wait. */
function freeing(
  bank: ModelBank,
  { order, agreement }: Standing,
  over: bigint,
  change: () => void,
): string | ((decision: ModelDecision) => void) {
  const takers = debtorOf(bank, agreement).accounts.filter(({ currency }) => currency === order.currency)
  const back: [string, bigint][] = []
  let left = over
  for (const [account, amount] of [...order.gathered].reverse()) {
    const part = least(amount, left)
    if (part <= 0n) continue
    left -= part
    back.push([account, part])
  }
  const [first] = takers
  if (back.length > 0 && first === undefined) return 'nowhere-to-return'
  return ({ id }) => {
    for (const [account, amount] of back) {
      const to = takers.find((one) => one.id === account) ?? first
      bank.move(id, order.technical ?? '', to?.id ?? '', amount)
      const rest = (order.gathered.get(account) ?? 0n) - amount
      if (rest > 0n) order.gathered.set(account, rest)
      else order.gathered.delete(account)
    }
    change()
    spread(bank, agreement)
  }
}
