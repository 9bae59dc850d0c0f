import { expect, it } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { packUnderTest } from '../../../tests/clause.ts'
import { Chooser } from '../../privacy/consents/testing/choices.ts'
import { Rulebook } from '../../rulebook/terms.ts'
import { registerCompany, registerPerson, told } from '../testing/people.ts'
import { guardianships, stageOn } from './rules.ts'
import { recordGuardian, ward } from './testing/wards.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

const stage = (pack: string, entity: string, birthDate: string, on: string) =>
  stageOn(day(birthDate), day(on), new Rulebook(packUnderTest(pack)).of(entity).terms(day(on)))

it.each([
  // The day before, the day and the day after, of each age.
  ['luminor', 'lv', '2013-03-10', '2026-03-09', 'child'],
  ['luminor', 'lv', '2013-03-10', '2026-03-10', 'youth'],
  ['luminor', 'lv', '2013-03-10', '2026-03-11', 'youth'],
  ['luminor', 'lv', '2008-03-10', '2026-03-09', 'youth'],
  ['luminor', 'lv', '2008-03-10', '2026-03-10', 'adult'],
  ['luminor', 'lv', '2008-03-10', '2026-03-11', 'adult'],
  ['luminor', 'ee', '2013-03-10', '2026-03-09', 'child'],
  ['luminor', 'ee', '2013-03-10', '2026-03-10', 'youth'],
  ['luminor', 'lt', '2012-03-10', '2026-03-09', 'child'],
  ['luminor', 'lt', '2012-03-10', '2026-03-10', 'youth'],
  ['luminor', 'lt', '2012-03-10', '2026-03-11', 'youth'],
  ['ozcredit', 'lv', '2013-03-10', '2026-03-10', 'youth'],
  ['koduliising', 'ee', '2013-03-10', '2026-03-10', 'youth'],
  // Before Estonia set its own age, that of the regulation held.
  ['koduliising', 'ee', '2002-12-31', '2018-12-30', 'child'],
  ['koduliising', 'ee', '2002-12-31', '2018-12-31', 'youth'],
  // Who was born on a leap day has lived the years when the day before it is over.
  ['luminor', 'lv', '2008-02-29', '2026-02-28', 'youth'],
  ['luminor', 'lv', '2008-02-29', '2026-03-01', 'adult'],
  ['luminor', 'lv', '2008-03-01', '2026-02-28', 'youth'],
  ['luminor', 'lv', '2008-03-01', '2026-03-01', 'adult'],
] as const)('in %s, %s, who was born on %s is on %s: %s', (pack, entity, birthDate, on, expected) => {
  expect(stage(pack, entity, birthDate, on)).toBe(expected)
})

it('what is recorded wrongly of a parent or guardian is refused in the published order', async () => {
  const { anna, parent } = await ward('child')
  const { bank } = anna
  const company = await registerCompany(bank)
  const code = async (of: Chooser, guardian = parent, more: object = {}) =>
    (await recordGuardian(of, guardian, more)).code
  expect(await code(anna, 1_099_511_999_999 as never)).toBe('party-unknown')
  expect(await code(anna, company)).toBe('guardian-unsuitable')
  expect(await code(anna, anna.subject)).toBe('guardian-unsuitable')
  expect(await code(new Chooser(bank, company))).toBe('guardian-unsuitable')
  expect(await code(anna, parent, { until: '2027-01-01' })).toBe('guardian-dates-contradictory')
  expect(await code(anna, parent, { authority: 'guardian', until: '2026-01-04' })).toBe('guardian-dates-contradictory')
  expect(await code(anna)).toBe('guardian-recorded')
  const end = (guardian = parent) => bank.do('guardian.end', { ward: String(anna.subject), guardian: String(guardian) })
  expect(await end(company)).toMatchObject({ code: 'guardian-unknown' })
  expect(await end()).toMatchObject({ outcome: 'accepted' })
  expect(await end()).toMatchObject({ code: 'guardian-ended' })
  expect(await recordGuardian(anna, parent, { evidence: 'B-2' })).toMatchObject({ outcome: 'accepted' })
  expect(bank.record(guardianships, anna.subject)?.guardians).toMatchObject([{ evidence: 'B-2', endedOn: null }])
})

it('a stage is noted once, and only of somebody for whom another acts', async () => {
  const { anna, parent, grow } = await ward('child')
  expect(await grow('child')).toMatchObject({ code: 'stage-stands', facts: { stage: 'child' } })
  expect(await grow('youth')).toMatchObject({ outcome: 'accepted', facts: { askAnew: [] } })
  // A birth date that was corrected.
  expect(await grow('child')).toMatchObject({ outcome: 'accepted' })
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const unknown = await bank.do(
    'guardianship.grow',
    { ward: String(liga), stage: 'child' },
    { actor: { role: 'system' } },
  )
  expect(unknown).toMatchObject({ code: 'ward-unknown' })
  expect(anna.bank.record(guardianships, anna.subject)).toMatchObject({
    stage: 'child',
    guardians: [{ guardian: parent }],
  })
})

it('who is said to be a minor when data are given counts as a child, also with no parent on record', async () => {
  const bank = await TestBank.open()
  const anna = await Chooser.in(bank, 'anna')
  const give = (more: object) =>
    bank.do(
      'fact.record',
      { party: String(anna.subject), facts: ['birth-date'], purpose: 'service', source: 'parent', ...more },
      { details: [told('2014-04-05')] },
    )
  const shown = [{ kind: 'service', reference: 'S-1' }]
  expect(await give({ shown })).toMatchObject({ outcome: 'accepted' })
  expect(bank.record(guardianships, anna.subject)).toBeUndefined()
  expect(await anna.consent('direct-marketing', 'LP')).toMatchObject({ outcome: 'accepted' })
  expect(await give({ minor: 'parent', shown })).toMatchObject({ outcome: 'accepted' })
  expect(bank.record(guardianships, anna.subject)).toMatchObject({ stage: 'unknown', guardians: [] })
  expect(await anna.consent('direct-marketing', 'LP')).toMatchObject({ code: 'guardian-needed' })
  const parent = await registerPerson(bank, 'liga')
  await recordGuardian(anna, parent)
  // To be told again takes nothing away.
  await give({ minor: 'parent', shown })
  expect(bank.record(guardianships, anna.subject)?.guardians).toMatchObject([{ guardian: parent }])
})
