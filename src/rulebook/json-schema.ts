/**
 * JSON Schemas of a pack's files, so that editors complete and check them: what schema.ts says, and the catalogue of provisions with
 * each one's sentence and parameters. Kept in packs/schema; `node src/rulebook/json-schema.ts` writes them anew.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Provision } from './provisions/provision.ts'
import { provisions } from './provisions.ts'
import { documentSchema, packSchema, policyChoice } from './schema.ts'

type Json = { readonly [key: string]: unknown }

/** The two files by name, each as its text. */
export function schemaFiles(): Readonly<Record<'pack.schema.json' | 'document.schema.json', string>> {
  return {
    'pack.schema.json': text('A pack: one institution', packJsonSchema()),
    'document.schema.json': text('One version of a document', documentJsonSchema()),
  }
}

const text = (title: string, schema: Json): string =>
  `${JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', title, ...schema }, null, 2)}\n`

const catalogue = Object.entries<Provision>(provisions)

/** The keys of the policies spelled out, each with the sentence of its provision. */
function packJsonSchema(): Json {
  const { patternProperties: _, ...policies } = packSchema.properties.policies
  const properties = Object.fromEntries(
    catalogue.map(([key, { sentence }]) => [key, { ...policyChoice, description: sentence }]),
  )
  return {
    ...packSchema,
    properties: { ...packSchema.properties, policies: { ...policies, additionalProperties: false, properties } },
  }
}

function documentJsonSchema(): Json {
  const { clauses } = documentSchema.properties
  const { items } = clauses
  return {
    ...documentSchema,
    properties: {
      ...documentSchema.properties,
      clauses: {
        ...clauses,
        items: {
          ...items,
          properties: { ...items.properties, provisions: { ...items.properties.provisions, items: bindingSchema() } },
        },
      },
    },
  }
}

/** `- key`, or `- key: {parameters}`. */
function bindingSchema(): Json {
  const plain = catalogue.filter(([, { parameters }]) => !requiresParameters(parameters))
  const withParameters = catalogue.filter(([, { parameters }]) => Object.keys(parameters.properties).length > 0)
  return {
    anyOf: [
      ...plain.map(([key, { sentence }]) => ({ const: key, description: sentence })),
      {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
        properties: Object.fromEntries(
          withParameters.map(([key, { sentence, parameters }]) => [key, { ...parameters, description: sentence }]),
        ),
      },
    ],
  }
}

const requiresParameters = ({ required = [] }: { required?: readonly unknown[] }): boolean => required.length > 0

if (import.meta.main) {
  const folder = join(import.meta.dirname, '..', '..', 'packs', 'schema')
  for (const [name, content] of Object.entries(schemaFiles())) writeFileSync(join(folder, name), content)
}
