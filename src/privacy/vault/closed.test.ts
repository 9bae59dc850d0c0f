import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Institution } from '../../operations/institution.ts'
import type { ClosedVault } from './sealer.ts'

const root = join(import.meta.dirname, '../../..')
const files = globSync('src/**/*.ts', { cwd: root, exclude: ['**/*.test.ts', '**/testing/**'] }).map((file) =>
  file.replaceAll('\\', '/'),
)
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8')

it('what an institution hands out seals and does not open: by its types', () => {
  const ways = (institution: Institution, closed: ClosedVault) => [
    // @ts-expect-error the door is the gate's
    () => institution.vaultOf('lv').open,
    // @ts-expect-error nor does the sweep have one
    () => closed.open,
    () => institution.gate.readFacts,
  ]
  expect(ways).toBeDefined()
})

it('nobody makes a vault that opens but where the gate is made', () => {
  const makers = files.filter((file) => !file.startsWith('src/privacy/vault/') && /\bcreateSealer\(/.test(textOf(file)))
  // The command line draws statements through a gate of its own.
  expect(makers.sort()).toEqual(['src/cli/statement.ts', 'src/operations/institution.ts'])
  for (const maker of makers) expect(textOf(maker), maker).toMatch(/new Gate\(/)
})

it('nobody deciphers but the vault and its keys, and links in offers that hold no datum', () => {
  const deciphering = files.filter((file) => /\bcreateDecipheriv\(/.test(textOf(file)))
  expect(deciphering.filter((file) => !file.startsWith('src/privacy/vault/'))).toEqual([
    'src/privacy/marketing/unsubscribe/token.ts',
  ])
})
