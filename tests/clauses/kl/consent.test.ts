import { expect } from 'vitest'
import { settledBy } from '../../../src/parties/testing/people.ts'
import { switchChanges } from '../../../src/privacy/consents/changes/rules.ts'
import { Chooser, offer, versionOf, writeLetter } from '../../../src/privacy/consents/testing/choices.ts'
import { writtenConsent } from '../../../src/privacy/consents/written.ts'
import { TestBank, teller } from '../../bank.ts'
import { clause } from '../../clause.ts'
import { gateUnderTest, permitted, RecordingBank, refused } from '../../gate-clauses.ts'
import { showAsked } from './asked.ts'

const id = 'KL-4.2'
const purpose = 'separate-consent'

/** Somebody who is not a client, and a letter that needs their consent. */
async function stranger(): Promise<Chooser> {
  const liga = await Chooser.in(await TestBank.open({ pack: 'koduliising' }))
  await writeLetter(liga.bank, 'partners', 'partner-advertising')
  return liga
}

/** What no consent carries is refused by the clause itself. */
async function showNeeded(liga: Chooser): Promise<void> {
  const sent = await offer(liga, 'email', 'partners')
  expect(sent).toMatchObject({ code: 'consent-missing' })
  expect(sent.cited.settled[0]).toMatchObject({ document: 'KL', clause: '4.2' })
}

clause(id, 'what serves another purpose, or is about no client, waits for a consent of its own', async () => {
  await showNeeded(await stranger())
  const ask = gateUnderTest('koduliising')
  const use = ['teller', purpose, ['name', 'email', 'services', 'income']] as const
  const roles = ['non-client']
  for (const consents of [[], ['games'], ['partner-advertising']])
    expect(ask(...use, { roles, consents })).toEqual(refused('condition-missing', id))
  expect(ask('teller', 'contract', ['name'], { roles }).code).toBe('role-not-concerned')
  expect(ask('teller', purpose, ['credit-history'], { consents: [purpose] })).toEqual(refused('kind-not-needed', id))
  expect(ask('credit-officer', purpose, ['name'], { consents: [purpose] })).toEqual(refused('purpose-not-granted', id))
  expect(ask(...use, { roles, consents: [purpose] })).toEqual(permitted(id))
})

clause(id, 'that consent can be reproduced in writing, and is given by a person who was identified', async () => {
  const liga = await stranger()
  await showNeeded(liga)
  const shown = { purpose, version: versionOf(liga.bank, 'KL'), language: 'et' }
  // Nobody consents for another, and at a unit it is on paper.
  const other = await Chooser.in(liga.bank, 'janis')
  expect(await liga.ask('consent.give', shown, { actor: other.self })).toMatchObject({ code: 'subject-not-concerned' })
  expect(await liga.tell('consent.give', shown)).toMatchObject({ code: 'evidence-missing' })
  const given = await liga.tell('consent.give', { ...shown, evidence: 'P-7' })
  expect(given).toMatchObject({ outcome: 'accepted' })
  const kept = liga.bank.record(switchChanges, Number(given.facts['change']))
  if (kept === undefined) expect.fail('the consent left no record')
  expect(kept.subject).toBe(liga.subject)
  expect(writtenConsent(kept, liga.bank.rulebook.pack, liga.bank.rulebook.terms(kept.on))).toMatchObject({
    act: 'consent-given',
    wording: expect.stringMatching(/\S/),
    shown: { document: 'KL', clause: '4.2', language: 'et' },
    evidence: 'P-7',
    recordedBy: { role: 'teller', staff: 'T-01' },
    at: '2026-01-05T09:00:00Z',
  })
  const read = liga.gate(teller, purpose, ['name'], { roles: ['non-client'] })
  expect([read.code, read.cited.settled]).toEqual([
    'permitted',
    expect.arrayContaining([expect.objectContaining({ document: 'KL', clause: '4.2' })]),
  ])
})

clause(id, 'an application on a page needs no standard identification, and takes what the pack lists', async () => {
  await showNeeded(await stranger())
  const bank = await RecordingBank.open('koduliising')
  const applied = { purpose: 'service-decision', role: 'applicant' } as const
  const apply = (kinds: Parameters<RecordingBank['record']>[0], more: Parameters<RecordingBank['record']>[2] = {}) =>
    bank.record(kinds, 'web-application', { ...applied, shown: ['application'], ...more })
  expect(await apply(['name', 'phone'], { shown: [] })).toMatchObject(refused('condition-missing', id))
  for (const kind of ['source-of-funds', 'ownership', 'credit-history', 'legal-capacity', 'representation'] as const)
    expect(await apply([kind]), kind).toMatchObject({ code: 'source-not-registered' })
  for (const kind of ['name', 'phone', 'application-terms', 'income'] as const)
    expect(await apply([kind]), kind).toMatchObject(permitted(id))
})

clause('KL-2.3', 'whoever applies is asked for the consents that are needed, until they said yes or no', async () => {
  await showAsked()
  const liga = await stranger()
  const marks = { role: 'marketing-officer', staff: 'M-01' } as const
  await liga.consent('partner-advertising', 'KL')
  const passage = liga.gate(marks, 'partner-advertising', ['consent-mark'])
  expect([passage.code, passage.cited.settled[0]?.clause]).toEqual(['permitted', '2.3'])
  const shown = [{ kind: 'law', reference: 'RPS-12' }]
  const disclosure = { recipient: 'friend', receiver: '70000310', purpose: 'legal-duties', basis: 'legal-obligation' }
  const officer = { role: 'compliance-officer', staff: 'C-01' } as const
  const disclose = (recipient: string, more: readonly object[] = []) =>
    liga.bank.do(
      'disclosure.make',
      {
        ...{ ...disclosure, recipient, subjects: [String(liga.subject)], kinds: ['name'], country: 'EE' },
        shown: [...shown, ...more],
      },
      { actor: officer },
    )
  const made = await disclose('authority', [{ kind: 'case', reference: 'N-1' }])
  expect([made.outcome, settledBy(made)]).toEqual(['accepted', expect.arrayContaining(['KL-2.3'])])
  const refusal = await disclose('friend')
  expect([refusal.code, settledBy(refusal)[0]]).toEqual(['recipient-not-registered', 'KL-2.3'])
  const kept = await liga.consent('games', 'KL')
  expect([kept.outcome, settledBy(kept)]).toEqual(['accepted', expect.arrayContaining(['KL-2.3'])])
})

clause(id, 'it is taken back at any time, and what was done before stays lawful', async () => {
  const liga = await stranger()
  await showNeeded(liga)
  const read = () => liga.gate(teller, purpose, ['name'], { roles: ['non-client'] }).code
  const given = await liga.consent(purpose, 'KL')
  expect([given.outcome, read()]).toEqual(['accepted', 'permitted'])
  const taken = await liga.ask('consent.withdraw', { purpose })
  expect(taken.cited.settled).toContainEqual(expect.objectContaining({ document: 'KL', clause: '4.2' }))
  expect([taken.outcome, read()]).toEqual(['accepted', 'condition-missing'])
  // The consent that carried it is still told, with its day.
  expect(liga.bank.record(switchChanges, Number(given.facts['change']))).toMatchObject({
    act: 'consent-given',
    on: Temporal.PlainDate.from('2026-01-05'),
  })
  const again = await liga.ask('consent.withdraw', { purpose })
  expect(again).toMatchObject({ code: 'consent-missing' })
  await liga.consent(purpose, 'KL')
  expect(read()).toBe('permitted')
})
