/** The shape of commands about one customer account: load its affairs, see who asks, decide under the terms its agreement binds. */
import type { Decision } from '../kernel/decision.ts'
import type { AccountId, PartyId } from '../kernel/ids.ts'
import type { Effect, Need, StateReader } from '../kernel/state.ts'
import { idOf, optionalIdOf } from '../kernel/wire.ts'
import { checkActor, representationNeeds } from '../parties/acting/rules.ts'
import type { ProvisionKey } from '../rulebook/provisions.ts'
import type { Terms } from '../rulebook/terms.ts'
import type { Command, CommandKind, Context } from '../storage/command.ts'
import { commandsAbout } from '../storage/record-command.ts'
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
  readonly needs?: (account: AccountId, state: StateReader, payload: P) => readonly Need[]
  readonly decide: (
    affairs: Affairs,
    command: Command<P>,
    context: Context,
    terms: Terms,
    state: StateReader,
  ) => Decision<Effect, string>
}

const aboutAccount = commandsAbout<About, Affairs>({
  unknown: 'account-unknown',
  told: ({ account }) => ({ account }),
  needs: ({ account }, state) => affairsNeeds(state, idOf(account)),
  find: ({ account }, state) => affairsOf(state, idOf(account)),
})

/**
 * A kind of command about one customer account. Refuses, before its own refusals: there is no such customer account; whoever asks may
 * not act for its holders.
 */
export function accountCommand<P extends About>({ by, needs, decide, ...of }: AccountCommand<P>): CommandKind<P> {
  return aboutAccount<P>({
    ...of,
    needs: ({ payload }, state) => {
      const account = idOf<AccountId>(payload.account)
      const holders = by === 'customer' ? (state.peek(accountFiles, account)?.holders ?? []) : []
      return [...representationNeeds(holders), ...(needs?.(account, state, payload) ?? [])]
    },
    decide: (affairs, command, context, state) => {
      const terms = context.terms(affairs.agreement.binding)
      const acting = {
        actor: command.actor,
        orderedBy: optionalIdOf<PartyId>(command.payload.orderedBy),
        customers: affairs.file.holders,
        act: { service: 'accounts' },
        on: context.businessDate,
        terms,
      } as const
      const refused = by === 'customer' ? checkActor(state, acting) : undefined
      return refused ?? decide(affairs, command, context, terms, state)
    },
  })
}
