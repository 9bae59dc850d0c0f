import { describe, expect, it } from 'vitest'
import type { PartyId } from '../../kernel/ids.ts'
import { type Attribute, attributeNames } from '../../rulebook/register/attributes.ts'
import { type ActorRole, uses } from '../../rulebook/register/vocabulary.ts'
import { type Switches, untouched } from '../switches/rules.ts'
import { partyNumber, terms, termsOfTrained } from '../testing/small-bank.ts'
import { type GateRequest, type GateState, kindsAsked, opensFenced, passGate } from './rules.ts'
import { gateRefusals } from './verdicts/rules.ts'

const [me, client, stranger] = [1, 2, 3].map(partyNumber) as [PartyId, PartyId, PartyId]
const cited = { document: 'RA', version: '2018-11-01', clause: '16.1' }
const since = Temporal.PlainDate.from('2026-01-02')
const actors = {
  customer: { role: 'customer', party: me },
  representative: { role: 'representative', party: me },
  teller: { role: 'teller', staff: 'T-01' },
  operator: { role: 'operator', staff: 'O-01' },
  'marketing-officer': { role: 'marketing-officer', staff: 'M-01' },
  auditor: { role: 'auditor', staff: 'A-01' },
  atm: { role: 'atm', staff: 'ATM-01' },
  system: { role: 'system' },
} as const satisfies { readonly [R in ActorRole]?: GateRequest['actor'] }
type Known = keyof typeof actors

const stateWith = (...switches: readonly Switches[]): GateState => ({
  entityOf: () => 'lv',
  undertaken: true,
  switches: new Map(switches.map((one) => [one.subject, one])),
})
const outcome = (request: GateRequest, state = stateWith(), under = terms): string => {
  const decision = passGate(request, state, under)
  expect(decision.cited.settled).toContainEqual(cited)
  return decision.outcome === 'refused' ? decision.code : 'permitted'
}

describe('the gate', () => {
  it.each<[Known, string, Attribute[], PartyId[], string]>([
    ['customer', 'service', ['name', 'address', 'payment-details'], [me], 'permitted'],
    ['customer', 'payment', ['name'], [stranger], 'subject-not-concerned'],
    ['customer', 'service', ['name'], [me, client], 'subject-not-concerned'],
    ['customer', 'service', ['name', 'note'], [me], 'kind-not-granted'],
    ['customer', 'correction', ['name'], [me], 'purpose-not-granted'],
    ['representative', 'payment', ['name', 'payment-details'], [client, me], 'permitted'],
    ['representative', 'payment', ['name'], [stranger], 'subject-not-concerned'],
    ['representative', 'service', ['address'], [client], 'kind-not-granted'],
    ['representative', 'operations', ['name'], [client], 'purpose-not-granted'],
    ['teller', 'service', ['name', 'phone', 'payment-details'], [stranger], 'permitted'],
    ['teller', 'service', ['note'], [stranger], 'kind-not-granted'],
    ['teller', 'payment', ['email'], [stranger], 'kind-not-needed'],
    ['teller', 'service', ['health'], [stranger], 'kind-not-needed'],
    ['teller', 'operations', ['name'], [stranger], 'purpose-not-granted'],
    ['teller', 'curiosity', ['name'], [stranger], 'purpose-not-registered'],
    ['operator', 'service', ['note'], [stranger], 'permitted'],
    ['operator', 'operations', ['address'], [stranger], 'kind-not-granted'],
    ['system', 'operations', ['email', 'name'], [stranger], 'permitted'],
    ['system', 'payment', ['email'], [stranger], 'kind-not-needed'],
    ['system', 'service', ['name'], [stranger], 'purpose-not-granted'],
    ['marketing-officer', 'marketing', ['email'], [stranger], 'consent-missing'],
  ])('%s for %s, %j of %j: %s', (role, purpose, kinds, subjects, expected) => {
    expect(outcome({ actor: actors[role], purpose, kinds, subjects, represented: [client] })).toBe(expected)
  })

  it('lets an auditor and a machine read nothing about anyone, for whatever purpose', () => {
    for (const role of ['auditor', 'atm'] as const)
      for (const purpose of uses)
        for (const kind of attributeNames)
          expect(outcome({ actor: actors[role], purpose, kinds: [kind], subjects: [me] })).toBe('purpose-not-granted')
  })

  it('does not take a customer for whom others act as a representative', () => {
    const request = { purpose: 'payment', kinds: ['name'], subjects: [client], represented: [client] } as const
    expect(outcome({ ...request, actor: actors.customer })).toBe('subject-not-concerned')
    expect(outcome({ ...request, actor: actors.representative })).toBe('permitted')
  })

  it('refuses whoever does not say who they are, before all else; the system has no name', () => {
    for (const role of Object.keys(actors) as Known[]) {
      const request: GateRequest = { actor: { role }, purpose: 'payment', kinds: ['note'], subjects: [stranger] }
      expect(outcome(request)).toBe(role === 'system' ? 'kind-not-needed' : 'actor-unnamed')
    }
  })

  it('refuses staff, and staff alone, before they undertook confidentiality', () => {
    const state = { ...stateWith(), undertaken: false }
    const about = { purpose: 'payment', kinds: ['name'], subjects: [me] } as const
    expect(outcome({ actor: actors.teller, ...about }, state)).toBe('confidentiality-not-undertaken')
    for (const role of ['customer', 'representative', 'system'] as const)
      expect(outcome({ actor: actors[role], ...about }, state)).toBe('permitted')
  })

  it('refuses staff who were not trained, or too long ago, where the documents make that a condition', () => {
    const day = Temporal.PlainDate.from('2026-01-05')
    const about = { purpose: 'payment', kinds: ['name'], subjects: [me] } as const
    const taught = (topic: string, on: string): GateState => ({
      ...stateWith(),
      training: { day, trained: new Map([[topic, Temporal.PlainDate.from(on)]]) },
    })
    const asked = (state: GateState, role: Known = 'teller') =>
      outcome({ actor: actors[role], ...about }, state, termsOfTrained)
    expect(asked(stateWith())).toBe('training-missing')
    expect(asked(taught('first-aid', '2026-01-02'))).toBe('training-missing')
    for (const [on, code] of [
      ['2025-01-04', 'training-missing'],
      ['2025-01-05', 'permitted'],
      ['2025-01-06', 'permitted'],
    ] as const)
      expect(asked(taught('data-protection', on)), on).toBe(code)
    for (const role of ['customer', 'representative', 'system'] as const)
      expect(asked(stateWith(), role)).toBe('permitted')
    expect(outcome({ actor: actors.teller, ...about })).toBe('permitted')
  })

  it('refuses in the documented order', () => {
    const request: GateRequest = { actor: { role: 'teller' }, purpose: 'x', kinds: ['note'], subjects: [stranger] }
    const off = stateWith({
      ...untouched(stranger),
      stops: [{ purpose: 'marketing', ground: 'refusal', since }],
      restrictions: [{ ground: 'accuracy', since }],
    })
    const stopped = stateWith({ ...untouched(stranger), stops: [{ purpose: 'marketing', ground: 'refusal', since }] })
    const { teller, customer } = actors
    const officer = actors['marketing-officer']
    const found = [
      outcome(request, { ...off, undertaken: false }),
      outcome({ ...request, actor: teller }, { ...off, undertaken: false }),
      outcome({ ...request, actor: teller }, off, termsOfTrained),
      outcome({ ...request, actor: teller }, off),
      outcome({ ...request, actor: teller, purpose: 'correction' }, off),
      outcome({ ...request, actor: customer, purpose: 'payment', interest: 'better-services' }, off),
      outcome({ ...request, actor: customer, purpose: 'payment' }, off),
      outcome({ ...request, actor: customer, purpose: 'service' }, off),
      outcome({ ...request, actor: customer, purpose: 'service', kinds: ['name'] }, off),
      outcome({ ...request, actor: officer, purpose: 'marketing', kinds: ['email'] }, off),
      outcome({ ...request, actor: officer, purpose: 'marketing', kinds: ['email'] }, stopped),
      outcome({ ...request, actor: officer, purpose: 'marketing', kinds: ['email'] }),
    ]
    // The small register has neither a purpose of a later version, nor one for some roles alone, nor a condition.
    expect(found).toEqual(
      gateRefusals.filter(
        (code) => code !== 'purpose-not-told' && code !== 'role-not-concerned' && code !== 'condition-missing',
      ),
    )
  })
})

describe('a switch of the person', () => {
  const offer: GateRequest = {
    actor: actors['marketing-officer'],
    purpose: 'marketing',
    kinds: ['email'],
    subjects: [me],
  }
  const consent = { purpose: 'marketing', except: [], explicit: false, given: since }

  it('opens what rests on consent, for the entities and channels that it covers', () => {
    const given = stateWith({ ...untouched(me), consents: [{ ...consent, channels: ['email'] }] })
    expect(outcome({ ...offer, channel: 'email' }, given)).toBe('permitted')
    expect(outcome({ ...offer, channel: 'phone' }, given)).toBe('consent-missing')
    // Whoever names no channel might use any.
    expect(outcome(offer, given)).toBe('consent-missing')
    expect(outcome(offer, stateWith({ ...untouched(me), consents: [consent] }))).toBe('permitted')
    expect(outcome({ ...offer, channel: 'email' }, { ...given, entityOf: () => 'ee' })).toBe('permitted')
    const excepted = stateWith({ ...untouched(me), consents: [{ ...consent, except: ['lv'] }] })
    expect(outcome(offer, excepted)).toBe('consent-missing')
    expect(outcome(offer, { ...excepted, entityOf: () => 'ee' })).toBe('permitted')
  })

  it.each(['refusal', 'prohibition', 'demand', 'weighing', 'objection'] as const)(
    'by %s stops what rests on an interest',
    (ground) => {
      const state = stateWith({ ...untouched(me), stops: [{ purpose: 'improving', ground, since }] })
      const improving: GateRequest = { ...offer, purpose: 'improving', kinds: ['payment-details'] }
      expect(outcome(improving)).toBe('permitted')
      expect(outcome(improving, state)).toBe('processing-stopped')
      expect(outcome({ ...improving, subjects: [client] }, state)).toBe('permitted')
    },
  )

  it('that stops a purpose outweighs a consent to it', () => {
    const state = stateWith({
      ...untouched(me),
      consents: [consent],
      stops: [{ purpose: 'marketing', ground: 'refusal', since }],
    })
    expect(outcome(offer, state)).toBe('processing-stopped')
  })

  it.each(['weighing', 'objection', 'demand'] as const)('by %s leaves what a contract carries', (ground) => {
    const state = stateWith({ ...untouched(me), stops: [{ purpose: 'payment', ground, since }] })
    expect(outcome({ actor: actors.system, purpose: 'payment', kinds: ['name'], subjects: [me] }, state)).toBe(
      'permitted',
    )
  })

  it('that restricts leaves storage, the person, what they consented to, and legal claims', () => {
    const restrictions = [{ ground: 'accuracy', since }] as const
    const state = stateWith({ ...untouched(me), restrictions, consents: [consent] })
    const service: GateRequest = { actor: actors.teller, purpose: 'service', kinds: ['name'], subjects: [me] }
    expect(outcome(service, state)).toBe('processing-restricted')
    expect(outcome({ ...service, actor: actors.customer }, state)).toBe('permitted')
    const claim: GateRequest = { ...service, shown: [{ kind: 'case', reference: 'C-1/26' }] }
    expect(outcome(claim, state)).toBe('processing-restricted')
    expect(outcome({ ...claim, actor: actors.operator }, state)).toBe('permitted')
    // Whoever asks, a case for which the data are held.
    const held = (...cases: readonly string[]) => ({ ...state, cases: new Map([[me, cases]]) })
    expect(outcome(claim, held('C-2/26'))).toBe('processing-restricted')
    expect(outcome(claim, held('C-2/26', 'C-1/26'))).toBe('permitted')
    expect(outcome(offer, state)).toBe('permitted')
    expect(outcome({ ...service, subjects: [client] }, state)).toBe('permitted')
  })

  it('that restricts leaves what carries out an order of the person, and of nobody else', () => {
    const state = stateWith({ ...untouched(me), restrictions: [{ ground: 'accuracy', since }] })
    const paying: GateRequest = { actor: actors.system, purpose: 'payment', kinds: ['name'], subjects: [me] }
    expect(outcome(paying, state)).toBe('processing-restricted')
    expect(outcome({ ...paying, ordered: true }, state)).toBe('permitted')
    // An order is no consent to what the person refused.
    const stopped = stateWith({ ...untouched(me), stops: [{ purpose: 'improving', ground: 'refusal', since }] })
    const improving: GateRequest = { ...offer, purpose: 'improving', kinds: ['payment-details'], ordered: true }
    expect(outcome(improving, stopped)).toBe('processing-stopped')
  })
})

describe('words that were fenced', () => {
  const both = ['payment-details', 'special', 'offence'] as const
  const fenced = ['health', 'ethnicity', 'religion'] as const

  it.each(['customer', 'representative', 'system'] as const)(
    'are asked for by a %s as what they would stand under otherwise',
    (role) => {
      for (const purpose of ['service', 'payment'])
        expect(kindsAsked({ actor: actors[role], purpose }, both)).toEqual(['payment-details'])
      expect(opensFenced({ actor: actors[role], purpose: 'service', kinds: [] }, 'offence')).toBe(true)
      // Alone they are what they may tell; and for any other purpose.
      expect(kindsAsked({ actor: actors[role], purpose: 'service' }, ['special'])).toEqual(fenced)
      expect(kindsAsked({ actor: actors[role], purpose: 'direct-marketing' }, both)).toHaveLength(8)
      expect(
        opensFenced({ actor: actors[role], purpose: 'direct-marketing', kinds: ['payment-details'] }, 'special'),
      ).toBe(false)
    },
  )

  it.each(['teller', 'operator', 'auditor', 'atm'] as const)('are asked for by a %s as what they may tell', (role) => {
    const asking = { actor: actors[role], purpose: 'service' }
    expect(kindsAsked(asking, both)).toEqual(['payment-details', ...fenced, ...fenced, 'conviction'])
    expect(opensFenced({ ...asking, kinds: fenced }, 'special')).toBe(true)
    expect(opensFenced({ ...asking, kinds: fenced }, 'offence')).toBe(false)
    expect(opensFenced({ ...asking, kinds: fenced.slice(1) }, 'special')).toBe(false)
    expect(opensFenced({ ...asking, kinds: [...fenced, 'conviction'] }, 'offence')).toBe(true)
  })
})
