import { join } from 'node:path'
import { expect, it } from 'vitest'
import { gateUnderTest, RecordingBank } from '../../../tests/gate-clauses.ts'
import { type Edge, fencedTopics } from '../../privacy/edge.ts'
import { fencedKinds } from '../../privacy/screening/rules.ts'
import { withoutProvision } from '../../rulebook/altered-pack.ts'
import { loadPack } from '../../rulebook/load.ts'
import type { Attribute } from '../../rulebook/register/attributes.ts'
import { topics } from '../../rulebook/register/topics.ts'
import { settledBy } from '../testing/people.ts'
import { recordFacts } from './commands.ts'
import { factsWire } from './wire.ts'

const packOf = (id: string) => loadPack(join(import.meta.dirname, '../../../packs', id))

it('every institution screens for what law names, in each of its entities', () => {
  for (const id of ['luminor', 'ozcredit', 'koduliising']) {
    const pack = packOf(id)
    for (const entity of pack.entities) expect(fencedTopics(pack, entity), `${id} ${entity.id}`).toEqual(topics)
    const [entity] = pack.entities as readonly [(typeof pack.entities)[number]]
    expect(fencedTopics(withoutProvision(pack, 'fact.screening'), entity)).toEqual(['conviction'])
    expect(fencedTopics(withoutProvision(pack, 'fact.offences'), entity)).not.toContain('conviction')
  }
})

it.each([
  [
    'ozcredit',
    'application',
    'service',
    'application-comment',
    'Slimoju, tāpēc kavēju maksājumu',
    'Bijis ieslodzījumā',
  ],
  ['koduliising', 'subject', 'contract', 'correspondence', 'Olin haige ja haiglas', 'После тюрьмы, без работы'],
] as const)(
  '%s fences what is written freely by law, where its own documents say nothing',
  async (id, source, purpose, kind: Attribute, ill, convicted) => {
    const { bank, subject } = await RecordingBank.open(id)
    const pack = packOf(id)
    const [entity] = pack.entities as readonly [(typeof pack.entities)[number]]
    const edge = { fences: fencedTopics(pack, entity) } as Edge
    const values = [ill, convicted, 'Lūdzu pagarināt termiņu']
    const asked = { party: String(subject), purpose, source, shown: [{ kind: 'application', reference: 'A-1' }] }
    const { payload, details = [] } = factsWire(recordFacts).part(
      { ...asked, facts: values.map((value) => ({ kind, value })) },
      edge,
    )
    expect(details.map(({ category }) => category).slice(0, 2)).toEqual(['special', 'offence'])
    const recorded = await bank.do('fact.record', payload, { details })
    expect(recorded).toMatchObject({ outcome: 'accepted' })
    expect(recorded.facts['fenced']).toEqual((recorded.facts['facts'] as string[]).slice(0, 2))
    expect(settledBy(recorded)).toEqual(expect.arrayContaining(['GDPR-9(1)', 'GDPR-10']))
    // No purpose of theirs is for such data: so nobody opens it.
    expect(gateUnderTest(id)('operator', purpose, fencedKinds).code).toBe('kind-not-needed')
  },
)
