import { existsSync, globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { packUnderTest } from '../../../tests/clause.ts'
import type { Pack } from '../../rulebook/pack.ts'
import { sourceOf, tinyPack } from './testing/tiny.ts'
import { registerAsLinkedData } from './vocabulary.ts'

type Term = { readonly termType: string; readonly value: string; readonly language?: string }
type Quad = { readonly subject: Term; readonly predicate: Term; readonly object: Term }

/** The part of jsonld that is used; it has no types of its own. It loads nothing: all contexts stand in the data. */
const jsonld = createRequire(import.meta.url)('jsonld') as {
  toRDF(data: object, options: { documentLoader: () => never; safe: boolean }): Promise<readonly Quad[]>
}

const dpv = 'https://w3id.org/dpv'
const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'

/** What an independent program for RDF reads in the register of a pack. `safe`: it refuses data that it would drop. */
function readBy(pack: Pack): Promise<readonly Quad[]> {
  const data = JSON.parse(JSON.stringify(registerAsLinkedData(sourceOf(pack, '2026-01-05'))))
  const documentLoader = (): never => {
    throw new Error('something is loaded from elsewhere')
  }
  return jsonld.toRDF(data, { documentLoader, safe: true })
}

const statements = (quads: readonly Quad[]): readonly string[] =>
  quads.map(({ subject, predicate, object }) => `${subject.value} ${predicate.value} ${object.value}`)
const term = (name: string): string => `${dpv}${name}`

describe('the register as linked data', () => {
  it('says of each process who is responsible, what for, on which basis, with which data, and who receives them', async () => {
    const said = statements(await readBy(tinyPack()))
    const item = 'urn:pacta:tiny:register:'
    for (const [property, object] of [
      ['#hasDataController', `${item}controller-cz`],
      ['#hasPurpose', `${item}purpose-lending`],
      ['#hasLegalBasis', term('/legal/eu/gdpr#A6-1-c')],
      ['#hasLegalBasis', term('/legal/eu/gdpr#A6-1-a')],
      ['#hasPersonalData', `${item}category-health`],
      ['#hasDataSubject', `${item}role-customer`],
      ['#hasDataSource', `${item}source-bureau`],
      ['#hasRecipient', `${item}recipient-court`],
      ['#hasStorageCondition', `${item}retention-consent`],
      ['#hasProcessing', `${item}decision-scoring`],
      ['#hasTechnicalOrganisationalMeasure', `${item}measure-encryption`],
    ])
      expect(said).toContain(`${item}process-lending ${term(property ?? '')} ${object}`)
    expect(said).toContain(`${item}process-serving ${term('#hasDataProcessor')} ${item}processor-cloud`)
    expect(said).toContain(`${item}category-health ${rdfType} ${term('#SpecialCategoryPersonalData')}`)
    expect(said).toContain(`${item}transfer-overseas ${term('#hasLegalBasis')} ${term('/legal/eu/gdpr#A46-2-c')}`)
    expect(said).toContain(
      `${item}purpose-lending http://purl.org/dc/terms/source urn:pacta:tiny:clause:PR:2020-01-01:4`,
    )
  })

  it.each(['luminor', 'ozcredit', 'koduliising'])('of %s is read whole by an independent program', async (id) => {
    const pack = packUnderTest(id)
    const quads = await readBy(pack)
    const { register } = sourceOf(pack, '2026-01-05').terms
    const ofType = (name: string): number =>
      quads.filter(({ predicate, object }) => predicate.value === rdfType && object.value === term(name)).length
    expect(ofType('#Process')).toBe(register.purposes.size)
    expect(ofType('#PersonalData')).toBe(register.categories.size)
    expect(ofType('#StorageCondition')).toBeGreaterThanOrEqual(register.retention.size)
    // Nothing is referred to that is not there.
    const subjects = new Set(quads.map(({ subject }) => subject.value))
    const own = quads.map(({ object }) => object.value).filter((value) => value.startsWith(`urn:pacta:${id}:register:`))
    expect(own.filter((value) => !subjects.has(value))).toEqual([])
  })
})

const vocabulary = process.env['PACTA_DPV'] ?? join(import.meta.dirname, '../../../../shared/data/privacy/dpv')

/** Every IRI of the vocabulary: the third column of its tables. */
const known = (): ReadonlySet<string> =>
  new Set(
    globSync('*.csv', { cwd: vocabulary }).flatMap((file) =>
      [...readFileSync(join(vocabulary, file), 'utf8').matchAll(/^"[^"]*","[^"]*","([^"]+)"/gm)].map(
        ([, iri]) => iri ?? '',
      ),
    ),
  )

describe.skipIf(!existsSync(vocabulary))(
  'with the tables of DPV at hand (PACTA_DPV, or shared/data/privacy/dpv)',
  () => {
    it.each(['tiny', 'luminor', 'ozcredit', 'koduliising'])('every term that %s uses exists there', async (id) => {
      const quads = await readBy(id === 'tiny' ? tinyPack() : packUnderTest(id))
      const used = new Set(
        quads
          .flatMap(({ subject, predicate, object }) => [subject, predicate, object])
          .filter(({ termType, value }) => termType === 'NamedNode' && value.startsWith(dpv))
          .map(({ value }) => value),
      )
      const terms = known()
      expect(terms.size).toBeGreaterThan(1000)
      expect([...used].filter((iri) => !terms.has(iri))).toEqual([])
      expect(used.size).toBeGreaterThan(20)
    })
  },
)
