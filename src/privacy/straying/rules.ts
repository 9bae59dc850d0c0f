/**
 * Personal data that strayed into what is kept in clear. Payloads hold ids, amounts, days, words of closed lists and numbers of papers; some
 * of these numbers are free text within a pattern, where somebody may write of whom the paper is instead.
 */
import { type CodeCountry, parsePersonalCode } from '../../kernel/personal-code.ts'
import { screen } from '../screening/rules.ts'

export type Stray = {
  /** Where it stands, as a JSON pointer (RFC 6901). */
  readonly at: string
  /** `words`: where the number of a paper is asked for, there is a name by its look, or a sentence. */
  readonly what: 'personal-code' | 'email' | 'name' | 'words' | 'sensitive'
}

/** Members that hold amounts or words for everybody, which may look like any of these. */
const passedOver: ReadonlySet<string> = new Set(['minor', 'title', 'text'])

/** Members that hold names of places and of documents, which look like those of persons. */
const named: ReadonlySet<string> = new Set(['place', 'terms'])

/** Members that hold the number of a paper or of an organisation, in whatever form others gave it. */
const papers: ReadonlySet<string> = new Set([
  ...['reference', 'case', 'file', 'evidence', 'notice', 'obligation', 'obligations', 'agreement', 'secrecy', 'law'],
  ...['receiver', 'assignee', 'supplier', 'taughtBy', 'delayReasons'],
])

/** Two words or more, each with one capital letter, and no digit: as no number of a paper is written. */
const nameForm = /^\p{Lu}[\p{Ll}'’]+(?:[ -]+\p{Lu}[\p{Ll}'’]+)+$/u
const codeForms = /(?<!\d)(?:\d{6}[-/]?\d{3,5}|\d{11})(?!\d)/g
const letterWords = /\p{L}{3,}/gu
const codeCountries: ReadonlySet<string> = new Set(['LV', 'EE', 'LT', 'CZ'] satisfies CodeCountry[])

/**
 * The first text of a payload that holds a personal code, an e-mail address, the name of a person by its look, or words that tell of health,
 * belief or the like; undefined where there is none. The number of a paper holds a digit, and no two words. It misses what is well hidden:
 * it keeps slips out, not those who mean it.
 *
 * @param country whose personal codes are looked for
 * @param holder the member that holds it
 */
export function strayIn(payload: unknown, country: string, at = '', holder = ''): Stray | undefined {
  if (typeof payload === 'string') {
    const what = strayText(payload, country, holder)
    return what === undefined ? undefined : { at, what }
  }
  if (payload === null || typeof payload !== 'object') return undefined
  const isList = Array.isArray(payload)
  for (const [name, value] of Object.entries(payload)) {
    if (passedOver.has(name)) continue
    const found = strayIn(value, country, `${at}/${name}`, isList ? holder : name)
    if (found !== undefined) return found
  }
  return undefined
}

function strayText(given: string, country: string, holder: string): Stray['what'] | undefined {
  if (given.length < 5) return undefined
  // Letters and digits as people see them, without signs that nobody sees.
  const text = given.normalize('NFKC').replace(/\p{Cf}+/gu, '')
  if (holdsEmail(text)) return 'email'
  if (nameForm.test(text) && !named.has(holder)) return 'name'
  if (holdsCode(text, country)) return 'personal-code'
  if (papers.has(holder) && !isNumbered(text)) return 'words'
  return /\s/.test(text) && screen(text).length > 0 ? 'sensitive' : undefined
}

/** A word with a single @ in it, and a dot behind that. */
const holdsEmail = (text: string): boolean =>
  text.includes('@') &&
  text.split(/\s+/).some((word) => {
    const [name, host, ...more] = word.split('@')
    return name !== '' && host !== undefined && more.length === 0 && /[^.]\.[^.]/.test(host)
  })

function holdsCode(text: string, country: string): boolean {
  if (!codeCountries.has(country)) return false
  return (text.match(codeForms) ?? []).some((one) => parsePersonalCode(country as CodeCountry, one) !== undefined)
}

/** Whether this can be the number of a paper: an abbreviation and numbers, or an abbreviation alone. */
function isNumbered(text: string): boolean {
  const words = text.split(/\s+/).flatMap((one) => one.match(letterWords) ?? [])
  if (!/\d/.test(text)) return words.every((word) => word.length < 5) && words.length <= 1
  return words.filter((word) => word.length > 3 || !/^\p{Lu}+$/u.test(word)).length <= 1
}
