/**
 * A personal code in its canonical spelling: LV 161175-19997, EE and LT 11 digits, CZ 710319/2745 (or six digits
 * alone).
 */
export type PersonalCode = string & { readonly unit: 'personal-code' }

/** A registration number of an organisation, digits only. */
export type LegalCode = string & { readonly unit: 'legal-code' }

export type CodeCountry = 'LV' | 'EE' | 'LT' | 'CZ'

export type Sex = 'female' | 'male'

/** What a personal code tells; what it does not tell is absent. */
export type ParsedPersonalCode = {
  readonly code: PersonalCode
  readonly birthDate?: Temporal.PlainDate
  readonly sex?: Sex
}

/**
 * The personal code in `text` with the birth date and sex it encodes, or undefined when it is none: form, date or check
 * digit wrong. The separator (LV hyphen, CZ slash) may be left out; spaces may not be added. Own code, since `stdnum`
 * refuses new Latvian codes, lets impossible dates pass in Estonian ones, reads no birth dates, and asks today's date;
 * the tests compare the two where they should agree.
 */
export function parsePersonalCode(country: CodeCountry, text: string): ParsedPersonalCode | undefined {
  switch (country) {
    case 'LV':
      return parseLatvian(text)
    case 'EE':
      return parseCenturyAndSex(text, 8)
    case 'LT':
      return parseCenturyAndSex(text, 6)
    case 'CZ':
      return parseCzech(text)
  }
}

/**
 * The organisation's code in `text`, or undefined when its form or check digit is wrong: LV 11 digits of the Enterprise
 * Register (the first is 4, 5 or 9), EE 8 digits (1, 7, 8 or 9), LT 9 digits.
 */
export function parseLegalCode(country: 'LV' | 'EE' | 'LT', text: string): LegalCode | undefined {
  const isValid = { LV: isLatvianLegal, EE: isEstonianLegal, LT: isLithuanianLegal }[country](text)
  return isValid ? (text as LegalCode) : undefined
}

/**
 * Codes given since July 2017 begin with 32 and tell nothing; earlier ones are DDMMYY, a digit for the century (0 for
 * 1800) and a number. Both end in the same check digit. Source: Law on the Register of Natural Persons.
 */
function parseLatvian(text: string): ParsedPersonalCode | undefined {
  const [, head, tail] = /^([0-9]{6})-?([0-9]{5})$/.exec(text) ?? []
  if (head === undefined || tail === undefined) return undefined
  const digits = digitsOf(head + tail)
  const weighted = weightedSum(digits, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
  if (((1101 - weighted) % 11) % 10 !== digits[10]) return undefined
  const code = `${head}-${tail}` as PersonalCode
  if (head.startsWith('32')) return { code }
  const century = Number(tail.slice(0, 1))
  if (century > 2) return undefined
  const year = 1800 + 100 * century + Number(head.slice(4))
  const birthDate = dateOf(year, Number(head.slice(2, 4)), Number(head.slice(0, 2)))
  return birthDate && { code, birthDate }
}

/**
 * Estonian and Lithuanian codes: a digit for century and sex (odd male: 1 and 2 for the 1800s, and so on), YYMMDD,
 * number, check digit. A Lithuanian code with 9 in front is an exception that tells neither. Sources: Estonian standard
 * EVS 585; Lithuanian Law on the Population Register.
 */
function parseCenturyAndSex(text: string, lastCenturyDigit: 6 | 8): ParsedPersonalCode | undefined {
  if (!/^[1-9][0-9]{10}$/.test(text) || !endsInBalticCheckDigit(text)) return undefined
  const code = text as PersonalCode
  const first = Number(text.slice(0, 1))
  if (first === 9 && lastCenturyDigit === 6) return { code }
  if (first > lastCenturyDigit) return undefined
  const year = 1800 + 100 * Math.floor((first - 1) / 2) + Number(text.slice(1, 3))
  const birthDate = dateOf(year, Number(text.slice(3, 5)), Number(text.slice(5, 7)))
  return birthDate && { code, birthDate, sex: first % 2 === 1 ? 'male' : 'female' }
}

/**
 * Czech birth numbers: YYMMDD with 50 added to a woman's month, from 2004 also 20 when the day's numbers ran out; then
 * three digits (born before 1954), or four of which the last is a check digit. Source: Act No 133/2000 Coll., section
 * 13. Six digits alone, as old files keep them, have no check digit and are read as of the 1900s.
 */
function parseCzech(text: string): ParsedPersonalCode | undefined {
  const [, date, tail = ''] = /^([0-9]{6})(?:\/?([0-9]{3,4}))?$/.exec(text) ?? []
  if (date === undefined) return undefined
  const yy = Number(date.slice(0, 2))
  const year = czechYear(yy, tail.length)
  if (tail.length === 4 && !endsInCzechCheckDigit(date + tail, year)) return undefined

  const encodedMonth = Number(date.slice(2, 4))
  const sex: Sex = encodedMonth > 50 ? 'female' : 'male'
  const ofYear = encodedMonth > 50 ? encodedMonth - 50 : encodedMonth
  const month = ofYear > 20 && tail.length === 4 && year >= 2004 ? ofYear - 20 : ofYear
  const birthDate = dateOf(year, month, Number(date.slice(4, 6)))
  const code = (tail ? `${date}/${tail}` : date) as PersonalCode
  return birthDate && { code, birthDate, sex }
}

function czechYear(yy: number, tailLength: number): number {
  if (tailLength === 4) return yy >= 54 ? 1900 + yy : 2000 + yy
  if (tailLength === 3) return yy >= 54 ? 1800 + yy : 1900 + yy
  return 1900 + yy
}

/** Divisible by eleven; until 1985 some numbers whose first nine digits leave ten were given out, and end in 0. */
function endsInCzechCheckDigit(digits: string, year: number): boolean {
  const rest = Number(digits.slice(0, 9)) % 11
  const last = Number(digits.slice(9))
  return rest === last || (rest === 10 && last === 0 && year <= 1985)
}

function isLatvianLegal(text: string): boolean {
  return /^[459][0-9]{10}$/.test(text) && weightedSum(digitsOf(text), [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3
}

function isEstonianLegal(text: string): boolean {
  return /^[1789][0-9]{7}$/.test(text) && endsInBalticCheckDigit(text)
}

function isLithuanianLegal(text: string): boolean {
  return /^[0-9]{9}$/.test(text) && endsInBalticCheckDigit(text)
}

/**
 * The check digit that Estonia and Lithuania share: the sum weighted by place (1 to 9, then 1 again) modulo 11; if that
 * is 10, the same with weights from 3; if 10 again, 0.
 */
function endsInBalticCheckDigit(text: string): boolean {
  const digits = digitsOf(text)
  const last = digits.length - 1
  const weightsFrom = (first: number) => Array.from({ length: last }, (_, place) => ((place + first - 1) % 9) + 1)
  const rest = weightedSum(digits, weightsFrom(1)) % 11
  const check = rest === 10 ? (weightedSum(digits, weightsFrom(3)) % 11) % 10 : rest
  return check === digits[last]
}

/** Of as many digits as there are weights. */
function weightedSum(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * (digits[place] ?? 0), 0)
}

function digitsOf(text: string): number[] {
  return Array.from(text, Number)
}

function dateOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined
  const { daysInMonth } = new Temporal.PlainYearMonth(year, month)
  return day <= daysInMonth ? new Temporal.PlainDate(year, month, day) : undefined
}
