import { describe, expect, it } from 'vitest'
import { type Ask, secondOperator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { about, accountIn, eur, openActive, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { companyWithRepresentative, idIn, settledBy } from '../../parties/testing/people.ts'
import type { OrderId } from './rules.ts'
import { bankWithTwo, close, customer, isArmed, orderIn, schedule, stand } from './testing/orders.ts'

describe('an order for a later day', () => {
  it('is made at the end of its day with that value date, and not before', async () => {
    const two = await bankWithTwo()
    const { bank, from, to } = two
    const order = idIn<OrderId>(await schedule(two, '2026-01-08'), 'order')
    expect(accountIn(bank, from).balanceMinor).toBe(10_000n)
    expect(isArmed(bank, order, '2026-01-08')).toBe(true)
    expect(await close(bank, '2026-01-07', order)).toMatchObject({ facts: { paid: 0 } })
    const run = await close(bank, '2026-01-08', order)
    expect(run).toMatchObject({ outcome: 'accepted', facts: { paid: 1, waits: 0, missed: 0 } })
    expect(settledBy(run)).toEqual(expect.arrayContaining(['RA-6.1', 'PR-1.3']))
    expect(accountIn(bank, from).balanceMinor).toBe(4_000n)
    expect(accountIn(bank, to).balanceMinor).toBe(6_000n)
    expect(orderIn(bank, order)).toMatchObject({ status: 'ended', paid: 1, dueOn: null })
    expect(isArmed(bank, order, '2026-01-08')).toBe(false)
    expect(await close(bank, '2026-01-09', order)).toMatchObject({ facts: { paid: 0 } })
    expect(accountIn(bank, from).balanceMinor).toBe(4_000n)
  })

  it('moves from a closed day to the next business day', async () => {
    const two = await bankWithTwo()
    // A Saturday; and 1 May, a holiday before a weekend.
    expect(await schedule(two, '2026-01-10')).toMatchObject({ facts: { dueOn: '2026-01-12' } })
    expect(await schedule(two, '2026-05-01')).toMatchObject({ facts: { dueOn: '2026-05-05' } })
  })

  it('is taken for today and up to a year ahead, on the day before, the day, and the day after', async () => {
    const two = await bankWithTwo()
    expect(await schedule(two, '2026-01-04')).toMatchObject({ outcome: 'accepted', facts: { dueOn: '2026-01-05' } })
    expect(await schedule(two, '2026-01-02')).toMatchObject({ code: 'date-passed' })
    expect(await schedule(two, '2026-01-05')).toMatchObject({ outcome: 'accepted' })
    expect(await schedule(two, '2027-01-04')).toMatchObject({ outcome: 'accepted' })
    expect(await schedule(two, '2027-01-05')).toMatchObject({ outcome: 'accepted' })
    expect(await schedule(two, '2027-01-06')).toMatchObject({
      code: 'date-too-far',
      facts: { latest: '2027-01-05' },
    })
  })

  clause('PR-1.3', 'without cover is tried on the next two business days and then given up', async () => {
    const two = await bankWithTwo(5_999)
    const { bank, from, to } = two
    expect(await schedule(two, '2027-01-05')).toMatchObject({ outcome: 'accepted' })
    expect(await schedule(two, '2027-01-06')).toMatchObject({ code: 'date-too-far' })
    expect(await schedule(two, '2026-01-10')).toMatchObject({ facts: { dueOn: '2026-01-12' } })
    const order = idIn<OrderId>(await schedule(two, '2026-01-08'), 'order')
    expect(await close(bank, '2026-01-08', order)).toMatchObject({
      facts: { waits: 1, unpaid: [{ order: String(order), outcome: 'waits', code: 'insufficient-funds' }] },
    })
    expect(orderIn(bank, order)).toMatchObject({ status: 'waiting', tries: 1 })
    expect(orderIn(bank, order).dueOn?.toString()).toBe('2026-01-09')
    expect(await close(bank, '2026-01-09', order)).toMatchObject({ facts: { waits: 1 } })
    // Over the weekend.
    expect(orderIn(bank, order).dueOn?.toString()).toBe('2026-01-12')
    const last = await close(bank, '2026-01-12', order)
    expect(last).toMatchObject({ facts: { paid: 0, missed: 1 } })
    expect(settledBy(last)).toContain('RA-6.1')
    expect(orderIn(bank, order)).toMatchObject({ status: 'ended', missed: 1, last: { code: 'insufficient-funds' } })
    expect([from, to].map((id) => accountIn(bank, id).balanceMinor)).toEqual([5_999n, 0n])
  })

  it('is paid on a later try once there is cover', async () => {
    const two = await bankWithTwo(5_999)
    const { bank, from, till } = two
    const order = idIn<OrderId>(await schedule(two, '2026-01-08'), 'order')
    await close(bank, '2026-01-08', order)
    await payIn(bank, till, from, 1)
    expect(await close(bank, '2026-01-09', order)).toMatchObject({ facts: { paid: 1 } })
    expect(orderIn(bank, order)).toMatchObject({ status: 'ended', paid: 1, missed: 0 })
  })

  it('and another from the same account in one run are decided on what the first left', async () => {
    const two = await bankWithTwo()
    const { bank, from } = two
    const first = idIn<OrderId>(await schedule(two, '2026-01-08'), 'order')
    const second = idIn<OrderId>(await schedule(two, '2026-01-08', 4_001), 'order')
    expect(await close(bank, '2026-01-08', first, second)).toMatchObject({ facts: { paid: 1, waits: 1 } })
    expect(accountIn(bank, from).balanceMinor).toBe(4_000n)
  })

  it('is refused when it is given as a live order would be, but for cover', async () => {
    const two = await bankWithTwo(0)
    const { bank, from } = two
    expect(await schedule(two, '2026-01-08', 0)).toMatchObject({ code: 'amount-zero' })
    expect(await schedule({ ...two, to: from }, '2026-01-08')).toMatchObject({ code: 'same-account' })
    const unknown = { ...two, to: 1_099_511_999_999 as AccountId }
    expect(await schedule(unknown, '2026-01-08')).toMatchObject({ code: 'payee-unknown' })
    expect(await schedule({ ...two, from: unknown.to }, '2026-01-08')).toMatchObject({ code: 'account-unknown' })
    const dollars = await openActive(bank, [two.liga], { currency: 'USD' })
    expect(await schedule({ ...two, to: dollars }, '2026-01-08')).toMatchObject({ code: 'currency-differs' })
    const byCustomer = await schedule({ ...two, to: dollars }, '2026-01-08', 1, { actor: customer(two.liga) })
    expect(byCustomer).toMatchObject({ code: 'payee-unavailable', facts: {} })
    await about(bank, 'account.restrict', from, { stops: 'debits' })
    expect(await schedule(two, '2026-01-08')).toMatchObject({ code: 'account-restricted' })
  })

  it('of a company is given by who may represent it, and stands when that ends', async () => {
    const bank = await TestBank.open()
    const { customer: firm, representative, document } = await companyWithRepresentative(bank)
    const orderedBy = String(representative)
    const from = await openActive(bank, [firm], { orderedBy })
    const to = await openActive(bank, [representative])
    await payIn(bank, await openInternal(bank, 'till'), from, 10_000)
    const asked = { from: String(from), to: { account: String(to) }, amount: eur(100), on: '2026-01-08' }
    expect(await bank.do('scheduled-order.place', asked)).toMatchObject({ code: 'no-authorisation' })
    const order = idIn<OrderId>(
      await bank.do('scheduled-order.place', asked, { actor: { role: 'representative', party: representative } }),
      'order',
    )
    await bank.do('authorisation.revoke', document)
    expect(await close(bank, '2026-01-08', order)).toMatchObject({ facts: { paid: 1 } })
  })
})

describe('cancelling', () => {
  const cancel = (bank: TestBank, order: OrderId, ask: Ask = {}) =>
    bank.do('payment-order.cancel', { order: String(order) }, ask)

  clause('PR-1.5', 'is possible until the business day before, and not on the day', async () => {
    for (const [today, code] of [
      ['2026-01-08', null],
      ['2026-01-09', null],
      ['2026-01-10', 'cancellation-late'],
      ['2026-01-12', 'cancellation-late'],
    ] as const) {
      const two = await bankWithTwo()
      const { bank, from } = two
      // A Monday: the business day before is Friday the 9th.
      const order = idIn<OrderId>(await schedule(two, '2026-01-12'), 'order')
      await bank.cutOver(today)
      const decision = await cancel(bank, order)
      expect(decision.code).toBe(code)
      expect(orderIn(bank, order).status).toBe(code === null ? 'cancelled' : 'waiting')
      expect(isArmed(bank, order, '2026-01-12')).toBe(code !== null)
      expect(await close(bank, '2026-01-12', order)).toMatchObject({ facts: { paid: code === null ? 0 : 1 } })
      expect(accountIn(bank, from).balanceMinor).toBe(code === null ? 10_000n : 4_000n)
    }
  })

  it('a standing order too late for its next payment stops those after it', async () => {
    const two = await bankWithTwo()
    const { bank } = two
    const order = idIn<OrderId>(await stand(two, { every: 'week', from: '2026-01-05' }), 'order')
    expect(await cancel(bank, order)).toMatchObject({ outcome: 'accepted', facts: { lastPayment: '2026-01-05' } })
    expect(await close(bank, '2026-01-05', order)).toMatchObject({ facts: { paid: 1 } })
    expect(orderIn(bank, order)).toMatchObject({ status: 'ended', paid: 1 })
  })

  it('is refused for what is unknown, has ended, or is not theirs', async () => {
    const two = await bankWithTwo()
    const { bank, liga, to } = two
    const order = idIn<OrderId>(await schedule(two, '2026-01-12'), 'order')
    expect(await cancel(bank, 1_099_511_999_999 as OrderId)).toMatchObject({ code: 'order-unknown' })
    const janis = accountIn(bank, to).holder as PartyId
    expect(await cancel(bank, order, { actor: customer(janis) })).toMatchObject({ code: 'no-authorisation' })
    expect(await cancel(bank, order, { actor: customer(liga) })).toMatchObject({ outcome: 'accepted' })
    expect(await cancel(bank, order, { actor: secondOperator })).toMatchObject({ code: 'order-ended' })
  })
})
