/** Whom the records of what was done with somebody's data name as responsible. */
import { expect } from 'vitest'
import { told } from '../../../src/parties/testing/people.ts'
import { switchChanges } from '../../../src/privacy/consents/changes/rules.ts'
import { Chooser } from '../../../src/privacy/consents/testing/choices.ts'
import { writtenConsent } from '../../../src/privacy/consents/written.ts'
import { writtenController } from '../../../src/privacy/controllers/rules.ts'
import { type Disclosure, disclosures } from '../../../src/privacy/disclosures/rules.ts'
import { writtenRecord } from '../../../src/privacy/disclosures/telling.ts'
import { TestBank } from '../../bank.ts'
import { watchStatement } from '../../clause.ts'

const names = { lv: 'Luminor (Latvia)', ee: 'Luminor (Estonia)', lt: 'Luminor (Lithuania)' }

/**
 * In each entity, of a customer and of the owner of a company: a consent in writing, a disclosure and what stands with passages name the entity
 * to which they, or the company, applied; each with the clause that says so.
 */
export async function showControllers(): Promise<void> {
  const ofPassages = watchStatement(
    writtenController,
    (one) => one?.cited ?? [],
    () => null,
  )
  for (const entity of ['lv', 'ee', 'lt'] as const) {
    const bank = await TestBank.open({ entity })
    const terms = bank.rulebook.terms(bank.writer.head.businessDate)
    const responsible = expect.objectContaining({
      name: names[entity],
      cited: expect.arrayContaining([expect.objectContaining({ document: 'LP', clause: 'D.controller' })]),
    })
    const liga = await Chooser.in(bank)
    const given = await liga.consent('direct-marketing', 'LP')
    const change = bank.record(switchChanges, Number(given.facts['change']))
    if (change === undefined) expect.fail('the consent left no record')
    expect(writtenConsent(change, bank.rulebook.pack, terms).controller).toEqual(responsible)

    // An owner is known only because their company applied there.
    const owner = await Chooser.in(bank, 'anna')
    const known = await bank.do(
      'fact.record',
      { party: String(owner.subject), facts: ['ownership'], purpose: 'aml', source: 'register', role: 'owner' },
      { details: [told('holds 60 per cent', 'financial')], actor: { role: 'compliance-officer', staff: 'C-01' } },
    )
    expect(known).toMatchObject({ outcome: 'accepted' })
    const made = await bank.do(
      'disclosure.make',
      {
        subjects: [String(owner.subject)],
        recipient: 'advisers',
        receiver: '40000000001',
        purpose: 'legal',
        basis: 'legal-obligation',
        kinds: ['name'],
        shown: [{ kind: 'authorisation', reference: 'A-1' }],
      },
      { actor: { role: 'compliance-officer', staff: 'C-01' } },
    )
    const record = bank.record(disclosures, Number(made.facts['disclosure'])) as Disclosure | undefined
    if (record === undefined) expect.fail(`the disclosure left no record: ${made.code}`)
    expect(writtenRecord(record, terms, 'en').controller).toEqual(responsible)
    expect(ofPassages(terms)).toEqual(responsible)
  }
}
