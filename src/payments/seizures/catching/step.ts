/** The step of a day's close that spreads waiting orders anew. */
import type { DayStep } from '../../../storage/day-step.ts'
import { agreementsWaiting } from '../store.ts'
import { spreadOrders } from './commands.ts'

/** How many agreements one decision is about. */
const atOnce = 200

export const seizureStep: DayStep = {
  name: 'seizures',
  command: spreadOrders,
  next: async (sql, lane, _day, after) => {
    const found = await agreementsWaiting(sql, lane, after === undefined ? 0 : Number(after), atOnce)
    const last = found.at(-1)
    if (last === undefined) return undefined
    return { payloads: [{ agreements: found.map(String) }], subjects: found.length, after: String(last) }
  },
}
