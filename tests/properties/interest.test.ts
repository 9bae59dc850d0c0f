/** Interest against a computation of its own: day by day, with fractions, and nothing shared with the bank's. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  changeNumber,
  entriesOf,
  move,
  type Own,
  ownAccounts,
  withRate,
} from '../../src/accounts/interest/testing/banks.ts'
import { accountIn, openActive } from '../../src/accounts/testing/accounts.ts'
import type { AccountId, PartyId } from '../../src/kernel/ids.ts'
import { registerPerson } from '../../src/parties/testing/people.ts'
import { operator, TestBank } from '../bank.ts'

/** A number as a fraction in its lowest terms. */
class Fraction {
  readonly above: bigint
  readonly below: bigint

  constructor(above: bigint, below: bigint) {
    const [a, b] = [above < 0n ? -above : above, below]
    let [x, y] = [a, b]
    while (y !== 0n) [x, y] = [y, x % y]
    this.above = above / (x === 0n ? 1n : x)
    this.below = below / (x === 0n ? 1n : x)
  }

  plus(other: Fraction): Fraction {
    return new Fraction(this.above * other.below + other.above * this.below, this.below * other.below)
  }

  /** To the nearest whole number, halves up; never asked below zero. */
  rounded(): bigint {
    return (2n * this.above + this.below) / (2n * this.below)
  }
}

type Rate = { readonly from: string; readonly percent: string; readonly minimum: number }
type Payment = { readonly booked: number; readonly back: number; readonly minor: number }
type Story = {
  readonly start: string
  readonly months: number
  readonly rate: Rate
  readonly changed: { readonly after: number; readonly percent: string; readonly minimum: number }
  readonly onNdea: boolean
  readonly payments: readonly Payment[]
}

const percent = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 999_999 }))
  .map(([whole, parts]) => `${whole}.${String(parts).padStart(6, '0')}`)
const minimum = fc.constantFrom(0, 100_000, 250_000)

const story: fc.Arbitrary<Story> = fc.record({
  // Leap years among them, and a year's end.
  start: fc.constantFrom('2027-01-01', '2028-01-01', '2027-12-01', '2028-02-01'),
  months: fc.integer({ min: 2, max: 4 }),
  rate: fc.record({ from: fc.constant('2019-01-01'), percent, minimum }),
  changed: fc.record({ after: fc.integer({ min: 1, max: 80 }), percent, minimum }),
  onNdea: fc.boolean(),
  payments: fc.array(
    fc.record({
      booked: fc.integer({ min: 0, max: 118 }),
      back: fc.oneof(fc.constant(0), fc.integer({ min: -5, max: 60 })),
      minor: fc.integer({ min: -300_000, max: 600_000 }).filter((one) => one !== 0),
    }),
    { minLength: 1, maxLength: 12 },
  ),
})

const at = (start: string, days: number): Temporal.PlainDate => Temporal.PlainDate.from(start).add({ days })
const { compare } = Temporal.PlainDate

/** The month ends of a story. */
const endsOf = ({ start, months }: Story): readonly string[] =>
  Array.from({ length: months }, (_, i) => {
    const first = Temporal.PlainDate.from(start).add({ months: i })
    return first.with({ day: first.daysInMonth }).toString()
  })

/** The payments of a story: those that are booked before it ends, none valued before it begins. */
function paymentsOf(told: Story): readonly { readonly on: string; readonly valued: string; readonly minor: number }[] {
  const last = Temporal.PlainDate.from(endsOf(told).at(-1) as string)
  return told.payments
    .map(({ booked, back, minor }) => {
      const on = at(told.start, booked)
      const valued = on.subtract({ days: back })
      const begun = compare(valued, Temporal.PlainDate.from(told.start)) < 0
      return { on: on.toString(), valued: begun ? told.start : valued.toString(), minor }
    })
    .filter(({ on }) => compare(Temporal.PlainDate.from(on), last) <= 0)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

/** What a computation day by day gives for each month: interest and tax, by its last day. */
function expected(told: Story): Readonly<Record<string, string>> {
  const changedOn = at(told.start, told.changed.after).toString()
  const due: Record<string, string> = {}
  const payments = paymentsOf(told)
  let credited = 0n
  let interest = new Fraction(0n, 1n)
  const ends = endsOf(told)
  for (let day = told.start; day <= (ends.at(-1) as string); day = at(day, 1).toString()) {
    const moved = payments.filter(({ valued }) => valued <= day).reduce((sum, { minor }) => sum + BigInt(minor), 0n)
    const balance = moved + credited
    const { percent: rate, minimum: least } = day >= changedOn ? told.changed : told.rate
    const [whole = '', parts = ''] = rate.split('.')
    const year = told.onNdea ? 360n : 365n
    if (balance >= BigInt(least) && balance > 0n)
      interest = interest.plus(new Fraction(balance * BigInt(whole + parts), 100_000_000n * year))
    if (!ends.includes(day)) continue
    const month = interest.rounded()
    const tax = new Fraction(month * 20n, 100n).rounded()
    due[day] = `${month} less ${tax}`
    credited += month - tax
    interest = new Fraction(0n, 1n)
  }
  return due
}

async function bankOf(told: Story): Promise<{ bank: TestBank; own: Own; account: AccountId }> {
  const bank = await TestBank.open({
    on: at(told.start, -80).toString(),
    change: (pack) =>
      withRate(
        withRate(pack, told.rate.from, told.rate.percent, String(told.rate.minimum)),
        at(told.start, told.changed.after).toString(),
        told.changed.percent,
        String(told.changed.minimum),
      ),
  })
  const own = await ownAccounts(bank)
  const liga: PartyId = await registerPerson(bank, 'liga')
  const account = await openActive(bank, [liga])
  if (told.onNdea) await changeNumber(bank, account, 'NDEA', at(told.start, -1).toString())
  await bank.cutOver(told.start)
  return { bank, own, account }
}

async function moveOn(bank: TestBank, to: string): Promise<void> {
  if (compare(bank.writer.head.businessDate, Temporal.PlainDate.from(to)) < 0) await bank.cutOver(to)
}

async function credit(bank: TestBank, account: AccountId, end: string): Promise<void> {
  const accounts = [`${account}@${accountIn(bank, account).seq}`]
  const posted = await bank.do(
    'interest.post',
    { through: end, from: `${end.slice(0, 8)}01`, accounts },
    { actor: operator },
  )
  expect(posted.outcome).toBe('accepted')
}

/** Interest and tax by the month's end that they are for. */
function posted(bank: TestBank, account: AccountId, told: Story): Readonly<Record<string, string>> {
  const sums = new Map(endsOf(told).map((end) => [end, [0n, 0n]]))
  for (const entry of entriesOf(bank, account, 'interest', 'tax')) {
    const [nature = '', amount = '', date = ''] = entry.split(' ')
    const sum = sums.get(date) ?? [0n, 0n]
    sum[nature === 'interest' ? 0 : 1] = (sum[nature === 'interest' ? 0 : 1] ?? 0n) + BigInt(amount)
    sums.set(date, sum)
  }
  return Object.fromEntries([...sums].map(([end, [interest = 0n, tax = 0n]]) => [end, `${interest} less ${-tax}`]))
}

/** Lives through a story, and credits each month when it is over. */
async function dayByDay(told: Story) {
  const { bank, own, account } = await bankOf(told)
  const payments = paymentsOf(told)
  let next = 0
  for (const end of endsOf(told)) {
    for (let one = payments[next]; one !== undefined && one.on <= end; one = payments[next]) {
      await moveOn(bank, one.on)
      await move(bank, own, account, one.minor, one.valued)
      next += 1
    }
    await moveOn(bank, at(end, 1).toString())
    await credit(bank, account, end)
  }
  return { bank, account }
}

/** The same with every day closed at the end. */
async function atOnce(told: Story) {
  const { bank, own, account } = await bankOf(told)
  for (const { on, valued, minor } of paymentsOf(told)) {
    await moveOn(bank, on)
    await move(bank, own, account, minor, valued)
  }
  await moveOn(bank, at(endsOf(told).at(-1) as string, 1).toString())
  for (const end of endsOf(told)) await credit(bank, account, end)
  return { bank, account }
}

it('is what fractions added up day by day come to, with entries that came late made good, closed one by one or caught up at once', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const wanted = expected(told)
      const lived = await dayByDay(told)
      expect(posted(lived.bank, lived.account, told), 'closed one by one').toEqual(wanted)
      const caughtUp = await atOnce(told)
      expect(posted(caughtUp.bank, caughtUp.account, told), 'caught up at once').toEqual(wanted)
      expect(accountIn(caughtUp.bank, caughtUp.account).balanceMinor).toBe(
        accountIn(lived.bank, lived.account).balanceMinor,
      )
    }),
    { numRuns: 60 },
  )
}, 60_000)
