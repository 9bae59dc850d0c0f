import { expect } from 'vitest'
import type { PartyId } from '../../../src/kernel/ids.ts'
import { changeParty } from '../../../src/parties/changes/commands.ts'
import { guardianships, isUnderAgeOn } from '../../../src/parties/guardianship/rules.ts'
import { ward } from '../../../src/parties/guardianship/testing/wards.ts'
import { told as detail, idIn, registerPerson, settledBy } from '../../../src/parties/testing/people.ts'
import { changeWire, registerWire } from '../../../src/parties/wire.ts'
import type { Edge } from '../../../src/privacy/edge.ts'
import { holds } from '../../../src/rulebook/register/register.ts'
import type { DecisionView } from '../../../src/storage/lane/port.ts'
import { TestBank } from '../../bank.ts'
import { clause } from '../../clause.ts'
import { permitted, type Recorded, RecordingBank, refused } from '../../gate-clauses.ts'

const id = 'LP-I.2.minors'
const served = { minor: 'minor', shown: [{ kind: 'service', reference: 'S-1' }] }
const codeOf = ({ code, outcome }: DecisionView): string => code ?? outcome

/** The edge of a bank, which knows today and so who is of age. */
function edgeOf(bank: TestBank): Edge {
  const { businessDate: on } = bank.writer.head
  const terms = bank.rulebook.terms(on)
  return {
    entity: bank.rulebook.entity,
    blindIndex: (_entity, kind, text) => `${kind} ${text}`,
    keeps: (kind) => holds(terms.register, kind),
    isUnderAge: (born) => isUnderAgeOn(born, on, terms),
  }
}

/** A parent tells of a child, and somebody else does not: what the rest of the clause says. */
async function showParent(): Promise<void> {
  const bank = await RecordingBank.open('luminor')
  const tell = (minor: NonNullable<Recorded['minor']>) =>
    bank.record(['address'], 'parent', { minor, role: 'child', shown: ['service'] })
  expect(await tell('other')).toMatchObject(refused('minor-not-served', id))
  for (const minor of ['minor', 'parent'] as const) expect(await tell(minor)).toMatchObject(permitted(id))
}

/** Born on 5 January 2008: by a code of the old form, by one of the new form with the day told, and by both. */
const born = '2008-01-05'
const bodies = [
  { personalCode: '050108-20006' },
  { personalCode: '328673-00679', birthDate: born },
  { personalCode: '050108-20006', birthDate: born },
  // The later of two days counts: nobody is made older than their code says.
  { personalCode: '050108-20006', birthDate: '1990-01-05' },
] as const

async function register(bank: TestBank, body: object): Promise<DecisionView> {
  const person = { kind: 'natural', consumer: true, residence: 'LV', name: 'Pēteris Izdoma' }
  const { payload, details = [], blinds = {} } = registerWire.part({ ...person, ...body }, edgeOf(bank))
  // That somebody is a minor is kept, and not since when or until when.
  expect(JSON.stringify(payload)).not.toMatch(/2008|1990|01-05/)
  return bank.do('party.register', payload, { details, blinds })
}

clause(
  id,
  'that somebody is a minor, code or birth date tell, until the day before the eighteenth birthday',
  async () => {
    await showParent()
    for (const [on, underAge] of [
      ['2026-01-04', true],
      ['2026-01-05', false],
      ['2026-01-06', false],
    ] as const)
      for (const body of bodies) {
        const bank = await TestBank.open({ on })
        const plainly = await register(bank, body)
        expect(codeOf(plainly), on).toBe(underAge ? 'minor-not-served' : 'accepted')
        expect(settledBy(plainly).includes(id), on).toBe(underAge)
        if (!underAge) {
          expect(bank.record(guardianships, idIn<PartyId>(plainly, 'party'))).toBeUndefined()
          continue
        }
        for (const more of [{ minor: 'minor' }, { shown: served.shown }, { ...served, minor: 'other' }])
          expect(await register(bank, { ...body, ...more })).toMatchObject({ code: 'minor-not-served' })
        const registered = await register(bank, { ...body, ...served })
        expect([registered.outcome, settledBy(registered)]).toEqual(['accepted', expect.arrayContaining([id])])
        const party = idIn<PartyId>(registered, 'party')
        expect(bank.record(guardianships, party)).toMatchObject({ stage: 'unknown', guardians: [] })
      }
  },
)

clause(id, 'a code that tells no birth date needs one told', async () => {
  await showParent()
  const bank = await TestBank.open()
  for (const [personalCode, codeCountry] of [
    ['328673-00679', 'LV'],
    ['AB-1234-X', 'SE'],
  ] as const) {
    const untold = () => register(bank, { personalCode, codeCountry })
    await expect(untold()).rejects.toMatchObject({ name: 'Malformed', at: '/birthDate' })
  }
  const minor = await register(bank, { personalCode: '328673-00679', birthDate: '2012-04-05' })
  expect([minor.code, settledBy(minor)]).toEqual(['minor-not-served', expect.arrayContaining([id])])
  const adult = await register(bank, { personalCode: '328673-00679', birthDate: '1972-04-05' })
  expect(adult).toMatchObject({ outcome: 'accepted' })
})

clause(id, 'of whoever is known as a minor nothing more is recorded without who gives it, until of age', async () => {
  await showParent()
  const bank = await TestBank.open()
  const party = idIn<PartyId>(
    await register(bank, { personalCode: '328673-00679', birthDate: '2012-04-05', ...served }),
    'party',
  )
  const record = (more: object = {}) => {
    const asked = { party: String(party), facts: ['address'], purpose: 'service', source: 'subject', ...more }
    return bank.do('fact.record', asked, { details: [detail('Brīvības iela 1', 'contact')] })
  }
  const change = (more: object = {}) => {
    const asked = { party: String(party), change: { kind: 'contacts', facts: ['email'], ...more } }
    return bank.do('party.change', asked, { details: [detail('peteris@example.com', 'contact')] })
  }
  for (const ask of [record, change]) {
    const plainly = await ask()
    expect([plainly.code, settledBy(plainly)]).toEqual(['minor-not-served', expect.arrayContaining([id])])
    expect(await ask(served)).toMatchObject({ outcome: 'accepted' })
  }
  const grown = { ward: String(party), stage: 'adult' }
  await bank.do('guardianship.grow', grown, { actor: { role: 'system' } })
  expect([codeOf(await record()), codeOf(await change())]).toEqual(['accepted', 'accepted'])
})

clause(id, 'whose birth date turns out to be that of a minor is known as one from then on', async () => {
  await showParent()
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const change = (more: object) => {
    const body = { party: String(liga), change: { kind: 'identity', birthDate: '2012-04-05', ...more } }
    const { payload, details = [] } = changeWire(changeParty).part(body, edgeOf(bank))
    return bank.do('party.change', payload, { details })
  }
  const plainly = await change({})
  expect([plainly.code, settledBy(plainly)]).toEqual(['minor-not-served', expect.arrayContaining([id])])
  expect(bank.record(guardianships, liga)).toBeUndefined()
  expect(await change({ birthDate: '1990-04-05' })).toMatchObject({ outcome: 'accepted' })
  const known = await change(served)
  expect([known.outcome, settledBy(known)]).toEqual(['accepted', expect.arrayContaining([id])])
  expect(bank.record(guardianships, liga)).toMatchObject({ stage: 'unknown', guardians: [] })
})

clause(id, 'a parent who acts for a child tells of it in the internet bank, and nobody else does', async () => {
  await showParent()
  const { anna, parent, grow } = await ward('child')
  const tell = (party: PartyId, source: string, shown: readonly object[]) =>
    anna.bank.do(
      'fact.record',
      { party: String(anna.subject), facts: ['address'], purpose: 'service', source, shown },
      { details: [detail('Baznīcas iela 4, Rīga', 'contact')], actor: { role: 'customer', party } },
    )
  const service = [{ kind: 'service', reference: 'S-1' }]
  expect(await tell(parent, 'subject', service)).toMatchObject({ code: 'source-not-own' })
  const unserved = await tell(parent, 'parent', [])
  expect([unserved.code, settledBy(unserved)]).toEqual(['minor-not-served', expect.arrayContaining([id])])
  const told = await tell(parent, 'parent', service)
  expect([told.outcome, settledBy(told)]).toEqual(['accepted', expect.arrayContaining([id])])
  expect(await tell(await registerPerson(anna.bank, 'janis'), 'parent', service)).toMatchObject({
    code: 'party-unknown',
  })
  await grow('adult')
  expect(await tell(parent, 'parent', service)).toMatchObject({ code: 'party-unknown' })
})

clause('CRC-1', 'a lender whose documents have no rule for minors takes nothing of them', async () => {
  const bank = await TestBank.open({ pack: 'ozcredit' })
  const adult = await register(bank, { personalCode: '050108-20006' })
  expect(adult).toMatchObject({ outcome: 'accepted' })
  // Its register has no category for birth dates: the day is looked at, and not kept.
  const grown = await register(bank, { personalCode: '328673-00679', birthDate: '1990-04-05' })
  expect(grown).toMatchObject({ outcome: 'accepted' })
  const young = await register(bank, { personalCode: '328673-00679', birthDate: '2012-04-05', ...served })
  expect([young.code, settledBy(young)]).toEqual(['minor-not-served', ['CRC-1']])
})
