/**
 * An account's balances by value date, as its stream tells them up to an event: what interest and charges on excess are computed from.
 * What stands before an event never changes, so that the same is found whenever it is read: live, and in a replay.
 */
import { type DayNumber, dateOf, dayNumber, daysAfter } from '../../kernel/day-number.ts'
import { bankCodeOf, type Iban } from '../../kernel/iban.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Minor, minor, zero } from '../../kernel/money.ts'
import { passingCollection } from '../../kernel/state.ts'
import type { PartyKind } from '../../parties/rules.ts'
import type { BalanceHistory, Credit, Movement } from '../../pricing/interest/rules.ts'

/** Decisions that credit interest as computed here. What staff credit of themselves is a movement like any other. */
export const creditingKinds = ['interest.post'] as const

/** The account as it stood at an event, and the first of the days that are looked at. */
export type HistoryRef = { readonly account: AccountId; readonly seq: number; readonly from: DayNumber }

/** `${account}@${seq}@${from}`. */
export type HistoryKey = string & { readonly unit: 'balance-history' }

/** `${account}@${seq}`: an account and the last event of it that counts, as payloads name them. */
export type Standing = { readonly account: AccountId; readonly seq: number }
export const standingPattern = '^[1-9][0-9]{12,15}@[1-9][0-9]{0,9}$'

export function standingOf(text: string): Standing {
  const at = text.indexOf('@')
  return { account: Number(text.slice(0, at)) as AccountId, seq: Number(text.slice(at + 1)) }
}

export const historyKey = (standing: string, from: DayNumber): HistoryKey => `${standing}@${from}` as HistoryKey

export function parseHistoryKey(key: HistoryKey): HistoryRef {
  const at = key.lastIndexOf('@')
  return { ...standingOf(key.slice(0, at)), from: Number(key.slice(at + 1)) as DayNumber }
}

/** Which bank code the account's number had, from a day on; the first one before that, too. */
export type BankCodeSpell = { readonly bankCode: string; readonly from: DayNumber }

export type AccountBalances = BalanceHistory & {
  /** The first day for which interest has to be computed anew: earlier than asked for where entries came late. */
  readonly since: DayNumber
  /** The permitted limit at the end of the first day that was asked for. */
  readonly limitMinor: Minor
  readonly customer: PartyKind
  readonly bankCodes: readonly BankCodeSpell[]
}

export const balanceHistories = passingCollection<HistoryKey, AccountBalances>('balance-history')

/** An entry as far as it matters here. `credited`: interest, or tax on it, of a decision that credits interest as computed here. */
export type BalanceEntry = {
  readonly seq: number
  readonly bookedDay: DayNumber
  readonly valueDay: DayNumber
  readonly amountMinor: Minor
  readonly credited: 'interest' | 'tax' | undefined
}

/** The day from which on an entry counts: its value date; the day after, where it is interest through that day. */
const countsFrom = ({ valueDay, credited }: BalanceEntry): DayNumber =>
  credited === undefined ? valueDay : daysAfter(valueDay, 1)

/**
 * The first value date before `from` among the entries that came late: booked since, and after interest was last credited. What was booked
 * before `from` was counted when interest through the day before it was credited: a day is closed when its entries are booked.
 */
export function firstLate(entries: readonly BalanceEntry[], from: DayNumber): DayNumber | undefined {
  let countedSeq = 0
  for (const { seq, credited } of entries) if (credited !== undefined && seq > countedSeq) countedSeq = seq
  let first: DayNumber | undefined
  for (const { seq, bookedDay, valueDay } of entries)
    if (seq > countedSeq && bookedDay >= from && valueDay < from && (first === undefined || valueDay < first))
      first = valueDay
  return first
}

/**
 * How far back the entries of an account must be known on which one came late: to the beginning of the year, since no period of crediting
 * crosses it.
 */
export const knownFrom = (late: DayNumber): DayNumber => dayNumber(dateOf(late).with({ month: 1, day: 1 }))

/**
 * The balances that entries make.
 *
 * @param openingMinor the balance before the entries
 * @param entries all that were booked on the first day looked at or later, and of those before at least the ones with a later value date
 * @param since the first day for which interest is computed
 */
export function balancesOf(
  openingMinor: Minor,
  entries: readonly BalanceEntry[],
  since: DayNumber,
): BalanceHistory & { readonly since: DayNumber } {
  const movements: Movement[] = []
  const credits: Credit[] = []
  for (const entry of entries) {
    movements.push({ day: countsFrom(entry), amountMinor: entry.amountMinor })
    if (entry.credited === undefined) continue
    const { valueDay: through, amountMinor } = entry
    credits.push(
      entry.credited === 'interest'
        ? { through, interestMinor: amountMinor, taxMinor: zero }
        : { through, interestMinor: zero, taxMinor: minor(-amountMinor) },
    )
  }
  movements.sort((a, b) => a.day - b.day)
  return { openingMinor, movements, credits, since }
}

/** The balance at the end of a day. */
export function balanceAtEndOf({ openingMinor, movements }: BalanceHistory, day: DayNumber): Minor {
  let balance: bigint = openingMinor
  for (const one of movements) if (one.day <= day) balance += one.amountMinor
  return minor(balance)
}

/** Most accounts have the same few: those that are alike share one list, and what follows from it is found by it. */
const shared = new Map<string, readonly BankCodeSpell[]>()

/** The bank codes of an account's numbers; the same object for the same codes and days. Throws for a number whose bank code is not known: none of ours. */
export const bankCodesOf = (
  numbers: readonly { readonly iban: Iban; readonly from: DayNumber }[],
): readonly BankCodeSpell[] => {
  const spells = numbers.map(({ iban, from }) => {
    const bankCode = bankCodeOf(iban)
    if (bankCode === undefined) throw new Error(`the bank code of ${iban} is not known`)
    return { bankCode, from }
  })
  const key = spells.map(({ bankCode, from }) => `${bankCode} ${from}`).join(' ')
  const known = shared.get(key) ?? spells
  if (shared.size > 10_000) shared.clear()
  shared.set(key, known)
  return known
}

/** The bank code on a day. Throws for an account that never had a number. */
export function bankCodeOn(spells: readonly BankCodeSpell[], day: DayNumber): string {
  const spell = spells.findLast(({ from }) => from <= day) ?? spells[0]
  if (spell === undefined) throw new Error('the account has no number')
  return spell.bankCode
}
