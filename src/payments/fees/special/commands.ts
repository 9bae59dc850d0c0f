/** Commands about special and raised fees. */
import { type Static, Type } from 'typebox'
import { accountCommand } from '../../../accounts/account-command.ts'
import { accountFiles } from '../../../accounts/files/rules.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../../kernel/state.ts'
import { idOf, idText, moneyText, oneOf, optionalIdOf, payload } from '../../../kernel/wire.ts'
import { type Account, accounts } from '../../../ledger/rules.ts'
import { checkActor, representationNeeds, staffOf } from '../../../parties/acting/rules.ts'
import { parties } from '../../../parties/rules.ts'
import { dues } from '../../../pricing/dues/rules.ts'
import { channelOf } from '../../../pricing/fees/rules.ts'
import { type PricedService, pricedServices } from '../../../rulebook/prices.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { CommandKind } from '../../../storage/command.ts'
import { commandsAbout } from '../../../storage/record-command.ts'
import { amountOf, ordering } from '../../payload.ts'
import { sideNeeds, termsOf } from '../../sides.ts'
import { chargeNeeds, customerKind, feeIncome, payersOf } from '../charging.ts'
import {
  decideChargeSpecial,
  decideSet,
  decideShow,
  type Justification,
  justifications,
  type SpecialFee,
  type SpecialFeeId,
  specialFees,
} from './rules.ts'

const setPayload = payload({
  account: idText,
  service: oneOf<PricedService>(pricedServices, 'What it is the price of'),
  amount: moneyText,
  ground: Type.String({ pattern: '^[a-z]+(-[a-z]+)*$', maxLength: 40, description: 'One that the rules name' }),
  justification: oneOf<Justification>(justifications, 'What made it necessary'),
  reference: Type.String({ pattern: '^[A-Z]{2,6}-[0-9]{1,4}(/[0-9]{1,6})?$', description: 'The file that proves it' }),
})

/** Facts: the id of the `specialFee`, all that is to be shown of it, and the fee `listed`, if any. */
export const setSpecialFee: CommandKind<Static<typeof setPayload>> = accountCommand({
  kind: 'special-fee.set',
  summary: 'Sets a special or raised fee for extra work or an unforeseen expense, to be shown to the customer',
  payload: setPayload,
  purpose: 'service',
  roles: ['teller', 'operator'],
  by: 'institution',
  provision: 'fee.special',
  needs: (id, state) => {
    const holder = state.peek(accounts, id)?.holder ?? null
    return holder === null ? [] : [need(parties, holder)]
  },
  decide: ({ account }, { payload, actor }, context, terms, state) => {
    const { service, ground, justification, reference } = payload
    const asked: SpecialFee = {
      specialFee: context.nextId<SpecialFeeId>(),
      account: account.account,
      service,
      ...amountOf(payload.amount),
      ground,
      justification,
      reference,
      setBy: staffOf(actor),
      setOn: context.businessDate,
      shownOn: null,
      chargedOn: null,
    }
    const { currency, product } = account
    const about = { currency, product, customer: customerKind(state, account), channel: channelOf(actor.role) }
    return decideSet(asked, account, about, terms)
  },
})

type Found = { readonly special: SpecialFee; readonly account: Account; readonly terms: Terms }

const aboutSpecialFee = commandsAbout<{ readonly specialFee: string }, Found>({
  unknown: 'special-fee-unknown',
  needs: ({ specialFee }, state) => specialNeeds(state, specialFee),
  find: ({ specialFee }, state, context) => {
    const special = state.get(specialFees, idOf<SpecialFeeId>(specialFee))
    const account = special && state.get(accounts, special.account)
    return special && account && { special, account, terms: termsOf(state, account, context) }
  },
})

const showPayload = payload({ specialFee: idText, orderedBy: ordering.orderedBy })
const chargePayload = payload({ specialFee: idText })

/** Refuses an unknown fee; who may not act for the account; then as `decideShow`. Facts: the fee, its ground and justification. */
export const showSpecialFee: CommandKind<Static<typeof showPayload>> = aboutSpecialFee({
  kind: 'special-fee.show',
  summary: 'Shows the customer a special fee with its ground and justification',
  payload: showPayload,
  purpose: 'service',
  roles: ['customer', 'representative', 'teller', 'operator'],
  provision: 'fee.special',
  decide: ({ special, terms }, { actor, payload }, { businessDate: on }, state) => {
    const customers = state.get(accountFiles, special.account)?.holders ?? []
    const act = { service: 'information' } as const
    const orderedBy = optionalIdOf<PartyId>(payload.orderedBy)
    return checkActor(state, { actor, orderedBy, customers, act, on, terms }) ?? decideShow(special, on, terms)
  },
})

/** Refuses an unknown fee; then as `decideChargeSpecial`. Facts: the fee, and the `account` debited or the `due` it became. */
export const chargeSpecialFee: CommandKind<Static<typeof chargePayload>> = aboutSpecialFee({
  kind: 'special-fee.charge',
  summary: 'Charges a special fee that the customer was shown',
  payload: chargePayload,
  purpose: 'operations',
  roles: ['teller', 'operator'],
  provision: 'fee.special',
  decide: ({ special, account, terms }, _command, context, state) => {
    const on = context.businessDate
    const owed = account.agreement === null ? undefined : state.get(dues, account.agreement)
    const occasion = { served: account, terms, dues: owed, nextId: context.nextId, on, valueDate: on }
    const from = { income: feeIncome(state, special.currency), payers: payersOf(state, account, on, terms) }
    return decideChargeSpecial(special, from, occasion)
  },
})

/** All the same for showing and charging: who asks, and where the fee is taken from. */
function specialNeeds(state: StateReader, id: string): readonly Need[] {
  const specialFee = idOf<SpecialFeeId>(id)
  const account = state.peek(specialFees, specialFee)?.account
  if (account === undefined) return [need(specialFees, specialFee)]
  const agreement = state.peek(accounts, account)?.agreement ?? null
  return [
    need(specialFees, specialFee),
    need(accountFiles, account),
    ...representationNeeds(state.peek(accountFiles, account)?.holders ?? []),
    ...sideNeeds(state, account),
    ...(agreement === null ? [] : [need(dues, agreement)]),
    ...chargeNeeds(state, account),
  ]
}
