/**
 * Personal data that strayed into what is kept in clear. Payloads hold ids, amounts, days, words of closed lists and numbers of papers; some
 * of these numbers are free text within a pattern, where somebody may write of whom the paper is instead.
 */
import { type CodeCountry, parsePersonalCode } from '../../kernel/personal-code.ts'

export type Stray = {
  /** Where it stands, as a JSON pointer (RFC 6901). */
  readonly at: string
  readonly what: 'personal-code' | 'email' | 'name'
}

/** Members that hold amounts, words for everybody, or places, all of which may look like one of these. */
const passedOver: ReadonlySet<string> = new Set(['minor', 'title', 'text', 'terms', 'place'])

/** Two words or more, each with one capital letter, and no digit: as no number of a paper is written. */
const nameForm = /^\p{Lu}[\p{Ll}'’]+(?:[ -]+\p{Lu}[\p{Ll}'’]+)+$/u
const emailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const codeForm = /^\d{6}[-/]?\d{3,5}$|^\d{11}$/
const codeCountries: ReadonlySet<string> = new Set(['LV', 'EE', 'LT', 'CZ'] satisfies CodeCountry[])

/**
 * The first text of a payload that is a personal code, an e-mail address or the name of a person by its look; undefined where there is none.
 * It misses what is well hidden: it keeps slips out, not those who mean it.
 *
 * @param country whose personal codes are looked for
 */
export function strayIn(payload: unknown, country: string, at = ''): Stray | undefined {
  if (typeof payload === 'string') {
    const what = strayText(payload, country)
    return what === undefined ? undefined : { at, what }
  }
  if (payload === null || typeof payload !== 'object') return undefined
  for (const [name, value] of Object.entries(payload)) {
    const found = passedOver.has(name) ? undefined : strayIn(value, country, `${at}/${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

function strayText(text: string, country: string): Stray['what'] | undefined {
  if (text.length < 5) return undefined
  if (emailForm.test(text)) return 'email'
  if (nameForm.test(text)) return 'name'
  const isCode =
    codeForm.test(text) && codeCountries.has(country) && parsePersonalCode(country as CodeCountry, text) !== undefined
  return isCode ? 'personal-code' : undefined
}
