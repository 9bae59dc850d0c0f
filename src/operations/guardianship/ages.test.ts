import { afterAll, beforeAll, expect, it } from 'vitest'
import { DatabaseBank } from '../../accounts/testing/database-bank.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { guardianships } from '../../parties/guardianship/rules.ts'
import { consentsToAskAnew, wardsOfUnknownAge } from '../../parties/guardianship/store.ts'
import { idIn, people, registerPerson, told } from '../../parties/testing/people.ts'
import { switchChanges } from '../../privacy/consents/changes/rules.ts'
import { changesOf } from '../../privacy/consents/store.ts'
import { passagesAbout } from '../../privacy/gate/store.ts'
import { switches } from '../../privacy/switches/rules.ts'
import { readAges } from './ages.ts'
import { keepAges } from './keeper.ts'

let bank: DatabaseBank
let parent: PartyId
beforeAll(async () => {
  bank = await DatabaseBank.open()
  parent = await registerPerson(bank.asTestBank, 'liga')
})
afterAll(() => bank.close())

const day = (text: string) => Temporal.PlainDate.from(text)

/** A minor with a parent on record; the code is of the kind that tells no birth date. */
async function minor(name: string, birthDate?: string): Promise<PartyId> {
  const facts = ['name', 'personal-code', ...(birthDate === undefined ? [] : ['birth-date'])]
  const details = [told(name), told('320000-00008'), ...(birthDate === undefined ? [] : [told(birthDate)])]
  const person = { kind: 'natural', consumer: true, residence: 'LV', facts }
  const ward = idIn<PartyId>(await bank.do('party.register', person, { details, blinds: { code: name } }), 'party')
  const guardian = { ward: String(ward), guardian: String(parent), authority: 'parent', evidence: 'B-1' }
  expect(await bank.do('guardian.record', guardian)).toMatchObject({ outcome: 'accepted' })
  return ward
}

const look = (on: string, seen?: Set<PartyId>) => {
  const { sql, gate, rulebookOf } = bank.institution
  const terms = rulebookOf(bank.lane).terms(day(on))
  const submit = (command: Parameters<typeof bank.submit>[0]) => bank.submit(command)
  return readAges({ sql, lane: bank.lane, gate, terms, on: day(on), submit }, seen)
}

const stageOf = async (ward: PartyId) => (await bank.stored(guardianships, ward))?.stage

it('birth dates are read through the gate, and what is kept is the stage of life', async () => {
  const [child, youth, unknown] = [
    await minor('Pēteris Izdoma', '2013-01-06'),
    await minor('Kārlis Izdoma', '2008-01-06'),
    await minor('Ieva Izdoma'),
  ]
  expect(await stageOf(child)).toBe('unknown')
  const consent = { subject: String(child), purpose: 'direct-marketing', version: '2018-05-25', language: 'en' }
  const own = await bank.do('consent.give', consent, { actor: { role: 'customer', party: child } })
  expect(own).toMatchObject({ code: 'guardian-needed' })
  const given = await bank.do('consent.give', consent, { actor: { role: 'customer', party: parent } })
  expect(await bank.stored(switchChanges, Number(given.facts['change']))).toMatchObject({
    actedBy: parent,
    authority: 'parent',
    authorityClauses: ['GDPR-12(6)', 'CRC-5', 'FPDAL-33'],
  })
  expect((await changesOf(bank.institution.sql, bank.lane, child, 5))[0]).toMatchObject({ actedBy: parent })

  const seen = new Set<PartyId>()
  expect(await look('2026-01-05', seen)).toEqual({ read: 3, grown: 2, unknown: 1 })
  expect([await stageOf(child), await stageOf(youth), await stageOf(unknown)]).toEqual(['child', 'youth', 'unknown'])
  expect(await look('2026-01-05', seen)).toEqual({ read: 0, grown: 0, unknown: 0 })
  expect((await passagesAbout(bank.institution.sql, child, 5, { purposes: [], kinds: [] }))[0]).toMatchObject({
    role: 'system',
    purpose: 'service',
    kinds: ['birth-date', 'personal-code'],
    code: null,
  })
  expect(await consentsToAskAnew(bank.institution.sql, bank.lane, 5)).toEqual([])
  expect(await wardsOfUnknownAge(bank.institution.sql, bank.lane, 5)).toEqual([
    { ward: unknown, since: day('2026-01-05') },
  ])

  await bank.cutOver('2026-01-06')
  await bank.restart()
  expect(await look('2026-01-06')).toEqual({ read: 3, grown: 2, unknown: 1 })
  expect([await stageOf(child), await stageOf(youth)]).toEqual(['youth', 'adult'])
  expect(await consentsToAskAnew(bank.institution.sql, bank.lane, 5)).toEqual([
    { ward: child, stage: 'youth', since: day('2026-01-06'), purposes: ['direct-marketing'] },
  ])
  // Whoever came of age is looked at no more.
  expect(await look('2026-01-07')).toMatchObject({ read: 2, grown: 0 })
  const anew = await bank.do('consent.give', consent, { actor: { role: 'customer', party: child } })
  expect(anew).toMatchObject({ outcome: 'accepted' })
  expect((await bank.stored(switches, child))?.consents[0]).not.toHaveProperty('byGuardian')
  expect(await consentsToAskAnew(bank.institution.sql, bank.lane, 5)).toEqual([])
})

it('a personal code that tells a birth date is enough', async () => {
  const janis = await registerPerson(bank.asTestBank, 'janis')
  expect(people.janis.code.slice(0, 6)).toBe('161175')
  const guardian = { ward: String(janis), guardian: String(parent), authority: 'guardian', evidence: 'T-9' }
  await bank.do('guardian.record', guardian)
  await look('2026-01-07')
  expect(await stageOf(janis)).toBe('adult')
})

it('the keeper reads each once on a business date, and those who are recorded later soon after', async () => {
  const { sql } = bank.institution
  const failed: string[] = []
  const lanes = {
    lanes: [{ lane: bank.lane }],
    head: () => ({ businessDate: day('2026-01-08') }),
    writer: () => ({
      submit: async (command: Parameters<typeof bank.submit>[0]) => ({ decision: await bank.submit(command) }),
    }),
  } as unknown as Parameters<typeof keepAges>[1]
  const stop = keepAges(bank.institution, lanes, { everyMs: 5, onFailed: ({ message }) => failed.push(message) })
  const later = await minor('Zane Izdoma', '2020-05-05')
  await expect.poll(() => stageOf(later), { timeout: 5_000 }).toBe('child')
  await stop()
  expect(failed).toEqual([])
  expect(
    (await passagesAbout(sql, later, 10, { purposes: [], kinds: [] })).filter(({ role }) => role === 'system'),
  ).toHaveLength(1)
})
