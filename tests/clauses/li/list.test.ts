import { expect } from 'vitest'
import { publish } from '../../../src/privacy/published/publish.ts'
import { sourceOn } from '../../../src/privacy/published/statement.ts'
import { watchedPublish } from '../../../src/privacy/published/testing/watched.ts'
import { Rulebook } from '../../../src/rulebook/terms.ts'
import { clause, packUnderTest } from '../../clause.ts'
import { gateUnderTest, permitted, refused } from '../../gate-clauses.ts'

clause('LI-0', 'the gate refuses a use that rests on an interest without an entry in the list', () => {
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

clause('LI-0', 'interests that the policy names by itself are entered too', () => {
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
  expect(ask(...checks, { shown: ['authorisation'], roles: ['counterpart'] })).toEqual(permitted('LI-0'))
})
