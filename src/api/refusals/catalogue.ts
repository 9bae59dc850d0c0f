/** The closed catalogue of refusals: every code that Pacta gives, with its HTTP status and its words. */
import type { Facts, FactValue } from '../../kernel/decision.ts'
import { type Currency, formatMoney, type Minor } from '../../kernel/money.ts'
import type { GateRefusal } from '../../privacy/gate/verdicts/rules.ts'
import type { PublicationRefusal } from '../../rulebook/publication.ts'
import { accountRefusals } from './accounts.ts'
import { actingForRefusalWords } from './acting-for.ts'
import { breachRefusalWords } from './breaches.ts'
import { cardRefusalWords } from './cards.ts'
import { cashCodeRefusals } from './cash-codes.ts'
import { claimRefusals } from './claims.ts'
import { closingRefusals } from './closing.ts'
import { consentRefusals } from './consents.ts'
import { dayEndRefusals } from './day-end.ts'
import { dealerRateRefusals } from './dealer-rates.ts'
import { disclosureRefusalWords } from './disclosures.ts'
import { drillRefusalWords } from './drills.ts'
import { type EdgeRefusal, edgeRefusals } from './edge.ts'
import { feeRefusals } from './fees.ts'
import { interestRefusalWords } from './interest.ts'
import { madeByInWords } from './made-by.ts'
import { measureRefusalWords } from './measures.ts'
import { orderRefusalWords } from './orders.ts'
import { partyRefusals } from './parties.ts'
import { paymentRefusals } from './payments.ts'
import type { CommandRefusal } from './precedence.ts'
import { privacyRefusals } from './privacy.ts'
import type { Refusal } from './refusal.ts'
import { seizureRefusalWords } from './seizures.ts'
import { statementRefusals } from './statements.ts'

/**
 * Every code of Pacta: those of all lists that features export, of the gate, of publication, of groups, and of the API itself. A code that
 * is added to a list has no words yet, and then the words below do not compile.
 */
export type RefusalCode = CommandRefusal | GateRefusal | PublicationRefusal | 'group-undone' | EdgeRefusal

const words = {
  ...edgeRefusals,
  ...partyRefusals,
  ...privacyRefusals,
  ...dealerRateRefusals,
  ...consentRefusals,
  ...actingForRefusalWords,
  ...disclosureRefusalWords,
  ...breachRefusalWords,
  ...measureRefusalWords,
  ...accountRefusals,
  ...paymentRefusals,
  ...cardRefusalWords,
  ...seizureRefusalWords,
  ...orderRefusalWords,
  ...feeRefusals,
  ...claimRefusals,
  ...closingRefusals,
  ...statementRefusals,
  ...dayEndRefusals,
  ...drillRefusalWords,
  ...cashCodeRefusals,
  ...interestRefusalWords,
} satisfies Readonly<Record<RefusalCode, Refusal>>

export const refusals: Readonly<Record<string, Refusal>> = words

export const wordLanguages = ['en', 'lv'] as const
export type WordLanguage = (typeof wordLanguages)[number]

/** The refusal of a code. Throws for one that is not in the catalogue: a test keeps that from happening. */
export function refusalOf(code: string): Refusal {
  const found = Object.hasOwn(refusals, code) ? refusals[code] : undefined
  if (found === undefined) throw new Error(`the refusal ${code} is not in the catalogue`)
  return found
}

/** The sentence of a refusal with its facts, in words; what goes on to say more is left out where its facts were not told. */
export function sentenceOf(code: string, facts: Facts, language: WordLanguage): string {
  const isTold = (name: string): boolean => facts[name] !== undefined && facts[name] !== null
  return refusalOf(code)
    [language].split(/(?<=\.) (?=\p{Lu})/u)
    .filter((sentence, i) => i === 0 || [...sentence.matchAll(fact)].every(([, name = '']) => isTold(name)))
    .join(' ')
    .replace(fact, (_whole, name: string) => (isTold(name) ? inWords(facts[name] as FactValue, language) : '…'))
}

const fact = /\{(\w+)\}/g

const both: Readonly<Record<WordLanguage, string>> = { en: ' and ', lv: ' un ' }
const either: Readonly<Record<WordLanguage, string>> = { en: ', or ', lv: ', vai ' }

const joined = (
  values: readonly FactValue[],
  language: WordLanguage,
  by: Readonly<Record<WordLanguage, string>>,
): string => values.map((one) => inWords(one, language)).join(by[language])

function inWords(value: FactValue, language: WordLanguage): string {
  if (Array.isArray(value)) {
    // Alternatives, all of one of which are meant.
    if (value.every(Array.isArray)) return value.map((all) => joined(all, language, both)).join(either[language])
    return joined(value, language, { en: ', ', lv: ', ' })
  }
  if (value === null || typeof value !== 'object') return String(value)
  const { minor, currency } = value as { readonly minor?: string; readonly currency?: string }
  return minor === undefined || currency === undefined
    ? madeByInWords(value as Readonly<Record<string, FactValue>>)
    : formatMoney({ minor: BigInt(minor) as Minor, currency: currency as Currency }, language)
}
