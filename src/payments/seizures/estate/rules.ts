/** What orders against the holders of an agreement reach: their open accounts, but those that a regime keeps apart. */
import { accountRestrictions } from '../../../accounts/restriction/rules.ts'
import { excludes, segregations } from '../../../accounts/segregated/rules.ts'
import type { AccountId, AgreementId } from '../../../kernel/ids.ts'
import { type Currency, type Money, minor } from '../../../kernel/money.ts'
import { type Need, need, type StateReader } from '../../../kernel/state.ts'
import { type Account, accounts } from '../../../ledger/rules.ts'
import { parties } from '../../../parties/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type Agreement, agreements } from '../../../terms/agreements/rules.ts'
import { type AgreementSeizures, type Reached, seizures } from '../rules.ts'
import { type Sparing, sparingOf } from '../sparing/rules.ts'

export type Estate = {
  readonly agreement: Agreement
  readonly before: AgreementSeizures
  /** In the order of opening. */
  readonly reach: readonly Reached[]
  /** Accounts of others' money that their regime keeps from seizure. */
  readonly apart: readonly AccountId[]
  readonly customer: 'natural' | 'legal'
  /** What orders leave to the holders. */
  readonly sparing: Sparing
  readonly terms: Terms
}

/** The agreement, its orders, and what is known of its accounts and holders. */
export function estateNeeds(state: StateReader, agreement: AgreementId): readonly Need[] {
  const found = state.peek(agreements, agreement)
  return [
    need(agreements, agreement),
    need(seizures, agreement),
    ...(found?.accounts ?? []).flatMap(({ account }) => [
      need(accounts, account),
      need(accountRestrictions, account),
      need(segregations, account),
    ]),
    ...(found?.holders ?? []).map((holder) => need(parties, holder)),
  ]
}

/**
 * What orders reach now. An agreement that was concluded, or an account that was opened, since `estateNeeds` was asked, earlier in the same
 * batch, has no orders, restrictions or regime but those given to it in memory since: what `peek` does not find does not exist.
 *
 * @param terms those that the agreement binds
 * @param on the business date
 * @param counts which of the open accounts count; all unless told
 */
export function estateOf(
  state: StateReader,
  agreement: Agreement,
  terms: Terms,
  on: Temporal.PlainDate,
  counts: (account: Account) => boolean = () => true,
): Estate {
  const open = agreement.accounts
    .map(({ account }) => state.get(accounts, account))
    .filter((account) => account !== undefined)
    .filter((account) => account.status !== 'closed' && counts(account))
  const isApart = ({ account, product }: Account): boolean =>
    product === 'segregated' && excludes(state.peek(segregations, account), 'seizure', terms)
  const apart = open.filter(isApart).map(({ account }) => account)
  const reach = open
    .filter(({ account }) => !apart.includes(account))
    .map((account) => ({ account, restrictions: state.peek(accountRestrictions, account.account)?.restrictions ?? [] }))
  const natural = agreement.holders.every((holder) => state.get(parties, holder)?.kind === 'natural')
  const before = state.peek(seizures, agreement.agreement) ?? { agreement: agreement.agreement, orders: [] }
  return {
    agreement,
    before,
    reach,
    apart,
    customer: natural ? 'natural' : 'legal',
    sparing: sparingOf(before.orders, reach, natural ? protectedBy(terms) : undefined, on),
    terms,
  }
}

function protectedBy(terms: Terms): Money {
  const { stays } = terms.parameters('seizure.protected-sum')
  return { minor: minor(stays.minor), currency: stays.currency as Currency }
}
