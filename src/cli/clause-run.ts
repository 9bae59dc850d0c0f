/** Runs the clause tests in a process of their own, and remembers what they said as long as nothing changes that they depend on. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../kernel/operator-error.ts'
import type { ClauseTest } from './clause-report.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export type ClauseRun = {
  /** With each test also run without what it shows. */
  readonly knockout: boolean
  readonly onProgress?: (done: number, of: number) => void
}

/** The result of the run before, if nothing has changed since; otherwise of a new one. */
export async function clauseTests(cacheFile: string, run: ClauseRun): Promise<readonly ClauseTest[]> {
  const hash = contentOfProject()
  const known = readCache(cacheFile)
  if (known?.hash === hash && known.knockout === run.knockout) return known.tests
  const tests = await runClauseTests(run)
  mkdirSync(dirname(cacheFile), { recursive: true })
  writeFileSync(cacheFile, JSON.stringify({ hash, knockout: run.knockout, tests } satisfies Cached))
  return tests
}

type Cached = { readonly hash: string; readonly knockout: boolean; readonly tests: readonly ClauseTest[] }

function readCache(file: string): Cached | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Not there, or written halfway: it is made anew.
    return undefined
  }
}

/** A hash over everything that a clause test can depend on. */
function contentOfProject(): string {
  const files = globSync(
    ['{src,tests,packs}/**/*.{ts,sql,yaml,json}', 'tools/run-clauses.ts', 'package-lock.json', '*.config.ts'],
    {
      cwd: root,
    },
  ).sort()
  const hash = createHash('sha256').update(process.version)
  for (const file of files) hash.update(`\n${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

type Line = ClauseTest | { readonly collected: number } | { readonly broken: string; readonly error: string }

/**
 * Runs them now.
 * @throws OperatorError when a file of tests cannot be run at all
 */
export async function runClauseTests({ knockout, onProgress }: ClauseRun): Promise<readonly ClauseTest[]> {
  const child = spawn(process.execPath, [join(root, 'tools/run-clauses.ts')], {
    cwd: root,
    env: { ...process.env, KNOCKOUT: knockout ? '1' : '', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (data: Buffer) => {
    said = (said + data.toString()).slice(-4000)
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve())
  })
  const tests: ClauseTest[] = []
  let of = 0
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line
    if ('collected' in line) of += line.collected
    else if ('broken' in line) throw cannotRun(line.broken, line.error)
    else tests.push(line)
    onProgress?.(tests.length, of)
  }
  await ended
  if (of === 0) throw cannotRun('the clause tests', said.trim().split('\n').at(-1) ?? 'nothing was said')
  return tests
}

const cannotRun = (what: string, why: string): OperatorError =>
  new OperatorError(`${what} cannot be run`, why.replace(/\.$/, ''), 'Run npm test to see more.')
