/**
 * The catalogue of provisions: what the engine knows how to carry out. Clauses of packs bind to these keys and give the parameters;
 * code never names a clause. A key says its feature, then what is ruled.
 */
import { type Static, type TObject, type TProperties, Type } from 'typebox'
import { currencyCode, moneyText } from '../kernel/wire.ts'
import { period } from './parameters.ts'

export type Provision<P extends TProperties = TProperties> = {
  /** One sentence: what the engine does when this provision binds. */
  readonly sentence: string
  readonly parameters: TObject<P>
}

const provision = <const P extends TProperties>(sentence: string, parameters: P): Provision<P> => ({
  sentence,
  parameters: Type.Object(parameters, { additionalProperties: false }),
})

const words = Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true })

export const provisions = {
  // How documents stand to each other
  'documents.aliases': provision('References to terms of account maintenance under these names mean this document.', {
    names: words,
  }),
  'documents.service-terms': provision(
    'Service terms decide on services that this document does not describe, and where one of the named clauses hands over to them.',
    { handsOver: words },
  ),
  'documents.general-terms': provision(
    'What this document leaves open the general terms decide; on conflict it wins.',
    {},
  ),
  'documents.publication': provision('Every version is on a public page and prints on request.', {}),

  // Parties and representation
  'party.identity': provision('A party is known by name and code; no two parties have the same code.', {}),
  'representation.document-required': provision(
    'A legal person, and anyone who acts through another, needs an accepted authorisation document first.',
    {},
  ),
  'representation.unserved': provision('Without a sufficient authorisation document the service may be declined.', {}),
  'representation.scope': provision('An authorisation document gives full representation unless it limits itself.', {}),
  'representation.other-limits': provision('Limits in other documents are recorded and need not be checked.', {}),
  'representation.likeness': provision(
    'A document whose signature and seal were recorded as matching the specimen may be relied on.',
    {},
  ),
  'representation.replacement': provision('The customer replaces the authorisation document when asked.', {
    within: period,
    remindEvery: period,
  }),
  'representation.replacement.representative': provision('A change of the representative creates the duty.', {}),
  'representation.replacement.signature': provision('A changed or different signature creates the duty.', {}),
  'representation.replacement.seal': provision('A changed or different seal creates the duty.', {}),
  'representation.replacement.worn': provision('A worn document or specimen creates the duty.', {}),
  'representation.replacement.customer': provision('A changed name or a reorganisation creates the duty.', {}),
  'agreement.new-signature': provision('A new agreement may be demanded in the listed cases.', {}),
  'agreement.new-signature.signature': provision('A signature that differs from the agreement is such a case.', {}),
  'agreement.new-signature.identity': provision('A changed name or identifying datum is such a case.', {}),
  'signature.witnessed': provision(
    'A document may have to be signed before staff, or confirmed by a notary where that is not possible.',
    {},
  ),

  // Agreements and accounts
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
  'account.closing.orders': provision('From receipt of the request to close, orders are no longer accepted.', {}),
  'account.closing.request': provision('The customer may have an account closed at any time, in an accepted channel.', {
    channels: Type.Array(
      Type.Union([Type.Literal('location'), Type.Literal('digital'), Type.Literal('phone'), Type.Literal('post')]),
      { minItems: 1, uniqueItems: true },
    ),
  }),
  'account.correction': provision('Wrong entries are corrected by reversal, even without cover.', {}),

  // Personal data
  'privacy.gate': provision('Personal data are read only for a purpose and a ground.', {}),

  // Operations
  'business-date.cut-over': provision('Each entity has a business date, which moves on and never back.', {}),

  // Payments
  'payment.order': provision('An order is carried out when it names accounts, amount and currency that fit.', {}),
  'payment.incoming': provision('Incoming money is credited to the account whose number it names.', {}),
  'payment.unknown-number': provision('Incoming money that names no open account is returned.', {}),
  'payment.hold': provision('Money may be held for a payment until it is captured, released or expires.', {
    expiresAfter: period,
  }),
  'cash.at-till': provision('Cash is paid in and out at a till that holds it.', {}),
  'price-list.fee': provision('Fees are those of the price list.', {}),
  'interest.credit': provision('Interest is credited to the account.', {}),
} as const satisfies Record<string, Provision>

export type ProvisionKey = keyof typeof provisions
export type ParametersOf<K extends ProvisionKey> = Static<(typeof provisions)[K]['parameters']>

export const isProvisionKey = (key: string): key is ProvisionKey => Object.hasOwn(provisions, key)
