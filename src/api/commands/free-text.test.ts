import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { expect, it } from 'vitest'
import { openSegregated } from '../../accounts/segregated/commands.ts'
import { catalogue } from '../../operations/catalogue.ts'
import { recordFacts } from '../../parties/facts/commands.ts'
import { factsWire } from '../../parties/facts/wire.ts'
import { paymentDetail } from '../../payments/details.ts'
import { detailOf, type Edge, freeTextOf, Malformed, type Parted } from '../../privacy/edge.ts'
import { partsOf } from '../../privacy/screening/parts.ts'
import { freeTexts, isFence } from '../../privacy/screening/rules.ts'
import { strayIn } from '../../privacy/straying/rules.ts'
import { factKinds } from '../../privacy/vault/rules.ts'
import { classOf } from '../../rulebook/register/attributes.ts'
import { topics } from '../../rulebook/register/topics.ts'
import type { Detail } from '../../storage/command.ts'
import { type WireKind, wireKinds } from './wires.ts'

/** What somebody may write wherever a schema takes it. */
const sentence = 'ill with cancer'

type Json = { readonly [name: string]: unknown }
type Schema = {
  readonly type?: string
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly minimum?: number
}
/** A place in a body where the sentence fits, and a body that has it there. */
type Place = { readonly at: string; readonly body: unknown }

/** Texts of the forms that commands ask for; all made up. */
const forms = [
  'LV44HABA0551000000001',
  ...['1', '10', '1000000000001', '100', 'EUR', 'LV', '2026-01-05', '10:00', 'a', 'A-1', 'service', 'P1D', '12345678'],
  ...['161175-19997', 'liga@example.com', '+37120000001', 'a'.repeat(16), 'RIKOLV2X', 'AA'],
]

function sample(schema: Schema): unknown {
  if (schema.anyOf?.[0] !== undefined) return sample(schema.anyOf[0])
  if ('const' in schema) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.type === 'boolean') return true
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'array')
    return schema.items === undefined
      ? []
      : Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items as Schema))
  if (schema.type === 'object' || schema.properties !== undefined)
    return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]))
  return forms.find((form) => fits(schema, form)) ?? 'x'
}

const fits = ({ pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema, text: string): boolean =>
  text.length >= minLength && text.length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(text))

function placesIn(schema: Schema): readonly Place[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(placesIn)
  if ('const' in schema || schema.enum !== undefined) return []
  if (schema.properties !== undefined) {
    const rest = sample(schema) as Json
    return Object.entries(schema.properties).flatMap(([name, one]) =>
      placesIn(one).map(({ at, body }) => ({ at: `/${name}${at}`, body: { ...rest, [name]: body } })),
    )
  }
  if (schema.type === 'array')
    return placesIn(schema.items ?? {}).map(({ at, body }) => ({ at: `/0${at}`, body: [body] }))
  return schema.type === 'string' && schema.format === undefined && fits(schema, sentence)
    ? [{ at: '', body: sentence }]
    : []
}

const entity = { id: 'lv', country: 'LV', name: 'A', timeZone: 'Europe/Riga', bankCodes: ['RIKO'] }
const edge = { entity, blindIndex: () => 'blind', fences: topics } as unknown as Edge

/** What becomes of the sentence: where it is kept, by whom it is refused; `gone` when it is not kept. */
function fateOf({ part }: WireKind, { at, body }: Place): string {
  const bodies = elsewhere(body as Json)
  const faults: string[] = []
  for (const one of bodies)
    try {
      return fateIn(part(one, edge))
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      faults.push(error.at)
    }
  return faults.includes(at) ? 'malformed' : `other faults: ${faults.join(', ')}`
}

/** The body as it is, and with the one member more that some orders need. */
function elsewhere(body: Json): readonly Json[] {
  const number = 'LV17RIKO0000083214935'
  const addressed = { ...body, to: { number } }
  const payments = body['payments'] as readonly Json[] | undefined
  return [
    body,
    addressed,
    ...(payments === undefined ? [] : [{ ...body, payments: payments.map((one) => ({ ...one, to: { number } })) }]),
  ]
}

function fateIn({ payload, details = [] }: Parted): string {
  if (JSON.stringify(payload).includes(sentence)) return strayIn(payload, 'LV') === undefined ? 'in clear' : 'refused'
  const kept = details.filter(({ plain }) => Buffer.from(plain).includes(sentence))
  if (kept.length === 0) return 'gone'
  return kept.every(isFenced) ? 'fenced' : 'open'
}

const isFenced = ({ category, plain }: Detail): boolean => {
  const open = partsOf(plain)?.open
  return isFence(category) || (open !== undefined && !Buffer.from(open).includes(sentence))
}

/** What is not written freely: who somebody is and where, what proves something, what is written to everybody, and what the engine says. */
const notFree: readonly RegExp[] = [
  /\/(name|payeeName)$/,
  /\/(personalCode|registrationNumber|email|phone|address)$/,
  /^party\.(register|change) /,
  /^authorisation\.submit \/specimens\/0\/image$/,
  new RegExp(`^${openSegregated.kind.replace('.', '\\.')} /proof$`),
  /^day\.step /,
  /^letter\.set /,
  // By kind, below.
  /^fact\.record \/facts\/0\/value$/,
]

const kinds = wireKinds(catalogue)
const places = [...kinds].flatMap(([kind, wire]) =>
  placesIn(wire.schema as Schema).map((place) => [`${kind} ${place.at}`, wire, place] as const),
)
const fates = new Map<string, Set<string>>()
for (const [name, wire, place] of places) {
  const known = fates.get(name) ?? new Set()
  fates.set(name, known.add(fateOf(wire, place)))
}
const free = [...fates].filter(([name]) => !notFree.some((one) => one.test(name)))

it('every text that a command takes is screened, or refused where it is kept in clear', () => {
  const open = free.filter(([, all]) => [...all].some((fate) => !['fenced', 'refused', 'malformed'].includes(fate)))
  expect(open.map(([name, all]) => `${name}: ${[...all].join(', ')}`)).toEqual([])
})

it('a text that is not screened would be found', () => {
  const schema = Type.Object({ words: Type.String({ maxLength: 400 }), kind: Type.Literal('a') })
  const [place] = placesIn(schema as unknown as Schema)
  expect(place).toEqual({ at: '/words', body: { kind: 'a', words: sentence } })
  const wire = (part: WireKind['part']) => fateOf({ part } as WireKind, place as Place)
  expect(wire(() => ({ payload: {}, details: [detailOf('staff-note', sentence)] }))).toBe('open')
  expect(wire(() => ({ payload: {}, details: [freeTextOf('staff-note', sentence, edge)] }))).toBe('fenced')
  expect(wire(() => ({ payload: {}, details: [paymentDetail({ remittance: sentence })] }))).toBe('open')
  expect(wire(() => ({ payload: { title: sentence } }))).toBe('in clear')
})

it('free texts are those of payments, claims, refusals, answers and facts', () => {
  const fenced = free.filter(([, all]) => all.has('fenced')).map(([name]) => name)
  expect(fenced.toSorted()).toEqual([
    'account.refuse /note',
    'cash.deposit /remittance',
    'cash.withdraw /remittance',
    'claim.make /words',
    'debit.entitled /remittance',
    'hold.capture /remittance',
    'interest.credit /remittance',
    'objection.answer /reasons',
    'payment-batch.send /payments/0/endToEnd',
    'payment-batch.send /payments/0/remittance',
    'payment.incoming /endToEnd',
    'payment.incoming /remittance',
    'payment.outgoing /endToEnd',
    'payment.outgoing /remittance',
    'payment.send /endToEnd',
    'payment.send /remittance',
    'payment.transfer /endToEnd',
    'payment.transfer /remittance',
    'returned-payment.pay-out /remittance',
    'scheduled-order.place /endToEnd',
    'scheduled-order.place /remittance',
    'standing-order.place /endToEnd',
    'standing-order.place /remittance',
  ])
})

it('a fact is screened where its kind is written freely', () => {
  const fenced = factKinds.filter((kind) => {
    const facts = [{ kind, value: kind === 'credential' ? `$argon2id$${'a'.repeat(20)}` : sentence }]
    const { details = [] } = factsWire(recordFacts).part({ ...told, facts }, edge)
    return details.every(isFenced)
  })
  expect(fenced.filter((kind) => !isFence(classOf(kind))).toSorted()).toEqual(freeTexts.toSorted())
})

it('what an authority asks is screened for special categories, but offences are what authorities ask about', () => {
  const categoryOf = (kind: string, value: string) =>
    factsWire(recordFacts).part({ ...told, facts: [{ kind, value }] }, edge).details?.[0]?.category
  expect(categoryOf('authority-enquiry', 'criminal proceedings')).toBe('official')
  expect(categoryOf('authority-enquiry', 'criminal proceedings, an alcoholic')).toBe('special')
  expect(categoryOf('correspondence', 'criminal proceedings')).toBe('offence')
})
const told = { party: '1000000000001', purpose: 'service', source: 'staff' }

it('personal details are made nowhere else: a new place is looked at, and named here', () => {
  const src = join(import.meta.dirname, '../..')
  const making = /\b(detailOf|paymentDetail)\(|\bplain: (Buffer\.from\(|digest\b)/
  const places = globSync('**/*.ts', { cwd: src })
    .filter((file) => !/\.test\.ts$|\/testing\//.test(file) && making.test(readFileSync(join(src, file), 'utf8')))
    .toSorted()
  expect(places).toEqual([
    'accounts/wire.ts',
    // Names and sums of an old bank, in words of a list.
    'operations/replay/mapping.ts',
    // What was sent, without what it said.
    'operations/verify/replay.ts',
    'parties/facts/wire.ts',
    'parties/wire.ts',
    'payments/cash-codes/wire.ts',
    'payments/details.ts',
    // A digest; what the file says comes in by the commands of its payments.
    'payments/files/importing.ts',
    'payments/network/exchange/exchange.ts',
    'payments/wire.ts',
    'privacy/edge.ts',
    // Keys, not texts.
    'privacy/vault/kms.ts',
  ])
})
