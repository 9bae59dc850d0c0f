/** A pack whose privacy document has a second version, with a purpose that the first had not: for tests of who is told of it. */
import { expect } from 'vitest'
import type { PartyId } from '../../../src/kernel/ids.ts'
import { type Person, registerPerson, told } from '../../../src/parties/testing/people.ts'
import { passGate } from '../../../src/privacy/gate/rules.ts'
import { switches } from '../../../src/privacy/switches/rules.ts'
import { type Fact, facts } from '../../../src/privacy/vault/rules.ts'
import type { DocumentVersion, Pack } from '../../../src/rulebook/pack.ts'
import { operator, TestBank } from '../../bank.ts'
import { watchDecision } from '../../clause.ts'
import { permitted } from '../../gate-clauses.ts'

export const newPurpose = 'neighbourhood'
export const takesEffect = '2026-02-01'

/** Of each institution: its privacy document, a clause with purposes, and what it calls ways to reach a person. */
const documents = {
  luminor: { code: 'LP', clause: 'II.services', contact: 'contact', service: 'service' },
  ozcredit: { code: 'OZ', clause: '2.1', contact: 'contact', service: 'service' },
  koduliising: { code: 'KL', clause: '4.1.4', contact: 'contact', service: 'contract' },
} as const
export type Institution = keyof typeof documents

const item = (contact: string) => ({
  id: newPurpose,
  name: { en: 'Meetings in the neighbourhood' },
  dpv: ['dpv:Purpose'],
  bases: [{ basis: 'contract' as const }],
  categories: [contact],
})

/** The pack with a later version of the document, which adds the purpose and lets operators serve it. */
export function withNewPurpose(id: Institution): (pack: Pack) => Pack {
  const { code, clause, contact } = documents[id]
  const later = (document: DocumentVersion): DocumentVersion => ({
    ...document,
    version: takesEffect,
    effective: Temporal.PlainDate.from(takesEffect),
    clauses: document.clauses.map((one) =>
      one.id !== clause || one.register === undefined
        ? one
        : {
            ...one,
            register: {
              ...one.register,
              purposes: [...(one.register.purposes ?? []), item(contact)],
              access: [...(one.register.access ?? []), { role: 'operator', purposes: [newPurpose], about: 'anyone' }],
            },
          },
    ),
  })
  return (pack) => ({
    ...pack,
    documents: pack.documents.flatMap((one) => (one.code === code ? [one, later(one)] : [one])),
  })
}

/** A bank under such a pack: what the gate says is watched. */
export class BankOfTwoVersions {
  readonly bank: TestBank
  readonly #service: string
  readonly #pass = watchDecision(passGate)

  private constructor(bank: TestBank, service: string) {
    this.bank = bank
    this.#service = service
  }

  static async open(id: Institution): Promise<BankOfTwoVersions> {
    const bank = await TestBank.open({ pack: id, on: '2026-01-31', change: withNewPurpose(id) })
    return new BankOfTwoVersions(bank, documents[id].service)
  }

  person(name: Exclude<Person, 'baltais'>): Promise<PartyId> {
    return registerPerson(this.bank, name)
  }

  /** Records an address on a day, from the person or from elsewhere, and gives the fact as it stands. */
  async record(subject: PartyId, on: string, source: string): Promise<Fact> {
    if (on !== this.bank.writer.head.businessDate.toString()) await this.bank.cutOver(on)
    const shown = [{ kind: 'law', reference: 'A-1' }]
    const recorded = await this.bank.do(
      'fact.record',
      { party: String(subject), facts: ['address'], purpose: this.#service, source, shown },
      { details: [told('Baznīcas iela 4, Rīga', 'contact')], actor: operator },
    )
    expect(recorded).toMatchObject({ outcome: 'accepted' })
    const [fact] = recorded.facts['facts'] as readonly string[]
    const kept = this.bank.record(facts, Number(fact))
    if (kept === undefined) expect.fail('the fact was not kept')
    return kept
  }

  /** What the gate says on a day, where these facts are held. */
  read(subject: PartyId, on: string, held: readonly Fact[], purpose: string = newPurpose) {
    const now = this.bank.record(switches, subject)
    const decision = this.#pass(
      { actor: operator, purpose, kinds: ['address'], subjects: [subject] },
      {
        entityOf: () => this.bank.rulebook.entity.id,
        undertaken: true,
        held: () => held,
        ...(now === undefined ? {} : { switches: new Map([[subject, now]]) }),
      },
      this.bank.rulebook.terms(Temporal.PlainDate.from(on)),
    )
    const clauses = decision.cited.settled.map(({ document, clause }) => `${document}-${clause}`)
    return { code: decision.outcome === 'refused' ? decision.code : 'permitted', clauses }
  }

  /** Puts on record that persons were told of a purpose. */
  async tell(purpose: string, subjects: readonly PartyId[]) {
    const asked = { purpose, subjects: subjects.map(String), evidence: 'M-2026-1' }
    const { code, cited, facts: said } = await this.bank.do('purpose-notice.record', asked, { actor: operator })
    const clauses = cited.settled.map(({ document, clause }) => `${document}-${clause}`)
    return { code: code ?? 'permitted', clauses, facts: said }
  }
}

/** Data of before, the person's own and others', wait for word of a new purpose, by these clauses. */
export async function showNewPurpose(id: Institution, [own, others]: readonly [string, string]): Promise<void> {
  const bank = await BankOfTwoVersions.open(id)
  const liga = await bank.person('liga')
  const ofHers = await bank.record(liga, '2026-01-31', 'subject')
  const elsewhere = { ...ofHers, source: 'register' }
  expect(bank.read(liga, takesEffect, [ofHers])).toEqual({ code: 'purpose-not-told', clauses: [own] })
  expect(bank.read(liga, takesEffect, [elsewhere])).toEqual({ code: 'purpose-not-told', clauses: [others] })
  expect(await bank.tell(newPurpose, [liga])).toMatchObject(permitted(own, others))
  expect(bank.read(liga, takesEffect, [ofHers, elsewhere]).code).toBe('permitted')
}
