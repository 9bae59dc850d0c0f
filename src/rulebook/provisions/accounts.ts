/** Agreements and accounts: from the first one to closing, restrictions, seizures and cards. */
import { Type } from 'typebox'
import { currencyCode, moneyText } from '../../kernel/wire.ts'
import { period, words } from '../parameters.ts'
import { provision } from './provision.ts'

export const accountProvisions = {
  'agreement.first-account': provision('Opening the first account concludes the agreement and binds the documents.', {
    binds: words,
  }),
  'overdraft.agreement': provision('A permitted limit exists only by a separate agreement.', {}),
  'account.currency': provision('An account holds one currency from the offered list.', {
    currencies: Type.Array(currencyCode, { minItems: 1, uniqueItems: true }),
  }),
  'account.opening': provision('An account is opened at the request of the customer, in an accepted channel.', {
    channels: Type.Array(Type.Union([Type.Literal('location'), Type.Literal('digital')]), {
      minItems: 1,
      uniqueItems: true,
    }),
  }),
  'account.activation': provision('An opened account is activated once every requested document was approved.', {
    within: period,
    incoming: Type.Union([Type.Literal('accept'), Type.Literal('refuse')]),
  }),
  'account.unexplained-refusal': provision('Opening or activation may be refused without telling why.', {}),
  'account.number': provision('Each account has its own number, which may be changed after notice.', {
    notice: period,
  }),
  'basic-account.opening': provision('A basic account is opened for an eligible consumer.', {}),
  'basic-account.refusal': provision(
    'A basic account is refused only on a statutory ground and in the statutory way.',
    {},
  ),
  'basic-account.eligibility': provision('Who may have a basic account, what it offers and what it may cost.', {
    residences: words,
    services: words,
    decideWithin: period,
    feeCap: moneyText,
    grounds: words,
    undisclosedGrounds: words,
    complaintRoutes: words,
  }),
  'segregated-account.regime': provision('Money of third parties is kept under the regime of the special subject.', {
    regimes: Type.Record(
      Type.String(),
      Type.Array(
        Type.Union([Type.Literal('own-debts'), Type.Literal('set-off'), Type.Literal('seizure'), Type.Literal('fees')]),
        { uniqueItems: true },
      ),
    ),
  }),
  'account.spendable': provision('Only freely available money can be spent.', {}),
  'account.cure': provision('A negative balance or an exceeded limit is owed at once.', {}),
  'debit.without-consent': provision(
    'Debits with a ground in law or agreement go through without consent and cover.',
    {},
  ),
  'account.restricted': provision('A restriction suspends transactions wholly or in part.', {}),
  'seizure.execution': provision(
    'What an order of seizure or recovery asks for is kept back, gathered and paid out, and nothing beyond it.',
    {},
  ),
  'seizure.protected-sum': provision('This much of the money of natural persons stays free of orders.', {
    stays: moneyText,
  }),
  'seizure.protected-month': provision(
    'An order may leave a sum in each calendar month in its place, which is there anew on the first day.',
    {},
  ),
  'seizure.payment': provision('Two members of staff see to a payment for an order of recovery.', {}),
  'card.link': provision('A payment card is linked to one account and draws on its free money.', {}),
  'card.activation': provision('A card works once it was activated.', {}),
  'card.blocking': provision('A card that is blocked or unlinked works no more.', {}),
  'card.limits': provision(
    'An account with a linked card may be limited to that card, and to the time after its activation.',
    {},
  ),
  'account.closing.orders': provision('From receipt of the request to close, orders are no longer accepted.', {}),
  'account.closing.request': provision('The customer may have an account closed at any time, in an accepted channel.', {
    channels: Type.Array(
      Type.Union([Type.Literal('location'), Type.Literal('digital'), Type.Literal('phone'), Type.Literal('post')]),
      { minItems: 1, uniqueItems: true },
    ),
  }),
  'account.closing.obligations': provision('While what comes from using an account is owed, it may stay open.', {}),
  'account.closing.rest': provision(
    'Before an account is closed only what is due for it is debited, and the rest is paid out.',
    {},
  ),
  'account.closing.interest': provision('An account that is closed is credited the interest up to that day.', {}),
  'account.correction': provision('Wrong entries are corrected by reversal, even without cover.', {}),
} as const
