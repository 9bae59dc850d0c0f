/** Applying for a cash code: who may, in which form, and what the institution may decline. */
import {
  type CreditRefusal,
  checkCredit,
  checkDebit,
  type DebitRefusal,
  debitRefusals,
} from '../../../accounts/rules.ts'
import { setDeadline } from '../../../kernel/deadline.ts'
import { accept, type Decision, type Refused, refuse, together } from '../../../kernel/decision.ts'
import type { AccountId, PartyId } from '../../../kernel/ids.ts'
import { type Currency, type Minor, plus, zero } from '../../../kernel/money.ts'
import { create, type Effect, effect } from '../../../kernel/state.ts'
import { type Account, available, blocks } from '../../../ledger/rules.ts'
import { checkRepresentation, type Representation } from '../../../parties/representation/rules.ts'
import type { Party } from '../../../parties/rules.ts'
import type { Dues } from '../../../pricing/dues/rules.ts'
import { type DetailId, keepDetail } from '../../../privacy/kept/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { type Charged, type Outcome, takeOrOwe } from '../../fees/rules.ts'
import type { Weakness } from '../guessing/rules.ts'
import {
  type AgreedLimits,
  amountIn,
  brokenLimit,
  type CashCodeDay,
  cashCodeDays,
  limitRefusals,
  limitsOf,
  sumOn,
  withMore,
} from '../limits/rules.ts'
import {
  type ApplicationChannel,
  type CashCode,
  type CashCodeId,
  type CashDirection,
  cashCodes,
  cashCodesOf,
  type Delivery,
  expiryDeadline,
  validUntil,
} from '../rules.ts'

/** A holder of the account, and who represents them. */
export type Customer = { readonly party: Party; readonly representation: Representation | undefined }

export type Application = {
  readonly code: CashCodeId
  readonly account: Account
  readonly customers: readonly Customer[]
  readonly direction: CashDirection
  readonly amountMinor: Minor
  readonly currency: Currency
  readonly channel: ApplicationChannel
  /** Staff take applications at a location; a digital channel is used by the customer or a representative themselves. */
  readonly takenByStaff: boolean
  readonly filedBy: PartyId | null
  readonly signed: boolean
  /** Under which id the phone is kept; null when none was named. */
  readonly phone: DetailId | null
  /** The one person who may use the code; undefined when nobody of the register was named. */
  readonly person: Party | undefined
  readonly acknowledged: boolean
  /** How many digits the customer chose, why they are easily guessed if they are, and the keyed hash of them. */
  readonly chosenLength: number
  readonly weak: readonly Weakness[]
  readonly chosen: string
  readonly delivery: Delivery
  /** The fee of the application, taken from the account itself. */
  readonly charged: Charged | undefined
  readonly dues: Dues | undefined
  /** Fresh ids, for a fee that becomes due. */
  readonly nextId: () => number
  readonly agreed: AgreedLimits | undefined
  readonly day: CashCodeDay | undefined
  /** Codes of the person that are worth keeping in mind. */
  readonly others: readonly CashCodeId[]
  readonly today: Temporal.PlainDate
  readonly timeZone: string
  readonly bookingDate: Temporal.PlainDate
}

/** Why no code is given, the first that applies; after those of the account and of representation. */
export const applicationRefusals = [
  'channel-not-accepted',
  'application-unsigned',
  'phone-missing',
  'person-unknown',
  'person-not-natural',
  'person-not-entitled',
  'duties-not-acknowledged',
  'digits-length',
  'digits-guessable',
  'display-not-offered',
  'currency-differs',
  'amount-zero',
  ...debitRefusals,
  'application-fee-not-covered',
  ...limitRefusals,
] as const
export type ApplicationRefusal = (typeof applicationRefusals)[number] | DebitRefusal | CreditRefusal

/**
 * Decides an application. In this order: its form (channel, signature, phone: RA-7.2); the person who is to use the code (one natural person
 * of the register: RA-7.9; entitled: RA-7.4); the duties of secrecy and the digits (RA-7.8); how the institution's part is told (RA-7.3);
 * currency and amount; the account (RA-7.6 where it is restricted); what the institution declines (RA-7.12).
 */
export function decideApplication(asked: Application, terms: Terms): Decision<Effect, ApplicationRefusal> {
  const refused =
    checkForm(asked, terms) ?? checkSecret(asked, terms) ?? checkAccount(asked, terms) ?? decline(asked, terms)
  if (refused !== undefined) return refused
  const { account, direction, currency, amountMinor, channel, filedBy, person, phone, delivery, chosen, today } = asked
  if (person === undefined) throw new Error('a person was found above')
  const fee = feeOfApplication(asked, terms)
  const code: CashCode = {
    code: asked.code,
    account: account.account,
    direction,
    currency,
    appliedMinor: amountMinor,
    usedMinor: zero,
    channel,
    filedBy,
    person: person.party,
    delivery,
    state: 'live',
    blockedFor: null,
    lastDay: today.add({ days: terms.parameters('cash-code.validity').days - 1 }),
    chosen,
    assigned: null,
    phone,
    tries: 0,
  }
  return accept(
    [
      create(cashCodes, code.code, code),
      effect(cashCodesOf, code.person, [...asked.others, code.code]),
      effect(
        cashCodeDays,
        account.account,
        withMore(asked.day, dayOf(account.account, today), 'applied', direction, amountMinor),
      ),
      ...(phone === null || account.holder === null ? [] : [keepDetail(phone, account.holder, 0)]),
      setDeadline(expiryDeadline(code)),
      ...(fee?.effects ?? []),
    ],
    together(
      terms.cite(
        'cash-code.application',
        'cash-code.parts',
        'cash-code.executor',
        'cash-code.validity',
        'cash-code.secrecy',
        'cash-code.person',
        'cash-code.limits',
      ),
      ...(direction === 'deposit' ? [terms.cite('cash-code.restricted')] : []),
      ...(fee?.cited ?? []),
    ),
    {
      code: String(code.code),
      delivery,
      validUntil: validUntil(code.lastDay, asked.timeZone),
      ...fee?.facts,
    },
  )
}

const dayOf = (account: AccountId, day: Temporal.PlainDate) => ({ account, day })

function checkForm(asked: Application, terms: Terms): Refused<ApplicationRefusal> | undefined {
  const cited = terms.cite('cash-code.application')
  if (asked.takenByStaff !== (asked.channel === 'location'))
    return refuse('channel-not-accepted', cited, { channel: asked.channel })
  if (!asked.signed) return refuse('application-unsigned', cited)
  if (asked.phone === null) return refuse('phone-missing', cited)
  const { person } = asked
  if (person === undefined) return refuse('person-unknown', terms.cite('cash-code.person'))
  if (person.kind !== 'natural') return refuse('person-not-natural', terms.cite('cash-code.person'))
  const who = { person: person.party, filedBy: asked.filedBy, channel: asked.channel, customers: asked.customers }
  return checkExecutor({ ...who, on: asked.bookingDate, amount: asked }, terms)
}

/** Why the named person may not pay in or take out cash for the customer: RA-7.4. */
export function checkExecutor(
  {
    person,
    filedBy,
    channel,
    customers,
    on,
    amount: { amountMinor, currency },
  }: {
    readonly person: PartyId
    readonly filedBy: PartyId | null
    readonly channel: ApplicationChannel
    readonly customers: readonly Customer[]
    readonly on: Temporal.PlainDate
    readonly amount: { readonly amountMinor: Minor; readonly currency: Currency }
  },
  terms: Terms,
): Refused<'person-not-entitled'> | undefined {
  const act = { service: 'cash', amountMinor, currency } as const
  const entitled = customers.some(({ party: customer, representation }) => {
    if (customer.kind === 'natural' && customer.party === person) return true
    const files = filedBy === person
    // Users of the digital channel are those who may act for the customer there: there is no other list of them.
    const asUser = customer.kind === 'legal' && channel === 'digital'
    if (!files && !asUser) return false
    return checkRepresentation({ representation, representative: person, customer, act, on, terms }) === undefined
  })
  return entitled ? undefined : refuse('person-not-entitled', terms.cite('cash-code.executor'))
}

function checkSecret(asked: Application, terms: Terms): Refused<ApplicationRefusal> | undefined {
  const { acknowledged, chosenLength, weak, delivery, channel, amountMinor, currency } = asked
  const cited = terms.cite('cash-code.secrecy')
  if (!acknowledged) return refuse('duties-not-acknowledged', cited)
  const { chosen } = terms.parameters('cash-code.digits')
  if (chosenLength !== chosen)
    return refuse('digits-length', together(terms.cite('cash-code.parts'), terms.cite('cash-code.digits')), {
      digits: chosen,
    })
  if (weak.length > 0) return refuse('digits-guessable', cited, { because: weak })
  if (delivery === 'sms') return undefined
  if (channel === 'location')
    return refuse('display-not-offered', terms.cite('cash-code.parts'), { because: 'location' })
  // A currency for which no amount is named is one of those cases, too.
  const upTo = amountIn(terms.parameters('cash-code.sms-only').above, currency) ?? zero
  return amountMinor > upTo
    ? refuse('display-not-offered', together(terms.cite('cash-code.parts'), terms.cite('cash-code.sms-only')), {
        because: 'amount',
      })
    : undefined
}

function checkAccount(asked: Application, terms: Terms): Refused<ApplicationRefusal> | undefined {
  const { account, currency, amountMinor, direction } = asked
  const cited = terms.cite('cash-code.application')
  if (account.currency !== currency)
    return refuse('currency-differs', cited, { accountCurrency: account.currency, currency })
  if (amountMinor <= 0n) return refuse('amount-zero', cited)
  const restricted = refuse('account-restricted', terms.cite('cash-code.restricted'))
  if (direction === 'deposit') {
    const unwilling = checkCredit(account, terms)
    if (unwilling?.code === 'account-restricted') return restricted
    const limited =
      terms.parameters('cash-code.restricted').deposits === 'refuse' && (account.blocked & blocks.all) !== 0
    return unwilling ?? (limited ? restricted : undefined)
  }
  // Cover is asked for by those who use the code; here only what stops every debit counts.
  const stopped = checkDebit(account, amountMinor, terms)
  if (stopped?.code === 'account-restricted') return restricted
  return stopped === undefined || stopped.facts['available'] !== undefined ? undefined : stopped
}

/** What the institution may decline, and does where its policy is to use that right always. */
function decline(asked: Application, terms: Terms): Refused<ApplicationRefusal> | undefined {
  if (terms.policy('cash-code.application.decline') !== 'always') return undefined
  const { account, charged, direction, amountMinor, currency, channel, agreed, day, today } = asked
  const cited = terms.cite('cash-code.application.decline')
  const free = available(account)
  if (direction === 'withdrawal' && charged !== undefined && charged.fee.amountMinor > free)
    return refuse('application-fee-not-covered', together(cited, charged.fee.cited), {
      available: { minor: String(free), currency },
      needed: { minor: String(charged.fee.amountMinor), currency },
    })
  const limits = limitsOf(terms, currency, channel, agreed)
  const dayMinor = plus(sumOn(day, today, 'applied', direction), amountMinor)
  const broken = brokenLimit(limits, amountMinor, dayMinor, currency)
  return broken === undefined ? undefined : refuse(broken.code, together(limits.cited, cited), broken.facts)
}

/** The fee goes with the application. Of a deposit, which RA-7.12 does not decline for it, it becomes due where free money does not suffice. */
function feeOfApplication(asked: Application, terms: Terms): Outcome | undefined {
  const { charged, account, dues, nextId, bookingDate } = asked
  if (charged === undefined) return undefined
  return takeOrOwe(charged, { served: account, terms, dues, nextId, on: bookingDate, valueDate: bookingDate })
}
