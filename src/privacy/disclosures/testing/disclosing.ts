/** Disclosures about one person of a bank, and what the tests look at in them. */
import { expect } from 'vitest'
import { type Ask, TestBank } from '../../../../tests/bank.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { registerPerson, settledBy } from '../../../parties/testing/people.ts'
import type { Pack } from '../../../rulebook/pack.ts'
import type { Processor } from '../../../rulebook/register/schema.ts'
import type { Actor } from '../../../storage/command.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { Chooser } from '../../consents/testing/choices.ts'
import { compiledGate } from '../../gate/verdicts/rules.ts'
import { vetProviders } from '../../measures/testing/vetting.ts'
import { disclosers } from '../payload.ts'
import { type Disclosure, disclosures } from '../rules.ts'

export const compliance: Actor = { role: 'compliance-officer', staff: 'C-01' }

/** What is shown, each kind under a number of its own; what is overdue was due before any of these days. */
export const showing = (...kinds: readonly string[]) =>
  kinds.map((kind) => ({ kind, reference: `N-${kind}`, ...(kind === 'overdue' ? { dueOn: '2017-12-01' } : {}) }))

/** The pack with a processor changed. */
export const withProcessor =
  (id: string, change: Partial<Record<keyof Processor, unknown>>) =>
  (pack: Pack): Pack => ({
    ...pack,
    documents: pack.documents.map((document) => ({
      ...document,
      clauses: document.clauses.map((clause) => {
        const processors = clause.register?.processors
        if (processors === undefined) return clause
        const changed = processors.map((one) => (one.id === id ? ({ ...one, ...change } as Processor) : one))
        return { ...clause, register: { ...clause.register, processors: changed } }
      }),
    })),
  })

export class Discloser extends Chooser {
  /** A person of a bank under a pack, on a day; its processors are vetted. */
  static async on(day: string, pack = 'luminor', change?: (pack: Pack) => Pack): Promise<Discloser> {
    const liga = await Discloser.unvetted(day, pack, change)
    await vetProviders(liga.bank)
    return liga
  }

  /** The same where no processor was ever vetted. */
  static async unvetted(day: string, pack: string, change?: (pack: Pack) => Pack): Promise<Discloser> {
    const bank = await TestBank.open({ on: day, pack, ...(change === undefined ? {} : { change }) })
    return new Discloser(bank, await registerPerson(bank, 'liga'))
  }

  /** Hands data over to a company of the country of the entity, unless told otherwise. */
  disclose(
    recipient: string,
    purpose: string,
    basis: string,
    kinds: readonly string[],
    more: object = {},
  ): Promise<DecisionView> {
    const asked = { recipient, receiver: '40000000001', purpose, basis, kinds, country: this.#country, ...more }
    return this.#send('disclosure.make', { subjects: [String(this.subject)], ...asked })
  }

  /** Somebody who may read such data for the purpose: the compliance officer where nobody may. */
  #granted({ purpose, kinds }: { readonly purpose?: unknown; readonly kinds?: unknown }): Actor {
    if (typeof purpose !== 'string' || !Array.isArray(kinds)) return compliance
    const gate = compiledGate(this.bank.rulebook.terms(this.bank.clock.at.toZonedDateTimeISO('UTC').toPlainDate()))
    const isRefused = (role: Actor['role']) => /-granted$/.test(gate.verdict(role, purpose, kinds).code ?? '')
    const role = ['compliance-officer' as const, ...disclosers].find((one) => !isRefused(one))
    return role === undefined || role === compliance.role ? compliance : { role, staff: 'B-01' }
  }

  /** Sends a command of staff about the person. */
  about(kind: string, payload: object, ask: Ask = {}): Promise<DecisionView> {
    return this.#send(kind, { subject: String(this.subject), ...payload }, ask)
  }

  /** Sends a command of staff. */
  staff(kind: string, payload: object, ask: Ask = {}): Promise<DecisionView> {
    return this.#send(kind, payload, ask)
  }

  #send(kind: string, payload: object, ask: Ask = {}): Promise<DecisionView> {
    return this.bank.do(kind, payload, { actor: this.#granted(payload), ...ask })
  }

  /** A recipient undertakes secrecy, by default on the bank's day and without end. */
  undertaken(recipient: string, more: object = {}): Promise<DecisionView> {
    const signed = this.bank.clock.at.toString().slice(0, 10)
    return this.staff('recipient.undertake', { recipient, receiver: '40000000001', document: 'RU-1', signed, ...more })
  }

  /** An authority enquires about the person. */
  receive(enquiry: object): Promise<DecisionView> {
    return this.staff('authority-enquiry.receive', { subjects: [String(this.subject)], ...enquiry })
  }

  /** Answers an authority of the country of the entity, by what law demands. */
  answer({ facts }: DecisionView, purpose: string, kinds: readonly string[], more: object = {}): Promise<DecisionView> {
    const enquiry = String(facts['enquiry'])
    const how = { purpose, basis: 'legal-obligation', country: this.#country, ...more }
    return this.staff('authority-enquiry.answer', { enquiry, ...how, kinds })
  }

  /** Tells the person that a debt will be reported. */
  announce(debt: {
    readonly obligation: string
    readonly dueOn: string
    readonly recipient: string
    readonly notice: string
  }): Promise<DecisionView> {
    return this.about('debt-report.announce', debt)
  }

  /** Reports a debt that was announced. */
  report({ facts }: DecisionView, report: object): Promise<DecisionView> {
    return this.staff('debt-report.make', { report: String(facts['report']), ...report })
  }

  /** Takes back what was reported: the debt is paid. */
  settle({ facts }: DecisionView, how: 'marked' | 'withdrawn'): Promise<DecisionView> {
    return this.staff('debt-report.settle', { report: String(facts['report']), how })
  }

  /** Assigns a claim against the person, who was told, within the country of the entity. */
  assign(claim: object): Promise<DecisionView> {
    const agreement = { agreement: 'C-2026/1', notice: 'D-88', country: this.#country }
    return this.about('assignment.make', { assignee: '40000000009', ...agreement, ...claim })
  }

  get #country(): string | undefined {
    return this.bank.rulebook.pack.entities[0]?.country
  }

  /** What was recorded of a disclosure. */
  recorded({ facts }: DecisionView): Disclosure | undefined {
    return this.bank.record(disclosures, Number(facts['disclosure']))
  }

  /** A second person of the same bank. */
  async second(): Promise<PartyId> {
    return registerPerson(this.bank, 'janis')
  }
}

/** `accepted`, or the code of the refusal. */
export const codeOf = (decision: DecisionView): string =>
  decision.outcome === 'refused' ? String(decision.code) : 'accepted'

/** The same, with the clauses that settled it. */
export const settled = (decision: DecisionView): readonly string[] => [codeOf(decision), ...settledBy(decision)]

/** One way out: a kind of recipient, and what it takes. */
export type Way = {
  readonly clause: string
  readonly sentence: string
  readonly recipient: string
  readonly purpose: string
  readonly basis: string
  readonly kinds: readonly string[]
  /** Each is enough by itself. */
  readonly enough: readonly (readonly string[])[]
  /** Each is too little. */
  readonly short: readonly (readonly string[])[]
  /** Of the purpose, and not for this recipient. */
  readonly beyond?: readonly string[]
  readonly foreign: string
  /** A country that is too far, where the recipient must be at home. */
  readonly abroad?: string
  readonly more?: object
}

/** Where the way leads: a pack, with the clauses of its closed list and of conditions. */
export type Under = {
  readonly day: string
  readonly pack?: string
  readonly list: string
  readonly condition: string
}

/** Walks a way out: with all that is enough, with what is too little, and beyond its categories and purposes. */
export async function showWay(way: Way, { day, pack, list, condition }: Under): Promise<void> {
  const liga = await Discloser.on(day, pack)
  const ask = (
    shown: readonly string[],
    more: { purpose?: string; kinds?: readonly string[]; country?: string } = {},
  ) =>
    liga.disclose(way.recipient, more.purpose ?? way.purpose, way.basis, more.kinds ?? way.kinds, {
      shown: showing(...shown),
      ...way.more,
      ...(more.country === undefined ? {} : { country: more.country }),
    })
  for (const enough of way.enough) {
    const made = await ask(enough)
    expect(made).toMatchObject({ outcome: 'accepted', facts: { occasion: way.clause, kinds: way.kinds } })
    expect(liga.recorded(made)?.shown).toEqual(showing(...enough))
  }
  const [first = []] = way.enough
  if (way.beyond !== undefined)
    expect(settled(await ask(first, { kinds: way.beyond }))).toEqual(['kind-not-disclosed', list, way.clause])
  if (way.abroad !== undefined)
    expect(settled(await ask(first, { country: way.abroad }))).toEqual(['country-not-allowed', list, way.clause])
  expect(settled(await ask(first, { purpose: way.foreign }))).toEqual(['purpose-not-disclosed', list, way.clause])
  for (const short of way.short) {
    const refused = settled(await ask(short))
    expect(refused.slice(0, 2)).toEqual(['condition-missing', condition])
    expect(refused).toContain(way.clause)
  }
}
