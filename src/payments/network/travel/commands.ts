/** Commands about payments that travel through the network: sent by customers, answered by the exchange with it. */
import { type Static, Type } from 'typebox'
import { type Need, need, type StateReader } from '../../../kernel/state.ts'
import { idOf, idText, moneyText, payload } from '../../../kernel/wire.ts'
import { type Account, accounts } from '../../../ledger/rules.ts'
import type { CommandKind, Context } from '../../../storage/command.ts'
import { commandsAbout } from '../../../storage/record-command.ts'
import { chargeFor, chargeNeeds } from '../../fees/charging.ts'
import { payerOf } from '../../paying.ts'
import { ordering } from '../../payload.ts'
import { payerNeeds, sideNeeds, sideOf, termsOf } from '../../sides.ts'
import { ownAccountFor, ownNeeds } from '../own.ts'
import {
  type Answering,
  checkSent,
  decideReturn,
  decideSend,
  decideSettle,
  type NetworkPayment,
  type NetworkPaymentId,
  networkPayments,
} from '../rules.ts'

const sendPayload = payload({ from: idText, amount: moneyText, ...ordering })

/**
 * Detail 0 is the payer's: name and number of the payee, remittance, end-to-end reference. Refuses as every order; then as `decideSend`.
 */
export const sendPayment: CommandKind<Static<typeof sendPayload>> = {
  kind: 'payment.send',
  summary: 'Sends money to another institution through the payment network',
  payload: sendPayload,
  purpose: 'payment',
  roles: ['customer', 'representative', 'teller', 'operator', 'system'],
  needs: ({ payload: { from, amount } }, state) => [
    ...payerNeeds(state, idOf(from)),
    ...ownNeeds(state, 'transit', amount.currency),
    ...chargeNeeds(state, idOf(from)),
  ],
  decide: (state, command, context) => {
    const { payer, refusal } = payerOf(state, command, context, 'payments')
    if (refusal !== undefined) return refusal
    // Before the accounts are asked: where the network takes no such currency, there may be no transit account in it.
    const refused = checkSent(payer.currency, payer.from.terms)
    if (refused !== undefined) return refused
    return decideSend(
      {
        ...payer,
        to: sideOf(state, ownAccountFor(state, 'transit', payer.currency), context),
        nature: 'outgoing',
        settledBy: ['account.spendable', 'payment.order'],
        charge: chargeFor(state, 'payment.outgoing', payer.from.account, payer.amountMinor, command.actor, context),
      },
      context.nextId<NetworkPaymentId>(),
    )
  },
}

const aboutPayment = commandsAbout<{ readonly payment: string }, Travelling>({
  unknown: 'payment-unknown',
  told: ({ payment }) => ({ payment }),
  needs: ({ payment }, state) => travelNeeds(state, payment),
  find: ({ payment }, state, context) => travelling(state, payment, context),
})

const settlePayload = payload({ payment: idText })

/** Refuses an unknown payment; then as `decideSettle`. */
export const settlePayment: CommandKind<Static<typeof settlePayload>> = aboutPayment({
  kind: 'payment.settle',
  summary: 'Books that the payment network has settled a payment',
  payload: settlePayload,
  purpose: 'payment',
  roles: ['operator', 'system'],
  provision: 'payment.network',
  decide: (found, _command, context) => decideSettle({ ...found, terms: context.terms() }),
})

const returnPayload = payload({
  payment: idText,
  reason: Type.String({ pattern: '^[A-Z]{2}[A-Z0-9]{2}$', description: 'Why, as a code of ISO 20022 such as AC04' }),
})

/** Refuses an unknown payment; then as `decideReturn`. */
export const returnPayment: CommandKind<Static<typeof returnPayload>> = aboutPayment({
  kind: 'payment.return',
  summary: 'Gives a payment back to the payer that the network rejected, or another institution returned',
  payload: returnPayload,
  purpose: 'payment',
  roles: ['operator', 'system'],
  provision: 'payment.network-return',
  decide: (found, { payload }, context, state) => {
    const { customer } = found
    return decideReturn(found, { account: customer, terms: termsOf(state, customer, context) }, payload.reason)
  },
})

function travelNeeds(state: StateReader, id: string): readonly Need[] {
  const payment = idOf<NetworkPaymentId>(id)
  const found = state.peek(networkPayments, payment)
  if (found === undefined) return [need(networkPayments, payment)]
  return [
    need(networkPayments, payment),
    ...sideNeeds(state, found.account),
    ...ownNeeds(state, 'transit', found.currency),
    ...ownNeeds(state, 'nostro', found.currency),
  ]
}

type Travelling = Omit<Answering, 'terms'> & { readonly customer: Account }

function travelling(state: StateReader, id: string, { businessDate }: Context): Travelling | undefined {
  const payment: NetworkPayment | undefined = state.get(networkPayments, idOf<NetworkPaymentId>(id))
  const customer = payment && state.get(accounts, payment.account)
  if (payment === undefined || customer === undefined) return undefined
  return {
    payment,
    customer,
    transit: ownAccountFor(state, 'transit', payment.currency),
    nostro: ownAccountFor(state, 'nostro', payment.currency),
    on: businessDate,
  }
}
