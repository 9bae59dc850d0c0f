/** Opening an account: in an offered currency, at the holders' request, under the agreement that it concludes or joins. */
import { calendarOf } from '../../kernel/calendar.ts'
import { accept, type Cited, type Decision, type Facts, type Refused, refuse, together } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { AccountId, AgreementId, PartyId } from '../../kernel/ids.ts'
import { currency as currencyOf } from '../../kernel/money.ts'
import { create, type Effect, effect } from '../../kernel/state.ts'
import { openAccount } from '../../ledger/rules.ts'
import type { PartyKind } from '../../parties/rules.ts'
import { type Dues, feeDue, owe } from '../../pricing/dues/rules.ts'
import { feeFact, feeOf, waivedFee } from '../../pricing/fees/rules.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type Agreement, agreementKey, agreementOf, agreements, conclude, join } from '../../terms/agreements/rules.ts'
import { type AccountFile, accountFiles, type Channel, type DocumentKind, withRequested } from '../files/rules.ts'
import { allotNumber, giveNumber } from '../numbers/rules.ts'

export const products = ['payment', 'basic', 'segregated'] as const
export type Product = (typeof products)[number]

export type OpeningRequest = {
  /** Fresh id of the account. */
  readonly account: AccountId
  /** All of them registered parties; several become joint holders. */
  readonly holders: readonly PartyId[]
  readonly product: Product
  readonly currency: string
  readonly channel: Channel
  readonly documents: readonly DocumentKind[]
}

/** What opening knows besides the request. */
export type OpeningContext = {
  /** The holders' agreement as it stands, or undefined when they have none yet. */
  readonly agreement: Agreement | undefined
  readonly entity: Entity
  readonly on: Temporal.PlainDate
  readonly nextId: () => number
  /** Those in force that day, and, once there is an agreement, those it binds. */
  readonly terms: Terms
  /** By what the price list goes; nothing is charged without it. */
  readonly charged?: OpeningCharge | undefined
}

/** Whom the opening is charged to, what they owe already, and who decides on entitlements. */
export type OpeningCharge = {
  readonly customer: PartyKind
  readonly dues: Dues | undefined
  readonly staff: string | undefined
}

/**
 * In this order: the channel is not one the institution accepts; the currency is not offered; the holders' agreement is ending, so that
 * nothing can join it any more.
 */
export const openingRefusals = ['channel-not-accepted', 'currency-not-offered', 'agreement-ending'] as const
export type OpeningRefusal = (typeof openingRefusals)[number]

/**
 * Opens an account with a number of its own. The first account of the holders concludes their agreement, which binds the documents in
 * their versions of the day; a later account joins it. An agreement that has ended is followed by a new one.
 */
export function decideOpening(request: OpeningRequest, context: OpeningContext): Decision<Effect, OpeningRefusal> {
  const refused = checkOpening(request, context)
  if (refused !== undefined) return refused
  const { account } = request
  const { on, nextId, terms } = context
  const present = context.agreement?.status === 'ended' ? undefined : context.agreement
  const agreement = join(present ?? conclude(nextId() as AgreementId, request.holders, on, terms), account)
  const { holders } = agreement
  const file = newFile({ ...request, holders }, context)
  const currency = currencyOf(request.currency)
  const holder = holders[0] ?? null
  const opening = {
    kind: 'customer',
    product: request.product,
    currency,
    holder,
    agreement: agreement.agreement,
  } as const
  const fee = openingFee(request, agreement.agreement, context)
  const effects = [
    ...(present === undefined
      ? [
          create(agreements, agreement.agreement, agreement),
          effect(agreementOf, agreementKey(request.holders), agreement.agreement),
        ]
      : [effect(agreements, agreement.agreement, agreement)]),
    openAccount(account, opening, on),
    create(accountFiles, account, file),
    ...file.numbers.map(({ iban }) => giveNumber(iban, account)),
    ...fee.effects,
  ]
  const cited = terms.cite(
    'account.opening',
    'account.currency',
    'agreement.first-account',
    'account.number',
    'account.activation',
  )
  const facts = openingFacts(agreement, file, present === undefined, terms)
  return accept(effects, fee.cited.length === 0 ? cited : together(cited, ...fee.cited), { ...facts, ...fee.facts })
}

/** What the opening costs. An account that was opened just now holds nothing, so the fee is due from its day on (RA-10.4). */
function openingFee(
  { account, product, currency }: OpeningRequest,
  agreement: AgreementId,
  { charged, on, nextId, terms }: OpeningContext,
): { readonly effects: readonly Effect[]; readonly cited: readonly Cited[]; readonly facts: Facts } {
  if (charged === undefined) return { effects: [], cited: [], facts: {} }
  const about = { currency, product, customer: charged.customer }
  const fee = feeOf(terms, 'account.opening', about, undefined, charged)
  if (fee !== undefined) {
    const due = feeDue(nextId(), account, fee, on)
    return {
      effects: owe(charged.dues, agreement, [due]),
      cited: [fee.cited],
      facts: { fee: { ...feeFact(fee), due: String(due.due), dueOn: on.toString() } },
    }
  }
  const waived = waivedFee(terms, 'account.opening', about, charged)
  return { effects: [], cited: waived === undefined ? [] : [waived], facts: {} }
}

/** Why no account could be opened as requested. */
export function checkOpening(
  request: Pick<OpeningRequest, 'channel' | 'currency'>,
  { agreement, terms }: Pick<OpeningContext, 'agreement' | 'terms'>,
): Refused<OpeningRefusal> | undefined {
  const { channels } = terms.parameters('account.opening')
  if (!(channels as readonly string[]).includes(request.channel))
    return refuse('channel-not-accepted', terms.cite('account.opening'), { accepted: channels })
  const { currencies } = terms.parameters('account.currency')
  if (!currencies.includes(request.currency))
    return refuse('currency-not-offered', terms.cite('account.currency'), { offered: currencies })
  if (agreement?.status === 'in-force' && agreement.withdrawnOn !== null)
    return refuse('agreement-ending', terms.cite('account.opening'), { withdrawnOn: agreement.withdrawnOn.toString() })
  return undefined
}

function newFile(request: OpeningRequest, { entity, on, terms }: OpeningContext): AccountFile {
  const { account } = request
  const { within } = terms.parameters('account.activation')
  const file: AccountFile = {
    account,
    holders: request.holders,
    channel: request.channel,
    openedOn: on,
    numbers: [{ iban: allotNumber(entity, account), from: on }],
    numberChange: null,
    documents: [],
    activateBy: addPeriod(on, parsePeriod(within), calendarOf(entity.calendar)),
    activatedOn: null,
    activationRefusedOn: null,
    closingRequestedOn: null,
    closedOn: null,
  }
  return withRequested(file, request.documents, on)
}

const openingFacts = (agreement: Agreement, file: AccountFile, concluded: boolean, terms: Terms): Facts => ({
  account: String(file.account),
  number: file.numbers[0]?.iban ?? null,
  agreement: String(agreement.agreement),
  agreementConcluded: concluded,
  binds: { ...agreement.binding },
  activateBy: file.activateBy.toString(),
  incomingUntilActive: terms.parameters('account.activation').incoming,
  documents: file.documents.map(({ document, kind }) => ({ document, kind })),
})
