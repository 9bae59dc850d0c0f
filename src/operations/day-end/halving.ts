/** How a payload that failed is parted, to find out what in it is at fault. */

/**
 * The payload with the first half of its subjects, and that with the others; undefined when it names one subject only. Its subjects are
 * its only list.
 */
export function halvesOf(payload: object): readonly [object, object] | undefined {
  const lists = Object.entries(payload).filter(([, value]) => Array.isArray(value))
  const [first, ...more] = lists
  if (first === undefined || more.length > 0) return undefined
  const [name, list] = first as [string, readonly unknown[]]
  if (list.length < 2) return undefined
  const middle = Math.ceil(list.length / 2)
  return [
    { ...payload, [name]: list.slice(0, middle) },
    { ...payload, [name]: list.slice(middle) },
  ]
}
