/**
 * The books: streams of account events, folded. An entry is an event that moves money; nothing is changed, wrong entries are reversed.
 * Every way in (live, preview, replay, day-end, simulation) comes through `reduceAccount`.
 */
import { assertInvariant } from '../kernel/decision.ts'
import type { AccountId, AgreementId, PartyId } from '../kernel/ids.ts'
import { type Currency, type Minor, minus, negate, plus, zero } from '../kernel/money.ts'
import { collection, create, type DetailsRef, type Effect, effect } from '../kernel/state.ts'

/**
 * `customer` accounts obey limits; `internal` ones (nostro, fees, interest) have none; a `till` pays out no more than it holds. Balances
 * are signed as a customer sees them, so what the institution owns (cash in a till, money at another bank) stands below zero.
 */
export type AccountKind = 'customer' | 'till' | 'internal'
export type AccountStatus = 'opened' | 'active' | 'closing' | 'closed'

/** What is fixed when an account is opened. */
export type AccountOpening = {
  readonly kind: AccountKind
  /** What the account is for: `payment`, `basic`, `segregated`; `nostro`, `fees`, `interest`, `till` inside the institution. */
  readonly product: string
  readonly currency: Currency
  readonly holder: PartyId | null
  readonly agreement: AgreementId | null
}

/**
 * Bits of what a restriction stops. `watched`: orders of seizure wait for money, which stops nothing by itself; `uncarded`: orders that come
 * without the linked card; `unactivated`: every order, until the card is activated.
 */
export const blocks = { none: 0, debits: 1, credits: 2, all: 3, watched: 4, uncarded: 8, unactivated: 16 } as const

/** An account's state: its last event. Amounts in minor units of its currency. */
export type Account = AccountOpening & {
  readonly account: AccountId
  readonly seq: number
  readonly status: AccountStatus
  readonly balanceMinor: Minor
  /** Sum of open holds. */
  readonly heldMinor: Minor
  /** Permitted limit: how far below zero the balance may go. */
  readonly limitMinor: Minor
  /** Amount that a restriction keeps back. */
  readonly restrictedMinor: Minor
  readonly blocked: number
  readonly bookedOn: Temporal.PlainDate
}

type Dated = { readonly bookingDate: Temporal.PlainDate }
/** `amountMinor` is signed as the customer sees it: credits positive, debits negative. */
export type Entry = Dated & {
  readonly kind: 'entry'
  readonly amountMinor: Minor
  readonly valueDate: Temporal.PlainDate
  /** What the entry is. `charge`: what an excess costs; `returned`: money that came back or was sent back. */
  readonly nature: EntryNature
  /** The seq of the entry that this one reverses. */
  readonly reverses?: number | undefined
}
export type AccountEvent =
  | (Dated & { readonly kind: 'opened'; readonly opening: AccountOpening })
  | (Dated & { readonly kind: 'status'; readonly status: AccountStatus })
  | Entry
  /** A hold placed (positive) or given back (negative). */
  | (Dated & { readonly kind: 'held'; readonly amountMinor: Minor })
  | (Dated & { readonly kind: 'limit'; readonly limitMinor: Minor })
  | (Dated & { readonly kind: 'restriction'; readonly restrictedMinor: Minor; readonly blocked: number })

export const entryNatures = [
  'transfer',
  'incoming',
  'outgoing',
  'cash',
  'fee',
  'interest',
  'capture',
  'forced',
  'reversal',
  'charge',
  'penalty',
  'tax',
  'seizure',
  'returned',
] as const
export type EntryNature = (typeof entryNatures)[number]

export const accounts = collection<AccountId, Account, AccountEvent>('account', reduceAccount)

/** The account after an event. Throws on a broken invariant only: rules ask before. */
export function reduceAccount(before: Account | undefined, event: AccountEvent, account: AccountId): Account {
  if (event.kind === 'opened') {
    assertInvariant(before === undefined, 'an account is opened once')
    return {
      ...event.opening,
      account,
      seq: 1,
      status: 'opened',
      balanceMinor: zero,
      heldMinor: zero,
      limitMinor: zero,
      restrictedMinor: zero,
      blocked: blocks.none,
      bookedOn: event.bookingDate,
    }
  }
  assertInvariant(before !== undefined, 'an account is opened before anything else')
  assertInvariant(before.status !== 'closed', 'nothing happens on a closed account')
  // Mostly the lane's own date object: comparing dates is the dearest step of all here.
  assertInvariant(
    event.bookingDate === before.bookedOn || Temporal.PlainDate.compare(event.bookingDate, before.bookedOn) >= 0,
    'booking dates never decrease along a stream',
  )
  const seq = before.seq + 1
  const bookedOn = event.bookingDate
  switch (event.kind) {
    case 'entry': {
      const balanceMinor = plus(before.balanceMinor, event.amountMinor)
      assertInvariant(before.kind !== 'till' || balanceMinor <= 0n, 'a till pays out no more than it holds')
      return { ...before, seq, bookedOn, balanceMinor }
    }
    case 'held': {
      const heldMinor = plus(before.heldMinor, event.amountMinor)
      assertInvariant(heldMinor >= 0n, 'no more is released than was held')
      return { ...before, seq, bookedOn, heldMinor }
    }
    case 'limit':
      assertInvariant(event.limitMinor >= 0n, 'a permitted limit is not negative')
      return { ...before, seq, bookedOn, limitMinor: event.limitMinor }
    case 'restriction':
      assertInvariant(event.restrictedMinor >= 0n, 'a restricted amount is not negative')
      return { ...before, seq, bookedOn, restrictedMinor: event.restrictedMinor, blocked: event.blocked }
    case 'status':
      assertInvariant(
        event.status !== 'closed' || (before.balanceMinor === 0n && before.heldMinor === 0n),
        'an account is empty when it is closed',
      )
      return { ...before, seq, bookedOn, status: event.status }
  }
}

/** What can be spent: balance + permitted limit - holds - restricted amounts. May be negative. */
export function available(account: Account): Minor {
  return minus(plus(account.balanceMinor, account.limitMinor), plus(account.heldMinor, account.restrictedMinor))
}

/** The cash in a till. */
export const cashIn = (till: Account): Minor => negate(till.balanceMinor)

/** One side of a movement of money. */
export type Leg = {
  readonly account: Account
  readonly amountMinor: Minor
  readonly nature: EntryNature
  readonly reverses?: number | undefined
  readonly details?: DetailsRef | undefined
}

/** The entries of a movement. Legs must sum to zero per currency: asserted again when the decision is folded. */
export function post(legs: readonly Leg[], bookingDate: Temporal.PlainDate, valueDate: Temporal.PlainDate): Effect[] {
  return legs.map(({ account, amountMinor, nature, reverses, details }) =>
    effect(
      accounts,
      account.account,
      { kind: 'entry', amountMinor, bookingDate, valueDate, nature, reverses },
      details,
    ),
  )
}

export function openAccount(account: AccountId, opening: AccountOpening, bookingDate: Temporal.PlainDate): Effect {
  return create(accounts, account, { kind: 'opened', opening, bookingDate })
}

/** The money lines among a decision's steps; null when no money moves. Throws unless they sum to zero for each currency. */
export function legsOf(
  steps: readonly {
    readonly collection: { readonly name: string }
    readonly event: unknown
    readonly after: unknown
  }[],
): { readonly amounts: readonly bigint[]; readonly currencies: readonly string[] } | null {
  const amounts: bigint[] = []
  const currencies: string[] = []
  for (const step of steps) {
    if (step.collection.name !== accounts.name) continue
    const event = step.event as AccountEvent
    if (event.kind !== 'entry') continue
    amounts.push(event.amountMinor)
    currencies.push((step.after as Account).currency)
  }
  if (amounts.length === 0) return null
  const [first, second] = currencies
  if (amounts.length === 2 && first === second && first !== undefined) {
    assertInvariant((amounts[0] ?? 0n) + (amounts[1] ?? 0n) === 0n, 'the legs of a decision sum to zero')
    return { amounts, currencies: [first] }
  }
  const sums = new Map<string, bigint>()
  for (const [i, amount] of amounts.entries())
    sums.set(currencies[i] as string, (sums.get(currencies[i] as string) ?? 0n) + amount)
  for (const [currency, sum] of sums) assertInvariant(sum === 0n, `the legs of a decision sum to zero in ${currency}`)
  return { amounts, currencies }
}
