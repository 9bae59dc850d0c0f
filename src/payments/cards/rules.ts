/** Payment cards linked to accounts (card terms), and accounts that are limited to their card (RA-6.6). */
import {
  type AccountRestrictions,
  type Restriction,
  type RestrictionScope,
  restrictionEffects,
} from '../../accounts/restriction/rules.ts'
import { accept, type Decision, type Refused, refuse, together } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { zero } from '../../kernel/money.ts'
import { type Effect, effect, records } from '../../kernel/state.ts'
import type { Account } from '../../ledger/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'

export type AccountCard = {
  readonly card: number
  /** What the card processor knows the card by; its number stands nowhere here. */
  readonly token: string
  readonly lastFour: string
  readonly linkedOn: Temporal.PlainDate
  readonly linkedBy: string
  readonly activatedOn: Temporal.PlainDate | null
  readonly blockedOn: Temporal.PlainDate | null
  readonly unlinkedOn: Temporal.PlainDate | null
}

/** Every card that an account has or had, in the order of linking. */
export type AccountCards = { readonly account: AccountId; readonly cards: readonly AccountCard[] }

export const accountCards = records<AccountId, AccountCards>('account-card')

/** To which account a card was linked last, by its token. */
export type CardToken = { readonly account: AccountId; readonly linked: boolean }

export const cardTokens = records<string, CardToken>('card-token')

/** How an account can be limited: no order without the card; no order until the card is activated. */
export const cardLimits = ['uncarded', 'unactivated'] as const satisfies readonly RestrictionScope[]
export type CardLimit = (typeof cardLimits)[number]

/** An account with what stands on it: its cards and restrictions. */
export type Carded = {
  readonly account: Account
  readonly cards: AccountCards | undefined
  readonly restrictions: AccountRestrictions | undefined
}

type Moment = { readonly by: string; readonly on: Temporal.PlainDate; readonly nextId: () => number }

/** In this order: the account is closed; the card is linked to an account already; a limit is asked for that policy waives. */
export const linkRefusals = ['account-closed', 'card-linked', 'entitlement-waived'] as const
export type LinkRefusal = (typeof linkRefusals)[number]

/**
 * Links a card. Where the institution's policy is to limit every account with a card, both limits are placed; where staff decide, those that
 * they name.
 *
 * @param known where the card is linked by now
 */
export function decideLink(
  carded: Carded,
  known: CardToken | undefined,
  { limits, ...asked }: Pick<AccountCard, 'card' | 'token' | 'lastFour'> & { readonly limits: readonly CardLimit[] },
  moment: Moment,
  terms: Terms,
): Decision<Effect, LinkRefusal> {
  const { account, cards } = carded
  const { by, on } = moment
  const cited = terms.cite('card.link')
  if (account.status === 'closed') return refuse('account-closed', cited)
  if (known?.linked) return refuse('card-linked', cited)
  const policy = terms.policy('card.limits')
  if (policy === 'never' && limits.length > 0) return refuse('entitlement-waived', terms.cite('card.limits'))
  const placed = policy === 'always' ? cardLimits : limits
  const card: AccountCard = {
    ...asked,
    linkedOn: on,
    linkedBy: by,
    activatedOn: null,
    blockedOn: null,
    unlinkedOn: null,
  }
  return accept(
    [
      effect(cardTokens, asked.token, { account: account.account, linked: true }),
      cardsEffect(carded, [...(cards?.cards ?? []), card]),
      ...limitEffects(carded, placed, moment),
    ],
    placed.length === 0 ? cited : together(cited, terms.cite('card.limits')),
    { card: String(card.card), account: String(account.account), limits: placed },
  )
}

/** In this order: the account is closed; policy waives the limits; no card is linked; the account has every limit named. */
export const limitRefusals = ['account-closed', 'entitlement-waived', 'card-unknown', 'card-limited'] as const
export type LimitRefusal = (typeof limitRefusals)[number]

/** Limits an account with a linked card: a named decision of staff. Lifted like every restriction. */
export function decideLimit(
  carded: Carded,
  limits: readonly CardLimit[],
  moment: Moment,
  terms: Terms,
): Decision<Effect, LimitRefusal> {
  const { account, cards } = carded
  const cited = terms.cite('card.limits')
  if (account.status === 'closed') return refuse('account-closed', cited)
  if (terms.policy('card.limits') === 'never') return refuse('entitlement-waived', cited)
  if (!cards?.cards.some(isLinked)) return refuse('card-unknown', terms.cite('card.link'))
  const missing = limits.filter((limit) => !standing(carded).some(({ stops }) => stops === limit))
  if (missing.length === 0) return refuse('card-limited', cited)
  return accept(limitEffects(carded, missing, moment), cited, { account: String(account.account), limits: missing })
}

/** Of every command about one card: there is no such card on the account; it is blocked, or its link was ended. */
export const cardRefusals = ['card-unknown', 'card-blocked', 'card-not-active'] as const
export type CardRefusal = (typeof cardRefusals)[number]

/** In this order: there is no such card on the account; it is blocked, or its link was ended; it was activated before. */
export const activateRefusals = ['card-unknown', 'card-blocked', 'card-activated'] as const
export type ActivateRefusal = (typeof activateRefusals)[number]

/** Activates a card. An account that waited for it takes orders again. */
export function decideActivate(
  carded: Carded,
  number: number,
  on: Temporal.PlainDate,
  by: string,
  terms: Terms,
): Decision<Effect, ActivateRefusal> {
  const card = carded.cards?.cards.find((one) => one.card === number)
  if (card === undefined) return refuse('card-unknown', terms.cite('card.link'))
  if (!works(card)) return refuse('card-blocked', terms.cite('card.blocking'))
  if (card.activatedOn !== null) return refuse('card-activated', terms.cite('card.activation'))
  const lifted = standing(carded).some(({ stops }) => stops === 'unactivated')
  return accept(
    [changed(carded, card, { activatedOn: on }), ...liftEffects(carded, ['unactivated'], by, on)],
    lifted ? together(terms.cite('card.activation'), terms.cite('card.limits')) : terms.cite('card.activation'),
    { card: String(number), account: String(carded.account.account), limitLifted: lifted },
  )
}

/** In this order: there is no such card on the account; it is blocked, or its link was ended. */
export const blockCardRefusals = ['card-unknown', 'card-blocked'] as const
export type BlockRefusal = (typeof blockCardRefusals)[number]

/** Blocks a card for good. The account stays limited to a card, if it is, until staff lift that or another card is linked. */
export function decideBlock(
  carded: Carded,
  number: number,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<Effect, BlockRefusal> {
  const card = carded.cards?.cards.find((one) => one.card === number)
  if (card === undefined) return refuse('card-unknown', terms.cite('card.link'))
  if (!works(card)) return refuse('card-blocked', terms.cite('card.blocking'))
  return accept([changed(carded, card, { blockedOn: on })], terms.cite('card.blocking'), { card: String(number) })
}

/** In this order: there is no such card on the account; its link was ended before. */
export const unlinkRefusals = ['card-unknown', 'card-unlinked'] as const
export type UnlinkRefusal = (typeof unlinkRefusals)[number]

/** Ends the link of a card. With the last one the limits end, which are for accounts with a linked card. */
export function decideUnlink(
  carded: Carded,
  number: number,
  on: Temporal.PlainDate,
  by: string,
  terms: Terms,
): Decision<Effect, UnlinkRefusal> {
  const { account, cards } = carded
  const card = cards?.cards.find((one) => one.card === number)
  if (card === undefined) return refuse('card-unknown', terms.cite('card.link'))
  if (!isLinked(card)) return refuse('card-unlinked', terms.cite('card.blocking'))
  const isLast = !cards?.cards.some((one) => one !== card && isLinked(one))
  const lifts = isLast && standing(carded).length > 0
  return accept(
    [
      effect(cardTokens, card.token, { account: account.account, linked: false }),
      changed(carded, card, { unlinkedOn: on }),
      ...(lifts ? liftEffects(carded, cardLimits, by, on) : []),
    ],
    lifts ? together(terms.cite('card.blocking'), terms.cite('card.limits')) : terms.cite('card.blocking'),
    { card: String(number), limitsLifted: lifts },
  )
}

/** Why a payment by the card is refused whatever there is on the account; undefined when the card works. */
export function checkCard(
  cards: AccountCards | undefined,
  number: number,
  terms: Terms,
): Refused<CardRefusal> | undefined {
  const card = cards?.cards.find((one) => one.card === number)
  if (card === undefined) return refuse('card-unknown', terms.cite('card.link'))
  if (!works(card)) return refuse('card-blocked', terms.cite('card.blocking'))
  if (card.activatedOn === null) return refuse('card-not-active', terms.cite('card.activation'))
  return undefined
}

const isLinked = ({ unlinkedOn }: AccountCard): boolean => unlinkedOn === null
const works = (card: AccountCard): boolean => isLinked(card) && card.blockedOn === null

const cardsEffect = ({ account }: Carded, cards: readonly AccountCard[]): Effect =>
  effect(accountCards, account.account, { account: account.account, cards })

const changed = (carded: Carded, card: AccountCard, change: Partial<AccountCard>): Effect =>
  cardsEffect(
    carded,
    (carded.cards?.cards ?? []).map((one) => (one === card ? { ...one, ...change } : one)),
  )

/** The card limits that stand on the account. */
const standing = ({ restrictions }: Carded): readonly Restriction[] =>
  (restrictions?.restrictions ?? []).filter(
    ({ stops, liftedOn }) => liftedOn === null && (cardLimits as readonly string[]).includes(stops),
  )

function limitEffects(
  { account, restrictions }: Carded,
  limits: readonly CardLimit[],
  { by, on, nextId }: Moment,
): readonly Effect[] {
  if (limits.length === 0) return []
  const placed = limits.map(
    (stops): Restriction => ({
      restriction: nextId(),
      stops,
      amountMinor: zero,
      placedOn: on,
      placedBy: by,
      liftedOn: null,
      liftedBy: null,
    }),
  )
  return restrictionEffects(account, [...(restrictions?.restrictions ?? []), ...placed], on)
}

function liftEffects(
  carded: Carded,
  limits: readonly CardLimit[],
  by: string,
  on: Temporal.PlainDate,
): readonly Effect[] {
  const lifted = standing(carded).filter(({ stops }) => (limits as readonly string[]).includes(stops))
  if (lifted.length === 0) return []
  const all = (carded.restrictions?.restrictions ?? []).map((one) =>
    lifted.includes(one) ? { ...one, liftedOn: on, liftedBy: by } : one,
  )
  return restrictionEffects(carded.account, all, on)
}
