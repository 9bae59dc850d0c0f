import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { schemaFiles } from './json-schema.ts'
import { provisions } from './provisions.ts'

const folder = join(import.meta.dirname, '..', '..', 'packs', 'schema')

describe('the schemas for editors', () => {
  it.each(Object.entries(schemaFiles()))('%s is the one of the catalogue', (name, generated) => {
    const committed = readFileSync(join(folder, name), 'utf8')
    expect(committed === generated, `${name} is out of date: write it with node src/rulebook/json-schema.ts`).toBe(true)
  })

  it('offer each provision with its sentence and its parameters', () => {
    const schema = JSON.parse(schemaFiles()['document.schema.json'])
    const offered = schema.properties.clauses.items.properties.provisions.items.anyOf
    expect(offered).toContainEqual({
      const: 'account.spendable',
      description: provisions['account.spendable'].sentence,
    })
    const { properties } = offered.at(-1)
    expect(properties['account.number']).toMatchObject({
      description: provisions['account.number'].sentence,
      required: ['notice'],
      additionalProperties: false,
    })
  })
})
