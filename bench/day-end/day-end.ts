/**
 * What the close of a day costs: with nothing due, for two numbers of accounts; with something due for some of them, as a multiple of one
 * bare insert of the events that it makes; and at the end of a month, when every account is credited. All in one run, on one cluster.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { interestStep } from '../../src/accounts/interest/step.ts'
import { internalProducts } from '../../src/accounts/internal/rules.ts'
import {
  type ClosedDay,
  closeDays,
  type DayEndBank,
  type DayPosition,
  moveOn,
} from '../../src/operations/day-end/runner.ts'
import { steps } from '../../src/operations/day-end/steps.ts'
import { type Institution, openInstitution } from '../../src/operations/institution.ts'
import { openDatabase } from '../../src/storage/embedded.ts'
import type { LaneWriter } from '../../src/storage/lane/writer.ts'
import { makeCustomers } from '../posting/population.ts'
import { eventsFrom, growTo, holdOn, interestOfAll, type Population } from './population.ts'
import { processorSeconds } from './processor.ts'

type Size = { readonly accounts: number; readonly small: number; readonly active: number; readonly turns: number }
type Result = {
  readonly accounts: number
  /** Seconds to close a day on which nothing is due, for the smaller and the whole number of accounts. */
  readonly idle: { readonly small: number; readonly whole: number; readonly ratio: number }
  /** `insert`: the events of the accounts alone; `changes`: and the holds and deadlines that the close changes with them. */
  readonly active: {
    readonly close: number
    readonly insert: number
    readonly changes: number
    readonly ratio: number
    readonly ratioToChanges: number
    readonly processor: Processor
    readonly events: number
  }
  /**
   * `credit`: the step of interest, beside one insert of an entry for each account; `close`: the whole day, fees of the month included;
   * `dayAfter`: the day on which all of that was booked.
   */
  readonly monthEnd: {
    readonly close: number
    readonly dayAfter: number
    readonly credit: number
    readonly insert: number
    readonly ratio: number
    readonly processor: Processor
    readonly accounts: number
  }
  readonly memoryMb: number
}

/** Seconds of processor, of this process and the database's together, that the work took, and that the bare insert took; their ratio. */
type Processor = { readonly work: number; readonly insert: number; readonly ratio: number }

const openingDate = Temporal.PlainDate.from('2026-01-05')
const monthEnd = Temporal.PlainDate.from('2026-01-31')

export async function run(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      accounts: { type: 'string', default: '1000000' },
      small: { type: 'string', default: '100000' },
      active: { type: 'string', default: '10000' },
      turns: { type: 'string', default: '3' },
    },
  })
  const size: Size = {
    accounts: Number(values.accounts),
    small: Number(values.small),
    active: Number(values.active),
    turns: Number(values.turns),
  }
  const say = (text: string): void => {
    if (!values.json) process.stdout.write(text)
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'pacta-bench-'))
  const database = await openDatabase({ dataDir, database: 'day_end' })
  try {
    const institution = await openInstitution({
      databaseUrl: database.url,
      pack: join(import.meta.dirname, '../../packs/luminor'),
      keysDir: join(dataDir, 'keys'),
      openingDate,
    })
    const result = await new DayEndBench(institution, dataDir, size, say).run().finally(() => institution.close())
    if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`)
  } finally {
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

class DayEndBench {
  readonly #institution: Institution
  readonly #dataDir: string
  readonly #size: Size
  readonly #say: (text: string) => void
  #peakBytes = 0

  constructor(institution: Institution, dataDir: string, size: Size, say: (text: string) => void) {
    this.#institution = institution
    this.#dataDir = dataDir
    this.#size = size
    this.#say = say
  }

  async run(): Promise<Result> {
    const { accounts, small, active, turns } = this.#size
    const watching = setInterval(() => {
      this.#peakBytes = Math.max(this.#peakBytes, process.memoryUsage.rss())
    }, 50).unref()
    const population = await this.#settle()
    await this.#grow(population, small)
    const idleSmall = await this.#idle()
    await this.#grow(population, accounts)
    const idleWhole = await this.#idle()
    const activeDay = await this.#active(population, active, turns)
    const month = await this.#monthEnd(population)
    clearInterval(watching)
    const result: Result = {
      accounts,
      idle: { small: idleSmall, whole: idleWhole, ratio: idleWhole / idleSmall },
      active: {
        ...activeDay,
        ratio: activeDay.close / activeDay.insert,
        ratioToChanges: activeDay.close / activeDay.changes,
        events: active,
      },
      monthEnd: { ...month, ratio: month.credit / month.insert },
      memoryMb: Math.round(this.#peakBytes / 2 ** 20),
    }
    this.#report(result)
    return result
  }

  /** The customer of whom the others are copies; the bank has left its first day behind and closed it. */
  async #settle(): Promise<Population> {
    const { lane, writer } = await this.#taken()
    for (const product of internalProducts.filter((one) => one !== 'nostro' && one !== 'till')) {
      const command = { kind: 'internal.open', client: 'bench', key: product, actor: { role: 'system' } } as const
      await writer.submit({ ...command, purpose: 'operations', payload: { product, currency: 'EUR' } })
    }
    const [template] = await makeCustomers(writer, 1, () => {})
    if (template === undefined) throw new Error('no customer was made')
    await this.#leaveAndClose(writer)
    await writer.close()
    return { lane, template, count: 1 }
  }

  async #grow(population: Population, count: number): Promise<void> {
    this.#say(`making ${count} accounts ... `)
    this.#say(`${(await growTo(this.#institution.sql, population, count)).toFixed(1)} s\n`)
  }

  /** The median of days on which nothing is due. */
  async #idle(): Promise<number> {
    const { writer } = await this.#taken()
    const days: ClosedDay[] = []
    for (let turn = 0; turn < 8; turn += 1) days.push(await this.#leaveAndClose(writer))
    await writer.close()
    // The first ones warm up.
    const warm = days.slice(3)
    const median = middle(warm.map(({ seconds }) => seconds))
    const [slowest] = (warm.at(-1)?.steps ?? []).toSorted((a, b) => b.seconds - a.seconds)
    this.#say(`  an idle day: ${ms(median)}, of which ${slowest?.name} ${ms(slowest?.seconds ?? 0)}\n`)
    return median
  }

  /** Closes and bare statements in turns, each about other accounts: a machine with other work is never the same for long. */
  async #active(population: Population, active: number, turns: number) {
    const { sql } = this.#institution
    const closes: number[] = []
    const inserts: number[] = []
    const changes: number[] = []
    const spent = { work: 0, insert: 0 }
    for (let turn = 0; turn < turns; turn += 1) {
      const day = await this.#businessDate()
      const never = day.add({ years: 50 })
      const [ofClose = 0, ofInsert = 0, ofChanges = 0] = [0, 1, 2].map((n) =>
        Math.min(1 + (3 * turn + n) * active, population.count - (3 - n) * active),
      )
      await holdOn(sql, population, { day, from: ofClose, active })
      await holdOn(sql, population, { day: never, from: ofChanges, active })
      await sql`checkpoint`
      const { writer } = await this.#taken()
      const began = this.#processor()
      closes.push((await this.#leaveAndClose(writer)).seconds)
      const closed = this.#processor()
      await writer.close()
      inserts.push(await timed(() => sql.unsafe(eventsFrom(population, { from: ofInsert, active, amount: 0, day }))))
      spent.work += closed - began
      spent.insert += this.#processor() - closed
      changes.push(
        await timed(() =>
          sql.begin(async (all) => {
            await all.unsafe(eventsFrom(population, { from: ofChanges, active, amount: -100, day }))
            await all`update hold set amount = 0 where expires_on = ${never} and amount > 0`
            await all`delete from deadline where due = ${never}`
          }),
        ),
      )
      const [close = 0, insert = 0, change = 0] = [closes, inserts, changes].map((list) => list.at(-1) ?? 0)
      this.#say(`  ${active} active: close ${ms(close)}, bare insert ${ms(insert)}, all changes bare ${ms(change)}\n`)
    }
    const processor = { ...spent, ratio: spent.work / spent.insert }
    return { close: middle(closes), insert: middle(inserts), changes: middle(changes), processor }
  }

  async #businessDate(): Promise<Temporal.PlainDate> {
    const { writer } = await this.#taken()
    await writer.close()
    return writer.head.businessDate
  }

  /** The close of the month's last day, and an insert of as many entries. */
  async #monthEnd(population: Population) {
    const { sql } = this.#institution
    const { writer } = await this.#taken()
    while (writer.head.businessDate.until(monthEnd).days > 0) await this.#leaveAndClose(writer)
    const at: number[] = []
    let step = ''
    // Where the step of interest begins, and where the next one does.
    const { seconds: close, steps: counts } = await this.#leaveAndClose(writer, (position) => {
      if (step !== position.step && [step, position.step].includes(interestStep.name)) at.push(this.#processor())
      step = position.step
    })
    const { seconds: dayAfter } = await this.#leaveAndClose(writer)
    await writer.close()
    for (const { name, subjects, seconds } of counts)
      if (subjects > 0) this.#say(`  ${monthEnd}, ${name}: ${subjects} in ${seconds.toFixed(2)} s\n`)
    const credited = counts.find(({ name }) => name === interestStep.name)
    const before = this.#processor()
    const insert = await timed(() => sql.unsafe(interestOfAll(population, monthEnd.add({ days: 2 }))))
    const spent = { work: (at[1] ?? Number.NaN) - (at[0] ?? Number.NaN), insert: this.#processor() - before }
    const processor = { ...spent, ratio: spent.work / spent.insert }
    return { close, dayAfter, credit: credited?.seconds ?? 0, insert, processor, accounts: credited?.subjects ?? 0 }
  }

  #processor(): number {
    return processorSeconds(this.#dataDir)
  }

  async #taken() {
    const { pack, laneOf } = this.#institution
    const [entity] = pack.entities
    if (entity === undefined) throw new Error('the pack has no entity')
    return { lane: laneOf(entity), writer: await this.#institution.takeLane(entity) }
  }

  /** Moves the business date on by a day and closes the one before. */
  async #leaveAndClose(writer: LaneWriter, watch: (at: DayPosition) => void = () => {}): Promise<ClosedDay> {
    const { sql, storage } = this.#institution
    const bank: DayEndBank = { lane: writer.head.lane, sql, storage, steps, writer: () => writer }
    await moveOn(bank, writer.head.businessDate.add({ days: 1 }))
    const [closed] = await closeDays(bank, { watch })
    const [problem] = closed?.problems ?? []
    if (closed === undefined || problem !== undefined) throw new Error(`not closed: ${problem?.step}: ${problem?.said}`)
    return closed
  }

  #report({ idle, active, monthEnd: month, memoryMb, accounts }: Result): void {
    this.#say(`
${accounts} accounts, ${memoryMb} MB at most
idle day         ${ms(idle.small)} with ${this.#size.small}, ${ms(idle.whole)} with ${accounts}: ${idle.ratio.toFixed(2)} x
active day       ${ms(active.close)} for ${active.events}, bare insert ${ms(active.insert)}: ${active.ratio.toFixed(2)} x; all changes bare ${ms(active.changes)}: ${active.ratioToChanges.toFixed(2)} x; processor ${spent(active.processor)}
end of a month   ${ms(month.credit)} to credit ${month.accounts}, bare insert ${ms(month.insert)}: ${month.ratio.toFixed(2)} x; processor ${spent(month.processor)}; the whole day ${ms(month.close)}, the day after ${ms(month.dayAfter)}
`)
  }
}

/** Seconds that something takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const spent = ({ work, insert, ratio }: Processor): string =>
  `${work.toFixed(2)} s, insert ${insert.toFixed(2)} s: ${ratio.toFixed(2)} x`

const ms = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`
