/** Fictional people and companies, with valid codes, in a bank for tests; and documents that let the ones act for the others. */

import { expect } from 'vitest'
import type { TestBank } from '../../../tests/bank.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { idOf } from '../../kernel/wire.ts'
import type { Detail } from '../../storage/command.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import { type Authorisation, representations } from '../representation/rules.ts'

/** Made-up names; the codes have the right form and check digit and belong to nobody we know. */
export const people = {
  liga: { name: 'Līga Testa', code: '010101-12343' },
  janis: { name: 'Jānis Paraugs', code: '161175-19997' },
  anna: { name: 'Anna Izdoma', code: '050405-10009' },
  baltais: { name: 'SIA Baltais Paraugs', code: '49999999918' },
} as const

export type Person = keyof typeof people

/** A detail of a command, as text. */
export const told = (text: string, category: Detail['category'] = 'identity'): Detail => ({
  category,
  plain: new TextEncoder().encode(text),
})

/** The id that an accepted decision tells under this name. Fails the test when it was refused. */
export function idIn<Id extends number>(decision: DecisionView, name: string): Id {
  expect(decision).toMatchObject({ outcome: 'accepted' })
  return idOf<Id>(String(decision.facts[name]))
}

/** Registers a natural person, a consumer who lives in Latvia. */
export async function registerPerson(bank: TestBank, person: Exclude<Person, 'baltais'>): Promise<PartyId> {
  const { name, code } = people[person]
  const decision = await bank.do(
    'party.register',
    { kind: 'natural', consumer: true, residence: 'LV', facts: ['name', 'personal-code'] },
    { details: [told(name), told(code)], blinds: { code: `blind of ${code}` } },
  )
  return idIn<PartyId>(decision, 'party')
}

/** Registers a company of Latvia. */
export async function registerCompany(bank: TestBank): Promise<PartyId> {
  const { name, code } = people.baltais
  const decision = await bank.do(
    'party.register',
    { kind: 'legal', consumer: false, residence: 'LV', facts: ['name', 'registration-number'] },
    { details: [told(name), told(code)], blinds: { code: `blind of ${code}` } },
  )
  return idIn<PartyId>(decision, 'party')
}

export type Paper = {
  readonly customer: PartyId
  readonly representatives: readonly PartyId[]
  readonly limits?: object
  readonly seal?: boolean
  readonly replaces?: number
}

/** Payload and details of an authorisation document with a specimen of each signature. */
export function paper({ customer, representatives, limits, seal = false, replaces }: Paper) {
  const specimens = [
    ...representatives.map((of) => ({ kind: 'signature', of: String(of) })),
    ...(seal ? [{ kind: 'seal' }] : []),
  ]
  return {
    payload: {
      customer: String(customer),
      representatives: representatives.map(String),
      form: 'institution',
      specimens,
      ...(limits === undefined ? {} : { limits }),
      ...(replaces === undefined ? {} : { replaces: String(replaces) }),
    },
    ask: { details: specimens.map(({ kind }) => told(`picture of the ${kind}`, 'representation')) },
  }
}

/** Hands in an authorisation document. */
export async function submitPaper(bank: TestBank, wanted: Paper): Promise<number> {
  const { payload, ask } = paper(wanted)
  return idIn(await bank.do('authorisation.submit', payload, ask), 'authorisation')
}

/** Hands in an authorisation document and has it accepted by the teller. */
export async function authorise(bank: TestBank, wanted: Paper): Promise<number> {
  const authorisation = await submitPaper(bank, wanted)
  await bank.do('authorisation.accept', {
    customer: String(wanted.customer),
    authorisation: String(authorisation),
    contentReviewed: true,
  })
  return authorisation
}

/** The document as committed. */
export function authorisationIn(bank: TestBank, customer: PartyId, authorisation: number): Authorisation | undefined {
  return bank.record(representations, customer)?.authorisations.find((one) => one.authorisation === authorisation)
}

/** A company with one representative whose document was accepted. */
export async function companyWithRepresentative(bank: TestBank, wanted: Partial<Paper> = {}) {
  const representative = await registerPerson(bank, 'liga')
  const customer = await registerCompany(bank)
  const authorisation = await authorise(bank, { ...wanted, customer, representatives: [representative] })
  return {
    customer,
    representative,
    authorisation,
    document: { customer: String(customer), authorisation: String(authorisation) },
  }
}

/** Asks whether somebody may do an act for the customer today. */
export function verify(
  bank: TestBank,
  customer: PartyId,
  representative: PartyId,
  act: object = { service: 'payments' },
) {
  return bank.do('representation.verify', {
    customer: String(customer),
    representative: String(representative),
    ...act,
  })
}

/** The clause numbers that settled a decision. */
export const settledBy = ({ cited }: DecisionView): readonly string[] =>
  cited.settled.map(({ document, clause }) => `${document}-${clause}`)
