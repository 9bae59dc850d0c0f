/**
 * A bank as a clerk would keep it in a notebook: balances and marks that change in place. Written from the documents, without any of the
 * product's rules, so that both being wrong in the same way is unlikely.
 */

import type { ModelCode, ModelCodeDay, ModelCodeEntry } from './cash-codes.ts'
import type { ModelLaterOrder } from './later-orders.ts'
import type { ModelNetworkPayment } from './network.ts'
import type { ModelOrder } from './seizures.ts'

export type ModelAccount = {
  readonly id: string
  readonly kind: 'customer' | 'till' | 'internal'
  readonly product: string
  readonly currency: string
  readonly holder: string | null
  status: 'opened' | 'active' | 'closing' | 'closed'
  balance: bigint
  held: bigint
  limit: bigint
  /** Whether a limit was agreed and not ended. */
  overdraft: boolean
  readonly restrictions: Map<string, { readonly stops: string; readonly amount: bigint; lifted: boolean }>
  seq: number
  /** Sum of amounts for each value date. */
  readonly byValueDate: Map<string, bigint>
}
export type ModelHold = { readonly id: string; readonly account: string; amount: bigint; readonly expiresOn: string }
export type ModelAuthorisation = {
  readonly id: string
  readonly customer: string
  readonly representative: string
  readonly most: bigint | null
  status: 'submitted' | 'accepted' | 'ended'
}
export type ModelEntry = {
  readonly account: string
  readonly seq: number
  readonly amount: bigint
  readonly valueDate: string
}
export type ModelPosting = {
  readonly entries: ModelEntry[]
  reversed: boolean
  /** What was asked for. */
  kind?: string
  /** How many orders of a later day it paid. */
  orders?: number
  /** It gave customers back what the network had settled. */
  refunds?: boolean
}
export type ModelParty = { readonly id: string; readonly kind: 'natural' | 'legal' }
export type ModelDue = { readonly account: string; readonly dueOn: string; left: bigint }
export type ModelAgreement = {
  readonly id: string
  /** What is due for fees in euro, in the order of days and ids; only legal persons owe, for opening accounts. */
  readonly dues: ModelDue[]
  /** For each currency the account that fees are taken from. */
  readonly chosen: Map<string, string>
  readonly accounts: Map<string, 'open' | 'closing' | 'closed'>
  withdrawn: boolean
  ended: boolean
}

export class ModelBank {
  date: string
  /** What clocks on the wall say, which codes go by. */
  today: string
  readonly parties = new Map<string, ModelParty>()
  readonly accounts = new Map<string, ModelAccount>()
  readonly agreements = new Map<string, ModelAgreement>()
  readonly holds = new Map<string, ModelHold>()
  readonly authorisations = new Map<string, ModelAuthorisation>()
  /** By the id of the decision that booked them. */
  readonly postings = new Map<string, ModelPosting>()
  readonly corrections = new Map<string, { readonly decision: string; readonly by: string; done: boolean }>()
  /** Orders of seizure by agreement. */
  readonly orders = new Map<string, ModelOrder[]>()
  /** Accounts on which more money came to be free since orders were looked at. */
  readonly brought = new Set<string>()

  /** What the institution itself moved to or from transit. */
  sundryInTransit = 0n
  readonly networkPayments = new Map<string, ModelNetworkPayment>()
  readonly laterOrders = new Map<string, ModelLaterOrder>()
  /** Parties by the look-up of their personal code. */
  readonly byCode = new Map<string, string>()
  /** Tills of machines. */
  readonly atms = new Map<string, string>()
  readonly codes = new Map<string, ModelCode>()
  /** For each person the codes that are worth comparing at a machine. */
  readonly codesOf = new Map<string, readonly string[]>()
  readonly codeEntries = new Map<string, ModelCodeEntry>()
  readonly codeDays = new Map<string, ModelCodeDay>()

  constructor(date: string) {
    this.date = date
    this.today = date
  }

  /** What can be spent. */
  available({ balance, limit, held, restrictions }: ModelAccount): bigint {
    return balance + limit - held - restrictedOf(restrictions)
  }

  blocks({ restrictions }: ModelAccount, side: 'debits' | 'credits'): boolean {
    return [...restrictions.values()].some(({ stops, lifted }) => !lifted && (stops === side || stops === 'all'))
  }

  open(account: Pick<ModelAccount, 'id' | 'kind' | 'product' | 'currency' | 'holder' | 'status'>): void {
    this.accounts.set(account.id, {
      ...account,
      balance: 0n,
      held: 0n,
      limit: 0n,
      overdraft: false,
      restrictions: new Map(),
      // An account of the institution is opened and activated at once.
      seq: account.status === 'opened' ? 1 : 2,
      byValueDate: new Map(),
    })
  }

  /** Books both sides under the decision. */
  move(decision: string, from: string, to: string, amount: bigint, valueDate = this.date): void {
    this.entry(decision, from, -amount, valueDate)
    this.entry(decision, to, amount, valueDate)
  }

  entry(decision: string, id: string, amount: bigint, valueDate: string): void {
    const account = this.account(id)
    account.balance += amount
    if (amount > 0n) this.brought.add(id)
    account.seq += 1
    account.byValueDate.set(valueDate, (account.byValueDate.get(valueDate) ?? 0n) + amount)
    const posting = this.postings.get(decision) ?? { entries: [], reversed: false }
    posting.entries.push({ account: id, seq: account.seq, amount, valueDate })
    this.postings.set(decision, posting)
  }

  hold(account: string, amount: bigint): void {
    const found = this.account(account)
    found.held += amount
    if (amount < 0n) this.brought.add(account)
    found.seq += 1
  }

  /** The institution's own account for a purpose. */
  own(product: string, currency: string): ModelAccount {
    const found = [...this.accounts.values()].find((one) => one.product === product && one.currency === currency)
    if (found === undefined) throw new Error(`the model has no account for ${product} in ${currency}`)
    return found
  }

  account(id: string): ModelAccount {
    const found = this.accounts.get(id)
    if (found === undefined) throw new Error(`the model has no account ${id}`)
    return found
  }

  /** The balance at the end of a day by value date. */
  valueBalance(id: string, day: string): bigint {
    let total = 0n
    for (const [date, amount] of this.account(id).byValueDate) if (date <= day) total += amount
    return total
  }

  /** A copy to try something on; what was booked before is not in it and cannot be corrected there. */
  copy(): ModelBank {
    const copy = new ModelBank(this.date)
    for (const [id, one] of this.parties) copy.parties.set(id, one)
    for (const [id, one] of this.accounts)
      copy.accounts.set(id, {
        ...one,
        restrictions: new Map([...one.restrictions].map(([key, restriction]) => [key, { ...restriction }])),
        byValueDate: new Map(one.byValueDate),
      })
    for (const [holder, one] of this.agreements)
      copy.agreements.set(holder, {
        ...one,
        accounts: new Map(one.accounts),
        chosen: new Map(one.chosen),
        dues: one.dues.map((due) => ({ ...due })),
      })
    for (const [id, list] of this.orders)
      copy.orders.set(
        id,
        list.map((one) => ({ ...one, kept: new Map(one.kept), gathered: new Map(one.gathered) })),
      )
    copy.today = this.today
    copy.sundryInTransit = this.sundryInTransit
    for (const [id, one] of this.networkPayments) copy.networkPayments.set(id, { ...one })
    for (const [id, one] of this.laterOrders) copy.laterOrders.set(id, { ...one })
    for (const [code, id] of this.byCode) copy.byCode.set(code, id)
    for (const [atm, till] of this.atms) copy.atms.set(atm, till)
    for (const [id, one] of this.codes) copy.codes.set(id, { ...one })
    for (const [id, list] of this.codesOf) copy.codesOf.set(id, list)
    for (const [id, one] of this.codeEntries) copy.codeEntries.set(id, { ...one })
    for (const [id, { day, applied, used }] of this.codeDays)
      copy.codeDays.set(id, { day, applied: { ...applied }, used: { ...used } })
    for (const [id, one] of this.holds) copy.holds.set(id, { ...one })
    for (const [id, one] of this.authorisations) copy.authorisations.set(id, { ...one })
    return copy
  }

  /** Sums of all balances by currency: zero, always. */
  totals(): ReadonlyMap<string, bigint> {
    const totals = new Map<string, bigint>()
    for (const { currency, balance } of this.accounts.values())
      totals.set(currency, (totals.get(currency) ?? 0n) + balance)
    return totals
  }
}

export function restrictedOf(restrictions: ModelAccount['restrictions']): bigint {
  let total = 0n
  for (const { amount, lifted } of restrictions.values()) if (!lifted) total += amount
  return total
}

export function dayAfter(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}
