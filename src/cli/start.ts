import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Demonstration } from '../api/api.ts'
import { sendDigits } from '../api/cash-codes/issuing.ts'
import { buildServer } from '../api/server.ts'
import { showDemonstration, showLender } from '../api/tokens/demonstration.ts'
import { keepSeals } from '../operations/access-log/keeper.ts'
import { keepClock } from '../operations/clock/keeper.ts'
import { DayEndRuns } from '../operations/day-end/runs.ts'
import { demonstrate } from '../operations/demonstration/bank.ts'
import { demonstrateLender } from '../operations/demonstration/lender.ts'
import { keepDrills } from '../operations/drill/keeper.ts'
import { keepExchange } from '../operations/exchange/keeper.ts'
import { keepAges } from '../operations/guardianship/keeper.ts'
import { type Publisher, publishHeads } from '../operations/heads/publish.ts'
import { type Institution, openInstitution } from '../operations/institution.ts'
import { LaneHolder } from '../operations/lane-holder.ts'
import { keepSweeping } from '../operations/retention/keeper.ts'
import { HttpSmsGateway } from '../payments/cash-codes/sms/http.ts'
import { httpNetwork } from '../payments/network/exchange/http.ts'
import { openDatabase } from '../storage/embedded.ts'
import { startMessages } from './messages.ts'
import { runDrill } from './scheduled-drill.ts'
import {
  databaseSettings,
  dataDir,
  demonstrationNetwork,
  keySettings,
  networkSettings,
  serverSettings,
  smsSettings,
} from './settings.ts'
import { askedToStop } from './stopping.ts'

/**
 * `pacta start`: opens the database, migrates it, makes the demonstration bank in an empty one, and serves until it is asked to stop.
 * Everything is closed in the reverse order, also when the start fails halfway.
 */
export async function start(): Promise<void> {
  const stopping = askedToStop()
  const settings = serverSettings(process.env)
  const { host, port } = settings
  await checkPort(host, port)
  const closing: (() => Promise<unknown>)[] = []
  try {
    const database = await openDatabase(databaseSettings(process.env))
    closing.unshift(() => database.stop())
    const institution = await openInstitution({
      databaseUrl: database.url,
      pack: settings.pack,
      ...keySettings(process.env),
    })
    closing.unshift(() => institution.close())
    const lanes = await LaneHolder.take(institution, database.url, (lane, error) => {
      process.stderr.write(`pacta: lane ${lane} was lost: ${error.message}\n`)
    })
    let heads: Publisher | undefined
    let stopClock: (() => Promise<void>) | undefined
    const days = new DayEndRuns(institution, lanes)
    closing.unshift(async () => {
      // A close of days that is under way ends with its lane, and goes on at the next start.
      const clockStopped = stopClock?.()
      await lanes.close()
      await Promise.all([clockStopped, days.settled()])
      // After the lanes, so that the last head is published, too.
      await heads?.stop()
    })
    const demonstration = settings.demonstration ? await demonstrationOf(institution, lanes) : undefined
    // Only now, so that the first heads cover what the demonstration did.
    heads = await publishHeads(institution, join(dataDir(process.env), 'heads'))
    if (settings.clock)
      stopClock = keepClock(lanes, days, {
        onFailed: (lane, error) => process.stderr.write(`pacta: lane ${lane} did not move on: ${error.message}\n`),
      })
    if (settings.drills) {
      const onFailed = ({ message }: Error) => process.stderr.write(`pacta: the drill: ${message}\n`)
      closing.unshift(keepDrills(institution, lanes, { run: () => runDrill(process.env), onFailed }))
    }
    closing.unshift(
      keepSeals(institution, lanes, join(dataDir(process.env), 'heads'), ({ message }) =>
        process.stderr.write(`pacta: the access log was not sealed: ${message}\n`),
      ),
    )
    closing.unshift(
      keepAges(institution, lanes, {
        onFailed: ({ message }) => process.stderr.write(`pacta: ages were not read: ${message}\n`),
      }),
    )
    closing.unshift(
      keepSweeping(institution, lanes, {
        onFailed: ({ message }) => process.stderr.write(`pacta: the sweep of what nothing keeps: ${message}\n`),
      }),
    )
    const sms = smsSettings(process.env, settings.demonstration)
    if (sms !== undefined) {
      const digits = sendDigits({ institution, lanes }, new HttpSmsGateway(sms), (message) =>
        process.stderr.write(`pacta: ${message}\n`),
      )
      closing.unshift(() => digits.stop())
    }
    const network = networkSettings(process.env, settings.demonstration)
    if (network !== undefined) {
      // In a demonstration nobody need play the network: payments wait until somebody does.
      const onFailing = (error: unknown) =>
        network === demonstrationNetwork
          ? undefined
          : process.stderr.write(`pacta: the payment network: ${error instanceof Error ? error.message : error}\n`)
      closing.unshift(keepExchange(institution, lanes, { network: httpNetwork(network), onFailing }))
    }
    closing.unshift(startMessages(institution, lanes, process.env, sms))
    const server = await buildServer(institution, {
      lanes,
      demonstration,
      days,
      pages: process.env['PACTA_PAGES_URL']?.replace(/\/+$/, '') || undefined,
      logLevel: settings.logLevel,
    })
    closing.unshift(() => Promise.race([server.close(), sleep(10_000, undefined, { ref: false })]))
    await server.listen({ host, port })
    process.stdout.write(
      `Pacta serves on http://${host === '127.0.0.1' ? 'localhost' : host}:${port}. Ctrl-C stops it.\n`,
    )
    await stopping
  } finally {
    for (const close of closing) await close()
  }
}

async function demonstrationOf(institution: Institution, lanes: LaneHolder): Promise<Demonstration | undefined> {
  const [first] = lanes.lanes
  if (first === undefined) return undefined
  const writer = lanes.writer(first.lane)
  const terms = institution.rulebookOf(first.lane).terms(lanes.head(first.lane).businessDate)
  const made = terms.has('account.currency')
    ? await demonstrate(institution, first.entity, writer).then((bank) => bank && showDemonstration(institution, bank))
    : await demonstrateLender(institution, first.entity, writer).then((one) => one && showLender(institution, one))
  if (made === undefined)
    process.stdout.write(
      `No demonstration: the database holds something else, or there is none for ${institution.pack.id}. Make a token with ./pacta token create.\n`,
    )
  return made
}

/** Says at once that a port is taken, before a database is started for nothing. */
async function checkPort(host: string, port: number): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject)
    probe.listen({ host, port }, resolve)
  })
  await new Promise((resolve) => probe.close(resolve))
}
