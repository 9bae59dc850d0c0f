import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountId } from '../kernel/ids.ts'
import { currency, minor } from '../kernel/money.ts'
import {
  type Account,
  type AccountEvent,
  type AccountOpening,
  accounts,
  available,
  blocks,
  cashIn,
  type Entry,
  legsOf,
  post,
  reduceAccount,
} from './rules.ts'

const id = (2 ** 40) as AccountId
const day = Temporal.PlainDate.from('2026-01-05')
const later = day.add({ days: 1 })
const eur = currency('EUR')

const opening = (kind: AccountOpening['kind'] = 'customer'): AccountOpening => ({
  kind,
  product: 'payment',
  currency: eur,
  holder: null,
  agreement: null,
})
const entry = (amount: number | bigint, more: Partial<Entry> = {}): Entry => ({
  kind: 'entry',
  amountMinor: minor(amount),
  bookingDate: day,
  valueDate: day,
  nature: 'transfer',
  ...more,
})
const opened = (kind?: AccountOpening['kind']): Account =>
  reduceAccount(undefined, { kind: 'opened', opening: opening(kind), bookingDate: day }, id)
const reached = (events: readonly AccountEvent[], from: Account = opened()): Account =>
  events.reduce((account, event) => reduceAccount(account, event, id), from)

describe('a stream', () => {
  it('begins with an empty account', () => {
    expect(opened()).toMatchObject({ seq: 1, status: 'opened', balanceMinor: 0n, heldMinor: 0n, blocked: blocks.none })
  })

  it('numbers its events without a gap, whatever they are', () => {
    const account = reached([
      { kind: 'status', status: 'active', bookingDate: day },
      entry(100),
      { kind: 'held', amountMinor: minor(40), bookingDate: day },
      { kind: 'limit', limitMinor: minor(50), bookingDate: later },
      { kind: 'restriction', restrictedMinor: minor(30), blocked: blocks.credits, bookingDate: later },
    ])
    expect(account).toMatchObject({ seq: 6, balanceMinor: 100n, heldMinor: 40n, limitMinor: 50n, restrictedMinor: 30n })
    expect(available(account)).toBe(80n)
    expect(account.bookedOn).toBe(later)
  })

  it('leaves the account before an event as it was', () => {
    const before = reached([entry(100)])
    const copy = { ...before }
    reached([entry(-30)], before)
    expect(before).toEqual(copy)
  })

  it.each<[string, () => unknown, string]>([
    ['opened twice', () => reached([{ kind: 'opened', opening: opening(), bookingDate: day }]), 'opened once'],
    ['changed before it is opened', () => reduceAccount(undefined, entry(1), id), 'opened before anything else'],
    [
      'booked back in time',
      () => reached([entry(1, { bookingDate: later }), entry(1)]),
      'booking dates never decrease',
    ],
    [
      'given back more than was held',
      () => reached([{ kind: 'held', amountMinor: minor(-1), bookingDate: day }]),
      'than was held',
    ],
    [
      'lent a negative limit',
      () => reached([{ kind: 'limit', limitMinor: minor(-1), bookingDate: day }]),
      'not negative',
    ],
    [
      'closed with money on it',
      () => reached([entry(1), { kind: 'status', status: 'closed', bookingDate: day }]),
      'empty when it is closed',
    ],
    [
      'closed with money held',
      () =>
        reached([
          { kind: 'held', amountMinor: minor(1), bookingDate: day },
          { kind: 'status', status: 'closed', bookingDate: day },
        ]),
      'empty when it is closed',
    ],
    [
      'changed after it was closed',
      () => reached([{ kind: 'status', status: 'closed', bookingDate: day }, entry(1)]),
      'nothing happens on a closed account',
    ],
    [
      'a till that pays out more than it holds',
      () => reached([entry(-100), entry(101)], opened('till')),
      'no more than it holds',
    ],
    ['more than 64 bits hold', () => reached([entry(2n ** 63n - 1n), entry(1)]), ''],
  ])('is never %s', (_what, change, promise) => {
    expect(change).toThrow(promise)
  })

  it('takes value dates in any order', () => {
    const account = reached([entry(5, { valueDate: later }), entry(7, { valueDate: day.subtract({ months: 2 }) })])
    expect(account.balanceMinor).toBe(12n)
  })

  it('a till holds what stands below zero', () => {
    expect(cashIn(reached([entry(-250), entry(50)], opened('till')))).toBe(200n)
  })

  it('ends where the sum of its events is, in any order of credits and debits (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), { maxLength: 50 }), (amounts) => {
        const account = reached(amounts.map((amount) => entry(amount)))
        expect(account.balanceMinor).toBe(amounts.reduce((sum, amount) => sum + amount, 0n))
        expect(account.seq).toBe(1 + amounts.length)
      }),
    )
  })
})

describe('the legs of a decision', () => {
  const step = (amount: bigint, of = 'EUR') => ({
    collection: accounts,
    event: entry(amount),
    after: { ...opened(), currency: of },
  })

  it('are none where no money moves', () => {
    expect(legsOf([])).toBeNull()
    expect(legsOf([{ collection: accounts, event: { kind: 'held', amountMinor: 5n }, after: opened() }])).toBeNull()
    expect(legsOf([{ collection: { name: 'hold' }, event: entry(5), after: opened() }])).toBeNull()
  })

  it('of one currency name it once', () => {
    expect(legsOf([step(-5n), step(5n)])).toEqual({ amounts: [-5n, 5n], currencies: ['EUR'] })
  })

  it('of several name one each', () => {
    const four = [step(-5n), step(5n), step(-7n, 'USD'), step(7n, 'USD')]
    expect(legsOf(four)).toEqual({ amounts: [-5n, 5n, -7n, 7n], currencies: ['EUR', 'EUR', 'USD', 'USD'] })
  })

  it.each([
    ['one leg alone', [step(5n)]],
    ['two that differ by a cent', [step(-5n), step(6n)]],
    ['two of different currencies', [step(-5n), step(5n, 'USD')]],
    ['three that only sum up over currencies', [step(-5n), step(3n), step(2n, 'USD')]],
  ])('are refused as a bug: %s', (_what, steps) => {
    expect(() => legsOf(steps)).toThrow('the legs of a decision sum to zero')
  })

  it('sum to zero in each currency, or are refused (property)', () => {
    const legs = fc.array(fc.tuple(fc.bigInt({ min: -9n, max: 9n }), fc.constantFrom('EUR', 'USD')), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(legs, (list) => {
        const total = (of: string) => list.reduce((sum, [amount, one]) => (one === of ? sum + amount : sum), 0n)
        const balanced = total('EUR') === 0n && total('USD') === 0n
        const give = () => legsOf(list.map(([amount, of]) => step(amount, of)))
        if (balanced) expect(give()).not.toBeNull()
        else expect(give).toThrow('sum to zero')
      }),
    )
  })
})

it('posting books each leg on its account, on the days told', () => {
  const account = opened()
  const effects = post([{ account, amountMinor: minor(-5), nature: 'reversal', reverses: 3 }], later, day)
  expect(effects).toMatchObject([
    {
      key: id,
      event: { kind: 'entry', amountMinor: -5n, bookingDate: later, valueDate: day, nature: 'reversal', reverses: 3 },
    },
  ])
})
