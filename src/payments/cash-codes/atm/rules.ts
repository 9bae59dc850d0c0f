/** Automated teller machines of the institution: each has a code, by which it acts, and a till account for the cash in it. */
import { accept, type Decision, refuse } from '../../../kernel/decision.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { type Effect, effect, records } from '../../../kernel/state.ts'
import type { Account } from '../../../ledger/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'

export type Atm = { readonly atm: string; readonly till: AccountId; readonly installedOn: Temporal.PlainDate }

/** By the machine's code, such as ATM-01. */
export const atms = records<string, Atm>('atm')

export const installRefusals = ['till-unknown'] as const

/** Installs a machine, or gives one that stands another till. */
export function decideInstall(
  atm: string,
  till: Account | undefined,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, 'till-unknown'> {
  const cited = terms.cite('cash.at-till')
  if (till?.kind !== 'till') return refuse('till-unknown', cited)
  return accept([effect(atms, atm, { atm, till: till.account, installedOn: on })], cited, {
    atm,
    till: String(till.account),
  })
}
