/** Another value of the same shape: what a parameter is moved to when it is knocked out. */
export function movedParameter(value: unknown): unknown {
  if (typeof value === 'string') {
    const period = /^P([0-9]+)(BD|D|W|M|Y)$/.exec(value)
    if (period !== null) return `P${Number(period[1]) + 1}${period[2]}`
    if (/^[0-9]+$/.test(value)) return String(BigInt(value) + 1n)
    if (value === 'accept') return 'refuse'
    if (value === 'refuse') return 'accept'
    if (value === 'following') return 'preceding'
    return `${value}-moved`
  }
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) return value.length > 1 ? value.slice(1) : value.map(movedParameter)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, movedParameter(one)]))
  return value
}
