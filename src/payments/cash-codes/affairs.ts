/** What commands about one code need in memory, and find there. */
import { localDate } from '../../kernel/calendar.ts'
import { assertInvariant, type Refused } from '../../kernel/decision.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../kernel/state.ts'
import { idOf, optionalIdOf } from '../../kernel/wire.ts'
import { type Account, accounts } from '../../ledger/rules.ts'
import { checkActor } from '../../parties/acting/rules.ts'
import { type RepresentationRefusal, representations } from '../../parties/representation/rules.ts'
import { parties } from '../../parties/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Actor, Context } from '../../storage/command.ts'
import { commandsAbout } from '../../storage/record-command.ts'
import { holdersOf, payerNeeds, termsOf } from '../sides.ts'
import type { Customer } from './application/rules.ts'
import { type CashCodeDay, cashCodeDays } from './limits/rules.ts'
import { type CashCode, type CashCodeId, cashCodes } from './rules.ts'

export type CodeAffairs = {
  readonly code: CashCode
  readonly account: Account
  readonly terms: Terms
  readonly day: CashCodeDay | undefined
}

/** The date that clocks of the entity show: codes live by it, not by the business date. */
export const todayOf = ({ at, entity }: Context): Temporal.PlainDate => localDate(at, entity.timeZone)

export function codeNeeds(state: StateReader, id: CashCodeId): readonly Need[] {
  const account = state.peek(cashCodes, id)?.account
  return [need(cashCodes, id), ...(account === undefined ? [] : accountNeeds(state, account))]
}

/** The account, who may dispose of it, and what its codes of the day are for. */
export const accountNeeds = (state: StateReader, account: AccountId): readonly Need[] => [
  ...payerNeeds(state, account),
  need(cashCodeDays, account),
]

/** The code with its account; undefined when there is none. */
export function codeAffairs(state: StateReader, id: CashCodeId, context: Context): CodeAffairs | undefined {
  const code = state.get(cashCodes, id)
  if (code === undefined) return undefined
  const account = state.get(accounts, code.account)
  assertInvariant(account !== undefined, 'a code is for an account')
  return { code, account, terms: termsOf(state, account, context), day: state.get(cashCodeDays, account.account) }
}

export const aboutCode = commandsAbout<{ readonly code: string }, CodeAffairs>({
  unknown: 'cash-code-unknown',
  needs: ({ code }, state) => codeNeeds(state, idOf(code)),
  find: ({ code }, state, context) => codeAffairs(state, idOf(code), context),
})

/** For customer accounts, with what their codes of the day are for. */
export const aboutCodesOf = commandsAbout<{ readonly account: string }, Account>({
  unknown: 'account-unknown',
  told: ({ account }) => ({ account }),
  needs: ({ account }, state) => accountNeeds(state, idOf(account)),
  find: ({ account: id }, state) => {
    const account = state.get(accounts, idOf<AccountId>(id))
    return account?.kind === 'customer' ? account : undefined
  },
})

/** The holders of an account with who represents them. */
export const customersOf = (state: StateReader, account: Account): readonly Customer[] =>
  holdersOf(state, account).map((id) => {
    const party = state.get(parties, id)
    assertInvariant(party !== undefined, 'a holder is a party')
    return { party, representation: state.get(representations, id) }
  })

type Asking = {
  readonly actor: Actor
  readonly orderedBy: string | undefined
  readonly amount?: Pick<CashCode, 'appliedMinor' | 'currency'>
}

/** Why whoever asks may not do so for the holders of the account. */
export function checkAsker(
  state: StateReader,
  account: Account,
  { actor, orderedBy, amount }: Asking,
  on: Temporal.PlainDate,
  terms: Terms,
): Refused<RepresentationRefusal> | undefined {
  const customers = holdersOf(state, account)
  const act = { service: 'cash', amountMinor: amount?.appliedMinor, currency: amount?.currency } as const
  return checkActor(state, { actor, orderedBy: optionalIdOf(orderedBy), customers, act, on, terms })
}

/** Who hands something in: the one who is signed in, or, at a location, whoever staff name, or else the natural holder. */
export function filerOf(actor: Actor, orderedBy: string | undefined, customers: readonly Customer[]): PartyId | null {
  if (actor.party !== undefined) return actor.party
  if (actor.role === 'system') return null
  return (
    optionalIdOf<PartyId>(orderedBy) ?? customers.find(({ party }) => party.kind === 'natural')?.party.party ?? null
  )
}
