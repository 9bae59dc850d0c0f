/** What options say, or why it cannot be taken. */
import { OperatorError } from '../kernel/operator-error.ts'

/** One of a closed list. Throws OperatorError. */
export function oneOf<T extends string>(list: readonly T[], text: string, name: string): T {
  const found = list.find((one) => one === text)
  if (found === undefined)
    throw new OperatorError(`${name} ${text} is unknown`, 'there are other ones', `Give one of ${list.join(', ')}.`)
  return found
}

/** A day. Throws OperatorError. */
export function dayOf(text: string, name: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    throw new OperatorError(
      `${name} ${text} is no date`,
      'dates are written 2026-01-31',
      `Give one: ${name} 2026-01-31.`,
    )
  }
}
