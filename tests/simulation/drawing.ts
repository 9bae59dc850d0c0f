/** What draws are made of: who asks, for which account, how much. Mostly what fits, often at the edge of it, sometimes what never does. */
import type { Actor } from '../../src/storage/command.ts'
import { type Ask, operator, secondOperator, teller } from '../bank.ts'
import { system } from '../customers.ts'
import { dayAfter, type ModelAccount, type ModelBank } from '../model/bank.ts'
import type { Random } from './random.ts'

export type Drawn = {
  readonly kind: string
  readonly payload: object
  readonly ask: Ask
  /** The product may fail to carry it out at all, as by a bug; then it must leave no trace. */
  readonly mayFail?: boolean
}

/** How often each kind is drawn, and how. */
export type Draws = Readonly<Record<string, readonly [weight: number, draw: (from: Drawing, kind: string) => Drawn]>>

/** An id of the lane that nothing has. */
export const unknownId = String(2 ** 40 + 999_999_999)

export const idOf = (account: ModelAccount | undefined): string => account?.id ?? unknownId

export class Drawing {
  readonly random: Random
  readonly bank: ModelBank
  readonly accounts: readonly ModelAccount[]

  constructor(random: Random, bank: ModelBank) {
    this.random = random
    this.bank = bank
    this.accounts = [...bank.accounts.values()]
  }

  /** @param dated whether a value date may be told */
  order(kind: string, from: ModelAccount | undefined, rest: object, dated = true): Drawn {
    const { actor, orderedBy } = this.whoOrders(from)
    const valueDate = dated ? this.valueDate(25) : {}
    const payload = { from: idOf(from), amount: this.amount(from), ...rest, ...orderedBy, ...valueDate }
    return { kind, payload, ask: { actor } }
  }

  credit(kind: string, actor: Actor, rest: (to: ModelAccount | undefined) => object): Drawn {
    const to = this.customerAccount()
    const dated = kind === 'cash.deposit' ? {} : this.valueDate(4)
    const minor = this.random.between(1, this.random.once(10) ? 250_000 : 50_000)
    const currency = this.random.once(50) ? 'GBP' : (to?.currency ?? 'EUR')
    return { kind, payload: { ...rest(to), amount: { minor: String(minor), currency }, ...dated }, ask: { actor } }
  }

  whoOrders(account: ModelAccount | undefined): { readonly actor: Actor; readonly orderedBy: object } {
    return this.whoOrdersFor(account?.holder)
  }

  /** Mostly somebody who may. */
  whoOrdersFor(holder: string | null | undefined): { readonly actor: Actor; readonly orderedBy: object } {
    const random = this.random
    const party = this.bank.parties.get(holder ?? '')
    const papers = [...this.bank.authorisations.values()].filter(({ customer }) => customer === holder)
    const stranger = random.of([...this.bank.parties.keys()]) ?? unknownId
    const representative = random.once(12) ? stranger : (random.of(papers)?.representative ?? stranger)
    const as = (role: Actor['role'], id: string): Actor => ({ role, party: Number(id) as never })
    if (random.once(12)) return { actor: system, orderedBy: {} }
    if (random.once(3)) {
      const named = party?.kind === 'legal' || random.once(10) ? { orderedBy: representative } : {}
      return { actor: teller, orderedBy: named }
    }
    const actor =
      party?.kind === 'natural' && !random.once(15) ? as('customer', party.id) : as('representative', representative)
    return { actor, orderedBy: {} }
  }

  staff(): Actor {
    return this.random.once(2) ? operator : secondOperator
  }

  any(which: (account: ModelAccount) => boolean): ModelAccount | undefined {
    return this.random.of(this.accounts.filter(which))
  }

  customerAccount(currency?: string): ModelAccount | undefined {
    if (this.random.once(100)) return undefined
    const customers = this.accounts.filter(({ kind }) => kind === 'customer')
    const usual = customers.filter(
      (one) =>
        (one.status === 'active' || this.random.once(8)) && (currency === undefined || one.currency === currency),
    )
    return this.random.of(this.random.once(30) ? customers : usual)
  }

  internal(product: string, currency = 'EUR'): string {
    const wrong = this.random.once(60)
    return this.any((one) => one.product === product && (one.currency === currency) !== wrong)?.id ?? unknownId
  }

  /** At the edge of what is available as often as not. */
  amount(account: ModelAccount | undefined): { readonly minor: string; readonly currency: string } {
    const random = this.random
    const currency = random.once(60) ? 'GBP' : (account?.currency ?? 'EUR')
    const available = account === undefined ? 0 : Number(this.bank.available(account))
    const minor =
      random.once(100) || available <= 0
        ? (random.of([0, 1, 100]) ?? 0)
        : (random.of([available, available + 1, ...Array.from({ length: 6 }, () => random.between(1, available))]) ?? 0)
    return { minor: String(minor), currency }
  }

  valueDate(times: number): object {
    if (!this.random.once(times)) return {}
    return { valueDate: dayAfter(this.bank.date, this.random.between(-20, 5)) }
  }
}
