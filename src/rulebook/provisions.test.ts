import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { provisions } from './provisions.ts'

const folder = join(import.meta.dirname, 'provisions')
const subjects = readdirSync(folder).filter((name) => name !== 'provision.ts')

describe('the catalogue of provisions', () => {
  it('has each key of its subjects once, and leaves none out', async () => {
    const modules: Readonly<Record<string, object>>[] = await Promise.all(
      subjects.map((name) => import(join(folder, name))),
    )
    const written = modules.flatMap((module) => Object.values(module)).flatMap(Object.keys)
    expect(written.toSorted()).toEqual(Object.keys(provisions).toSorted())
  })
})
