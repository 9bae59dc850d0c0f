import { expect, test } from 'vitest'
import { TestBank, testLane } from '../../tests/bank.ts'
import type { PartyId } from '../kernel/ids.ts'
import { parties, partyByCode } from './rules.ts'
import { idIn, people, registerPerson, settledBy, told } from './testing/people.ts'

const natural = { kind: 'natural', consumer: true, residence: 'LV', facts: ['name', 'personal-code'] }
const blinds = { code: 'blind' }
const details = [told(people.liga.name), told(people.liga.code)]

test('a party is registered with a fresh id, and found by its code', async () => {
  const bank = await TestBank.open()
  const decision = await bank.do('party.register', natural, { details, blinds })
  const party = idIn<PartyId>(decision, 'party')
  expect(settledBy(decision)).toContain('GBT-1.5')
  expect(bank.record(parties, party)).toEqual({ party, kind: 'natural', consumer: true, residence: 'LV' })
  expect(bank.record(partyByCode, 'blind')).toBe(party)
})

test('what is told of a party stands in facts of its own, and in nothing else', async () => {
  const bank = await TestBank.open()
  const party = idIn<PartyId>(await bank.do('party.register', natural, { details, blinds }), 'party')
  expect([...bank.storage.records(testLane, 'fact').values()]).toMatchObject([
    { subject: party, kind: 'name' },
    { subject: party, kind: 'personal-code' },
  ])
  const rows = bank.storage.journal(testLane).flatMap((batch) => batch.decisions)
  const open = JSON.stringify(rows.map(({ payload, facts, internal }) => [payload, facts, internal]))
  expect(open).not.toContain(people.liga.name)
  expect(open).not.toContain(people.liga.code)
})

test('a second party with the same code is refused; who has it, only staff are told', async () => {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const again = await bank.do('party.register', natural, { details, blinds: { code: `blind of ${people.liga.code}` } })
  expect(again).toMatchObject({ outcome: 'refused', code: 'code-taken', facts: {}, internal: { party: String(liga) } })
})

test.each([
  ['a company that is a consumer', { kind: 'legal' }, { details, blinds }, 'consumer-not-natural'],
  ['a person without a name', { facts: ['personal-code', 'email'] }, { details, blinds }, 'details-incomplete'],
  ['a person without a code', { facts: ['name', 'email'] }, { details, blinds }, 'details-incomplete'],
  ['a code without its blind index', {}, { details }, 'details-incomplete'],
  ['a detail under another category', {}, { details: [told('x', 'contact'), told('y')], blinds }, 'details-incomplete'],
  ['fewer details than were announced', {}, { details: details.slice(1), blinds }, 'details-incomplete'],
])('%s is refused', async (_what, change, ask, code) => {
  const bank = await TestBank.open()
  expect(await bank.do('party.register', { ...natural, ...change }, ask)).toMatchObject({ outcome: 'refused', code })
  expect(bank.storage.records(testLane, 'party').size).toBe(0)
})

test('without its details, as when it is replayed, a registration is decided alike', async () => {
  const bank = await TestBank.open()
  expect(await bank.preview('party.register', natural, { blinds })).toMatchObject({ outcome: 'accepted' })
})
