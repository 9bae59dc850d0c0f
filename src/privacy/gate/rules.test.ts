import { describe, expect, it } from 'vitest'
import type { PartyId } from '../../kernel/ids.ts'
import { partyNumber, terms } from '../testing/small-bank.ts'
import {
  type DataKind,
  dataKinds,
  type GatePurpose,
  type GateRequest,
  type GateRole,
  gateRefusals,
  grants,
  passGate,
  purposes,
} from './rules.ts'

const [me, client, stranger] = [1, 2, 3].map(partyNumber) as [PartyId, PartyId, PartyId]
const cited = [{ document: 'RA', version: '2018-11-01', clause: '16.1' }]
const actors: Record<GateRole, GateRequest['actor']> = {
  customer: { role: 'customer', party: me },
  representative: { role: 'representative', party: me },
  teller: { role: 'teller', staff: 'T-01' },
  operator: { role: 'operator', staff: 'O-01' },
  auditor: { role: 'auditor', staff: 'A-01' },
  atm: { role: 'atm', staff: 'ATM-01' },
  system: { role: 'system' },
}
const outcome = (request: GateRequest): string => {
  const decision = passGate(request, terms)
  expect(decision.cited.settled).toEqual(cited)
  return decision.outcome === 'refused' ? decision.code : 'permitted'
}

describe('the gate', () => {
  it.each<[GateRole, GatePurpose, DataKind[], PartyId[], string]>([
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
    ['teller', 'payment', ['email'], [stranger], 'kind-not-granted'],
    ['teller', 'operations', ['name'], [stranger], 'purpose-not-granted'],
    ['operator', 'service', ['note', 'staff-note'], [stranger], 'permitted'],
    ['operator', 'operations', ['address'], [stranger], 'kind-not-granted'],
    ['operator', 'audit', ['name'], [stranger], 'purpose-not-granted'],
    ['system', 'operations', ['email', 'name'], [stranger], 'permitted'],
    ['system', 'payment', ['email'], [stranger], 'kind-not-granted'],
    ['system', 'service', ['name'], [stranger], 'purpose-not-granted'],
  ])('%s for %s, %j of %j: %s', (role, purpose, kinds, subjects, expected) => {
    expect(outcome({ actor: actors[role], purpose, kinds, subjects, represented: [client] })).toBe(expected)
  })

  it('lets an auditor read nothing about anyone, for whatever purpose', () => {
    for (const purpose of Object.keys(purposes) as GatePurpose[])
      for (const kind of dataKinds)
        expect(outcome({ actor: actors.auditor, purpose, kinds: [kind], subjects: [me] })).toBe(
          purpose === 'audit' ? 'kind-not-granted' : 'purpose-not-granted',
        )
  })

  it('does not take a customer for whom others act as a representative', () => {
    const request = { purpose: 'payment', kinds: ['name'], subjects: [client], represented: [client] } as const
    expect(outcome({ ...request, actor: actors.customer })).toBe('subject-not-concerned')
    expect(outcome({ ...request, actor: actors.representative })).toBe('permitted')
  })

  it('refuses whoever does not say who they are, before all else', () => {
    for (const [role, { purpose }] of Object.entries(grants).map(
      ([role, purposes]) => [role as GateRole, { purpose: Object.keys(purposes)[0] as GatePurpose }] as const,
    )) {
      const request: GateRequest = { actor: { role }, purpose, kinds: ['note'], subjects: [stranger] }
      expect(outcome(request)).toBe(role === 'system' ? 'kind-not-granted' : 'actor-unnamed')
    }
  })

  it('refuses in the documented order', () => {
    const request: GateRequest = {
      actor: { role: 'customer' },
      purpose: 'audit',
      kinds: ['note'],
      subjects: [stranger],
    }
    const steps: GateRequest[] = [request]
    steps.push({ ...request, actor: actors.customer })
    steps.push({ ...request, actor: actors.customer, purpose: 'service' })
    steps.push({ ...request, actor: actors.customer, purpose: 'service', kinds: ['name'] })
    expect(steps.map(outcome)).toEqual([...gateRefusals])
  })
})
