/** What holds of orders of seizure and recovery on random histories: of money, of what is ordered, of what law protects, of arrival. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { accountRestrictions } from '../../src/accounts/restriction/rules.ts'
import type { AccountId } from '../../src/kernel/ids.ts'
import { type Account, accounts } from '../../src/ledger/rules.ts'
import { type SeizureOrder, seizures } from '../../src/payments/seizures/rules.ts'
import type { Command } from '../../src/storage/command.ts'
import type { Answer } from '../../src/storage/lane/submission.ts'
import { type Ask, operator, secondOperator, TestBank, testLane } from '../bank.ts'
import { authorise, openAccount, openInternal, register, system, type Told } from '../customers.ts'
import { Random } from '../simulation/random.ts'

const protectedMinor = 50_000n

type Debtor = { readonly id: string; readonly keeps: bigint; readonly accounts: string[] }

/** A person and a company with three accounts each, somebody who pays them, and what the institution needs. */
class Play {
  readonly bank: TestBank
  readonly sent: { readonly command: Command; readonly answer: Answer }[] = []
  readonly debtors: Debtor[] = []
  readonly orders: { readonly agreement: string; readonly order: string }[] = []
  readonly holds: string[] = []
  nostro = ''
  fees = ''
  #orders = 0

  private constructor(bank: TestBank) {
    this.bank = bank
  }

  static async open(): Promise<Play> {
    const play = new Play(await TestBank.open())
    play.nostro = await openInternal(play, 'nostro')
    play.fees = await openInternal(play, 'fees')
    const person = await register(play, 'natural', 'person')
    const company = await register(play, 'legal', 'company')
    await authorise(play, company, person)
    for (const [id, keeps, orderedBy] of [
      [person, protectedMinor, undefined],
      [company, 0n, person],
    ] as const) {
      const opened: string[] = []
      for (let i = 0; i < 3; i += 1)
        opened.push(await openAccount(play, id, orderedBy === undefined ? {} : { orderedBy }))
      play.debtors.push({ id, keeps, accounts: opened })
    }
    play.sent.length = 0
    return play
  }

  async do(kind: string, payload: unknown, ask: Ask = {}): Promise<Told> {
    const command = this.bank.command(kind, payload, ask)
    const answer = await this.bank.writer.submit(command)
    this.sent.push({ command, answer })
    return answer.decision
  }

  /** One random step. Says whether orders were spread by it over all accounts of the debtors. */
  async step(number: number): Promise<void> {
    const random = new Random(number)
    const debtor = random.of(this.debtors) as Debtor
    const account = random.of(debtor.accounts) as string
    const euros = (most: number) => ({ minor: String(random.between(1, most)), currency: 'EUR' })
    const named = random.of(this.orders) ?? { agreement: '1099511999998', order: '1099511999999' }
    switch (random.weighted(kinds)) {
      case 'incoming':
        await this.do(
          'payment.incoming',
          { nostro: this.nostro, to: { account }, amount: euros(60_000) },
          { actor: operator },
        )
        return
      case 'transfer': {
        const to = (random.of(this.debtors) as Debtor).accounts
        const payload = { from: account, to: { account: random.of(to) }, amount: euros(30_000) }
        await this.do('payment.transfer', payload, { actor: system })
        return
      }
      case 'outgoing':
        await this.do(
          'payment.outgoing',
          { from: account, nostro: this.nostro, amount: euros(40_000) },
          { actor: system },
        )
        return
      case 'hold': {
        const placed = await this.do('hold.place', { from: account, amount: euros(20_000) }, { actor: system })
        if (placed.outcome === 'accepted') this.holds.push(String(placed.facts['hold']))
        return
      }
      case 'unhold':
        await this.do('hold.release', { hold: random.of(this.holds) ?? named.order }, { actor: operator })
        return
      case 'restrict':
        await this.do('account.restrict', { account, stops: 'amount', amount: euros(10_000) })
        return
      case 'lift': {
        const found = this.bank.record(accountRestrictions, Number(account) as AccountId)?.restrictions ?? []
        const restriction = String(random.of([...found])?.restriction ?? named.order)
        await this.do('account.lift-restriction', { account, restriction })
        return
      }
      case 'forced': {
        const debit = { nature: 'forced', ground: 'law', reference: '1', amount: euros(20_000) }
        await this.do('debit.entitled', { from: account, to: this.fees, ...debit }, { actor: operator })
        return
      }
      case 'register': {
        this.#orders += 1
        const payload = {
          debtors: [debtor.id],
          kind: random.once(3) ? 'seizure' : 'recovery',
          authority: 'bailiff',
          reference: `${this.#orders}`,
          amount: euros(80_000),
          receivedOn: `2026-01-0${random.between(1, 5)}`,
        }
        const told = await this.do('seizure.register', payload, { actor: operator })
        this.orders.push({ agreement: String(told.facts['agreement']), order: String(told.facts['order']) })
        return
      }
      case 'gather': {
        const into = random.once(2) ? {} : { into: account }
        await this.do('seizure.gather', { ...named, ...into }, { actor: operator })
        return
      }
      case 'pay':
        await this.do('seizure.propose-payment', { ...named, nostro: this.nostro }, { actor: operator })
        await this.do('seizure.approve-payment', named, { actor: secondOperator })
        return
      case 'reduce':
        await this.do('seizure.reduce', { ...named, amount: euros(60_000), ground: 'reduced' }, { actor: operator })
        return
      case 'release':
        await this.do('seizure.release', { ...named, ground: 'withdrawn' }, { actor: operator })
        return
      case 'spread':
        await this.do('seizure.spread', { agreements: [named.agreement] }, { actor: system })
        return
    }
  }

  account(id: string): Account {
    return this.bank.record(accounts, Number(id) as AccountId) as Account
  }

  ordersOf({ accounts: [first] }: Debtor): readonly SeizureOrder[] {
    const { agreement } = this.account(first as string)
    return this.bank.record(seizures, agreement as never)?.orders ?? []
  }

  /** Balance without what is held: at least nothing. */
  own(id: string): bigint {
    const { balanceMinor, heldMinor } = this.account(id)
    return balanceMinor > heldMinor ? balanceMinor - heldMinor : 0n
  }

  /** What of it neither an order nor another restriction keeps. */
  free(id: string): bigint {
    const restrictions = this.bank.record(accountRestrictions, Number(id) as AccountId)?.restrictions ?? []
    let free = this.own(id)
    for (const one of restrictions) if (one.liftedOn === null) free -= one.amountMinor
    return free > 0n ? free : 0n
  }

  kept(id: string): bigint {
    return sum(
      this.debtors
        .flatMap((one) => this.ordersOf(one))
        .flatMap(({ kept }) =>
          kept.filter(({ account }) => String(account) === id).map(({ amountMinor }) => amountMinor),
        ),
    )
  }
}

const kinds = [
  ['incoming', 30],
  ['transfer', 20],
  ['outgoing', 20],
  ['hold', 8],
  ['unhold', 8],
  ['restrict', 5],
  ['lift', 8],
  ['forced', 5],
  ['register', 15],
  ['gather', 8],
  ['pay', 10],
  ['reduce', 5],
  ['release', 6],
  ['spread', 8],
] as const

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)
const taken = ({ kept, gathered, paidMinor }: SeizureOrder): bigint =>
  sum([...kept, ...gathered].map(({ amountMinor }) => amountMinor)) + paidMinor
const isOpen = ({ endedOn }: SeizureOrder): boolean => endedOn === null
const numbers = fc.array(fc.nat(2 ** 31 - 1), { minLength: 1, maxLength: 70, size: 'max' })
const property = (holds: (numbers: readonly number[]) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(numbers, holds), { numRuns: 50 })

it('nothing beyond the ordered amount is kept, gathered and paid, and no money appears or vanishes', () =>
  property(async (list) => {
    const play = await Play.open()
    for (const number of list) {
      await play.step(number)
      for (const debtor of play.debtors)
        for (const order of play.ordersOf(debtor)) {
          expect(taken(order)).toBeLessThanOrEqual(order.orderedMinor)
          if (!isOpen(order)) expect([order.kept, order.gathered]).toEqual([[], []])
          // The technical account holds what was gathered and not yet paid or returned, and nothing else.
          const technical = order.technical === null ? 0n : play.account(String(order.technical)).balanceMinor
          expect(technical).toBe(sum(order.gathered.map(({ amountMinor }) => amountMinor)))
        }
    }
    const all = [...play.bank.storage.records(testLane, accounts.name).values()] as Account[]
    expect(sum(all.map(({ balanceMinor }) => balanceMinor))).toBe(0n)
    // What left for the authorities is what the orders say was paid.
    const steps = play.bank.storage.journal(testLane).flatMap(({ steps }) => steps.get(accounts) ?? [])
    const toNostro = steps.flatMap(({ key, event }) => {
      const { kind, nature, amountMinor } = event as { kind: string; nature?: string; amountMinor?: bigint }
      return String(key) === play.nostro && kind === 'entry' && nature === 'seizure' ? [amountMinor ?? 0n] : []
    })
    const paid = play.debtors.flatMap((one) => play.ordersOf(one)).map(({ paidMinor }) => paidMinor)
    expect(sum(toNostro)).toBe(sum(paid))
  }))

it('what is restricted on an account is what stands of its restrictions, those of orders as kept', () =>
  property(async (list) => {
    const play = await Play.open()
    for (const number of list) await play.step(number)
    for (const id of play.debtors.flatMap(({ accounts }) => accounts)) {
      const restrictions = play.bank.record(accountRestrictions, Number(id) as AccountId)?.restrictions ?? []
      const standing = restrictions.filter(({ liftedOn }) => liftedOn === null)
      const ofOrders = standing.filter(({ stops }) => stops === 'seizure')
      expect(play.account(id).restrictedMinor).toBe(sum(standing.map(({ amountMinor }) => amountMinor)))
      expect(sum(ofOrders.map(({ amountMinor }) => amountMinor))).toBe(play.kept(id))
    }
  }))

it('once orders are spread, none waits while free money is left beyond what law protects, and no later one is served first', () =>
  property(async (list) => {
    const play = await Play.open()
    for (const number of list) await play.step(number)
    for (const debtor of play.debtors) {
      const { agreement } = play.account(debtor.accounts[0] as string)
      await play.do('seizure.spread', { agreements: [String(agreement)] }, { actor: system })
      const open = play.ordersOf(debtor).filter(isOpen)
      const waiting = open.filter((order) => taken(order) < order.orderedMinor)
      const free = sum(debtor.accounts.map((id) => play.free(id)))
      for (const id of debtor.accounts) expect(play.kept(id)).toBeLessThanOrEqual(play.own(id))
      if (waiting.length > 0) expect(free).toBeLessThanOrEqual(debtor.keeps)
      for (const first of waiting)
        for (const second of open)
          if (Temporal.PlainDate.compare(first.receivedOn, second.receivedOn) < 0) expect(second.kept).toEqual([])
    }
  }))

it('nothing more is kept of a person than leaves the protected sum free', () =>
  property(async (list) => {
    const play = await Play.open()
    const [person] = play.debtors as [Debtor]
    const keptNow = () => sum(person.accounts.map((id) => play.kept(id)))
    for (const number of list) {
      const before = keptNow()
      await play.step(number)
      const free = sum(person.accounts.map((id) => play.free(id)))
      if (keptNow() > before) expect(free).toBeGreaterThanOrEqual(protectedMinor)
    }
  }))

it('a batch equals the same commands one by one, money that is caught included', () =>
  property(async (list) => {
    const oneByOne = await Play.open()
    for (const number of list) await oneByOne.step(number)
    const batch = await Play.open()
    const answers = await Promise.all(oneByOne.sent.map(({ command }) => batch.bank.writer.submit(command)))
    const told = ({ decision: { kind, outcome, code, facts, internal, cited } }: Answer) => ({
      kind, outcome, code, facts, internal, cited,
    }) // biome-ignore format: a list to read as one line
    expect(answers.map(told)).toEqual(oneByOne.sent.map(({ answer }) => told(answer)))
  }))
