/** A statement as it is drawn, whatever its form: what it says of the account and of each entry, and that it adds up. */
import { assertInvariant } from '../../kernel/decision.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Currency, type Minor, minus, plus, sum } from '../../kernel/money.ts'
import type { PeriodTotals, StatementLine } from '../../ledger/readers.ts'
import type { EntryNature } from '../../ledger/rules.ts'
import type { PaymentDetails } from '../../payments/details.ts'
import type { Period } from '../reading/rules.ts'

/**
 * What became of an entry's personal details: `shown`; `fenced`, a part being left out that tells whoever asks more than they may know; there
 * were `none`; they were `erased`; or they are `withheld`, since whoever asks may not read them.
 */
export type DetailsState = 'shown' | 'fenced' | 'none' | 'erased' | 'withheld'

/** Of details that were read. */
export const stateOfRead = ({ fenced }: PaymentDetails): DetailsState => (fenced === true ? 'fenced' : 'shown')

export type DrawnLine = {
  readonly seq: number
  /** Unique in the whole institution, and the same in every statement. */
  readonly reference: string
  /** Names the decision that booked it. */
  readonly decision: string
  readonly nature: EntryNature
  /** Signed as the customer sees it. */
  readonly amountMinor: Minor
  /** After the entry. */
  readonly balanceMinor: Minor
  readonly bookingDate: Temporal.PlainDate
  readonly valueDate: Temporal.PlainDate
  /** The reference of the entry that this one reverses. */
  readonly reverses: string | null
  readonly details: PaymentDetails | undefined
  readonly detailsState: DetailsState
  /** Those that the entry stands for, where it is several: their amounts come to the entry's. */
  readonly payments?: readonly DrawnPayment[] | undefined
}

/** One of several payments that are one entry. Signed as the customer sees it. */
export type DrawnPayment = Pick<DrawnLine, 'amountMinor' | 'details' | 'detailsState'>

/** What stands at the head of a statement. */
export type StatementHead = Period &
  Omit<PeriodTotals, 'lastSeq'> & {
    readonly account: AccountId
    /** The account's number on the last day. */
    readonly number: string
    readonly currency: Currency
    /** Names of the holders that may be shown, in their order. */
    readonly holders: readonly string[]
    readonly institution: string
    readonly drawnAt: Temporal.Instant
    readonly timeZone: string
  }

/** A statement whose entries come in parts, in their order: a year of a busy account need not be in memory at once. */
export type Drawn = { readonly head: StatementHead; readonly parts: () => AsyncIterable<readonly DrawnLine[]> }

/** The reference of an entry: account and its number in the account's stream. */
export const referenceOf = (account: AccountId, seq: number): string => `${account}-${seq}`

/** An entry of the books as a line; what is personal about it comes from the gate. */
export function lineOf(
  { account, seq, place, nature, amountMinor, balanceMinor, bookingDate, valueDate, reverses }: StatementLine,
  details: PaymentDetails | undefined,
  detailsState: DetailsState,
): DrawnLine {
  return {
    seq,
    reference: referenceOf(account, seq),
    decision: String(place),
    nature,
    amountMinor,
    balanceMinor,
    bookingDate,
    valueDate,
    reverses: reverses === null ? null : referenceOf(account, reverses),
    details,
    detailsState,
  }
}

/**
 * Follows the running balance from the opening balance on. Throws when an entry does not follow, or when the last one does not come to
 * the closing balance: then the statement must not be given to anybody.
 */
export class RunningBalance {
  readonly #head: Pick<StatementHead, 'openingMinor' | 'closingMinor' | 'credits' | 'debits'>
  #balanceMinor: Minor
  #count = 0

  constructor(head: Pick<StatementHead, 'openingMinor' | 'closingMinor' | 'credits' | 'debits'>) {
    assertInvariant(
      plus(head.openingMinor, minus(head.credits.sumMinor, head.debits.sumMinor)) === head.closingMinor,
      'opening balance and entries come to the closing balance',
    )
    this.#head = head
    this.#balanceMinor = head.openingMinor
  }

  follow({ amountMinor, balanceMinor, payments }: Pick<DrawnLine, 'amountMinor' | 'balanceMinor' | 'payments'>): void {
    assertInvariant(
      payments === undefined || sum(payments.map((one) => one.amountMinor)) === amountMinor,
      'the payments of an entry come to its amount',
    )
    this.#balanceMinor = plus(this.#balanceMinor, amountMinor)
    this.#count += 1
    assertInvariant(this.#balanceMinor === balanceMinor, 'each entry of a statement follows from the one before')
  }

  end(): void {
    const { closingMinor, credits, debits } = this.#head
    assertInvariant(this.#balanceMinor === closingMinor, 'the last entry comes to the closing balance')
    assertInvariant(this.#count === credits.count + debits.count, 'a statement has every entry of its period')
  }
}
