/** The fee for keeping an account, each month: charged on its last day, from the account or the one chosen for fees, or due. */
import { accept, type Cited, type Decision, type Facts, together } from '../../../kernel/decision.ts'
import type { AccountId, AgreementId } from '../../../kernel/ids.ts'
import { type Minor, minus, negate, plus, zero } from '../../../kernel/money.ts'
import { create, type Effect } from '../../../kernel/state.ts'
import { type Account, available, type Leg, post } from '../../../ledger/rules.ts'
import { type Due, type Dues, feeDue, owe } from '../../../pricing/dues/rules.ts'
import { type Fee, feeFact } from '../../../pricing/fees/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { feePeriods, periodKey } from '../periods/rules.ts'
import { citedOfFee } from '../rules.ts'

/** An account whose month is to be charged. */
export type Maintained = {
  readonly account: Account
  readonly terms: Terms
  readonly activatedOn: Temporal.PlainDate | null
  /** The first day that was not charged yet; undefined when nothing ever was. */
  readonly through: Temporal.PlainDate | undefined
  readonly fee: Fee | undefined
  readonly waived: Cited | undefined
  /** Where the fee may be taken from, in this order. */
  readonly payers: readonly Account[]
  readonly dues: Dues | undefined
}

export type MonthClose = {
  /** Its last day. */
  readonly day: Temporal.PlainDate
  readonly on: Temporal.PlainDate
  readonly nextId: () => number
  /** The institution's account for fees in a currency. */
  readonly income: (currency: string) => Account
  readonly terms: Terms
}

/** Whether a day closes a month. */
export const closesMonth = (day: Temporal.PlainDate): boolean => day.day === day.daysInMonth

/**
 * Charges a month to those of the accounts that were active in it, have a price and were not charged yet. One decision for all of them,
 * with one entry for the income of each currency.
 */
export function decideMaintenance(all: readonly Maintained[], close: MonthClose): Decision<Effect, never> {
  const due = closesMonth(close.day) ? all.filter((one) => isChargeable(one, close.day)) : []
  const month = new Month(close)
  for (const one of due) month.charge(one)
  return month.decision()
}

function isChargeable({ account, activatedOn, through }: Maintained, day: Temporal.PlainDate): boolean {
  if (account.status !== 'active' && account.status !== 'closing') return false
  if (activatedOn === null || Temporal.PlainDate.compare(activatedOn, day) > 0) return false
  return through === undefined || Temporal.PlainDate.compare(through, day) <= 0
}

/** One decision as it grows: what one account pays is not there for the next. */
class Month {
  readonly #close: MonthClose
  readonly #legs: Leg[] = []
  readonly #left = new Map<AccountId, Minor>()
  readonly #incomes = new Map<string, Minor>()
  readonly #owed = new Map<AgreementId, { readonly known: Dues | undefined; readonly added: Due[] }>()
  readonly #cited = new Set<Cited>()
  readonly #rows = new Map<string, { readonly fee: Fee; entries: number; totalMinor: Minor }>()
  readonly #periods: Effect[] = []
  #due = 0

  constructor(close: MonthClose) {
    this.#close = close
  }

  charge({ account, fee, waived, payers, dues, terms }: Maintained): void {
    if (waived !== undefined) this.#cited.add(waived)
    if (fee === undefined || account.agreement === null) return
    const { day, nextId } = this.#close
    const key = periodKey(account.account, 'account.maintenance')
    this.#periods.push(create(feePeriods, key, day.add({ days: 1 })))
    const payer = payers.find((one) => this.#free(one) >= fee.amountMinor)
    for (const one of payer === undefined ? [fee.cited] : citedOfFee(fee, payer, account.account, terms))
      this.#cited.add(one)
    if (payer === undefined) {
      const owed = this.#owed.get(account.agreement) ?? { known: dues, added: [] }
      owed.added.push(feeDue(nextId(), account.account, fee, day))
      this.#owed.set(account.agreement, owed)
      this.#due += 1
      return
    }
    this.#left.set(payer.account, minus(this.#free(payer), fee.amountMinor))
    this.#legs.push({ account: payer, amountMinor: negate(fee.amountMinor), nature: 'fee' })
    this.#incomes.set(fee.currency, plus(this.#incomes.get(fee.currency) ?? zero, fee.amountMinor))
    this.#count(fee)
  }

  #free(account: Account): Minor {
    return this.#left.get(account.account) ?? available(account)
  }

  #count(fee: Fee): void {
    const name = `${fee.row?.clause} ${fee.currency}`
    const row = this.#rows.get(name) ?? { fee, entries: 0, totalMinor: zero }
    row.entries += 1
    row.totalMinor = plus(row.totalMinor, fee.amountMinor)
    this.#rows.set(name, row)
  }

  decision(): Decision<Effect, never> {
    const { day, on, income, terms } = this.#close
    const incomes = [...this.#incomes].map(
      ([currency, amountMinor]): Leg => ({ account: income(currency), amountMinor, nature: 'fee' }),
    )
    const effects = [
      ...post([...this.#legs, ...incomes], on, day),
      ...[...this.#owed].flatMap(([agreement, { known, added }]) => owe(known, agreement, added)),
      ...this.#periods,
    ]
    const cited = together(terms.cite('price-list.fee'), ...this.#cited)
    return accept(effects, cited, { month: day.toString().slice(0, 7), charged: this.#legs.length, ...this.#facts() })
  }

  #facts(): Facts {
    const fees = [...this.#rows.values()].map(({ fee, entries, totalMinor }) => ({
      ...feeFact({ ...fee, amountMinor: totalMinor }),
      entries,
    }))
    return { due: this.#due, fees }
  }
}
