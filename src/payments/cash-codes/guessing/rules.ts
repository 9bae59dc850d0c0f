/** Which digits are easily guessed (RA-7.8). Found at the edge, where digits, birth date and phone are in clear; pure. */

export const weaknesses = ['repeated', 'run', 'birth-date', 'phone'] as const
export type Weakness = (typeof weaknesses)[number]

/**
 * Why the digits are easily guessed, in the order of the list; none when they are not.
 *
 * @param digits as chosen, digits only
 * @param known the named person's birth date, and the phone in the form of E.164
 */
export function weaknessesOf(
  digits: string,
  known: { readonly birthDate: Temporal.PlainDate | undefined; readonly phone: string | undefined },
): readonly Weakness[] {
  const { birthDate, phone } = known
  const applies: Readonly<Record<Weakness, boolean>> = {
    repeated: isRepeated(digits),
    run: isRun(digits, 1) || isRun(digits, 9),
    'birth-date': birthDate !== undefined && formsOf(birthDate).some((form) => form.includes(digits)),
    phone: phone?.replace(/[^0-9]/g, '').includes(digits) ?? false,
  }
  return weaknesses.filter((one) => applies[one])
}

/** One block over and over: 7777, 1212. */
function isRepeated(digits: string): boolean {
  for (let length = 1; length <= digits.length / 2; length += 1)
    if (digits.length % length === 0 && digits.slice(0, length).repeat(digits.length / length) === digits) return true
  return false
}

/** Each digit follows the one before by the same step of ten: up by 1, or down, which is up by 9; 9 is next to 0. */
function isRun(digits: string, step: 1 | 9): boolean {
  for (let i = 1; i < digits.length; i += 1) if ((Number(digits[i - 1]) + step) % 10 !== Number(digits[i])) return false
  return digits.length > 1
}

/** The date as people write it, with all its parts: every piece of one is a usual form, too (day and month, year). */
function formsOf(date: Temporal.PlainDate): readonly string[] {
  const [year = '', month = '', day = ''] = date.toString().split('-')
  const short = year.slice(2)
  return [
    `${day}${month}${year}`,
    `${day}${month}${short}`,
    `${month}${day}${year}`,
    `${month}${day}${short}`,
    `${year}${month}${day}`,
    `${short}${month}${day}`,
    `${year}${day}${month}`,
    `${month}${short}`,
    `${day}${short}`,
  ]
}
