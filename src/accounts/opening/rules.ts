/** Opening an account: in an offered currency, at the holders' request, under the agreement that it concludes or joins. */
import { accept, type Decision, type Facts, refuse, together } from '../../kernel/decision.ts'
import { calendarOf } from '../../kernel/calendar.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { AccountId, AgreementId, PartyId } from '../../kernel/ids.ts'
import { currency as currencyOf } from '../../kernel/money.ts'
import { create, type Effect, effect } from '../../kernel/state.ts'
import { openAccount } from '../../ledger/rules.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'
import {
  type Agreement,
  agreementKey,
  agreementOf,
  agreements,
  conclude,
  join,
} from '../../terms/agreements/rules.ts'
import { type AccountFile, accountFiles, type Channel, type DocumentKind, withRequested } from '../files/rules.ts'
import { allotNumber, giveNumber } from '../numbers/rules.ts'

export const products = ['payment', 'basic', 'segregated'] as const
export type Product = (typeof products)[number]

export type OpeningRequest = {
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
  readonly nextId: <Id extends number>() => Id
  /** Those in force that day, and, once there is an agreement, those it binds. */
  readonly terms: Terms
}

/**
 * In this order: the channel is not one the institution accepts; the currency is not offered; the holders' agreement is ending, so that
 * nothing can join it any more.
 */
export const openingRefusals = ['channel-not-accepted', 'currency-not-offered', 'agreement-ending'] as const
export type OpeningRefusal = (typeof openingRefusals)[number]

/** An opening and the account that came of it. */
export type Opening = Decision<Effect, OpeningRefusal> & { readonly account?: AccountId | undefined }

/**
 * Opens an account with a number of its own. The first account of the holders concludes their agreement, which binds the documents in
 * their versions of the day; a later account joins it. An agreement that has ended is followed by a new one.
 */
export function decideOpening(request: OpeningRequest, context: OpeningContext): Opening {
  const { entity, on, nextId, terms } = context
  const { channels } = terms.parameters('account.opening')
  if (!(channels as readonly string[]).includes(request.channel))
    return refuse('channel-not-accepted', terms.cite('account.opening'), { accepted: channels })
  const { currencies } = terms.parameters('account.currency')
  if (!currencies.includes(request.currency))
    return refuse('currency-not-offered', terms.cite('account.currency'), { offered: currencies })
  const present = context.agreement?.status === 'ended' ? undefined : context.agreement
  if (present !== undefined && present.withdrawnOn !== null)
    return refuse('agreement-ending', terms.cite('account.opening'), { withdrawnOn: present.withdrawnOn.toString() })

  const account = nextId<AccountId>()
  const agreement = join(present ?? conclude(nextId<AgreementId>(), request.holders, on, terms), account)
  const file = newFile(account, request, context)
  const currency = currencyOf(request.currency)
  const holder = request.holders[0] ?? null
  const opening = { kind: 'customer', product: request.product, currency, holder, agreement: agreement.agreement } as const
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
  ]
  const cited = together(
    terms.cite('account.opening'),
    terms.cite('account.currency'),
    terms.cite('agreement.first-account'),
    terms.cite('account.number'),
    terms.cite('account.activation'),
  )
  return { ...accept(effects, cited, openingFacts(agreement, file, present === undefined, terms)), account }
}

function newFile(account: AccountId, request: OpeningRequest, { entity, on, terms }: OpeningContext): AccountFile {
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
