/** `npm run simulate -- --seed S --commands N [--json] [--troubles a,b]`: the simulator, on the command line. */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type Trouble, troubles } from './episode.ts'
import { type Failure, simulate } from './simulate.ts'

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
const chosen = values.troubles?.split(',').map((name) => name.trim()) ?? troubles
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(commands) || commands < 1)
  throw new RangeError('seed and commands are whole numbers')
if (!chosen.every((name): name is Trouble => troubles.some((one) => one === name)))
  throw new RangeError(`troubles are some of: ${troubles.join(', ')}`)

const start = performance.now()
const say = (text: string): void => {
  if (!values.json) process.stdout.write(`${text}\n`)
}
say(`seed ${seed}, ${commands} commands`)
let told = 0
const { counts, failure } = await simulate({
  seed,
  commands,
  troubles: chosen,
  onEpisode: (done) => {
    if (done - told < 100_000) return
    told = done
    say(`${done} commands, ${seconds()} s`)
  },
})
if (values.json) process.stdout.write(`${JSON.stringify({ seed, seconds: Number(seconds()), counts, failure: failure && plain(failure) })}\n`)
else if (failure === undefined) say(`no promise broken, ${seconds()} s: ${listed()}`)
else sayFailure(failure)
process.exitCode = failure === undefined ? 0 : 1

function sayFailure({ error, trace, seed, commands, troubles }: Failure): void {
  say(`BROKEN after ${listed()}`)
  for (const line of trace.slice(-60)) say(`  ${line}`)
  say(error.name === 'BrokenPromise' ? error.message : (error.stack ?? error.message))
  say(`again: npm run simulate -- --seed ${seed} --commands ${commands} --troubles '${troubles.join(',')}'`)
}
function plain({ error, trace, ...failure }: Failure) {
  return { ...failure, error: error.message, trace: trace.slice(-60) }
}
function seconds(): string {
  return ((performance.now() - start) / 1000).toFixed(1)
}
function listed(): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
}
