/** Schemas as Fastify uses them: compiled once with TypeBox, whose checks are the same as those of the rules. */
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { type Fault, invalid } from './problems.ts'

/** At most so many faults are told at once. */
const MAXIMUM_FAULTS = 10

export type Checker = (value: unknown) => readonly Fault[] | undefined

/** Compiles a schema: gives the faults of a value, or undefined when it has none. */
export function checkerOf(schema: TSchema): Checker {
  const validator = Compile(schema)
  return (value) => (validator.Check(value) ? undefined : faultsOf(validator.Errors(value)))
}

type SchemaError = {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

function faultsOf(errors: readonly SchemaError[]): readonly Fault[] {
  const faults = new Map<string, Fault>()
  const add = (at: string, message: string) => faults.set(`${at} ${message}`, { at, message })
  const allowed = new Map<string, string[]>()
  for (const { keyword, instancePath, params, message } of errors) {
    if (keyword === 'boolean' || keyword === 'anyOf') continue
    const words = allowedBy(keyword, params)
    if (words !== undefined) {
      allowed.getOrInsertComputed(instancePath, () => []).push(...words)
      continue
    }
    const names = Reflect.get(params, keyword === 'required' ? 'requiredProperties' : 'additionalProperties')
    if (keyword === 'required')
      for (const name of names as string[]) add(`${instancePath}/${pointed(name)}`, 'is missing')
    else if (keyword === 'additionalProperties')
      for (const name of (names as string[]).slice(0, MAXIMUM_FAULTS)) {
        const { at, message } = unknownMember(instancePath, name)
        add(at, message)
      }
    else add(instancePath, message)
  }
  for (const [at, words] of allowed) add(at, `must be ${listed([...new Set(words)])}`)
  if (faults.size === 0) add('', 'does not fit its schema')
  return [...faults.values()].slice(0, MAXIMUM_FAULTS)
}

/** The values that a closed list, or one of several constants, allows. */
function allowedBy(keyword: string, params: object): readonly string[] | undefined {
  if (keyword === 'const') return [String(Reflect.get(params, 'allowedValue'))]
  if (keyword === 'enum') return (Reflect.get(params, 'allowedValues') as readonly unknown[]).map(String)
  return undefined
}

const listed = (words: readonly string[]): string => (words.length < 2 ? words.join() : `one of ${words.join(', ')}`)

const pointed = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/**
 * The fault of a member that nobody asked for. Its name is told back only where it could be that of a member: somebody may have written
 * a person's name, code or address there, and answers are logged by whoever gets them.
 */
export const unknownMember = (of: string, name: string): Fault =>
  /^[a-z][A-Za-z]{0,39}$/.test(name)
    ? { at: `${of}/${name}`, message: 'is unknown' }
    : { at: of, message: 'has a member that is unknown' }

/** Headers are described for the reference and looked at by hand: requests carry many others. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  if (httpPart === 'headers') return () => true
  const check = checkerOf(schema)
  return (value: unknown) => {
    if (httpPart === 'body') return answered(value, check(value))
    const of = httpPart === 'querystring' ? '/query' : '/path'
    const faults = check({ ...(value as object) })
    return answered(
      value,
      faults?.map(({ at, message }) => ({ at: `${of}${at}`, message })),
    )
  }
}

const answered = (value: unknown, faults: readonly Fault[] | undefined) =>
  faults === undefined ? { value } : { error: invalid(faults) }

/** Answers are made by this program from what it keeps: they are described, not checked again. */
export const serializerCompiler = () => (value: unknown) => JSON.stringify(value)
