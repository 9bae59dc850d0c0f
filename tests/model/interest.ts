/** Interest on balances by the price list and the rules of 1 November 2018, day by day, as a clerk would work it out. */
import { dayAfter, type ModelAccount, type ModelBank } from './bank.ts'

/** A year, in hundredths of a percent. */
const rates: Readonly<Record<string, bigint>> = { EUR: 5n, USD: 10n, GBP: 20n }
const least = 100_000n

export const earns = ({ currency, product }: ModelAccount): boolean => product === 'payment' && currency in rates

/** What is credited through the last day of a month, or of the part of one. */
export type ModelCredit = { readonly through: string; readonly interest: bigint; readonly tax: bigint }

/** Half a cent upwards. */
const rounded = (numerator: bigint, denominator: bigint): bigint => (2n * numerator + denominator) / (2n * denominator)

/** The interest of an account that was never credited any: month by month, what a month earned counting from the next one on. */
export function interestThrough(bank: ModelBank, account: ModelAccount, through: string): readonly ModelCredit[] {
  const rate = rates[account.currency]
  const [first] = [...account.byValueDate.keys()].sort()
  if (rate === undefined || account.product !== 'payment' || first === undefined) return []
  const natural = bank.parties.get(account.holder ?? '')?.kind === 'natural'
  const credits: ModelCredit[] = []
  let [credited, earned] = [0n, 0n]
  for (let day = first; day <= through; day = dayAfter(day, 1)) {
    const balance = bank.valueBalance(account.id, day) + credited
    if (balance >= least) earned += balance * rate
    if (day !== through && dayAfter(day, 1).slice(0, 7) === day.slice(0, 7)) continue
    const interest = rounded(earned, 10_000n * 365n)
    const tax = natural ? rounded(interest, 5n) : 0n
    if (interest > 0n) credits.push({ through: day, interest, tax })
    credited += interest - tax
    earned = 0n
  }
  return credits
}
