/**
 * How long the statement of a year takes that has 10,000 entries with personal details: as camt.053 and as PDF, as a multiple of reading
 * and decrypting the same entries alone in the same run.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { AccountId } from '../../src/kernel/ids.ts'
import { type Institution, openInstitution } from '../../src/operations/institution.ts'
import { paymentDetail } from '../../src/payments/details.ts'
import type { Entity } from '../../src/rulebook/pack.ts'
import { drawStatement } from '../../src/statements/drawing/draw.ts'
import type { Drawn } from '../../src/statements/drawing/drawn.ts'
import { type FileFormat, rendered } from '../../src/statements/rendering.ts'
import { openDatabase } from '../../src/storage/embedded.ts'
import type { LaneWriter } from '../../src/storage/lane/writer.ts'
import { type Customer, makeCustomers } from '../posting/population.ts'

type Measured = {
  readonly name: string
  readonly seconds: number
  /** Of this process alone, all its threads: what it takes on a machine that others use, too. */
  readonly cpuSeconds: number
  readonly bytes: number
  readonly ratio: number
}

/** Seconds within which each form is to be drawn. */
const aims: Readonly<Record<string, number>> = { 'camt053-08': 1, 'camt053-02': 1, pdf: 3 }
const runs = 3
const firstDay = Temporal.PlainDate.from('2025-01-01')
const lastDay = Temporal.PlainDate.from('2025-12-31')

export async function run(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: { json: { type: 'boolean', default: false }, entries: { type: 'string', default: '10000' } },
  })
  const entries = Number(values.entries)
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'))
  const database = await openDatabase({ dataDir, database: 'statement' })
  try {
    const institution = await openInstitution({
      databaseUrl: database.url,
      pack: join(import.meta.dirname, '../../packs/luminor'),
      keysDir: join(dataDir, 'keys'),
      openingDate: firstDay,
    })
    try {
      const [entity] = institution.pack.entities
      if (entity === undefined) throw new Error('the pack has no entity')
      const account = await liveAYear(institution, entity, entries)
      // Who draws it undertook confidentiality: otherwise the gate withholds every detail, and nothing is measured.
      await institution.sql`
        insert into undertaking (lane, staff, signed, wording)
        values (${institution.laneOf(entity)}, 'O-01', '2025-01-02', 'bench')`
      const results = await measure(institution, entity, account)
      process.stdout.write(values.json ? `${JSON.stringify({ entries, results })}\n` : inWords(entries, results))
    } finally {
      await institution.close()
    }
  } finally {
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Payments of one customer to another, spread over the days of the year, each with names, numbers and a text. */
async function liveAYear(institution: Institution, entity: Entity, entries: number): Promise<AccountId> {
  const writer = await institution.takeLane(entity)
  try {
    const [payer, payee] = (await makeCustomers(writer, 2, () => {})) as [Customer, Customer]
    const days = firstDay.until(lastDay, { largestUnit: 'days' }).days
    let made = 1
    for (let day = 0; day <= days && made < entries; day += 1) {
      if (day > 0) await send(writer, 'clock.cut-over', { to: firstDay.add({ days: day }).toString() }, day)
      const until = Math.min(entries, Math.ceil(((day + 1) * entries) / (days + 1)))
      const numbers = Array.from({ length: Math.max(0, until - made) }, (_, i) => made + i)
      await Promise.all(numbers.map((number) => pay(writer, payer, payee, number)))
      made += numbers.length
    }
    return payer.account
  } finally {
    await writer.close()
  }
}

const pay = (writer: LaneWriter, payer: Customer, payee: Customer, number: number): Promise<void> => {
  const remittance = `Invoice ${number} of 2025, for services as agreed`
  const details = ['Jānis Paraugs', 'Līga Testa'].map((name) =>
    paymentDetail({ name, number: 'LV80BANK0000435195001', remittance, endToEnd: `E2E-${number}` }),
  )
  const amount = { minor: String(100 + (number % 900)), currency: 'EUR' }
  const order = { from: String(payer.account), to: { account: String(payee.account) }, amount }
  return send(writer, 'payment.transfer', order, number, details)
}

async function send(
  writer: LaneWriter,
  kind: string,
  payload: object,
  number: number,
  details?: ReturnType<typeof paymentDetail>[],
): Promise<void> {
  const { decision } = await writer.submit({
    kind,
    client: 'bench',
    key: `${kind} ${number}`,
    actor: { role: 'system' },
    purpose: 'payment',
    payload,
    details,
  })
  if (decision.outcome === 'refused') throw new Error(`${kind} was refused: ${decision.code}`)
}

/** The median of some runs of each form, the first of them with all that is loaded once. */
async function measure(institution: Institution, entity: Entity, account: AccountId): Promise<readonly Measured[]> {
  const { sql, gate, laneOf, rulebookOf } = institution
  const source = { sql, gate, terms: rulebookOf(laneOf(entity)).terms(lastDay), entity, now: Temporal.Now.instant() }
  const reader = { actor: { role: 'operator', staff: 'O-01' } } as const
  const draw = async (): Promise<Drawn> => {
    const drawn = await drawStatement(source, account, { from: firstDay, to: lastDay }, reader)
    if (drawn === undefined) throw new Error('there is no such account')
    return drawn
  }
  const reading = await timed(async () => {
    let lines = 0
    for await (const part of (await draw()).parts()) lines += part.length
    return lines
  })
  const { amount: _lines, ...alone } = reading
  const results: Measured[] = [{ name: 'read and decrypt alone', ...alone, bytes: 0, ratio: 1 }]
  for (const format of ['camt053-08', 'camt053-02', 'csv', 'json', 'pdf'] as const) {
    const { amount, ...took } = await timed(async () => sizeOf(await draw(), format))
    results.push({ name: format, ...took, bytes: amount, ratio: took.seconds / reading.seconds })
  }
  return results
}

async function timed(work: () => Promise<number>): Promise<{ seconds: number; cpuSeconds: number; amount: number }> {
  const took: { seconds: number; cpuSeconds: number }[] = []
  let amount = 0
  for (let turn = 0; turn < runs; turn += 1) {
    const began = performance.now()
    const before = process.cpuUsage()
    amount = await work()
    const { user, system } = process.cpuUsage(before)
    took.push({ seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 })
  }
  took.sort((a, b) => a.seconds - b.seconds)
  const { seconds, cpuSeconds } = took[Math.floor(runs / 2)] ?? { seconds: 0, cpuSeconds: 0 }
  return { seconds, cpuSeconds, amount }
}

async function sizeOf(drawn: Drawn, format: FileFormat): Promise<number> {
  let bytes = 0
  for await (const part of rendered(drawn, format, 'lv')) bytes += Buffer.byteLength(part as string | Buffer)
  return bytes
}

function inWords(entries: number, results: readonly Measured[]): string {
  const rows = results.map(({ name, seconds, cpuSeconds, bytes, ratio }) => {
    const aim = aims[name]
    const verdict = aim === undefined ? '' : seconds < aim ? `  under ${aim} s` : `  OVER ${aim} s`
    const size = bytes === 0 ? '' : `${(bytes / 1e6).toFixed(1)} MB`
    const times = `${seconds.toFixed(2).padStart(6)} s (cpu ${cpuSeconds.toFixed(2)} s)`
    return `  ${name.padEnd(24)} ${times} ${ratio.toFixed(2).padStart(6)} x ${size.padStart(8)}${verdict}`
  })
  return `A year's statement of ${entries} entries, median of ${runs} runs\n${rows.join('\n')}\n`
}
