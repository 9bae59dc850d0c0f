/**
 * The sweep over 1,000,000 facts of which 10,000 are due, killed half way and run again; beside a bare delete of as many rows of as large a
 * table in the same run.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sweeps } from '../../src/privacy/retention/store.ts'
import { kinds, type Persons, withPersons } from './population.ts'

const main = join(import.meta.dirname, '../../src/cli/main.ts')
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
          `${result.keys} keys destroyed; killed once half way and run again: ${result.runs} run in all`,
          `${Math.round(result.megabytes)} MB at most (asked: ${aims.megabytes})`,
          `a bare delete of as many rows: ${result.bareSeconds.toFixed(2)} s\n`,
        ].join('\n'),
  )
}

async function measure({ institution, lane, count, environment }: Persons) {
  const { sql } = institution
  await sql`create table bare as select lane, fact, subject, sealed from fact`
  await sql`alter table bare add primary key (lane, fact)`
  const began = performance.now()
  const isHalfWay = async () => ((await sweeps(sql, lane, 1))[0]?.subjects ?? 0) > count / 2
  const killed = await sweepApart(environment, isHalfWay)
  const ended = await sweepApart(environment)
  const seconds = (performance.now() - began) / 1000
  const [run] = await sweeps(sql, lane, 10)
  if (killed.signal !== 'SIGKILL' || ended.code !== 0 || run === undefined || run.ended === null)
    throw new Error('the sweep was not killed half way, or did not end afterwards')
  const bareBegan = performance.now()
  await sql`delete from bare b where not exists (select from fact f where f.lane = b.lane and f.fact = b.fact)`
  const bareSeconds = (performance.now() - bareBegan) / 1000
  return {
    persons: count,
    facts: count * kinds.length,
    erased: run.facts,
    keys: run.keys,
    runs: run.sweep,
    seconds,
    megabytes: Math.max(killed.megabytes, ended.megabytes),
    bareSeconds,
  }
}

/** `pacta retention sweep` in a process of its own, killed as soon as `isOver` says so; with the most memory it was seen to have. */
async function sweepApart(env: NodeJS.ProcessEnv, isOver: () => Promise<boolean> = async () => false) {
  const child = spawn(process.execPath, [main, 'retention', 'sweep'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  let megabytes = 0
  const watching = setInterval(() => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
    megabytes = Math.max(megabytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000)
    isOver().then(
      (over) => over && child.kill('SIGKILL'),
      () => {},
    )
  }, 100)
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    return { code, signal, megabytes }
  } finally {
    clearInterval(watching)
  }
}
