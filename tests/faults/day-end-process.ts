/**
 * A process that lives through days and closes them, until it kills itself: at the call to the lane that it was told, some milliseconds
 * after the call was made. Run by day-end.test.ts.
 */
import { join } from 'node:path'
import { liveThrough } from '../../src/operations/day-end/runner.ts'
import { openInstitution } from '../../src/operations/institution.ts'
import { reminderStep } from '../../src/parties/replacement/commands.ts'
import { expiryStep } from '../../src/payments/holds/commands.ts'

const [databaseUrl = '', keysDir = '', to = '', dieAt = '0', afterMs = '0'] = process.argv.slice(2)
const institution = await openInstitution({
  databaseUrl,
  pack: join(import.meta.dirname, '../../packs/luminor'),
  keysDir,
  openingDate: Temporal.PlainDate.from('2026-01-05'),
})
const [entity] = institution.pack.entities
if (entity === undefined) throw new Error('the pack has no entity')
const writer = await institution.takeLane(entity)
let calls = 0
const { sql, storage } = institution
const bank = {
  lane: institution.laneOf(entity),
  sql,
  storage,
  // Two of the steps, so that the calls at which it dies stay where they are.
  steps: [expiryStep, reminderStep],
  writer: () => ({
    head: writer.head,
    submit: (command: Parameters<typeof writer.submit>[0]) => {
      calls += 1
      const answer = writer.submit(command)
      if (calls === Number(dieAt)) setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(afterMs))
      return answer
    },
  }),
}
await liveThrough(bank, Temporal.PlainDate.from(to))
process.stdout.write(`${calls}\n`)
await writer.close()
await institution.close()
