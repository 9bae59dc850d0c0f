/** `npm run bench -- NAME [--json] [options]`: each bench measures one claim against a named reference in the same run. */
import { describe } from '../src/kernel/operator-error.ts'

const benches: Readonly<Record<string, () => Promise<{ run(options: readonly string[]): Promise<void> }>>> = {
  'day-end': () => import('./day-end/day-end.ts'),
  gate: () => import('./privacy/gate.ts'),
  gdpr: () => import('./privacy/gdpr.ts'),
  posting: () => import('./posting/posting.ts'),
  sweep: () => import('./privacy/sweep.ts'),
  statement: () => import('./statement/statement.ts'),
}

const [name, ...options] = process.argv.slice(2)
const bench = name === undefined ? undefined : benches[name]
if (bench === undefined) {
  process.stderr.write(`Name a bench: npm run bench -- NAME [--json]. There is: ${Object.keys(benches).join(', ')}.\n`)
  process.exitCode = 2
} else {
  try {
    await (await bench()).run(options)
  } catch (error) {
    process.stderr.write(`bench ${name}: ${describe(error)}\n`)
    process.exitCode = 1
  }
}
