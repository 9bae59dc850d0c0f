/** A fee as it is taken: from which account, as which entries, and what is told of it. */
import { assertInvariant, type Cited, type Facts } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { larger, type Minor, minus, negate, plus } from '../../kernel/money.ts'
import type { Effect } from '../../kernel/state.ts'
import { type Account, available, type Leg, post } from '../../ledger/rules.ts'
import { type Dues, feeDue, owe } from '../../pricing/dues/rules.ts'
import { type Fee, feeFact } from '../../pricing/fees/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** A fee, the institution's account for it, and the accounts that it may be taken from, in their order (see `payersOf`). */
export type Charged = { readonly fee: Fee; readonly income: Account; readonly payers: readonly Account[] }

/** What a service costs now; or the clause by which a fee is waived, if one is. */
export type Charge = Charged | { readonly fee?: undefined; readonly waived: Cited | undefined }

/** What moves beside the fee: the same money cannot cover both. */
export type Beside = { readonly from: AccountId; readonly to: AccountId; readonly amountMinor: Minor }

/**
 * The first account with cover for the fee; undefined when none has it. The account that is debited besides needs cover for both; a fee for
 * what comes in can be taken out of it.
 */
export function payerOfFee({ fee, payers }: Charged, beside?: Beside): Account | undefined {
  return payers.find((one) => coverOf(one, beside) >= fee.amountMinor)
}

function coverOf(account: Account, beside: Beside | undefined): Minor {
  const free = available(account)
  if (account.account === beside?.from) return minus(free, beside.amountMinor)
  if (account.account === beside?.to) return larger(beside.amountMinor, plus(free, beside.amountMinor))
  return free
}

/** The two legs of a fee. */
export const legsOfFee = ({ fee, income }: Pick<Charged, 'fee' | 'income'>, payer: Account): readonly Leg[] => [
  { account: payer, amountMinor: negate(fee.amountMinor), nature: 'fee' },
  { account: income, amountMinor: fee.amountMinor, nature: 'fee' },
]

/** What a decision tells of a fee that was taken. */
export const takenFact = (fee: Fee, payer: Account): Facts => ({ ...feeFact(fee), account: String(payer.account) })

/** The clauses that a fee rests on; where another account than that of the service is debited, also why it may be (RA-10.6). */
export function citedOfFee(fee: Fee, payer: Account, served: AccountId, terms: Terms): readonly Cited[] {
  return payer.account === served ? [fee.cited] : [fee.cited, terms.cite('fee.chosen-account')]
}

/** What becomes of a fee that is charged by itself: entries and dues, what it rests on, and what is told. */
export type Outcome = { readonly effects: readonly Effect[]; readonly cited: readonly Cited[]; readonly facts: Facts }

export type Occasion = {
  /** The account of the service. */
  readonly served: Account
  readonly terms: Terms
  /** What its agreement owes already. */
  readonly dues: Dues | undefined
  /** A fresh id, for a due. */
  readonly nextId: () => number
  readonly on: Temporal.PlainDate
  readonly valueDate: Temporal.PlainDate
}

/** Takes a fee from the first account with cover; where none has it, the fee is due from that day on (RA-10.4). */
export function takeOrOwe(charged: Charged, occasion: Occasion): Outcome {
  const { fee } = charged
  const { served, terms, on, valueDate } = occasion
  const payer = payerOfFee(charged)
  if (payer !== undefined)
    return {
      effects: post(legsOfFee(charged, payer), on, valueDate),
      cited: citedOfFee(fee, payer, served.account, terms),
      facts: { fee: takenFact(fee, payer) },
    }
  assertInvariant(served.agreement !== null, 'a customer account has an agreement')
  const due = feeDue(occasion.nextId(), served.account, fee, on)
  return {
    effects: owe(occasion.dues, served.agreement, [due]),
    cited: [fee.cited],
    facts: { fee: { ...feeFact(fee), due: String(due.due), dueOn: on.toString() } },
  }
}
