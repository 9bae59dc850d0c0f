/**
 * The catalogue of provisions: what the engine knows how to carry out. Clauses of packs bind to these keys and give the parameters;
 * code never names a clause. A key says its feature, then what is ruled.
 */
import { type Static, type TObject, type TProperties, Type } from 'typebox'
import { currencyCode, moneyText, oneOf } from '../kernel/wire.ts'
import { period, timeOfDay, yearRow } from './parameters.ts'

export type Provision<P extends TProperties = TProperties> = {
  /** One sentence: what the engine does when this provision binds. */
  readonly sentence: string
  readonly parameters: TObject<P>
}

const provision = <const P extends TProperties>(sentence: string, parameters: P): Provision<P> => ({
  sentence,
  parameters: Type.Object(parameters, { additionalProperties: false }),
})

/** Amounts in minor units, by currency; a currency that is left out has none. */
const amounts = Type.Record(Type.String({ pattern: '^[A-Z]{3}$' }), Type.String({ pattern: '^(0|[1-9][0-9]{0,14})$' }))
/** Where a day that is no business day moves to; see `adjust` of kernel/calendar.ts. */
const convention = Type.Union([
  Type.Literal('following'),
  Type.Literal('modified-following'),
  Type.Literal('preceding'),
])
/** How often a payment is tried in all, on consecutive business days. */
const tries = Type.Integer({ minimum: 1, maximum: 30 })
/** An entity of the group, also one that is no entity of the institution, and its calendar. */
const groupEntity = Type.Object(
  {
    entity: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    calendar: Type.Enum(['LV', 'EE', 'LT', 'CZ', 'TARGET']),
  },
  { additionalProperties: false },
)
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

  // Claims and payment reports
  'claim.time-limit': provision(
    'An error is claimed in writing, at the latest so long after the entry could be known.',
    { within: period },
  ),
  'claim.late': provision('A late claim may be rejected or declined: the entry then counts as uncontested.', {}),
  'claim.answer': provision('A claim is answered in writing, in the language of the claim.', { within: period }),
  'claim.holding-reply': provision(
    'Where the answer takes longer for outside reasons, a holding reply says why, in time; the answer follows at the latest so long after the claim.',
    { within: period, answer: period },
  ),
  'claim.reminder': provision('Staff are reminded of an answer so long before it is due.', { before: period }),
  'payment-report.routing': provision(
    'Loss or theft of an instrument and payments gone wrong are reported under the payment rules.',
    {},
  ),
  'payment-report.receiving': provision('Such a report is received at any hour and in any form.', {}),
  'payment-report.time-limit': provision(
    "A consumer's payment is put right if it is reported at the latest so long after the debit.",
    { within: period },
  ),
  'payment-report.refund': provision('An unauthorised payment is given back within this time of the report.', {
    within: period,
  }),

  // Statements
  'statement.form': provision('Transactions are shown in an account statement, in a form of the institution.', {
    formats: words,
  }),
  'statement.digital': provision(
    'Statements are there in digital channels, and from then on their content counts as known.',
    {},
  ),
  'statement.monthly': provision(
    'A consumer without digital channels gets the statement of the month before, once a month, free, where they asked; collected or not.',
    {},
  ),
  'statement.on-request': provision('Other statements are issued on request, for the fee of the price list.', {}),
  'statement.other-delivery': provision('Another delivery may be offered, and ended after notice.', {
    ways: Type.Array(Type.Union([Type.Literal('post'), Type.Literal('e-mail')]), { minItems: 1, uniqueItems: true }),
    notice: period,
  }),
  'statement.checking': provision('The customer reads statements in every period, and is reminded of it.', {
    every: period,
    remindBefore: period,
  }),
  'statement.after-closing': provision('Statements of a closed account are to be had at the institution only.', {}),
  'statement.history': provision(
    'The customer sees entries of this time back, in the forms of the institution; older ones are for staff.',
    {
      back: period,
    },
  ),

  // Personal data
  'privacy.gate': provision('Personal data are read only for a purpose and a ground.', {}),
  'privacy.purpose': provision('Personal data serve only purposes that the register names, each with its basis.', {}),
  'privacy.interest': provision('What rests on a legitimate interest needs its entry and its balancing test.', {}),
  'privacy.minimum': provision('A purpose takes only the categories that it lists.', {}),
  'privacy.access': provision('A role reads only what its work needs.', {}),
  'privacy.condition': provision('Data with a condition of their own are used only when it is met.', {}),
  'privacy.pseudonyms': provision('Where a purpose can do with pseudonyms, it is not told whose the data are.', {}),
  'fact.source': provision('Every datum is recorded with its source, which its category must name.', {}),
  'dealer.compensation': provision(
    'Under an agreement with a seller of cars, the gap between market and campaign rate is calculated, on this interest of the register.',
    { interest: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }), yearDays: Type.Enum([360, 365]) },
  ),
  'fact.given': provision('Each category says whether it must be given, and what follows when it is not.', {}),
  'recording.announced': provision(
    'A conversation is recorded only after that was announced; whoever refuses is served in another way.',
    { otherwise: Type.String({ pattern: '^[a-z][a-z-]{0,39}$', description: 'How they are served then' }) },
  ),
  'fact.minors': provision("A minor's data are recorded only from the minor who uses a service, or from a parent.", {
    by: Type.Array(oneOf(['minor', 'parent', 'other'] as const, 'Who gives the data'), { minItems: 1 }),
  }),
  'fact.others': provision(
    'Whoever gives data about somebody else declares that the person knows; the institution tells the person in time.',
    { noticeAtLatest: period },
  ),
  'fact.combination': provision('What is put together from several data lists them with their sources.', {}),
  'fact.screening': provision('Free text found to hold sensitive data is fenced.', {}),
  'retention.need': provision(
    'A datum stays as long as a ground of the register keeps it, and goes when the last one ends.',
    {},
  ),
  'retention.earlier': provision('Data from before a document took effect are kept and erased by it too.', {}),
  'retention.hold': provision('Nothing of a person is erased while a case needs it.', {}),
  'privacy.confidentiality': provision('Staff undertake confidentiality before they read anything personal.', {}),
  'privacy.restriction': provision('Restricted data are stored and not used otherwise.', {}),
  'privacy.objection': provision(
    'Use for an interest stops while an objection is weighed, and after it is upheld.',
    {},
  ),
  'privacy.prohibition': provision('A purpose that the person forbids ends, without reasons asked.', {}),
  'privacy.stop': provision('Processing that the person demands to end, ends unless law or contract carries it.', {}),
  'marketing.refusal': provision('A refusal of offers ends them at once, on every channel.', {}),
  'consent.needed': provision('What rests on consent alone needs one that stands.', {}),
  'privacy.controller.shown': provision(
    'Who is responsible, and how to reach them, is told wherever data are collected.',
    {},
  ),
  'privacy.notice.published': provision(
    'What is done with personal data is told to everyone, out of the register.',
    {},
  ),
  'privacy.retention.published': provision('Terms of retention are published out of the rules that erase.', {}),
  'privacy.interests.published': provision('Legitimate interests are published, each version of the list.', {}),
  'privacy.processors.published': provision('Who processes data for the institution is published.', {}),
  'privacy.processors.listed': provision('The list of processors is brought up to date in time after a change.', {
    within: period,
  }),
  'privacy.decisions.published': provision('Automated decisions and profiling are described out of the register.', {}),
  'privacy.records': provision('A record of processing names each controller, purpose and term.', {}),

  // What persons allow, refuse, and object to
  'consent.giving': provision('Consent is given in these ways, for what rests on it, with its wording shown.', {
    ways: words,
  }),
  'consent.record': provision('Consent is kept with wording, time and evidence: it can be told again in writing.', {}),
  'consent.explicit': provision('What needs express consent takes no other, and another way is offered.', {
    alternatives: words,
  }),
  'consent.withdrawal': provision('Consent ends in each of these ways, as easily as it was given.', { ways: words }),
  'consent.past': provision('What was done on a consent before it ended stays lawful, and its record stays.', {}),
  'consent.recall': provision('What rested on a consent alone ends with it; the answer says what stays, and why.', {}),
  'consent.propagation': provision('Other systems confirm a change of what a person allows within the period.', {
    within: period,
    /** Whose own systems are told, each with the calendar in which its period runs; the institution's entities when left out. */
    group: Type.Optional(Type.Array(groupEntity, { minItems: 1 })),
  }),
  'notice.acceptance': provision(
    'That a document was accepted or shown is kept with its version, and is no consent.',
    {},
  ),
  'marketing.sending': provision('Each offer passes the gate for its channel, which is one of these.', {
    channels: words,
  }),
  'marketing.consent-channels': provision('Offers over these channels need a consent that covers the channel.', {
    channels: words,
    /** Of services like those that a customer has: whether they need it, too, or the interest is enough. */
    ownOffers: Type.Enum(['consent', 'interest']),
  }),
  'marketing.channel': provision(
    'Offers go over the chosen channel alone, and over none or any before one is chosen.',
    {
      unchosen: Type.Enum(['none', 'any']),
      ways: words,
    },
  ),
  'marketing.unsubscribe': provision('Each offer by e-mail carries a link that ends them without signing in.', {}),
  'message.service': provision('Messages that are no offers go out for this purpose, whatever offers were refused.', {
    purpose: Type.String({ minLength: 1 }),
  }),
  'privacy.third-party-stop': provision(
    'Data of a third party that came without consent are used no longer when the person wants so.',
    {},
  ),
  'objection.answer': provision('An objection is answered in writing within the period.', { within: period }),
  'restriction.lifting': provision('A restriction is lifted only after the person was told.', {}),

  // Handing data over, and losing them
  'disclosure.listed': provision(
    'Data go only to recipients that the register lists, for the purposes, on the bases and with the categories listed there.',
    {},
  ),
  'disclosure.record': provision('Each disclosure is recorded for every person concerned, and can be told again.', {}),
  'disclosure.withheld': provision('Categories that the register marks so go to nobody.', {}),
  'disclosure.undertakings': provision(
    'Who works for the institution or must keep secrecy gets data only while agreement, guarantees and secrecy stand.',
    {},
  ),
  'request.receipt': provision(
    'A request that came to a processor counts as received on the day on which the processor got it.',
    {},
  ),
  'request.answer': provision('A request of a person about their data is answered within the period.', {
    within: period,
  }),
  'disclosure.transfers': provision(
    'Data leave the European Economic Area, access from outside included, only by a transfer with ground and safeguard.',
    {},
  ),
  'authority-enquiry.named': provision('An enquiry of an authority names the act, the case and the extent.', {}),
  'authority-enquiry.answer': provision('Authorities get what they asked for in a case that law provides for.', {}),
  'authority-enquiry.secrecy': provision('Where law forbids it, persons are not told of an enquiry.', {}),
  'database-enquiry.shown': provision('What a database returned about a person, the person sees at once and free.', {}),
  'debt-report.overdue': provision(
    'A debt is reported to a register of debts only when it is late by more than these days.',
    { moreThanDays: Type.Integer({ minimum: 1, maximum: 3650 }) },
  ),
  'debt-report.announcement': provision('The debtor is told before a debt is reported, and may object.', {
    objectionWithin: Type.Optional(period),
  }),
  'debt-report.settlement': provision('What was reported is withdrawn, or marked, when the debt is paid.', {}),
  'assignment.creditor': provision(
    'When a claim is assigned, the debtor is told, the creditor changes, and its data go along.',
    {},
  ),
  'breach.register': provision('Every breach of personal data is recorded with its facts, effects and remedies.', {}),
  'breach.authority': provision('A breach that may put people at risk is reported to the authority in time.', {
    withinHours: Type.Integer({ minimum: 1, maximum: 720 }),
  }),
  'breach.subjects': provision('People whom a breach puts at high risk are told of it.', {}),

  // Operations
  'security.restore': provision(
    'Data and access to them can be restored: a drill restores a backup and verifies it.',
    {},
  ),
  'security.drill': provision('The drill is repeated within the period, and leaves a record.', { every: period }),
  'business-date.cut-over': provision('Each entity has a business date, which moves on at a time and never back.', {
    at: timeOfDay,
    ahead: period,
  }),
  'business-date.close': provision('Each day that was left behind is closed once, in the order of days.', {}),

  // Payments
  'payment.order': provision('An order is carried out when it names accounts, amount and currency that fit.', {}),
  'payment.incoming': provision('Incoming money is credited to the account whose number it names.', {}),
  'payment.unknown-number': provision('Incoming money that names no open account is returned.', {}),
  'payment.hold': provision('Money may be held for a payment until it is captured, released or expires.', {
    expiresAfter: period,
  }),
  'payment.scheduled-order': provision('An order for a later day is kept and carried out when that day is closed.', {
    within: period,
    convention,
    tries,
  }),
  'payment.standing-order': provision('A standing order pays by its schedule, every week or every month.', {
    within: period,
    convention,
    tries,
  }),
  'payment.order-cancellation': provision('An order for a later day can be cancelled so long before its day.', {
    before: period,
  }),
  'payment.file': provision('Orders may come together in a file, each of which is decided for itself.', {
    formats: words,
    transactions: Type.Integer({ minimum: 1, maximum: 100_000 }),
  }),
  'payment.batch': provision('Payments that are ordered together may be one entry, of which each is kept.', {}),
  'payment.network': provision('Payments to other institutions travel through the payment network.', {
    currencies: Type.Array(currencyCode, { minItems: 1, uniqueItems: true }),
  }),
  'payment.network-return': provision('What the network rejects or sends back is credited to the payer again.', {}),
  'payment.return-unclaimed': provision(
    'What comes back to a closed account is kept for its holder until staff pay it out.',
    {},
  ),
  'payment.refund': provision(
    "The customer has the debit of a settled payment back by a correction; what the network returns of it is the institution's.",
    {},
  ),
  // Cash by code
  'cash-code.transaction': provision(
    'Cash is paid in or out at a machine of the institution by code, without a card.',
    {},
  ),
  'cash-code.application': provision('A code is applied for, signed, in a location or digitally, with a phone.', {}),
  'cash-code.parts': provision("A code is the customer's digits and the institution's, sent by SMS or shown.", {}),
  'cash-code.executor': provision('Who may be named to pay in or take out cash for a customer.', {}),
  'cash-code.validity': provision('A code works through this many local days, the first that of the application.', {
    days: Type.Integer({ minimum: 1, maximum: 31 }),
  }),
  'cash-code.restricted': provision('No code to take cash out of a restricted account; for deposits as said.', {
    deposits: Type.Union([Type.Literal('accept'), Type.Literal('refuse')]),
  }),
  'cash-code.limits': provision('Published limits hold for codes unless the parties agree on others.', {}),
  'cash-code.price-list-limits': provision('The limits of the price list for cash by code.', {
    perTransaction: amounts,
    perDay: amounts,
  }),
  'digital-channel.limits': provision('The payment limit and the daily limit of the digital channel.', {
    payment: amounts,
    daily: amounts,
  }),
  'cash-code.secrecy': provision('Chosen digits are hard to guess, and the code is kept secret.', {}),
  'cash-code.person': provision('Only the one person whom the application names may use the code.', {}),
  'cash-code.revocation': provision('The customer revokes a code on its day while it is not used up.', {}),
  'cash-code.block': provision('A code may be blocked without notice.', {}),
  'cash-code.application.decline': provision(
    'An application without cover for its fee, or over a limit, may be declined.',
    {},
  ),
  'cash-code.use.refuse': provision('A transaction by code may be refused in the listed cases.', {}),
  'cash-code.use.code': provision('A wrong code is such a case.', {}),
  'cash-code.use.details': provision('Details that differ from the application are such a case.', {}),
  'cash-code.use.restricted': provision('A restricted account is such a case.', {}),
  'cash-code.use.cover': provision('A withdrawal without cover for amount and fee is such a case.', {}),
  'cash-code.reports': provision(
    'What happens to a code as a payment instrument is reported under the payment rules.',
    {},
  ),
  'cash-code.digits': provision('How many digits each part of a code has.', {
    chosen: Type.Integer({ minimum: 4, maximum: 12 }),
    assigned: Type.Integer({ minimum: 4, maximum: 12 }),
  }),
  'cash-code.tries': provision('After so many wrong entries a code is blocked.', {
    maximum: Type.Integer({ minimum: 1, maximum: 20 }),
  }),
  'cash-code.sms-only': provision("Above these amounts the institution's part goes out by SMS alone.", {
    above: amounts,
  }),

  'cash.at-till': provision('Cash is paid in and out at a till that holds it.', {}),
  'price-list.fee': provision('Fees are those of the price list.', {}),
  'fee.legal-person': provision('A legal person is charged what the price list has for legal persons alone.', {}),
  'fee.special': provision(
    'A special or raised fee on one of these grounds, recorded and shown to the customer before it is charged.',
    { grounds: words },
  ),
  'fee.annual': provision('A fee of a percentage a year counts the days that passed over the days of the year.', {}),
  'fee.annual.year-360': provision('For which debited accounts and fees the year has 360 days.', {
    rows: Type.Array(yearRow, { minItems: 1 }),
  }),
  'fee.annual.year-365': provision('For which debited accounts and fees the year has 365 days.', {
    rows: Type.Array(yearRow, { minItems: 1 }),
  }),
  'fee.due-first': provision('What is due to the institution is debited before orders received later.', {}),
  'fee.chosen-account': provision(
    'The customer may choose the account that fees are taken from; the offer ends after notice.',
    { notice: period },
  ),
  'loss.compensation': provision('A recorded loss is compensated by the customer from its day on.', {}),
  'penalty.contractual': provision(
    'A penalty that was paid leaves the obligation open and is not credited against a loss.',
    {},
  ),
  'excess.charges': provision(
    'Each calendar day that ends in excess costs what the price list says, each charge apart, on what must be paid in.',
    {},
  ),

  // Interest on balances
  'interest.credit': provision('Interest is credited to the account.', {}),
  'interest.rate': provision('Interest is paid on a balance where the price list sets a rate.', {}),
  'interest.accrual': provision('It accrues for each calendar day whose end-of-day balance reaches the minimum.', {}),
  'interest.change': provision('Rate and minimum hold from the day of their version on, whatever was bound.', {}),
  'interest.day-count': provision('The year has a fixed length, by the number that the account has on each day.', {}),
  'interest.year-360': provision('For which accounts the year of interest has 360 days.', {
    rows: Type.Array(yearRow, { minItems: 1 }),
  }),
  'interest.year-365': provision('For which accounts the year of interest has 365 days.', {
    rows: Type.Array(yearRow, { minItems: 1 }),
  }),
  'interest.schedule': provision('Interest is credited through the last day of every such part of the year.', {
    every: period,
  }),
  'interest.tax': provision('This percentage of interest is withheld as tax from these customers.', {
    percent: Type.String({ pattern: '^(0|[1-9][0-9]?)(\\.[0-9]{1,6})?$', description: 'Percent, in quotes' }),
    customers: Type.Array(Type.Union([Type.Literal('natural'), Type.Literal('legal')]), {
      minItems: 1,
      uniqueItems: true,
    }),
  }),
} as const satisfies Record<string, Provision>

export type ProvisionKey = keyof typeof provisions
export type ParametersOf<K extends ProvisionKey> = Static<(typeof provisions)[K]['parameters']>

export const isProvisionKey = (key: string): key is ProvisionKey => Object.hasOwn(provisions, key)
