import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { checkRules, readProject } from '../tools/import-rules.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What a tool of the project prints about it; nothing when it is content. */
function complaints(...command: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' })
  return status === 0 ? '' : stdout + stderr
}

test('the types hold', () => {
  expect(complaints('node_modules/typescript/bin/tsc', '--project', '.')).toBe('')
})

test('the linter finds nothing', () => {
  expect(complaints('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--colors=off')).toBe('')
})

test('everybody imports only what they may', () => {
  expect(checkRules(readProject(root))).toEqual([])
})
