/** Account maintenance agreements and the versions of the documents that they bind. */
import { assertInvariant } from '../../kernel/decision.ts'
import type { AccountId, AgreementId, PartyId } from '../../kernel/ids.ts'
import { records } from '../../kernel/state.ts'
import type { BoundVersions } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'

/** An account as its agreement knows it: in use, asked to be closed, or closed. */
export type AgreementAccount = { readonly account: AccountId; readonly state: 'open' | 'closing' | 'closed' }

export type Agreement = {
  readonly agreement: AgreementId
  /** Joint holders stand side by side; the first is the one it is named after. */
  readonly holders: readonly PartyId[]
  readonly concludedOn: Temporal.PlainDate
  readonly binding: BoundVersions
  readonly status: 'in-force' | 'ended'
  /** Every account that joined, in the order of opening. */
  readonly accounts: readonly AgreementAccount[]
  /** The day on which the customer gave notice by asking to close the last account; null while they have not. */
  readonly withdrawnOn: Temporal.PlainDate | null
}

export const agreements = records<AgreementId, Agreement>('agreement')

/** The latest agreement of a customer, by `agreementKey`: later accounts join it. */
export const agreementOf = records<PartyId | string, AgreementId>('agreement-of')

/** What `agreementOf` knows the holders by: one holder's own id; joint holders' ids in ascending order, joined by `+`. */
export function agreementKey(holders: readonly PartyId[]): PartyId | string {
  const [first] = holders
  assertInvariant(first !== undefined, 'an agreement has a holder')
  return holders.length === 1 ? first : [...holders].sort((a, b) => a - b).join('+')
}

/**
 * The versions that an agreement concluded now binds: those in force of the documents that it names.
 *
 * @param terms the terms in force on the day
 */
export function boundAtConclusion(terms: Terms): BoundVersions {
  const { binds } = terms.parameters('agreement.first-account')
  return shared(
    Object.fromEntries(
      binds.map((code) => {
        const version = terms.versions[code]
        assertInvariant(version !== undefined, `the document ${code} is in force when an agreement binds it`)
        return [code, version]
      }),
    ),
  )
}

const bindings = new Map<string, BoundVersions>()

/** The same object for the same versions: few sets of them bind all agreements, and terms are found by the object. */
export function shared(binding: BoundVersions): BoundVersions {
  const key = JSON.stringify(binding)
  const known = bindings.get(key) ?? binding
  bindings.set(key, known)
  return known
}

/** A new agreement without accounts. */
export function conclude(
  agreement: AgreementId,
  holders: readonly PartyId[],
  concludedOn: Temporal.PlainDate,
  terms: Terms,
): Agreement {
  const binding = boundAtConclusion(terms)
  return { agreement, holders, concludedOn, binding, status: 'in-force', accounts: [], withdrawnOn: null }
}

/** The agreement with a further account. */
export function join(agreement: Agreement, account: AccountId): Agreement {
  return { ...agreement, accounts: [...agreement.accounts, { account, state: 'open' }] }
}

/** The agreement after one of its accounts began to close, other than at the customer's request. */
export function accountClosing(agreement: Agreement, account: AccountId): Agreement {
  return { ...agreement, accounts: withState(agreement, account, 'closing') }
}

/**
 * The agreement after the customer asked for an account to be closed: when none is left in use, that is the notice of withdrawal.
 */
export function closingRequested(agreement: Agreement, account: AccountId, on: Temporal.PlainDate): Agreement {
  const after = accountClosing(agreement, account)
  const withdraws = after.accounts.every(({ state }) => state !== 'open')
  return withdraws ? { ...after, withdrawnOn: agreement.withdrawnOn ?? on } : after
}

/** The agreement after an account was closed: with the last one, an agreement that the customer withdrew from has ended. */
export function accountClosed(agreement: Agreement, account: AccountId): Agreement {
  const accounts = withState(agreement, account, 'closed')
  const ends = agreement.withdrawnOn !== null && accounts.every(({ state }) => state === 'closed')
  return { ...agreement, accounts, status: ends ? 'ended' : agreement.status }
}

function withState(
  agreement: Agreement,
  account: AccountId,
  state: AgreementAccount['state'],
): readonly AgreementAccount[] {
  assertInvariant(
    agreement.accounts.some((one) => one.account === account),
    'the account joined the agreement',
  )
  return agreement.accounts.map((one) => (one.account === account ? { account, state } : one))
}
