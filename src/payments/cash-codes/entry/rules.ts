/**
 * Entering a code at a machine. A refusal leaves everything as it was, so the wrong try cannot be counted by the refusal of a transaction:
 * the entry is a decision of its own, which is accepted, counts, and does not tell the machine whether the code was right. The transaction
 * names the entry.
 */
import { accept, type Decision, refuse } from '../../../kernel/decision.ts'
import type { AccountId, PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Atm } from '../atm/rules.ts'
import { type CashCode, type CashCodeId, cashCodes, endCode, isLive } from '../rules.ts'

export const findings = ['match', 'mismatch', 'not-named'] as const
/** `not-named`: no code of the day is for the person at the machine. */
export type Finding = (typeof findings)[number]

export type CashCodeEntry = {
  readonly entry: number
  readonly atm: string
  readonly person: PartyId | null
  readonly found: Finding
  /** The code that was entered rightly, and its account. */
  readonly code: CashCodeId | null
  readonly account: AccountId | null
  /** It served for a transaction. */
  readonly used: boolean
}

export const cashCodeEntries = records<number, CashCodeEntry>('cash-code-entry')

export type Entered = {
  readonly entry: number
  readonly atm: Atm | undefined
  readonly person: PartyId | undefined
  /** The codes that name the person, each with whether the digits are its own. */
  readonly codes: readonly { readonly code: CashCode; readonly matches: boolean }[]
  readonly today: Temporal.PlainDate
}

export const entryRefusals = ['atm-unknown'] as const

/**
 * Notes what was entered. Digits that are no code's own count as a wrong try of each code that works; the last one allowed blocks it. A
 * code that is blocked for its tries is not compared any more.
 */
export function decideEntry(entered: Entered, terms: Terms): Decision<Effect, 'atm-unknown'> {
  const cited = terms.cite('cash-code.tries')
  const { entry, atm, person, codes, today } = entered
  if (atm === undefined) return refuse('atm-unknown', cited)
  const open = codes.filter(({ code }) => code.blockedFor !== 'tries')
  // Of several with the same digits, one that works.
  const matching = open.filter(({ matches }) => matches)
  const match = matching.find(({ code }) => isLive(code, today)) ?? matching[0]
  const found: Finding = codes.length === 0 ? 'not-named' : match === undefined ? 'mismatch' : 'match'
  const kept: CashCodeEntry = {
    entry,
    atm: atm.atm,
    person: person ?? null,
    found,
    code: match?.code.code ?? null,
    account: match?.code.account ?? null,
    used: false,
  }
  const wrong = match === undefined ? open.filter(({ code }) => isLive(code, today)) : []
  return accept(
    [create(cashCodeEntries, entry, kept), ...wrong.flatMap(({ code }) => countTry(code, terms))],
    cited,
    { entry: String(entry) },
    { found },
  )
}

/** What was left of a code that is blocked in this way still counts towards the limits of its day. */
function countTry(before: CashCode, terms: Terms): readonly Effect[] {
  const code = { ...before, tries: before.tries + 1 }
  return code.tries < terms.parameters('cash-code.tries').maximum
    ? [effect(cashCodes, code.code, code)]
    : endCode(code, 'blocked', 'tries', undefined)
}
