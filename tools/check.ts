import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

// `npm run check`: what a commit needs, the quickest first; stops at the first step that finds something.
const root = fileURLToPath(new URL('..', import.meta.url))
const steps: [name: string, script: string, ...options: string[]][] = [
  ['types', 'node_modules/typescript/bin/tsc', '--project', '.'],
  ['lint', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  ['import rules', 'tools/import-rules.ts'],
  [
    'unit tests',
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'unit',
    '--project',
    'mocked',
    '--reporter',
    'dot',
  ],
]
for (const [name, script, ...options] of steps) {
  const start = performance.now()
  const { status } = spawnSync(process.execPath, [script, ...options], { cwd: root, stdio: 'inherit' })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  process.stdout.write(`${status === 0 ? 'passed' : 'FAILED'}: ${name} (${seconds} s)\n`)
  if (status !== 0) process.exit(1)
}
