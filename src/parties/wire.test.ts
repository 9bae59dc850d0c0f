import { expect, test } from 'vitest'
import { packUnderTest } from '../../tests/clause.ts'
import { type Edge, Malformed } from '../privacy/edge.ts'
import { changeParty } from './changes/commands.ts'
import { changeWire, registerWire } from './wire.ts'

const [entity] = packUnderTest('luminor').entities
const edge = { entity, blindIndex: (_entity: string, kind: string, text: string) => `${kind} ${text}` } as Edge
const person = { kind: 'natural', consumer: true, residence: 'LV', name: 'Līga Testa' }
const codes = { personalCode: '010101-12343', registrationNumber: '49999999918' }

test('a personal code parts from the body, and leads to its blind index', () => {
  const parted = registerWire.part({ ...person, personalCode: codes.personalCode }, edge)
  expect(parted.payload).toEqual({
    kind: 'natural',
    consumer: true,
    residence: 'LV',
    facts: ['name', 'personal-code'],
  })
  expect(parted.blinds?.['code']).toContain('personal-code')
})

test.each([
  ['a registration', registerWire, { ...person, ...codes }, '/registrationNumber'],
  [
    'a changed identity',
    changeWire(changeParty),
    { party: '1099511627777', change: { kind: 'identity', ...codes } },
    '/change/registrationNumber',
  ],
])('%s with both codes is malformed: one of them would hide the other', (_what, wire, body, at) => {
  expect(() => wire.part(body, edge)).toThrow(Malformed)
  expect(() => wire.part(body, edge)).toThrow(expect.objectContaining({ at }))
})
