/**
 * Runs the clause tests, and nothing else, and writes a line of JSON for each as it ends: for `pacta clauses`. With KNOCKOUT=1 each also
 * runs with what it shows knocked out.
 */
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Reporter, startVitest, type TestCase, type TestModule } from 'vitest/node'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Files whose tests are declared with the clause they show. */
const files = globSync(['src/**/*.test.ts', 'tests/**/*.test.ts'], { cwd: root }).filter((file) => {
  const text = readFileSync(join(root, file), 'utf8')
  return /from '[^']*\/clause\.ts'/.test(text) && /\bclause\(/.test(text)
})

// Beside the lines, nothing may stand on the standard output.
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = process.stderr.write.bind(process.stderr)
const tell = (line: object): void => void write(`${JSON.stringify(line)}\n`)

const reporter: Reporter = {
  onTestModuleCollected: (module: TestModule) => {
    const tests = [...module.children.allTests()].filter(isClauseTest)
    tell({ collected: tests.length })
  },
  onTestCaseResult: (test: TestCase) => {
    if (!isClauseTest(test)) return
    const { clause, sentence, knockout } = test.meta()
    const { state, errors } = test.result()
    if (state === 'skipped') return
    tell({
      clause,
      sentence,
      knockout,
      file: relative(root, test.module.moduleId),
      passed: state === 'passed',
      error: errors?.[0]?.message.split('\n')[0],
    })
  },
  onTestRunEnd: (modules, unhandled) => {
    for (const module of modules)
      for (const { message } of module.errors()) tell({ broken: relative(root, module.moduleId), error: message })
    for (const { message } of unhandled) tell({ broken: 'the run', error: message })
  },
}

const isClauseTest = (test: TestCase): boolean => test.meta().clause !== undefined

const vitest = await startVitest('test', files, {
  root,
  watch: false,
  reporters: [reporter],
  // Names begin with the clause: other tests of these files do not run.
  testNamePattern: /(^|[> ])[A-Z][A-Z0-9]*-[0-9A-Z]/,
})
await vitest.close()
