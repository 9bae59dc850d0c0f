/** `npm run simulate -- --seed S --commands N [--json] [--troubles a,b]`: the simulator, on the command line and on every processor. */
import { randomInt } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type Counts, type Trouble, troubles } from './episode.ts'
import { episodeCommands, type Failure, type Simulation, simulate } from './simulate.ts'

type Work = Parameters<typeof simulate>[0]
type Said = { readonly done: number } | { readonly result: Simulation }

if (isMainThread) await main()
else {
  const say = (said: Said) => parentPort?.postMessage(said)
  say({ result: await simulate({ ...(workerData as Work), onEpisode: (done) => say({ done }) }) })
}

async function main(): Promise<void> {
  const { json, ...asked } = optionsOf()
  const start = performance.now()
  const seconds = (): number => Number(((performance.now() - start) / 1000).toFixed(1))
  const say = (text: string): void => {
    if (!json) process.stdout.write(`${text}\n`)
  }
  say(`seed ${asked.seed}, ${asked.commands} commands`)
  const { counts, failure } = await onEveryProcessor(asked, (done) => say(`${done} commands, ${seconds()} s`))
  process.exitCode = failure === undefined ? 0 : 1
  if (json)
    return void process.stdout.write(
      `${JSON.stringify({ seed: asked.seed, seconds: seconds(), counts, failure: failure && { ...failure, trace: failure.trace.slice(-60) } })}\n`,
    )
  const listed = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  if (failure === undefined) return say(`no promise broken, ${seconds()} s: ${listed.join(', ')}`)
  say(`BROKEN after ${listed.join(', ')}`)
  for (const line of failure.trace.slice(-60)) say(`  ${line}`)
  say(failure.broken)
  say(
    `again: npm run simulate -- --seed ${failure.seed} --commands ${failure.commands} --troubles '${failure.troubles.join(',')}'`,
  )
}

function optionsOf() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      commands: { type: 'string', default: '1000000' },
      json: { type: 'boolean', default: false },
      troubles: { type: 'string' },
    },
  })
  const seed = values.seed === undefined ? randomInt(2 ** 47) : Number(values.seed)
  const commands = Number(values.commands)
  const chosen = values.troubles?.split(',').filter((name) => name !== '') ?? troubles
  if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(commands) || commands < 1)
    throw new RangeError('seed and commands are whole numbers')
  if (!chosen.every((name): name is Trouble => troubles.some((one) => one === name)))
    throw new RangeError(`troubles are some of: ${troubles.join(', ')}`)
  return { seed, commands, troubles: chosen, json: values.json }
}

/** Shares the episodes out; the first failure ends all. `onProgress` is told about every 100,000 commands. */
async function onEveryProcessor(
  work: Work,
  onProgress: (done: number) => void,
): Promise<Pick<Simulation, 'counts' | 'failure'>> {
  const of = Math.min(availableParallelism(), Math.ceil(work.commands / episodeCommands))
  const done = Array.from({ length: of }, () => 0)
  const counts: Counts = {}
  let told = 0
  const workers = Array.from(
    { length: of },
    (_, index) =>
      new Worker(new URL(import.meta.url), { argv: [], workerData: { ...work, share: { index, of } } satisfies Work }),
  )
  const failures = workers.map(
    (worker, index) =>
      new Promise<Failure | undefined>((resolve, reject) => {
        worker.on('error', reject)
        worker.on('message', (said: Said) => {
          if ('done' in said) {
            done[index] = said.done
            const all = done.reduce((sum, one) => sum + one, 0)
            if (all - told < 100_000) return
            told = all
            onProgress(all)
            return
          }
          for (const [name, count] of Object.entries(said.result.counts)) counts[name] = (counts[name] ?? 0) + count
          resolve(said.result.failure)
        })
      }),
  )
  const failed = Promise.all(failures.map(async (one) => (await one) && Promise.reject(await one)))
  const failure = await failed.then(
    () => undefined,
    (reason: Failure | Error) => (reason instanceof Error ? Promise.reject(reason) : reason),
  )
  await Promise.all(workers.map((worker) => worker.terminate()))
  return { counts, failure }
}
