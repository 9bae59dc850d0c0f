import { describe, expect, it } from 'vitest'
import { clause } from '../../../tests/clause.ts'
import { accountIn, payIn } from '../../accounts/testing/accounts.ts'
import { idIn } from '../../parties/testing/people.ts'
import type { OrderId } from './rules.ts'
import { bankWithTwo, close, isArmed, orderIn, stand } from './testing/orders.ts'

describe('a standing order', () => {
  it('pays every month on its day and on the last of shorter months, and ends after its count', async () => {
    const two = await bankWithTwo()
    const { bank, from, to } = two
    const asked = { every: 'month', from: '2026-01-30', day: 'last', count: 3 }
    const order = idIn<OrderId>(await stand(two, asked), 'order')
    expect(orderIn(bank, order).dueOn?.toString()).toBe('2026-02-02')
    expect(await close(bank, '2026-02-02', order)).toMatchObject({ facts: { paid: 1 } })
    // 28 February 2026 is a Saturday.
    expect(orderIn(bank, order).dueOn?.toString()).toBe('2026-03-02')
    expect(isArmed(bank, order, '2026-03-02')).toBe(true)
    expect(await close(bank, '2026-03-02', order)).toMatchObject({ facts: { paid: 1 } })
    expect(orderIn(bank, order).dueOn?.toString()).toBe('2026-03-31')
    expect(await close(bank, '2026-03-31', order)).toMatchObject({ facts: { paid: 1 } })
    expect(orderIn(bank, order)).toMatchObject({ status: 'ended', paid: 3, dueOn: null })
    expect([from, to].map((id) => accountIn(bank, id).balanceMinor)).toEqual([7_000n, 3_000n])
  })

  clause(
    'PR-1.4',
    'is taken a year ahead, tries three times, and pays the next after one that was given up',
    async () => {
      const two = await bankWithTwo(0)
      const { bank, from, till } = two
      expect(await stand(two, { every: 'week', from: '2027-01-05' })).toMatchObject({ outcome: 'accepted' })
      expect(await stand(two, { every: 'week', from: '2027-01-06' })).toMatchObject({ code: 'date-too-far' })
      expect(await stand(two, { every: 'week', from: '2026-01-10' })).toMatchObject({ facts: { dueOn: '2026-01-12' } })
      const order = idIn<OrderId>(await stand(two, { every: 'week', from: '2026-01-05', count: 2 }), 'order')
      for (const [day, outcome] of [
        ['2026-01-05', 'waits'],
        ['2026-01-07', 'waits'],
        ['2026-01-08', 'missed'],
      ] as const)
        expect(await close(bank, day, order)).toMatchObject({ facts: { [outcome]: 1 } })
      expect(orderIn(bank, order)).toMatchObject({ status: 'waiting', tries: 0, missed: 1, instalment: 1 })
      expect(orderIn(bank, order).dueOn?.toString()).toBe('2026-01-12')
      await payIn(bank, till, from, 1_000)
      expect(await close(bank, '2026-01-12', order)).toMatchObject({ facts: { paid: 1 } })
      expect(orderIn(bank, order)).toMatchObject({ status: 'ended', paid: 1, missed: 1 })
    },
  )

  it('begins at most a year ahead, and has a first payment', async () => {
    const two = await bankWithTwo()
    expect(await stand(two, { every: 'week', from: '2027-01-05' })).toMatchObject({ outcome: 'accepted' })
    expect(await stand(two, { every: 'week', from: '2027-01-06' })).toMatchObject({ code: 'date-too-far' })
    expect(await stand(two, { every: 'month', from: '2026-01-10', day: 15, until: '2026-01-14' })).toMatchObject({
      code: 'schedule-empty',
    })
    expect(await stand(two, { every: 'month', from: '2026-01-10', day: 15, until: '2026-01-15' })).toMatchObject({
      outcome: 'accepted',
    })
  })

  it('is paid as often when days were skipped as when they were closed one by one', async () => {
    const paidAfter = async (days: readonly string[]) => {
      const two = await bankWithTwo()
      const order = idIn<OrderId>(await stand(two, { every: 'week', from: '2026-01-08' }), 'order')
      for (const day of days) await close(two.bank, day, order)
      return orderIn(two.bank, order).paid
    }
    expect(await paidAfter(['2026-01-08', '2026-01-15', '2026-01-22'])).toBe(3)
    // The step reads what it re-armed until nothing is due: three runs for one day.
    expect(await paidAfter(['2026-01-22', '2026-01-22', '2026-01-22', '2026-01-22'])).toBe(3)
  })
})
