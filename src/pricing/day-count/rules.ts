/**
 * How many days a year has for what is priced by the year: by the bank code in the number of an account and by a currency (RA-8.4 for
 * interest, RA-10.3 for fees). The rows are parameters: each clause that gives some binds a provision of its own with `{rows}`, and
 * whoever asks joins the lists, tagging each row with its provision, so that the row that decides also says which clause to cite:
 *
 *     const rows = keys.flatMap((key) => terms.parameters(key).rows.map((row) => ({ ...row, key })))
 *     const { basis, key } = basisOf(rows, iban.slice(4, 8), currency)   // yearFraction(basis, from, to), terms.cite(key)
 */
import type { Static } from 'typebox'
import type { yearRow } from '../../rulebook/parameters.ts'

export type YearRow = Readonly<Static<typeof yearRow>>

/**
 * The row that gives the year for an account of a bank code and a currency: one that names the currency before one that names none.
 * The order of the rows does not matter. Throws where no row fits, or where two that differ fit alike: the pack does not say.
 */
export function basisOf<R extends YearRow>(rows: readonly R[], bankCode: string, currency: string): R {
  const ofBank = rows.filter((row) => row.bankCode === bankCode)
  const exact = ofBank.filter((row) => row.currency === currency)
  const fitting = exact.length > 0 ? exact : ofBank.filter((row) => row.currency === undefined)
  const [first] = fitting
  if (first === undefined)
    throw new Error(`no row gives the year for ${currency} on accounts with the bank code ${bankCode}`)
  if (fitting.some((row) => row.basis !== first.basis))
    throw new Error(`two rows give different years for ${currency} on accounts with the bank code ${bankCode}`)
  return first
}
