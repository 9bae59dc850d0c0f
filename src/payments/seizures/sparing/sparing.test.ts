import { describe, expect, it } from 'vitest'
import { operator, TestBank } from '../../../../tests/bank.ts'
import { clause } from '../../../../tests/clause.ts'
import { about, eur, openInternal, payIn, payOut } from '../../../accounts/testing/accounts.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { idIn, settledBy } from '../../../parties/testing/people.ts'
import {
  ask,
  balance,
  companyInDebt,
  keptBy,
  type Named,
  openWith,
  ordered,
  orderIn,
  personInDebt,
  restricted,
} from '../testing/orders.ts'

const system = { actor: { role: 'system' } } as const

/** A person with this much, and an order of 5,000.00 that leaves 300.00 in each month. */
async function spared(minorUnits: number, on = '2026-01-05') {
  const bank = await TestBank.open({ on })
  const debtor = await personInDebt(bank)
  const account = await openWith(debtor, minorUnits)
  const order = await ordered(debtor, 500_000, { monthly: eur(30_000), receivedOn: on })
  const earn = async (amount: number) => {
    expect(await payIn(bank, debtor.till, account, amount)).toMatchObject({ outcome: 'accepted' })
  }
  // 2.00 is what paying out costs.
  const spend = async (amount: number) => {
    expect(await payOut(bank, debtor.till, account, amount - 200)).toMatchObject({ outcome: 'accepted' })
  }
  const free = () => balance(bank, account) - restricted(bank, account)
  /** As the close of a day does. */
  const next = async (day: string) => {
    await bank.cutOver(day)
    await bank.do('seizure.spread', { agreements: [order.agreement] }, system)
  }
  return { bank, debtor, account, order, earn, spend, free, next }
}

const monthOf = (bank: TestBank, order: Named) => orderIn(bank, order).monthly

describe('a sum that an order leaves in each month', () => {
  clause('GBT-9.3', 'takes the place of the sum that law leaves, for that order', async () => {
    const { bank, debtor, account, order, free } = await spared(100_000)
    expect([free(), keptBy(bank, order)]).toEqual([30_000n, { [account]: 70_000n }])
    const registered = await ask(debtor, 1_000_000, { monthly: eur(30_000) })
    expect(registered).toMatchObject({
      outcome: 'accepted',
      facts: { monthly: { sum: eur(30_000), month: '2026-01', left: eur(30_000) } },
    })
    expect(settledBy(registered)).toContain('GBT-9.3')
    expect(settledBy(registered)).not.toContain('GBT-9.1')
  })

  clause('GBT-9.3', 'once spent, is not there again in that month', async () => {
    const { bank, debtor, order, earn, spend, free } = await spared(100_000)
    await spend(20_000)
    await earn(50_000)
    expect(free()).toBe(10_000n)
    await spend(10_000)
    await earn(1)
    expect([free(), monthOf(bank, order)]).toMatchObject([0n, { leftMinor: 0n, month: '2026-01' }])
    const another = await ask(debtor, 1, { monthly: eur(1) })
    expect(another).toMatchObject({ outcome: 'accepted', facts: { kept: [] } })
    expect(settledBy(another)).toContain('GBT-9.3')
  })

  it.each([
    ['2026-01-05', '2026-01-31', '2026-02-01', '2026-02-02'],
    ['2026-02-05', '2026-02-28', '2026-03-01', '2026-03-02'],
    ['2028-02-05', '2028-02-29', '2028-03-01', '2028-03-02'],
    ['2026-03-05', '2026-03-31', '2026-04-01', '2026-04-02'],
    ['2026-12-05', '2026-12-31', '2027-01-01', '2027-01-02'],
  ])('ordered on %s and spent, is gone on %s, there on %s, and on %s counted on', async (on, last, first, second) => {
    const { earn, spend, free, next } = await spared(30_000, on)
    await spend(30_000)
    await next(last)
    await earn(10_000)
    expect(free()).toBe(0n)
    await next(first)
    await earn(25_000)
    expect(free()).toBe(25_000n)
    await spend(20_000)
    await next(second)
    await earn(25_000)
    expect(free()).toBe(10_000n)
  })

  it('does not add to the next month when it was not spent', async () => {
    const { earn, free, next } = await spared(30_000)
    await next('2026-02-01')
    await earn(30_000)
    expect(free()).toBe(30_000n)
  })

  it('is not spent by what is held for a payment and given back', async () => {
    const { bank, account, earn, free } = await spared(30_000)
    const held = await bank.do('hold.place', { from: String(account), amount: eur(20_000) })
    await earn(5_000)
    await bank.do('hold.release', { hold: String(idIn(held, 'hold')) }, { actor: operator })
    expect(free()).toBe(30_000n)
  })

  it('stands beside the sum that law leaves: an order without one leaves that', async () => {
    const { bank, debtor, account, order } = await spared(60_000)
    expect(keptBy(bank, order)).toEqual({ [account]: 30_000n })
    const other = await ordered(debtor, 100_000)
    await payIn(bank, debtor.till, account, 40_000)
    // The first order, which leaves 300.00, takes all that comes; the second leaves 500.00 and finds nothing.
    expect([keptBy(bank, order), keptBy(bank, other)]).toEqual([{ [account]: 70_000n }, {}])
  })

  it('is left to a company, too, where an order says so', async () => {
    const bank = await TestBank.open()
    const debtor = await companyInDebt(bank)
    const account = await openWith(debtor, 50_000)
    const order = await ordered(debtor, 500_000, { monthly: eur(30_000) })
    expect(keptBy(bank, order)).toEqual({ [account]: 20_000n })
  })

  it('is more than nothing, in the currency of the order', async () => {
    const { debtor } = await spared(0)
    expect(await ask(debtor, 100, { monthly: eur(0) })).toMatchObject({ code: 'amount-zero' })
    const dollars = { minor: '100', currency: 'USD' }
    expect(await ask(debtor, 100, { monthly: dollars })).toMatchObject({ code: 'currency-differs' })
  })
})

describe('an account that is opened while an order waits', () => {
  clause('RA-6.5', 'is reached at once, by the decision that opens it', async () => {
    const bank = await TestBank.open()
    const debtor = await companyInDebt(bank)
    const first = await openWith(debtor, 0)
    const order = await ordered(debtor, 50_000)
    const asked = {
      holders: [String(debtor.debtor)],
      currency: 'EUR',
      channel: 'location',
      orderedBy: String(debtor.orderedBy),
    }
    const opened = await bank.do('account.open', asked)
    expect(settledBy(opened)).toContain('RA-6.5')
    expect(opened.cited.disclosed.map(({ clause }) => clause)).not.toContain('6.5')
    const second = idIn<AccountId>(opened, 'account')
    await about(bank, 'account.activate', second)
    await payIn(bank, debtor.till, second, 20_000)
    expect(keptBy(bank, order)).toEqual({ [second]: 20_000n })
    const spending = { from: String(second), till: String(debtor.till), amount: eur(100), orderedBy: asked.orderedBy }
    expect(await bank.do('cash.withdraw', spending)).toMatchObject({ code: 'amount-restricted' })
    await payIn(bank, debtor.till, first, 40_000)
    expect(keptBy(bank, order)).toEqual({ [second]: 20_000n, [first]: 30_000n })
  })

  it('in another currency bears no mark, nor one of others’ money that a regime keeps from seizure', async () => {
    const bank = await TestBank.open()
    const debtor = await personInDebt(bank)
    await openWith(debtor, 0)
    await ordered(debtor, 50_000)
    await openInternal(bank, 'nostro')
    const dollars = await debtor.open({ currency: 'USD' })
    const segregated = await bank.do('segregated-account.open', {
      holder: String(debtor.debtor),
      currency: 'EUR',
      channel: 'location',
      otherwise: ['seizure'],
    })
    expect(segregated).toMatchObject({ outcome: 'accepted' })
    for (const account of [dollars, idIn<AccountId>(segregated, 'account')])
      expect(bank.record({ name: 'account-restrictions' } as never, account as never)).toBeUndefined()
  })

  it('bears none where every order has what it asks for', async () => {
    const bank = await TestBank.open()
    const debtor = await companyInDebt(bank)
    await openWith(debtor, 60_000)
    await ordered(debtor, 50_000)
    const opened = await bank.do('account.open', {
      holders: [String(debtor.debtor)],
      currency: 'EUR',
      channel: 'location',
      orderedBy: String(debtor.orderedBy),
    })
    expect(settledBy(opened)).not.toContain('RA-6.5')
  })
})
