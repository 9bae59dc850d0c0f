import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadPack } from './load.ts'
import type { ProvisionKey } from './provisions.ts'

const root = join(import.meta.dirname, '../..')

/** Entitlements whose policy the code has no reason to ask, and why. */
const unasked: Partial<Record<ProvisionKey, string>> = {}

/** Where the code asks what the institution does with an entitlement. */
const asked = new Set(
  globSync('src/**/*.ts', { cwd: root, exclude: ['**/*.test.ts', '**/testing/**'] }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\bpolicy\('([a-z.-]+)'\)/g)].map(([, key]) => key),
  ),
)

describe.each(['luminor', 'berka'])('the pack %s', (name) => {
  const pack = loadPack(join(root, 'packs', name))
  const entitlements = pack.documents
    .flatMap(({ clauses }) => clauses)
    .filter(({ force }) => force === 'may')
    .flatMap(({ bindings }) => bindings.map(({ provision }) => provision))

  it('states no policy that nobody asks', () => {
    expect(Object.keys(pack.policies).filter((key) => !asked.has(key))).toEqual([])
  })

  it('states no policy on what is no entitlement', () => {
    expect(Object.keys(pack.policies).filter((key) => !entitlements.includes(key as ProvisionKey))).toEqual([])
  })

  it('binds no entitlement whose policy is never asked, unless the reason is known', () => {
    const silent = [...new Set(entitlements)].filter((key) => !asked.has(key) && unasked[key] === undefined)
    expect(silent).toEqual([])
    expect(Object.keys(unasked).filter((key) => asked.has(key))).toEqual([])
  })
})
