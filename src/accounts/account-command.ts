/** The shape of commands about one customer account: load its affairs, see who asks, decide under the terms its agreement binds. */
import { type Decision, refuse } from '../kernel/decision.ts'
import type { AccountId } from '../kernel/ids.ts'
import type { Effect, Need, StateReader } from '../kernel/state.ts'
import { idOf, optionalIdOf } from '../kernel/wire.ts'
import { checkActor, representationNeeds } from '../parties/acting/rules.ts'
import type { ProvisionKey } from '../rulebook/provisions.ts'
import type { Terms } from '../rulebook/terms.ts'
import type { Command, CommandKind, Context } from '../storage/command.ts'
import { type Affairs, affairsNeeds, affairsOf } from './affairs/rules.ts'
import { accountFiles } from './files/rules.ts'

/** Before those of each command, and of representation where a customer asks: there is no such customer account. */
export const aboutAccountRefusals = ['account-unknown'] as const

/** `orderedBy`: whose order staff pass on. */
type About = { readonly account: string; readonly orderedBy?: string | undefined }

type AccountCommand<P extends About> = Omit<CommandKind<P>, 'needs' | 'decide'> & {
  /** Whose decision it is: a customer's, who must be entitled to ask, or the institution's own. */
  readonly by: 'customer' | 'institution'
  /** Cited when there is no such account. */
  readonly provision: ProvisionKey
  /** What must be in memory besides the account's affairs. */
  readonly needs?: (account: AccountId, state: StateReader) => readonly Need[]
  readonly decide: (
    affairs: Affairs,
    command: Command<P>,
    context: Context,
    terms: Terms,
    state: StateReader,
  ) => Decision<Effect, string>
}

/**
 * A kind of command about one customer account. Refuses, before its own refusals: there is no such customer account; whoever asks may
 * not act for its holders.
 */
export function accountCommand<P extends About>(of: AccountCommand<P>): CommandKind<P> {
  const { kind, summary, payload, purpose, roles } = of
  return {
    kind,
    summary,
    payload,
    purpose,
    roles,
    needs: (command, state) => {
      const account = idOf<AccountId>(command.payload.account)
      const holders = of.by === 'customer' ? (state.peek(accountFiles, account)?.holders ?? []) : []
      return [...affairsNeeds(state, account), ...representationNeeds(holders), ...(of.needs?.(account, state) ?? [])]
    },
    decide: (state, command, context) => {
      const affairs = affairsOf(state, idOf(command.payload.account))
      if (affairs === undefined)
        return refuse('account-unknown', context.terms().cite(of.provision), { account: command.payload.account })
      const terms = context.terms(affairs.agreement.binding)
      const refused =
        of.by === 'customer'
          ? checkActor(state, {
              actor: command.actor,
              orderedBy: optionalIdOf(command.payload.orderedBy),
              customers: affairs.file.holders,
              act: { service: 'accounts' },
              on: context.businessDate,
              terms,
            })
          : undefined
      return refused ?? of.decide(affairs, command, context, terms, state)
    },
  }
}
