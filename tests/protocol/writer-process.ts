/**
 * A process that can write a lane: takes it, submits commands, and, when told to stop, waits between a batch's fold and its append. Run
 * by writer-in-process.ts, which sends these orders.
 */
import { join } from 'node:path'
import { openInstitution, rulesVersion } from '../../src/operations/institution.ts'
import type { Command } from '../../src/storage/command.ts'
import { LaneWriter } from '../../src/storage/lane/writer.ts'
import type { Told } from '../customers.ts'

/** What is asked of the process; `id` tells the answers apart. */
export type Order = { readonly id: number } & (
  | { readonly order: 'take' | 'stop' | 'release' | 'end' }
  | { readonly order: 'submit'; readonly commands: readonly Command[] }
)
/** What became of one command. */
export type Outcome =
  | { readonly told: Told; readonly repeated: boolean }
  | { readonly error: string; readonly message: string }
/** What the process says. `stopped`: a batch was folded and waits for its release. */
export type Said =
  | { readonly id: number; readonly outcomes: readonly Outcome[] }
  | { readonly id: number; readonly failed: string }
  | { readonly stopped: number }
  | { readonly ready: true }

const [databaseUrl = '', keysDir = ''] = process.argv.slice(2)
const institution = await openInstitution({
  databaseUrl,
  pack: join(import.meta.dirname, '../../packs/luminor'),
  keysDir,
  openingDate: Temporal.PlainDate.from('2026-01-05'),
})
const say = (said: Said): void => {
  process.send?.(said)
}

let writer: LaneWriter | undefined
let stops = false
let release: () => void = () => {}

async function take(): Promise<void> {
  const [entity] = institution.pack.entities
  if (entity === undefined) throw new Error('the pack has no entity')
  writer = await LaneWriter.take(institution.laneOf(entity), {
    storage: institution.storage,
    sealer: institution.vaultOf(entity.id),
    rules: institution.rules,
    now: () => Temporal.Now.instant().round('millisecond'),
    rulesVersion,
    name: `process ${process.pid}`,
    beforeAppend: async (batch) => {
      if (!stops) return
      await new Promise<void>((resolve) => {
        release = resolve
        say({ stopped: batch })
      })
    },
  })
}

async function submit(command: Command): Promise<Outcome> {
  try {
    const { decision, repeated } = await (writer as LaneWriter).submit(command)
    const { outcome, code, facts, place, id } = decision
    return { told: { outcome, code, facts, place, id }, repeated }
  } catch (error) {
    return { error: (error as Error).name, message: (error as Error).message }
  }
}

async function obey(order: Order): Promise<readonly Outcome[]> {
  if (order.order === 'take') await take()
  else if (order.order === 'submit') return Promise.all(order.commands.map(submit))
  else if (order.order === 'stop') stops = true
  else if (order.order === 'release') {
    stops = false
    release()
  } else {
    await writer?.close()
    await institution.close()
    process.disconnect?.()
  }
  return []
}

process.on('message', (order: Order) => {
  obey(order).then(
    (outcomes) => process.connected && say({ id: order.id, outcomes }),
    (error: Error) => say({ id: order.id, failed: error.stack ?? error.message }),
  )
})
say({ ready: true })
