/** Checks plain data against a schema and says what is wrong in words, with the line and the mend. */
import type { TSchema } from 'typebox'
import { Errors } from 'typebox/value'
import { nearest, type PackProblem } from './problem.ts'
import type { Path, Source } from './source.ts'

/** A fault, and where in the data it lies. */
export type SchemaFault = {
  readonly problem: PackProblem
  readonly path: Path
  /** Only a key too many: the rest can be used. */
  readonly harmless: boolean
}

type SchemaError = {
  readonly keyword: string
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

/**
 * What is wrong with a value of the file.
 * @param at where the value stands in the file
 * @param whole what the value is called: `pack.yaml`, `the parameters of account.number`
 */
export function faultsOf(source: Source, schema: TSchema, value: unknown, at: Path, whole: string): SchemaFault[] {
  const errors = [...Errors(schema, value)] as SchemaError[]
  return errors.flatMap((error) => {
    const path = pointerSteps(error.instancePath)
    const words = explain(error, errors, schema, valueAt(value, path), path.length === 0 ? whole : shown(path))
    return words.map(({ message, mend, key }) => ({
      path,
      harmless: error.keyword === 'additionalProperties',
      problem: {
        file: source.file,
        line: source.lineOf([...at, ...path, ...(key === undefined ? [] : [key])]),
        message,
        mend,
      },
    }))
  })
}

type Words = { readonly message: string; readonly mend: string; readonly key?: string }

function explain(
  error: SchemaError,
  all: readonly SchemaError[],
  root: TSchema,
  value: unknown,
  where: string,
): Words[] {
  const schema = schemaAt(root, error.schemaPath)
  const meaning = typeof schema['description'] === 'string' ? `${schema['description']}.` : undefined
  const named = (name: string): string[] => (Reflect.get(error.params, name) as string[] | undefined) ?? []
  switch (error.keyword) {
    case 'additionalProperties': {
      const known = Object.keys((schema['properties'] as object | undefined) ?? {})
      return named('additionalProperties').map((key) => ({
        key,
        message: `unknown key "${key}" in ${where}`,
        mend: `${didYouMean(key, known)} Known keys are ${known.join(', ') || 'none'}.`.trim(),
      }))
    }
    case 'required':
      return named('requiredProperties').map((key) => ({
        message: `"${key}" is missing in ${where}`,
        mend: `Add it${describedKey(schema, key)}.`,
      }))
    case 'enum': {
      const allowed = named('allowedValues')
      return [{ message: `${where} cannot be ${inWords(value)}`, mend: oneOf(value, allowed) }]
    }
    case 'anyOf': {
      const allowed = all
        .filter((other) => other.keyword === 'const' && other.instancePath === error.instancePath)
        .map((other) => String(Reflect.get(other.params, 'allowedValue')))
      const mend =
        allowed.length > 0 ? oneOf(value, allowed) : (meaning ?? `Write ${error.message.replace(/^must /, '')}.`)
      return [{ message: `${where} cannot be ${inWords(value)}`, mend }]
    }
    case 'type':
      if (withinUnion(error, all)) return []
      return [{ message: `${where} ${error.message}, not ${inWords(value)}`, mend: meaning ?? 'Mend the value.' }]
    case 'const':
    case 'boolean':
      return []
    case 'pattern':
      return [{ message: `${where} cannot be ${inWords(value)}`, mend: meaning ?? 'Mend the value.' }]
    default:
      return [{ message: `${where} ${error.message}`, mend: meaning ?? 'Mend the value.' }]
  }
}

/** The branches of a union say less than the union itself. */
const withinUnion = (error: SchemaError, all: readonly SchemaError[]): boolean =>
  all.some((other) => other.keyword === 'anyOf' && error.schemaPath.startsWith(`${other.schemaPath}/anyOf/`))

const didYouMean = (written: string, known: readonly string[]): string => {
  const meant = nearest(written, known)
  return meant === undefined ? 'Delete it.' : `Did you mean "${meant}"?`
}

const oneOf = (value: unknown, allowed: readonly string[]): string => {
  const meant = typeof value === 'string' ? nearest(value, allowed) : undefined
  return `${meant === undefined ? '' : `Did you mean "${meant}"? `}Write one of ${allowed.join(', ')}.`
}

function describedKey(schema: Record<string, unknown>, key: string): string {
  const property = (schema['properties'] as Record<string, { description?: string } | undefined> | undefined)?.[key]
  const words = property?.description
  return words === undefined ? '' : `: ${words[0]?.toLowerCase()}${words.slice(1)}`
}

const inWords = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list'
  if (value !== null && typeof value === 'object') return 'a map'
  return JSON.stringify(value) ?? 'nothing'
}

/** `clauses/3/text/lv` as `text.lv`: the line says which clause. */
const shown = (path: Path): string => {
  const last = path.findLastIndex((step) => /^\d+$/.test(String(step)))
  const names = path.slice(last + 1)
  return names.length > 0
    ? names.join('.')
    : `an item of ${path.slice(0, last).findLast((step) => !/^\d+$/.test(String(step))) ?? 'the list'}`
}

const pointerSteps = (pointer: string): string[] =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, step) => (inner === null || typeof inner !== 'object' ? undefined : Reflect.get(inner, step)),
    value,
  )

function schemaAt(root: TSchema, schemaPath: string): Record<string, unknown> {
  return (valueAt(root, pointerSteps(schemaPath.replace(/^#/, ''))) as Record<string, unknown> | undefined) ?? {}
}
