/** Fees of a percentage a year: the days that passed over the days of the year, by the account debited and the fee's currency (RA-10.3). */

import { yearFraction } from '../../../kernel/day-count.ts'
import type { Cited } from '../../../kernel/decision.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { basisOf } from '../../day-count/rules.ts'

/** A share of the year as an exact fraction, and the clauses that say how it is counted. */
export type YearShare = { readonly numerator: bigint; readonly denominator: bigint; readonly cited: Cited }

/** The bank code that an account's number had from a day on. */
export type BankCodeSpell = { readonly bankCode: string; readonly from: Temporal.PlainDate }

const bases = ['fee.annual.year-360', 'fee.annual.year-365'] as const

/**
 * The share of the year from `from` (counted) to `to` (not counted). Where the number of the account changed in between, each part counts
 * by the number of its time.
 *
 * @param spells the bank codes of the account that is debited, in order; the first also holds before its day
 * @param currency the fee's
 */
export function yearShare(
  terms: Terms,
  spells: readonly BankCodeSpell[],
  currency: string,
  from: Temporal.PlainDate,
  to: Temporal.PlainDate,
): YearShare {
  const rows = bases.flatMap((key) => terms.parameters(key).rows.map((row) => ({ ...row, key })))
  const used = new Set<(typeof bases)[number]>()
  let share = { numerator: 0n, denominator: 1n }
  for (const [i, { bankCode, from: since }] of spells.entries()) {
    const start = i === 0 ? from : latest(from, since)
    const end = earliest(to, spells[i + 1]?.from ?? to)
    if (Temporal.PlainDate.compare(start, end) >= 0) continue
    const { basis, key } = basisOf(rows, bankCode, currency)
    const part = yearFraction(basis, start, end)
    used.add(key)
    share = {
      numerator: share.numerator * part.denominator + part.numerator * share.denominator,
      denominator: share.denominator * part.denominator,
    }
  }
  return { ...share, cited: terms.cite('fee.annual', ...used) }
}

const latest = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) >= 0 ? a : b)
const earliest = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) <= 0 ? a : b)
