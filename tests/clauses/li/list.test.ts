import { expect } from 'vitest'
import { publish } from '../../../src/privacy/published/publish.ts'
import { sourceOn } from '../../../src/privacy/published/statement.ts'
import { watchedPublish } from '../../../src/privacy/published/testing/watched.ts'
import { Rulebook } from '../../../src/rulebook/terms.ts'
import { clause, packUnderTest } from '../../clause.ts'
import { gateUnderTest, permitted, refused } from '../../gate-clauses.ts'
import { BankOfTwoVersions, newPurpose, showNewPurpose } from './new-purpose.ts'

clause('LI-0', 'the gate refuses a use that rests on an interest without an entry in the list', async () => {
  await showNewPurpose('luminor', ['LI-0', 'LI-0'])
  const source = sourceOn(new Rulebook(packUnderTest('luminor')), Temporal.PlainDate.from('2026-01-05'))
  const list = watchedPublish(publish)('interests', source, 'en').sections.flatMap(({ entries }) => entries)
  for (const id of ['archive', 'supplier-checks', 'shareholder-control', 'smooth-decisions'])
    expect(list.map((one) => one.id)).toContain(`interest-${id}`)
  const ask = gateUnderTest('luminor')
  const archive = ['compliance-officer', 'claims', ['correspondence']] as const
  expect(ask(...archive, { interest: 'nosiness' })).toEqual(refused('interest-not-registered', 'LI-0'))
  // An interest stands for its own purpose, and for no other.
  expect(ask(...archive, { interest: 'smooth-decisions' })).toEqual(refused('interest-not-registered', 'LI-0'))
  expect(ask(...archive, { interest: 'archive' })).toEqual(permitted('LI-0'))
})

clause('LI-0', 'interests that the policy names by itself are entered too', async () => {
  await showNewPurpose('luminor', ['LI-0', 'LI-0'])
  const ask = gateUnderTest('luminor')
  const source = sourceOn(new Rulebook(packUnderTest('luminor')), Temporal.PlainDate.from('2026-01-05'))
  expect(watchedPublish(publish)('interests', source, 'en').sections.length).toBeGreaterThan(0)
  expect(ask('operator', 'service', ['name'], { interest: 'nosiness' })).toEqual(
    refused('interest-not-registered', 'LI-0'),
  )
  expect(ask('operator', 'service', ['name', 'income'], { interest: 'smooth-decisions' })).toEqual(permitted('LI-0'))
  const control = { interest: 'shareholder-control' }
  expect(ask('compliance-officer', 'continuity', ['income'], control)).toEqual(refused('condition-missing', 'LI-0'))
  const shown = ['own-regulation'] as const
  expect(ask('compliance-officer', 'continuity', ['income'], { ...control, shown })).toEqual(permitted('LI-0'))
  const checks = ['security-officer', 'background-checks', ['employer']] as const
  expect(ask(...checks, { shown: ['background-check'], roles: ['counterpart'] })).toEqual(permitted('LI-0'))
})

clause(
  'LI-0',
  'a new purpose for data held before is told before they serve it: the days around its first',
  async () => {
    const bank = await BankOfTwoVersions.open('luminor')
    const [liga, janis] = [await bank.person('liga'), await bank.person('janis')]
    const before = await bank.record(liga, '2026-01-31', 'subject')
    const fromElsewhere = await bank.record(liga, '2026-01-31', 'register')
    const first = await bank.record(janis, '2026-02-01', 'subject')
    const after = await bank.record(janis, '2026-02-02', 'register')

    expect(bank.read(liga, '2026-01-31', [before])).toMatchObject({ code: 'purpose-not-registered' })
    for (const on of ['2026-02-01', '2026-02-02', '2036-02-02'])
      for (const held of [[before], [fromElsewhere], [before, fromElsewhere], [before, first]])
        expect(bank.read(liga, on, held), on).toEqual(refused('purpose-not-told', 'LI-0'))
    for (const held of [[first], [after], [first, after], []])
      expect(bank.read(janis, '2026-02-02', held).code).toBe('permitted')
    // What was there from the start asks nothing.
    expect(bank.read(liga, '2026-02-02', [before], 'service').code).toBe('permitted')
    expect((await bank.tell('service', [liga])).code).toBe('purpose-not-new')
    expect((await bank.tell('curiosity', [liga])).code).toBe('purpose-not-registered')

    const told = await bank.tell(newPurpose, [liga])
    expect(told).toMatchObject({ ...permitted('LI-0'), facts: { since: '2026-02-01', told: 1, before: 0 } })
    expect(await bank.tell(newPurpose, [liga, janis])).toMatchObject({ facts: { told: 1, before: 1 } })
    expect(bank.read(liga, '2026-02-01', [before, fromElsewhere]).code).toBe('permitted')
    await showNewPurpose('luminor', ['LI-0', 'LI-0'])
    const ask = gateUnderTest('luminor')
    const archive = ['compliance-officer', 'claims', ['correspondence']] as const
    expect(watchedPublish(publish)('interests', sourceNow(), 'en').sections.length).toBeGreaterThan(0)
    expect(ask(...archive, { interest: 'nosiness' })).toEqual(refused('interest-not-registered', 'LI-0'))
    expect(ask(...archive, { interest: 'archive' })).toEqual(permitted('LI-0'))
  },
)

clause('LI-0', 'who is told before the version takes effect need not wait', async () => {
  const bank = await BankOfTwoVersions.open('luminor')
  const liga = await bank.person('liga')
  const before = await bank.record(liga, '2026-01-31', 'subject')
  expect(await bank.tell(newPurpose, [liga])).toMatchObject(permitted('LI-0'))
  expect(bank.read(liga, '2026-01-31', [before]).code).toBe('purpose-not-registered')
  for (const on of ['2026-02-01', '2026-02-02']) expect(bank.read(liga, on, [before]).code, on).toBe('permitted')
  await showNewPurpose('luminor', ['LI-0', 'LI-0'])
  const ask = gateUnderTest('luminor')
  const archive = ['compliance-officer', 'claims', ['correspondence']] as const
  expect(watchedPublish(publish)('interests', sourceNow(), 'en').sections.length).toBeGreaterThan(0)
  expect(ask(...archive, { interest: 'nosiness' })).toEqual(refused('interest-not-registered', 'LI-0'))
  expect(ask(...archive, { interest: 'archive' })).toEqual(permitted('LI-0'))
})

const sourceNow = () => sourceOn(new Rulebook(packUnderTest('luminor')), Temporal.PlainDate.from('2026-01-05'))
