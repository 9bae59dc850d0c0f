import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
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

/** The folders in a folder, but for those of tests. */
const foldersOf = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(({ name }) => {
    const path = join(folder, name)
    return name !== 'testing' && statSync(path).isDirectory() && readdirSync(path).length > 0 ? [name] : []
  })

const map = readFileSync(join(root, 'docs/guide/map.md'), 'utf8')

/** What the map says of a feature: its section, or where it has none its row in the table of features. */
const onMap = (feature: string): readonly string[] => {
  const text =
    map.split(`\n## ${feature}\n`)[1]?.split('\n## ')[0] ?? map.split(`\n| \`${feature}\` |`)[1]?.split('\n')[0]
  return [...(text ?? '').matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name).sort()
}

test.each(foldersOf(join(root, 'src')))('the map names every folder of %s, and none that is gone', (feature) => {
  expect(map).toContain(`\n| \`${feature}\` |`)
  expect(onMap(feature)).toEqual(foldersOf(join(root, 'src', feature)).toSorted())
})
