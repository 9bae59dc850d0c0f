import type { FastifyInstance } from 'fastify'
import { describe, expect, it, vi } from 'vitest'
import { clause, packUnderTest, watchDecision } from '../../../tests/clause.ts'
import { showNewPurpose } from '../../../tests/clauses/li/new-purpose.ts'
import { showControllers } from '../../../tests/clauses/lp/controllers.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { type GateRequest, passGate } from '../../privacy/gate/rules.ts'
import { processingRecord } from '../../privacy/published/article-30.ts'
import { listReport } from '../../privacy/published/late.ts'
import type { Statement } from '../../privacy/published/statement.ts'
import { sourceOn, statementKinds } from '../../privacy/published/statement.ts'
import type { Clause, DocumentVersion, Pack } from '../../rulebook/pack.ts'
import type { Processor } from '../../rulebook/register/schema.ts'
import { Rulebook } from '../../rulebook/terms.ts'
import { registerDocuments } from './documents.ts'
import { registerPrivacy } from './privacy.ts'
import { pagesOf, seen, told } from './testing/pages.ts'

vi.mock('../../privacy/published/publish.ts', async (original) => {
  const module = await original<typeof import('../../privacy/published/publish.ts')>()
  const { watchedPublish } = await import('../../privacy/published/testing/watched.ts')
  return { ...module, publish: watchedPublish(module.publish) }
})
vi.mock('../../privacy/published/article-30.ts', async (original) => {
  const module = await original<typeof import('../../privacy/published/article-30.ts')>()
  const { watchedRecord } = await import('../../privacy/published/testing/watched.ts')
  return { ...module, processingRecord: watchedRecord(module.processingRecord) }
})
vi.mock('../../privacy/published/late.ts', async (original) => {
  const module = await original<typeof import('../../privacy/published/late.ts')>()
  const { watchedReport } = await import('../../privacy/published/testing/watched.ts')
  return { ...module, listReport: watchedReport(module.listReport) }
})

const open = (pack: Pack): FastifyInstance => pagesOf(pack, [registerDocuments, registerPrivacy])
const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

const entryIds = ({ sections }: Statement, section: string): readonly string[] =>
  sections.find(({ id }) => id === section)?.entries.map(({ id }) => id) ?? []

/** The pack with its version of a document followed by another. */
function withVersion(
  pack: Pack,
  code: string,
  version: string,
  change: (clauses: readonly Clause[]) => Clause[],
): Pack {
  const newest = pack.documents.findLast((one) => one.code === code) as DocumentVersion
  const next = { ...newest, version, effective: day(version), clauses: change(newest.clauses) }
  return { ...pack, documents: [...pack.documents, next] }
}

clause('KL-1.controller', 'who is responsible is told wherever data are collected', async () => {
  const pages = open(packUnderTest('koduliising'))
  pages.post('/applications', (_request, reply) => reply.send({}))
  const collected = await pages.inject({ method: 'POST', url: '/applications', payload: {} })
  expect(collected.headers.link).toBe('</privacy/notice>; rel="privacy-policy"')
  for (const kind of statementKinds) {
    const page = await seen(pages, `/privacy/${kind}?language=et`)
    for (const text of ['AS Koduliising', '14080830', 'Posti 30, 90504 Haapsalu', '675 5055', 'info@liisi.ee'])
      expect(page).toContain(text)
    expect(page).toContain('/documents/KL/2018-05-25?language=et#1.controller')
  }
})

clause('OZ-0.controller', 'who is responsible is told wherever data are collected', async () => {
  const pages = open(packUnderTest('ozcredit'))
  pages.post('/applications', (_request, reply) => reply.send({}))
  const collected = await pages.inject({ method: 'POST', url: '/applications', payload: {} })
  expect(collected.headers.link).toBe('</privacy/notice>; rel="privacy-policy"')
  for (const kind of statementKinds) {
    const page = await seen(pages, `/privacy/${kind}?language=lv`)
    for (const text of ['SIA OZcredit.lv', '40103432760', 'LV-5410', '+371 20119405', 'info@ozcredit.lv'])
      expect(page).toContain(text)
  }
})

clause('LP-VIII.contacts', 'each entity stands in the notice with its contacts and its authority', async () => {
  const notice = await told(open(packUnderTest('luminor')), '/privacy/notice?language=lt')
  expect(entryIds(notice, 'controllers')).toEqual(['controller-lv', 'controller-ee', 'controller-lt'])
  const lines = notice.sections.find(({ id }) => id === 'controllers')?.entries.map((one) => one.lines)
  for (const contacts of lines ?? []) {
    const labels = contacts.map(({ label }) => label)
    expect(labels).toEqual(expect.arrayContaining(['Adresas', 'Duomenų apsaugos pareigūnas', 'Priežiūros institucija']))
  }
})

clause('LP-D.controller', 'every record of processing names the entity that decides', async () => {
  await showControllers()
  const pack = packUnderTest('luminor')
  expect(pack.entities.map(({ id }) => id)).toEqual(['lv', 'ee', 'lt'])
  for (const { id, name } of pack.entities) {
    const source = sourceOn(new Rulebook(pack, id), day('2026-01-05'))
    const { title, rows, columns } = processingRecord(source, 'en')
    expect(title.startsWith(name)).toBe(true)
    expect(rows.length).toBe(source.terms.register.purposes.size)
    const place = columns.indexOf('Controller')
    expect(new Set(rows.map(({ cells }) => cells[place]))).toEqual(new Set([name]))
  }
})

clause('LP-D.controller', 'who applies to an entity, or whose company does, finds it in what was done', async () => {
  await showControllers()
  const pack = packUnderTest('luminor')
  for (const { id } of pack.entities)
    expect(processingRecord(sourceOn(new Rulebook(pack, id), day('2026-01-05')), 'en').rows.length).toBeGreaterThan(0)
})

clause(
  'KL-1.processors',
  'the list is published with its date, and a change missing there for a month is late',
  async () => {
    const pack = withProcessor(packUnderTest('koduliising'), { id: 'new', since: '2026-01-31', listed: '2026-04-01' })
    const late = (on: string): readonly string[] | undefined =>
      listReport(sourceOn(new Rulebook(pack), day(on)))?.late.map(({ id, state }) => `${id} ${state}`)
    const page = await told(open(pack), '/privacy/processors?language=et')
    expect(entryIds(page, 'processors')).toEqual(expect.arrayContaining(['processor-data-centre', 'processor-shop']))
    expect(entryIds(page, 'processors')).not.toContain('processor-new')
    expect(page.facts).toContainEqual({ label: 'Nimekiri ajakohastatud', text: '10. september 2018' })
    // February has 28 days.
    expect(late('2026-02-28')).toEqual([])
    expect(late('2026-03-01')).toEqual(['new missing'])
    expect(late('2026-04-01')).toEqual(['new late'])
    expect(late('2026-03-01')).toEqual(['new missing'])
  },
)

/** The pack with a processor more than it has; the clause that lists them may be gone. */
function withProcessor(pack: Pack, dates: Pick<Processor, 'id' | 'since' | 'listed'>): Pack {
  const documents = pack.documents.map((document) => ({
    ...document,
    clauses: document.clauses.map((one) => {
      const [first] = one.register?.processors ?? []
      if (first === undefined) return one
      const more = { ...first, ...dates, name: 'Uus Töötleja OÜ' }
      return { ...one, register: { ...one.register, processors: [...(one.register?.processors ?? []), more] } }
    }),
  }))
  return { ...pack, documents }
}

clause('LP-IV.details', 'terms of retention are published out of the rules that erase', async () => {
  const pack = packUnderTest('luminor')
  const pages = open(pack)
  const { retention } = new Rulebook(pack).terms(day('2026-01-05')).register
  for (const language of ['en', 'lv', 'et', 'lt', 'ru']) {
    const page = await told(pages, `/privacy/retention?language=${language}`)
    const terms = page.sections.filter(({ id }) => id.startsWith('after-'))
    const ids = terms.flatMap(({ entries }) => entries.map(({ id }) => id))
    expect(ids.toSorted()).toEqual([...retention.keys()].map((id) => `retention-${id}`).toSorted())
    // What holds for most people comes first: the general rule.
    expect(terms[0]?.entries[0]?.cited).toMatchObject([{ document: 'LP', clause: 'IV.contract' }])
  }
  const printed = await pages.inject('/privacy/retention?language=ru&format=pdf')
  expect(printed.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  expect(await seen(pages, '/privacy/retention?language=en')).toContain('10 years from the end of the last agreement')
})

clause('LP-VI.descriptions', 'what a machine decides is described out of what runs', async () => {
  const pack = packUnderTest('luminor')
  const pages = open(pack)
  const { automated } = new Rulebook(pack).terms(day('2026-01-05')).register
  expect(automated.size).toBeGreaterThan(0)
  const page = await told(pages, '/privacy/decisions?language=en')
  expect(entryIds(page, 'decisions')).toEqual([...automated.keys()].map((id) => `decision-${id}`))
  for (const { logic, effect } of automated.values()) {
    expect(JSON.stringify(page)).toContain(JSON.stringify(logic.en))
    expect(JSON.stringify(page)).toContain(JSON.stringify(effect.en))
  }
})

clause('LP-VI.profiling', 'each profiling is listed with its purpose, data, logic and basis', async () => {
  const list = await told(open(packUnderTest('luminor')), '/privacy/decisions?language=en')
  const basisOf = new Map<string, string | undefined>()
  for (const { id, cited, lines } of list.sections.find(({ id }) => id === 'decisions')?.entries ?? []) {
    expect(cited.map((one) => one.clause)).toEqual(['VI.profiling'])
    const texts = new Map(lines.map(({ label, text }) => [label, text]))
    for (const label of ['Purposes', 'Data', 'How it decides', 'Legal basis']) expect(texts.get(label), id).not.toBe('')
    basisOf.set(id, texts.get('Legal basis'))
  }
  // Advice, direct marketing, needs, credit, eligibility, risk, fraud, money laundering.
  expect(basisOf.size).toBe(8)
  expect(basisOf.get('decision-aml-risk')).toBe('legal obligation')
  expect([basisOf.get('decision-needs'), basisOf.get('decision-marketing-profile')]).toEqual(['consent', 'consent'])
})

describe('the list of legitimate interests', () => {
  /** From July on, an interest fewer and one with another test. */
  const amended = (): Pack =>
    withVersion(
      packUnderTest('luminor'),
      'LI',
      '2026-07-01',
      (clauses) =>
        clauses
          .filter(({ id }) => id !== '17')
          .map((one) =>
            one.id === '1'
              ? { ...one, register: { ...one.register, interests: one.register?.interests?.map(changed) } }
              : one,
          ) as Clause[],
    )
  const changed = <I extends { readonly test: object }>(interest: I): I => ({
    ...interest,
    test: { ...interest.test, balance: { en: 'Weighed anew.', lv: 'Izsvērts no jauna.' } },
  })
  const ofClause = (list: Statement, number: string) =>
    list.sections.flatMap(({ entries }) => entries).filter(({ cited }) => cited.some(({ clause: id }) => id === number))

  const cashDelivery: GateRequest = {
    actor: { role: 'teller', staff: 'T-01' },
    purpose: 'service',
    interest: 'cash-delivery',
    kinds: ['name'],
    subjects: [101 as PartyId],
    shown: [{ kind: 'order', reference: 'O-1' }],
  }
  const watchedGate = watchDecision(passGate)
  const gateOn = (date: string, pack: Pack, request: GateRequest) =>
    watchedGate(request, { entityOf: () => 'lv', undertaken: true }, new Rulebook(pack).terms(day(date)))

  clause(
    'LI-0',
    'each interest stands with its purpose, persons, data, test and the effect of an objection',
    async () => {
      await showNewPurpose('luminor', ['LI-0', 'LI-0'])
      const list = await told(open(packUnderTest('luminor')), '/privacy/interests?language=lv')
      expect(ofClause(list, '0').map(({ id }) => id)).toContain('interest-archive')
      const needed = [
        'Nolūki',
        'Kuru cilvēku dati',
        'Dati',
        'Interese',
        'Kāpēc tas vajadzīgs',
        'Kā tas izvērtēts',
        'Ja iebilstat',
      ]
      for (const { id, lines } of list.sections.find(({ id }) => id === 'interests')?.entries ?? []) {
        const labels = lines.filter(({ text }) => text !== '').map(({ label }) => label)
        expect(labels, id).toEqual(expect.arrayContaining(needed))
      }
      // And what has no such entry lets nothing be used.
      const unentered = { ...cashDelivery, interest: 'curiosity' }
      expect(gateOn('2026-01-05', packUnderTest('luminor'), unentered)).toMatchObject({
        code: 'interest-not-registered',
      })
    },
  )

  clause('LI-0', 'every version of the list is kept and can be read', async () => {
    await showNewPurpose('luminor', ['LI-0', 'LI-0'])
    const pages = pagesOf(amended(), [registerPrivacy], '2026-08-01')
    const now = await told(pages, '/privacy/interests?language=en')
    expect(ofClause(now, '17')).toEqual([])
    expect(JSON.stringify(ofClause(now, '1'))).toContain('Weighed anew.')
    expect(await seen(pages, '/privacy/interests?language=en')).toContain('/privacy/interests?version=2018-05-25&amp;')
    const before = await told(pages, '/privacy/interests?version=2018-05-25&language=en')
    expect(ofClause(before, '17').length).toBeGreaterThan(0)
    expect(JSON.stringify(ofClause(before, '1'))).not.toContain('Weighed anew.')
    expect(ofClause(before, '0').length).toBeGreaterThan(0)
    // The gate goes by the version that is in force.
    expect(gateOn('2026-06-30', amended(), cashDelivery)).toMatchObject({ outcome: 'accepted' })
    expect(gateOn('2026-07-01', amended(), cashDelivery)).toMatchObject({ code: 'interest-not-registered' })
  })

  it('changes on the day on which a version takes effect', async () => {
    const on = (date: string) => told(pagesOf(amended(), [registerPrivacy], date), '/privacy/interests?language=en')
    const balances = async (date: string) => JSON.stringify(ofClause(await on(date), '1')).includes('Weighed anew.')
    expect(await balances('2026-06-30')).toBe(false)
    expect(await balances('2026-07-01')).toBe(true)
    expect(await balances('2026-07-02')).toBe(true)
  })

  it('has no version that was never published', async () => {
    const answer = await open(packUnderTest('luminor')).inject('/privacy/interests?version=1999-01-01')
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'version-unknown'])
  })
})
