/**
 * How a result that falls between two whole numbers is settled.
 * half-even, half-up, half-down: to the nearest; a tie goes to the even one, away from zero, or towards zero.
 * up, down: away from zero, towards zero. ceiling, floor: towards plus and minus infinity.
 */
export type Rounding = 'half-even' | 'half-up' | 'half-down' | 'up' | 'down' | 'ceiling' | 'floor'

export const roundings: readonly Rounding[] = ['half-even', 'half-up', 'half-down', 'up', 'down', 'ceiling', 'floor']

/**
 * numerator / denominator as a whole number, exact for any size and sign. Throws RangeError for a denominator of zero.
 */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (denominator === 0n) throw new RangeError('division by zero')
  const negative = numerator < 0n !== denominator < 0n
  const dividend = magnitude(numerator)
  const divisor = magnitude(denominator)
  const whole = dividend / divisor
  const rest = dividend % divisor
  const rounded = rest !== 0n && goesUp(whole, rest * 2n - divisor, negative, rounding) ? whole + 1n : whole
  return negative ? -rounded : rounded
}

/** Whether the magnitude, which is no whole number, grows; `pastHalf` is negative below the middle and zero on it. */
function goesUp(whole: bigint, pastHalf: bigint, negative: boolean, rounding: Rounding): boolean {
  switch (rounding) {
    case 'half-even':
      return pastHalf > 0n || (pastHalf === 0n && whole % 2n === 1n)
    case 'half-up':
      return pastHalf >= 0n
    case 'half-down':
      return pastHalf > 0n
    case 'up':
      return true
    case 'down':
      return false
    case 'ceiling':
      return !negative
    case 'floor':
      return negative
  }
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}
