/** How each kind of command looks over HTTP: its address, the schema of its body, and how that becomes a command. */
import type { TSchema } from 'typebox'
import { accountRoutes } from '../../accounts/routes.ts'
import { operationsRoutes } from '../../operations/routes.ts'
import { partyRoutes } from '../../parties/routes.ts'
import { cashCodeRoutes } from '../../payments/cash-codes/routes.ts'
import { paymentRoutes } from '../../payments/routes.ts'
import type { CommandRoute, Edge, Parted, Wire } from '../../privacy/edge.ts'
import { privacyRoutes } from '../../privacy/routes.ts'
import { statementRoutes } from '../../statements/routes.ts'
import type { AnyCommandKind, Catalogue } from '../../storage/command.ts'
import { type Checker, checkerOf } from '../compilers.ts'

export const commandRoutes: readonly CommandRoute[] = [
  ...partyRoutes,
  ...accountRoutes,
  ...paymentRoutes,
  ...cashCodeRoutes,
  ...statementRoutes,
  ...privacyRoutes,
  ...operationsRoutes,
]

/** A kind of command at the edge. */
export type WireKind = {
  readonly command: AnyCommandKind
  /** The whole body, members of the address included. */
  readonly schema: TSchema
  readonly check: Checker
  part(body: unknown, edge: Edge): Parted
}

/** Every kind of command by name; one without a wire of its own is sent as its payload. */
export function wireKinds(catalogue: Catalogue): ReadonlyMap<string, WireKind> {
  const wires = new Map<string, Wire>()
  for (const { command, wire } of commandRoutes) if (wire !== undefined) wires.set(command.kind, wire)
  return new Map(
    catalogue.all().map((command) => {
      const wire = wires.get(command.kind)
      const schema = bounded(wire?.schema ?? command.payload)
      return [
        command.kind,
        { command, schema, check: checkerOf(schema), part: wire?.part ?? ((payload: unknown) => ({ payload })) },
      ]
    }),
  )
}

type Json = { readonly [name: string]: unknown }

/** What limits a text already. */
const limits = ['pattern', 'format', 'enum', 'const', 'maxLength']

/**
 * The schema with bounds where it has none: a text is a word of some list, a list is short. So nothing long, and no sentence about
 * anybody, gets into a payload.
 */
function bounded(schema: unknown): TSchema {
  if (Array.isArray(schema)) return schema.map(bounded) as unknown as TSchema
  if (schema === null || typeof schema !== 'object') return schema as TSchema
  const of = schema as Json
  const all = Object.fromEntries(Object.entries(of).map(([name, value]) => [name, bounded(value)]))
  if (of['type'] === 'string' && !limits.some((name) => name in of))
    return { ...all, maxLength: 60, pattern: '^[A-Za-z0-9 ._:/()-]+$' } as TSchema
  if (of['type'] === 'array' && !('maxItems' in of)) return { ...all, maxItems: 100 } as TSchema
  return all as TSchema
}

/** The body of a request whose address tells some of its members: those are left out of the schema. */
export function bodySchema(schema: TSchema, inAddress: readonly string[]): TSchema {
  const { anyOf, properties, required, ...rest } = schema as unknown as Json & {
    readonly anyOf?: readonly TSchema[]
    readonly properties?: Json
    readonly required?: readonly string[]
  }
  if (anyOf !== undefined)
    return { ...rest, anyOf: anyOf.map((one) => bodySchema(one, inAddress)) } as unknown as TSchema
  const left = Object.entries(properties ?? {}).filter(([name]) => !inAddress.includes(name))
  return {
    ...rest,
    properties: Object.fromEntries(left),
    required: (required ?? []).filter((name) => !inAddress.includes(name)),
  } as unknown as TSchema
}

/** The schema of one member of the body, for the description of an address. */
export function memberSchema(schema: TSchema, name: string): TSchema {
  const { anyOf, properties } = schema as unknown as {
    anyOf?: readonly TSchema[]
    properties?: Record<string, TSchema>
  }
  return (properties?.[name] ?? (anyOf?.[0] && memberSchema(anyOf[0], name)) ?? { type: 'string' }) as TSchema
}

/** The names in an address: `account` of `/accounts/:account/limit`. */
export const namesIn = (url: string): readonly string[] => [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
