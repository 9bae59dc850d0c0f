/**
 * The sweep over 1,000,000 facts of which 10,000 are due, killed half way and run again; beside a bare delete of as many rows of as large a
 * table in the same run.
 */
import { parseArgs } from 'node:util'
import { sweepEntity } from '../../src/operations/retention/run.ts'
import { sweeps } from '../../src/privacy/retention/store.ts'
import { kinds, type Persons, withPersons } from './population.ts'

const aims = { seconds: 60, megabytes: 500 }

export async function run(options: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      json: { type: 'boolean', default: false },
      facts: { type: 'string', default: '1000000' },
      due: { type: 'string', default: '10000' },
    },
  })
  const persons = Number(values.facts) / kinds.length
  const due = Number(values.due) / kinds.length
  const every = Math.round(persons / due)
  // Every so many-th agreement ended so long ago that no term runs any more.
  const result = await withPersons(persons, measure, (n) => (n % every === 0 ? { ended: '2001-01-02' } : {}))
  process.stdout.write(
    values.json
      ? `${JSON.stringify(result)}\n`
      : [
          `${result.facts} facts of ${result.persons} persons: ${result.erased} erased in ${result.seconds.toFixed(1)} s (asked: ${aims.seconds})`,
          `${result.keys} keys destroyed; stopped once half way and run again: ${result.runs} run`,
          `${Math.round(result.megabytes)} MB at most, of the whole process (asked: ${aims.megabytes})`,
          `a bare delete of as many rows: ${result.bareSeconds.toFixed(2)} s\n`,
        ].join('\n'),
  )
}

async function measure({ institution, entity, lane, count }: Persons) {
  const { sql } = institution
  await sql`create table bare as select lane, fact, subject, sealed from fact`
  await sql`alter table bare add primary key (lane, fact)`
  let megabytes = 0
  const memory = setInterval(() => {
    megabytes = Math.max(megabytes, process.memoryUsage().rss / 1e6)
  }, 100)
  const on = Temporal.PlainDate.from('2026-01-05')
  const began = performance.now()
  await sweepEntity(institution, entity, on, ({ subjects }) => {
    if (subjects > count / 2) throw new Error('stopped half way')
  }).catch((error: Error) => {
    if (error.message !== 'stopped half way') throw error
  })
  const run = await sweepEntity(institution, entity, on)
  const seconds = (performance.now() - began) / 1000
  clearInterval(memory)
  const bareBegan = performance.now()
  await sql`delete from bare where fact not in (select fact from fact where lane = ${lane})`
  const bareSeconds = (performance.now() - bareBegan) / 1000
  const runs = (await sweeps(sql, lane, 10)).length
  return {
    persons: count,
    facts: count * kinds.length,
    erased: run.facts,
    keys: run.keys,
    runs,
    seconds,
    megabytes,
    bareSeconds,
  }
}
