import { expect, it } from 'vitest'
import { packUnderTest } from '../../../../tests/clause.ts'
import { Rulebook } from '../../../rulebook/terms.ts'
import { consentsOpen } from '../written.ts'

const offered = (id: string) => {
  const pack = packUnderTest(id)
  const [entity] = pack.entities
  if (entity === undefined) throw new Error('the pack has no entity')
  const terms = new Rulebook(pack).of(entity.id).terms(Temporal.PlainDate.from('2026-01-05'))
  return consentsOpen(terms, pack)
}

it.each([
  ['luminor', ['remote-identification', 'improvement', 'advertising', 'direct-marketing']],
  ['koduliising', ['partner-advertising', 'games', 'separate-consent']],
  ['ozcredit', ['identification', 'service', 'creditworthiness', 'site-improvement', 'marketing']],
])('%s asks for consent where a purpose rests on it, and nowhere for what law demands', (id, purposes) => {
  expect(
    offered(id)
      .map(({ purpose }) => purpose)
      .toSorted(),
  ).toEqual(purposes.toSorted())
})

it('a consent names the categories that it is for', () => {
  const improvement = offered('luminor').find(({ purpose }) => purpose === 'improvement')
  expect(improvement?.categories).toEqual(['services', 'transactions', 'opinions', 'cookies', 'segments'])
})
