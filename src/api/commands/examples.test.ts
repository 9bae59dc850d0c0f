import { describe, expect, it } from 'vitest'
import { catalogue } from '../../operations/catalogue.ts'
import { privacyRoutes } from '../../privacy/routes.ts'
import { checkerOf } from '../compilers.ts'
import { examples } from './examples.ts'
import { bodySchema, commandRoutes, namesIn, wireKinds } from './wires.ts'

const kinds = wireKinds(catalogue)
const wordOf = (kind: string): string => kind.split('.')[0] ?? ''

describe('examples in the description of the API', () => {
  it('are bodies that their addresses take', () => {
    for (const [kind, example] of Object.entries(examples)) {
      const route = commandRoutes.find(({ command }) => command.kind === kind)
      const schema = kinds.get(kind)?.schema
      if (route === undefined || schema === undefined) throw new Error(`there is no ${kind}`)
      expect(checkerOf(bodySchema(schema, namesIn(route.url)))(example), kind).toBeUndefined()
    }
  })

  it('are there for every command about personal data', () => {
    const tagged = commandRoutes.filter(({ command }) => ['party', 'fact', 'guardian'].includes(wordOf(command.kind)))
    const kinds = [...privacyRoutes, ...tagged].map(({ command }) => command.kind)
    expect(kinds.filter((kind) => examples[kind] === undefined)).toEqual([])
  })
})
