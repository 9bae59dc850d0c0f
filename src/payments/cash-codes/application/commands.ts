/** The command by which a customer applies for a cash code. */
import { type Static, Type } from 'typebox'
import type { AccountId, PartyId } from '../../../kernel/ids.ts'
import { type Need, need, type StateReader } from '../../../kernel/state.ts'
import { idOf, idText, moneyText, oneOf, payload } from '../../../kernel/wire.ts'
import { parties, partyByCode } from '../../../parties/rules.ts'
import { dues } from '../../../pricing/dues/rules.ts'
import { feeOf } from '../../../pricing/fees/rules.ts'
import type { DetailId } from '../../../privacy/kept/rules.ts'
import type { Command, CommandKind } from '../../../storage/command.ts'
import { feeIncome, feeNeeds } from '../../fees/charging.ts'
import { amountOf } from '../../payload.ts'
import { termsOf } from '../../sides.ts'
import { aboutCodesOf, checkAsker, customersOf, filerOf, todayOf } from '../affairs.ts'
import { type Weakness, weaknesses } from '../guessing/rules.ts'
import { agreedLimits, cashCodeDays } from '../limits/rules.ts'
import {
  applicationChannels,
  type CashCodeId,
  cashCodes,
  cashCodesOf,
  deliveries,
  directions,
  isOver,
} from '../rules.ts'
import { boundTo } from '../secret.ts'
import { decideApplication } from './rules.ts'

export const applicationPayload = {
  account: idText,
  direction: oneOf(directions, 'Cash out of the account, or into it'),
  amount: moneyText,
  channel: oneOf(applicationChannels, 'Where the application is handed in'),
  signed: Type.Boolean({ description: 'Signed before staff, or approved in the digital channel' }),
  acknowledged: Type.Boolean({ description: 'The duties to keep the code secret were acknowledged' }),
  delivery: oneOf(deliveries, 'How the digits of the institution are told; shown only in a digital channel'),
  orderedBy: Type.Optional(Type.String({ ...idText, description: 'At a location: who hands it in' })),
}

const applyPayload = payload({
  ...applicationPayload,
  phoneNamed: Type.Boolean(),
  chosenLength: Type.Integer({ minimum: 1, maximum: 12 }),
  weak: Type.Array(oneOf<Weakness>(weaknesses, 'Why the chosen digits are easily guessed'), { uniqueItems: true }),
})
type Apply = Static<typeof applyPayload>

/**
 * Detail 0: the phone. Blinds: `code`, of the personal code of the one who may use the code; `chosen`, of the digits. Refuses, in this order:
 * unknown account; whoever asks may not act for its holders; then as `decideApplication`. Facts: `code`, `validUntil`, `delivery`, `fee`.
 */
export const applyForCode: CommandKind<Apply> = aboutCodesOf({
  kind: 'cash-code.apply',
  summary: 'Applies for a code to pay in or take out cash at a machine without a card',
  payload: applyPayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator', 'system'],
  provision: 'cash-code.application',
  needs: (command, state) => [
    need(agreedLimits, idOf<AccountId>(command.payload.account)),
    ...feeNeeds(state, command.payload.amount.currency),
    ...personNeeds(command, state),
  ],
  decide: (account, { actor, payload: asked, blinds }, context, state) => {
    const terms = termsOf(state, account, context)
    const { amountMinor, currency } = amountOf(asked.amount)
    const asking = { actor, orderedBy: asked.orderedBy, amount: { appliedMinor: amountMinor, currency } }
    const refusal = checkAsker(state, account, asking, context.businessDate, terms)
    if (refusal !== undefined) return refusal
    const customers = customersOf(state, account)
    const about = { currency, customer: customers[0]?.party.kind, channel: asked.channel, product: account.product }
    const fee = feeOf(terms, 'cash-code.application', about)
    const person = state.get(partyByCode, blinds?.['code'] ?? '')
    const code = context.nextId<CashCodeId>()
    const today = todayOf(context)
    return decideApplication(
      {
        code,
        account,
        customers,
        direction: asked.direction,
        amountMinor,
        currency,
        channel: asked.channel,
        takenByStaff: actor.party === undefined,
        filedBy: filerOf(actor, asked.orderedBy, customers),
        signed: asked.signed,
        phone: asked.phoneNamed ? context.nextId<DetailId>() : null,
        person: person === undefined ? undefined : state.get(parties, person),
        acknowledged: asked.acknowledged,
        chosenLength: asked.chosenLength,
        weak: asked.weak,
        chosen: boundTo(code, blinds?.['chosen'] ?? ''),
        delivery: asked.delivery,
        charged:
          fee === undefined || account.currency !== currency
            ? undefined
            : { fee, income: feeIncome(state, currency), payers: [account] },
        dues: account.agreement === null ? undefined : state.get(dues, account.agreement),
        nextId: context.nextId,
        agreed: state.get(agreedLimits, account.account),
        day: state.get(cashCodeDays, account.account),
        others: person === undefined ? [] : stillOf(state, person, today),
        today,
        timeZone: context.entity.timeZone,
        bookingDate: context.businessDate,
      },
      terms,
    )
  },
})

function personNeeds({ blinds }: Command, state: StateReader): readonly Need[] {
  const code = blinds?.['code'] ?? ''
  const person = state.peek(partyByCode, code)
  if (person === undefined) return [need(partyByCode, code)]
  const codes = state.peek(cashCodesOf, person) ?? []
  return [
    need(partyByCode, code),
    need(parties, person),
    need(cashCodesOf, person),
    ...codes.map((one) => need(cashCodes, one)),
  ]
}

/** The person's codes whose day is not over, also those that ended before it was: those are told as such. Older ones are forgotten here. */
const stillOf = (state: StateReader, person: PartyId, today: Temporal.PlainDate): readonly CashCodeId[] =>
  (state.get(cashCodesOf, person) ?? []).filter((one) => {
    const code = state.get(cashCodes, one)
    return code !== undefined && !isOver(code, today)
  })
