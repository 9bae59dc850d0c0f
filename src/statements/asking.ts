/** The beginning of every command about the statements of one account: its affairs, and whether who asks may be told. */
import { affairsNeeds, affairsOf } from '../accounts/affairs/rules.ts'
import { accountFiles } from '../accounts/files/rules.ts'
import type { Decision } from '../kernel/decision.ts'
import type { AccountId, PartyId } from '../kernel/ids.ts'
import { type Effect, type Need, need, type StateReader } from '../kernel/state.ts'
import { idOf, optionalIdOf } from '../kernel/wire.ts'
import { checkActor, representationNeeds } from '../parties/acting/rules.ts'
import { parties } from '../parties/rules.ts'
import type { ProvisionKey } from '../rulebook/provisions.ts'
import type { Command, CommandKind, Context } from '../storage/command.ts'
import { commandsAbout } from '../storage/record-command.ts'
import type { Asked, Holder } from './asked/rules.ts'
import { informed, type Moment, uninformed } from './availability/rules.ts'

/** What every such command says: the account, and whose order staff pass on. */
export type AboutStatements = { readonly account: string; readonly orderedBy?: string | undefined }

export const now = ({ at, businessDate }: Context): Moment => ({ at, on: businessDate })

/** The account's affairs, who may act for its holders, and how these are informed. */
export function askedNeeds(state: StateReader, account: AccountId): readonly Need[] {
  const holders = state.peek(accountFiles, account)?.holders ?? []
  return [
    ...affairsNeeds(state, account),
    ...representationNeeds(holders),
    ...holders.map((holder) => need(informed, holder)),
  ]
}

/** Undefined when there is no such customer account. */
export function askedOf(state: StateReader, account: AccountId, context: Context): Asked | undefined {
  const affairs = affairsOf(state, account)
  if (affairs === undefined) return undefined
  return {
    affairs,
    terms: context.terms(affairs.agreement.binding),
    holders: affairs.file.holders.map((holder) => holderOf(state, holder)),
    now: now(context),
  }
}

export function holderOf(state: StateReader, holder: PartyId): Holder {
  const party = state.get(parties, holder)
  if (party === undefined) throw new Error(`party ${holder} holds something but was never registered`)
  return { party, informed: state.get(informed, holder) ?? uninformed(holder) }
}

type Asking = Asked & {
  /** The holder who asks or for whom it is asked; undefined where none lets them. */
  readonly through: Holder | undefined
}

type StatementCommand<P extends AboutStatements> = Omit<CommandKind<P>, 'needs' | 'decide'> & {
  /** What whoever asks must be entitled to; left out for the institution's own decisions, which need nobody's power. */
  readonly service?: 'information' | 'accounts'
  /** Cited when there is no such account. */
  readonly provision: ProvisionKey
  /** What must be in memory besides. */
  readonly needs?: (account: AccountId, state: StateReader, payload: P) => readonly Need[]
  readonly decide: (
    asked: Asking,
    command: Command<P>,
    context: Context,
    state: StateReader,
  ) => Decision<Effect, string>
}

const aboutAccount = commandsAbout<AboutStatements, Asked>({
  unknown: 'account-unknown',
  told: ({ account }) => ({ account }),
  needs: ({ account }, state) => askedNeeds(state, idOf(account)),
  find: ({ account }, state, context) => askedOf(state, idOf(account), context),
})

/**
 * A kind of command about the statements of one account. Refuses, before its own refusals: there is no such customer account; who asks
 * may not act for one of its holders.
 */
export function statementCommand<P extends AboutStatements>(of: StatementCommand<P>): CommandKind<P> {
  const { service, needs, decide, ...kind } = of
  return aboutAccount<P>({
    ...kind,
    needs: ({ payload }, state) => needs?.(idOf(payload.account), state, payload) ?? [],
    decide: (asked, command, context, state) => {
      if (service === undefined) return decide({ ...asked, through: undefined }, command, context, state)
      const { actor, payload } = command
      const orderedBy = optionalIdOf<PartyId>(payload.orderedBy)
      const acting = { actor, orderedBy, act: { service }, on: context.businessDate, terms: asked.terms }
      const refusal = checkActor(state, { ...acting, customers: asked.affairs.file.holders })
      if (refusal !== undefined) return refusal
      // Of joint holders, the one who asks; otherwise the first who lets them ask.
      const through =
        asked.holders.find(({ party }) => party.party === (actor.party ?? orderedBy)) ??
        asked.holders.find(({ party }) => checkActor(state, { ...acting, customers: [party.party] }) === undefined)
      return decide({ ...asked, through }, command, context, state)
    },
  })
}
