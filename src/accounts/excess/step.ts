/** The step of a day's close that charges excesses: it looks at accounts active that day and at those whose deadline is set. */
import type { DayStep } from '../../storage/day-step.ts'
import { placesOfDay } from '../../storage/lane/places-of-day.ts'
import { chargeExcess } from './commands.ts'
import { mayBeInExcess } from './store.ts'

const atOnce = 1000

export const excessStep: DayStep = {
  name: 'excess',
  command: chargeExcess,
  next: async (sql, lane, day, after) => {
    const places = await placesOfDay(sql, lane, day)
    const found = await mayBeInExcess(sql, lane, day, places, Number(after ?? 0), atOnce)
    const last = found.at(-1)
    if (last === undefined) return undefined
    const accounts = found.map(({ account, seq }) => `${account}@${seq}`)
    return { payloads: [{ day: day.toString(), accounts }], subjects: accounts.length, after: String(last.account) }
  },
}
