/** What a permitted limit costs that is kept ready: a percentage of it a year (RA-10.3), by the account that the fee is taken from. */

import type { AccountFile } from '../../../accounts/files/rules.ts'
import type { Overdraft } from '../../../accounts/limits/rules.ts'
import { moneyFact } from '../../../accounts/rules.ts'
import { accept, type Decision, refuse, together } from '../../../kernel/decision.ts'
import { create, type Effect } from '../../../kernel/state.ts'
import { type Account, available } from '../../../ledger/rules.ts'
import { type BankCodeSpell, yearShare } from '../../../pricing/fees/annual/rules.ts'
import { type Fee, feeOf } from '../../../pricing/fees/rules.ts'
import type { PriceQuestion } from '../../../rulebook/prices.ts'
import { feePeriods, periodKey } from '../periods/rules.ts'
import { type Occasion, takeOrOwe } from '../rules.ts'

/** An account that the fee may be taken from, with its file: its number says how the year is counted. */
export type NumberedPayer = { readonly account: Account; readonly file: AccountFile }

/** In this order: no limit is agreed; the time until then is to come, or was charged before; it costs nothing. */
export const commitmentRefusals = ['no-limit', 'period-to-come', 'period-charged', 'nothing-to-charge'] as const
export type CommitmentRefusal = (typeof commitmentRefusals)[number]

export type CommitmentAsked = {
  /** The first day that is not charged now. */
  readonly to: Temporal.PlainDate
  readonly through: Temporal.PlainDate | undefined
  readonly overdraft: Overdraft | undefined
  readonly about: PriceQuestion
  readonly staff: string | undefined
  /** In their order. */
  readonly payers: readonly NumberedPayer[]
  readonly income: Account
}

/**
 * Charges the time since the limit was agreed, or since what was charged before. The limit is the same all that time: one that is agreed
 * anew begins anew.
 */
export function decideCommitment(asked: CommitmentAsked, occasion: Occasion): Decision<Effect, CommitmentRefusal> {
  const { served, terms, on } = occasion
  const { overdraft, to, payers, income } = asked
  const cited = terms.cite('fee.annual')
  if (overdraft === undefined || overdraft.endedOn !== null)
    return refuse('no-limit', terms.cite('overdraft.agreement'))
  if (Temporal.PlainDate.compare(to, on) > 0) return refuse('period-to-come', cited, { to: to.toString() })
  const from = begin(overdraft, asked.through)
  if (Temporal.PlainDate.compare(from, to) >= 0) return refuse('period-charged', cited, { through: from.toString() })
  const priced = payers.flatMap((payer) => {
    const fee = priceFor(payer, from, asked, occasion)
    return fee === undefined ? [] : [{ fee, account: payer.account }]
  })
  const chosen = priced.find(({ fee, account }) => available(account) >= fee.amountMinor) ?? priced[0]
  if (chosen === undefined) return refuse('nothing-to-charge', cited)
  const outcome = takeOrOwe({ fee: chosen.fee, income, payers: [chosen.account] }, occasion)
  const charged = create(feePeriods, periodKey(served.account, 'limit.commitment'), to)
  return accept([...outcome.effects, charged], together(...outcome.cited), {
    ...outcome.facts,
    from: from.toString(),
    to: to.toString(),
    limit: moneyFact(overdraft.maximumMinor, served.currency),
  })
}

const begin = ({ agreedOn }: Overdraft, through: Temporal.PlainDate | undefined): Temporal.PlainDate =>
  through !== undefined && Temporal.PlainDate.compare(through, agreedOn) > 0 ? through : agreedOn

/** The fee if it is taken from this account: the year is that of the account debited, and of the fee's currency. */
function priceFor(
  { file }: NumberedPayer,
  from: Temporal.PlainDate,
  { overdraft, about, to, staff }: CommitmentAsked,
  { terms }: Occasion,
): Fee | undefined {
  const year = yearShare(terms, spellsOf(file), about.currency, from, to)
  return feeOf(terms, 'limit.commitment', about, overdraft?.maximumMinor, { staff, year })
}

/** The bank code stands behind country and check digits (ISO 13616). */
const spellsOf = ({ numbers }: AccountFile): readonly BankCodeSpell[] =>
  numbers.map(({ iban, from }) => ({ bankCode: iban.slice(4, 8), from }))
