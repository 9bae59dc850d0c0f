import type { FastifyInstance } from 'fastify'
import { expect, test, vi } from 'vitest'
import { clause, packUnderTest } from '../../../tests/clause.ts'
import { withoutProvision } from '../../rulebook/altered-pack.ts'
import type { DocumentVersion, Pack } from '../../rulebook/pack.ts'
import { registerDocuments } from './documents.ts'
import { registerRulebook } from './rulebook.ts'
import { pagesOf as publicPages } from './testing/pages.ts'

vi.mock('../../rulebook/publication.ts', async (original) => {
  const module = await original<typeof import('../../rulebook/publication.ts')>()
  const { watchDecision } = await import('../../../tests/clause.ts')
  return { ...module, decidePublication: watchDecision(module.decidePublication) }
})

/** On a day when the amendment is still to come. */
const pagesOf = (pack: Pack): FastifyInstance => publicPages(pack, [registerDocuments, registerRulebook])

const ofRules = ({ code }: DocumentVersion): boolean => code === 'RA'

/** The pack with an amendment of the rules that was published and is not in force yet. */
function withAmendment(pack: Pack): Pack {
  const amended = pack.documents.filter(ofRules).map((rules) => ({
    ...rules,
    version: '2026-07-01',
    effective: Temporal.PlainDate.from('2026-07-01'),
    clauses: rules.clauses.map((one) =>
      one.id === '4.1' ? { ...one, text: { en: 'Only euro.', lv: 'Tikai eiro.' } } : one,
    ),
  }))
  return { ...pack, documents: [...pack.documents, ...amended] }
}

const seen = (pages: FastifyInstance, url: string) => pages.inject({ url, headers: { accept: 'text/html' } })
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

clause('RA-2.5', 'every version of the rules is on a public page, amendments too, and prints on request', async () => {
  const pack = withAmendment(packUnderTest('luminor'))
  const pages = pagesOf(pack)
  const versions = pack.documents.filter(ofRules)
  expect(versions.map(({ version }) => version)).toEqual(['2018-11-01', '2026-07-01'])
  const { statusCode, body } = await seen(pages, '/documents')
  expect(statusCode).toBe(200)
  for (const { version, clauses } of versions) {
    expect(body).toContain(`/documents/RA/${version}`)
    const page = await seen(pages, `/documents/RA/${version}?language=en`)
    expect(page.statusCode).toBe(200)
    const missing = clauses.filter(
      ({ id, text }) => !page.body.includes(`id="${id}"`) || !page.body.includes(escaped(text.en ?? '')),
    )
    expect(missing).toEqual([])
    expect(page.body).toContain('Published under <a href="/documents/RA/2018-11-01?language=en#2.5">RA 2.5</a>')
  }
  const printed = await pages.inject('/documents/RA/2026-07-01/pdf?language=lv')
  expect(printed.statusCode).toBe(200)
  expect(printed.headers['content-type']).toBe('application/pdf')
  expect(printed.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
})

test('an institution whose documents ask for no publication publishes nothing', async () => {
  const pages = pagesOf(withoutProvision(packUnderTest('luminor'), 'documents.publication'))
  for (const url of ['', '/RA', '/RA/2018-11-01', '/RA/2018-11-01/pdf']) {
    const answer = await pages.inject(`/documents${url}`)
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'published-unknown'])
  }
  expect((await pages.inject('/clauses')).statusCode).toBe(404)
})

test('what is not published is told with the clause that asks for publication', async () => {
  const pages = pagesOf(packUnderTest('luminor'))
  const clauses = [{ document: 'RA', version: '2018-11-01', clause: '2.5' }]
  expect((await pages.inject('/documents/XX/1')).json()).toMatchObject({ code: 'published-unknown', clauses })
  expect((await pages.inject('/documents/RA/1999-01-01')).json()).toMatchObject({ code: 'version-unknown', clauses })
  const json = await pages.inject({ url: '/documents/RA/2018-11-01', headers: { accept: 'application/json' } })
  expect(json.json()).toMatchObject({ version: '2018-11-01', inForce: true, publishedUnder: clauses })
})

test('the rules by one of their names lead to the version in force', async () => {
  const { statusCode, headers } = await pagesOf(withAmendment(packUnderTest('luminor'))).inject('/documents/RA')
  expect([statusCode, headers.location]).toEqual([302, '/documents/RA/2018-11-01'])
})
