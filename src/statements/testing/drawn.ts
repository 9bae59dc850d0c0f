/** Statements without a bank: random histories that add up. */
import fc from 'fast-check'
import type { AccountId } from '../../kernel/ids.ts'
import { currency, type Minor, minor } from '../../kernel/money.ts'
import { entryNatures } from '../../ledger/rules.ts'
import type { PaymentDetails } from '../../payments/details.ts'
import { type Drawn, type DrawnLine, type DrawnPayment, referenceOf } from '../drawing/drawn.ts'

const account = 1_099_511_627_777 as AccountId
const iban = fc.constantFrom('LV80BANK0000435195001', 'EE382200221020145685', '87144000/0800', 'NL91ABNA0417164300')
/** What people write, and what must not break a file: markup, quotes, formulas, letters beyond the basic plane. */
const text = fc.oneof(
  fc.constantFrom(
    'Jānis Paraugs',
    'rent <January> & more',
    '=1+1',
    'a "quote", and a comma',
    '😀 ok',
    ']]>',
    "O'Neill",
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 140 }).map((one) => one.replace(/\p{Cc}/gu, ' ')),
)

export const details: fc.Arbitrary<PaymentDetails> = fc.record(
  { name: text, number: iban, remittance: text, endToEnd: fc.constantFrom('E2E-1', 'INV 2026/17', 'A') },
  { requiredKeys: [] },
)

const step = fc.record({
  cents: fc.bigInt({ min: -10_000_000_000n, max: 10_000_000_000n }).filter((one) => one !== 0n),
  days: fc.integer({ min: 0, max: 3 }),
  earlier: fc.integer({ min: 0, max: 20 }),
  nature: fc.constantFrom(...entryNatures),
  details: fc.option(details, { nil: undefined }),
  state: fc.constantFrom('none', 'erased', 'withheld'),
  parts: fc.option(fc.array(fc.option(details, { nil: undefined }), { minLength: 1, maxLength: 5 }), {
    nil: undefined,
    freq: 4,
  }),
})

/** Payments that come to an amount: of 1 cent each but for the last. */
function paymentsOf(cents: bigint, parts: readonly (PaymentDetails | undefined)[], state: string): DrawnPayment[] {
  const one = cents < 0n ? -1n : 1n
  return parts.map((told, i) => ({
    amountMinor: minor(i < parts.length - 1 ? one : cents - one * BigInt(parts.length - 1)),
    details: told,
    detailsState: told === undefined ? (state as DrawnPayment['detailsState']) : 'shown',
  }))
}

/** A random statement, in parts of random sizes. */
export const drawn: fc.Arbitrary<Drawn & { readonly lines: readonly DrawnLine[] }> = fc
  .record({
    opening: fc.bigInt({ min: -1_000_000_000n, max: 1_000_000_000n }),
    code: fc.constantFrom('EUR', 'JPY', 'KWD'),
    held: fc.bigInt({ min: 0n, max: 500n }),
    limit: fc.constantFrom(0n, 100_000n),
    steps: fc.array(step, { maxLength: 40 }),
    size: fc.integer({ min: 1, max: 15 }),
    holders: fc.array(text, { maxLength: 2 }),
  })
  .map(({ opening, code, held, limit, steps, size, holders }) => {
    let balance = opening
    let day = Temporal.PlainDate.from('2026-02-01')
    const lines = steps.map((one, i): DrawnLine => {
      balance += one.cents
      day = day.add({ days: one.days })
      const parts = one.cents > -10n ? undefined : one.parts
      const told = parts === undefined ? one.details : undefined
      return {
        seq: i + 2,
        reference: referenceOf(account, i + 2),
        decision: String(4096 + i),
        nature: one.nature,
        amountMinor: minor(one.cents),
        balanceMinor: minor(balance),
        bookingDate: day,
        valueDate: day.subtract({ days: one.earlier }),
        reverses: one.nature === 'reversal' && i > 0 ? referenceOf(account, i + 1) : null,
        details: told,
        detailsState: told === undefined ? (one.state as DrawnLine['detailsState']) : 'shown',
        payments: parts && paymentsOf(one.cents, parts, one.state),
      }
    })
    return { lines, ...drawnOf(lines, { opening, code, held, limit, size, holders, to: day }) }
  })

/** A statement of these lines. */
export function drawnOf(
  lines: readonly DrawnLine[],
  other: {
    readonly opening: bigint
    readonly code: string
    readonly held: bigint
    readonly limit: bigint
    readonly size: number
    readonly holders: readonly string[]
    readonly to: Temporal.PlainDate
  },
): Drawn {
  const closing = lines.at(-1)?.balanceMinor ?? other.opening
  const sumOf = (some: readonly DrawnLine[]) => some.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
  const credits = lines.filter(({ amountMinor }) => amountMinor > 0n)
  const debits = lines.filter(({ amountMinor }) => amountMinor < 0n)
  return {
    head: {
      account,
      number: 'LV80BANK0000435195001',
      currency: currency(other.code),
      holders: other.holders,
      institution: 'Testa banka <&>',
      from: Temporal.PlainDate.from('2026-02-01'),
      to: other.to,
      drawnAt: Temporal.Instant.from('2026-06-01T09:00:00Z'),
      timeZone: 'Europe/Riga',
      openingMinor: other.opening as Minor,
      closingMinor: minor(closing),
      availableMinor: minor(closing + other.limit - other.held),
      limitMinor: minor(other.limit),
      credits: { count: credits.length, sumMinor: minor(sumOf(credits)) },
      debits: { count: debits.length, sumMinor: minor(-sumOf(debits)) },
    },
    parts: async function* () {
      for (let i = 0; i < lines.length; i += other.size) yield lines.slice(i, i + other.size)
    },
  }
}

export async function wholeOf(parts: AsyncIterable<string>): Promise<string> {
  let whole = ''
  for await (const part of parts) whole += part
  return whole
}
