/** Draws commands for a small bank: mostly ones that fit, often at the edge of what fits, and some that never do. */
import { operator, teller } from '../bank.ts'
import { system } from '../customers.ts'
import { dayAfter, type ModelAccount, type ModelBank } from '../model/bank.ts'
import { cashCodeDraws } from './cash-codes.ts'
import { Drawing, type Drawn, type Draws, idOf, unknownId } from './drawing.ts'
import type { Random } from './random.ts'
import { seizureDraws } from './seizures.ts'
import { travelDraws } from './travelling.ts'

const kinds = [
  ['payment.transfer', 300],
  ['payment.incoming', 90],
  ['payment.outgoing', 60],
  ['cash.deposit', 50],
  ['cash.withdraw', 50],
  ['internal.move', 10],
  ['debit.entitled', 25],
  ['interest.credit', 20],
  ['due.collect', 15],
  ['fee-account.choose', 8],
  ['hold.place', 90],
  ['hold.capture', 60],
  ['hold.release', 30],
  ['hold.expire', 25],
  ['account.restrict', 20],
  ['account.lift-restriction', 25],
  ['account.agree-limit', 20],
  ['account.end-limit', 10],
  ['account.open', 8],
  ['account.activate', 8],
  ['account.request-closing', 5],
  ['account.close', 8],
  ['authorisation.submit', 6],
  ['authorisation.accept', 8],
  ['authorisation.revoke', 5],
  ['correction.propose', 25],
  ['correction.approve', 25],
  ['clock.cut-over', 6],
] as const satisfies readonly (readonly [string, number])[]

const more: Draws = { ...travelDraws, ...seizureDraws, ...cashCodeDraws }
const weights = [...kinds, ...Object.entries(more).map(([kind, [weight]]) => [kind, weight] as const)]

/** Draws the next command. The bank is as committed, so that what it draws may be out of date when it is decided. */
export function draw(random: Random, bank: ModelBank): Drawn {
  const kind = random.weighted(weights)
  const drawing = new Commands(random, bank)
  return more[kind]?.[1](drawing, kind) ?? drawing.command(kind as (typeof kinds)[number][0])
}

class Commands extends Drawing {
  command(kind: (typeof kinds)[number][0]): Drawn {
    const random = this.random
    switch (kind) {
      case 'payment.transfer': {
        const from = this.customerAccount()
        const to = random.once(60) ? this.any(() => true) : this.customerAccount(from?.currency)
        return this.order(kind, from, { to: { account: to?.id ?? unknownId } })
      }
      case 'payment.outgoing': {
        const from = this.customerAccount()
        return this.order(kind, from, { nostro: this.internal('nostro', from?.currency) })
      }
      case 'cash.withdraw': {
        const from = this.customerAccount()
        return this.order(kind, from, { till: this.internal('till', from?.currency) })
      }
      case 'hold.place':
        return this.order(kind, this.customerAccount(), {})
      case 'payment.incoming':
        return this.credit(kind, operator, (to) => ({
          nostro: this.internal('nostro', to?.currency),
          to: { account: idOf(to) },
        }))
      case 'cash.deposit':
        return this.credit(kind, teller, (to) => ({ till: this.internal('till', to?.currency), to: idOf(to) }))
      case 'internal.move': {
        const [from, to] = [this.any(({ kind }) => kind !== 'customer'), this.any(({ kind }) => kind !== 'customer')]
        const amount = { minor: String(random.between(0, 20_000)), currency: from?.currency ?? 'EUR' }
        return { kind, payload: { from: idOf(from), to: idOf(to), amount }, ask: { actor: operator } }
      }
      case 'interest.credit':
        return this.credit(kind, system, (to) => ({ from: this.internal('interest', to?.currency), to: idOf(to) }))
      case 'debit.entitled': {
        const from = this.customerAccount()
        const payload = {
          from: idOf(from),
          to: this.internal('fees', from?.currency),
          amount: this.amount(from),
          nature: random.of(['fee', 'interest', 'forced']),
          ground: 'law',
          reference: 'Art. 1',
          ...this.valueDate(3),
        }
        return { kind, payload, ask: { actor: random.once(2) ? system : operator } }
      }
      case 'due.collect': {
        const owing = [...this.bank.agreements.values()].filter(({ dues }) => dues.length > 0 || random.once(10))
        const day = dayAfter(this.bank.date, random.of([0, 0, -1, 1]) ?? 0)
        const payload = { day, agreements: [random.of(owing)?.id ?? unknownId] }
        return { kind, payload, ask: { actor: random.once(2) ? system : operator } }
      }
      case 'hold.capture': {
        const hold = random.of([...this.bank.holds.values()])
        const from = hold && this.bank.accounts.get(hold.account)
        const left = Number(hold?.amount ?? 5n)
        const minor = random.of([left, left, random.between(1, Math.max(1, left)), left + 1, 0]) ?? 0
        const to = random.once(2) ? this.internal('nostro', from?.currency) : idOf(this.customerAccount(from?.currency))
        const currency = random.once(40) ? 'GBP' : (from?.currency ?? 'EUR')
        const amount = { minor: String(minor), currency }
        return {
          kind,
          payload: { hold: hold?.id ?? unknownId, to, amount, final: random.once(2) },
          ask: { actor: system },
        }
      }
      case 'hold.release':
      case 'hold.expire':
        return {
          kind,
          payload: { hold: random.of([...this.bank.holds.keys()]) ?? unknownId },
          ask: { actor: operator },
        }
      case 'correction.propose': {
        // As often as not of a payment that travels, at any point of its way.
        const sent = random.once(2) ? random.of([...this.bank.networkPayments.values()])?.decision : undefined
        const decision = sent ?? random.of([...this.bank.postings.keys()]) ?? nowhere
        return { kind, payload: { decision, ground: 'twice' }, ask: { actor: this.staff() } }
      }
      case 'correction.approve': {
        const correction = random.of([...this.bank.corrections.keys()]) ?? unknownId
        return { kind, payload: { correction }, ask: { actor: this.staff() } }
      }
      case 'clock.cut-over': {
        const days = random.of([1, 1, 1, 3, 0, -1]) ?? 1
        return { kind, payload: { to: dayAfter(this.bank.date, days) }, ask: { actor: system } }
      }
      default:
        return kind.startsWith('authorisation') ? this.paper(kind) : this.aboutAccount(kind)
    }
  }

  aboutAccount(kind: string): Drawn {
    const random = this.random
    const account = kind === 'account.close' ? this.any(({ status }) => status === 'closing') : this.customerAccount()
    const { actor: asking, orderedBy } = this.whoOrders(account)
    const actor = asking.role === 'teller' ? asking : teller
    const id = { account: idOf(account) }
    const amount = this.amount(account)
    switch (kind) {
      case 'account.restrict': {
        const stops = random.of(['debits', 'credits', 'all', 'amount', 'amount'])
        return { kind, payload: { ...id, stops, ...(stops === 'amount' ? { amount } : {}) }, ask: { actor } }
      }
      case 'account.lift-restriction': {
        const restricted = random.of(this.accounts.filter(({ restrictions }) => restrictions.size > 0))
        const restriction = random.of([...(restricted?.restrictions.keys() ?? [])]) ?? unknownId
        return { kind, payload: { account: idOf(restricted), restriction }, ask: { actor } }
      }
      case 'account.agree-limit': {
        const fee = { minor: '0', currency: amount.currency }
        return { kind, payload: { ...id, maximum: amount, fee, ratePercent: '9.5', ...orderedBy }, ask: { actor } }
      }
      case 'fee-account.choose':
      case 'account.end-limit':
        return { kind, payload: { ...id, ...orderedBy }, ask: { actor } }
      case 'account.request-closing':
        return {
          kind,
          payload: { ...id, channel: random.once(8) ? 'phone' : 'location', ...orderedBy },
          ask: { actor },
        }
      case 'account.open': {
        const holder = random.of([...this.bank.parties.values()])
        const orders = this.whoOrdersFor(holder?.id)
        const currency = random.of(['EUR', 'EUR', 'USD', 'JPY'])
        const payload = { holders: [holder?.id ?? unknownId], currency, channel: random.once(20) ? 'phone' : 'digital' }
        return { kind, payload: { ...payload, ...orders.orderedBy }, ask: { actor: orders.actor } }
      }
      case 'account.activate': {
        const opened = this.any(({ status }) => status === 'opened') ?? account
        return { kind, payload: { account: idOf(opened) }, ask: { actor: teller } }
      }
      default:
        return { kind, payload: { ...id, ...this.closing(account) }, ask: { actor: teller } }
    }
  }

  /** Mostly as the account stands, and to another account of the same holder. */
  closing(account: ModelAccount | undefined): object {
    const random = this.random
    const others = this.accounts.filter(({ holder, id }) => holder === account?.holder && id !== account?.id)
    const to = random.once(10) ? random.of(this.accounts) : random.of(others)
    return {
      ...(random.once(10) ? {} : { at: Math.max(1, (account?.seq ?? 1) - (random.once(15) ? 1 : 0)) }),
      ...(random.once(4) || to === undefined ? {} : { payTo: to.id }),
    }
  }

  paper(kind: string): Drawn {
    const random = this.random
    const parties = [...this.bank.parties.values()]
    if (kind === 'authorisation.submit') {
      const customer = random.of(parties.filter((one) => one.kind === 'legal'))?.id ?? unknownId
      const representative = random.of(parties.filter((one) => one.kind === 'natural'))?.id ?? unknownId
      const limits = random.once(3) ? { limits: { perTransaction: { minor: '10000', currency: 'EUR' } } } : {}
      const specimens = [{ kind: 'signature', of: representative }]
      const payload = { customer, representatives: [representative], form: 'institution', specimens, ...limits }
      return { kind, payload, ask: { details: [{ category: 'representation', plain: Buffer.from('a signature') }] } }
    }
    const wanted = [...this.bank.authorisations.values()].filter(
      ({ status }) => random.once(10) || status === (kind === 'authorisation.accept' ? 'submitted' : 'accepted'),
    )
    const found = random.of(wanted)
    const payload = { customer: found?.customer ?? unknownId, authorisation: found?.id ?? unknownId }
    return { kind, payload: kind === 'authorisation.accept' ? { ...payload, contentReviewed: true } : payload, ask: {} }
  }
}

/** The id of no decision. */
const nowhere = '00000000-0000-7000-8000-200000000000'
