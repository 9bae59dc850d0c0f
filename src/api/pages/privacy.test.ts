import type { FastifyInstance } from 'fastify'
import { describe, expect, it } from 'vitest'
import { packUnderTest } from '../../../tests/clause.ts'
import { statementKinds } from '../../privacy/published/statement.ts'
import { withoutProvision } from '../../rulebook/altered-pack.ts'
import type { Pack } from '../../rulebook/pack.ts'
import { registerDocuments } from './documents.ts'
import { registerPrivacy } from './privacy.ts'
import { pagesOf, seen } from './testing/pages.ts'

const open = (pack: Pack): FastifyInstance => pagesOf(pack, [registerDocuments, registerPrivacy])

describe('the pages about personal data', () => {
  it.each(['luminor', 'ozcredit', 'koduliising'])(
    'of %s tell everything in each of its languages, and print',
    async (id) => {
      const pack = packUnderTest(id)
      const pages = open(pack)
      const index = await seen(pages, '/privacy')
      for (const kind of statementKinds) {
        expect(index).toContain(`/privacy/${kind}?language=en`)
        const english = await seen(pages, `/privacy/${kind}?language=en`)
        const others = [...english.matchAll(/hreflang="(..)"/g)].map(([, language]) => language)
        for (const language of others) {
          const page = await seen(pages, `/privacy/${kind}?language=${language}`)
          expect(page).toContain(`<html lang="${language}">`)
          expect(page).not.toContain('undefined')
        }
        const printed = await pages.inject(`/privacy/${kind}?format=pdf&language=${others[0] ?? 'en'}`)
        expect(printed.headers['content-type']).toBe('application/pdf')
        expect(printed.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
      }
    },
  )

  it('link only to clauses that are there', async () => {
    const pages = open(packUnderTest('luminor'))
    const notice = await seen(pages, '/privacy/notice?language=en')
    const documents = new Map<string, string>()
    for (const [, address = '', anchor = ''] of notice.matchAll(/href="(\/documents\/[^"#]+)#([^"]+)"/g)) {
      const page = documents.get(address) ?? (await seen(pages, address))
      documents.set(address, page)
      expect(page, `${address}#${anchor}`).toContain(`id="${anchor}"`)
    }
    expect(documents.size).toBeGreaterThan(1)
  })

  it.each([
    ['lv', 'Personas dati'],
    ['et', 'Isikuandmed'],
    ['lt', 'Asmens duomenys'],
    ['ru', 'Персональные данные'],
  ])(
    'have their head in their own language (%s), and lead to one another and to their parts',
    async (language, name) => {
      const pages = open(packUnderTest('luminor'))
      // The list of interests stands in English and Latvian alone.
      for (const kind of statementKinds.filter((one) => language === 'lv' || one !== 'interests')) {
        const page = await seen(pages, `/privacy/${kind}?language=${language}`)
        expect(page).toContain(`<a href="/privacy" aria-current="page">${name}</a>`)
        expect(page).not.toContain('>Documents</a>')
        for (const other of statementKinds.filter((one) => one !== kind))
          expect(page).toContain(`<a href="/privacy/${other}?language=${language}">`)
        for (const [, anchor = ''] of page.matchAll(/<li><a href="#([^"]+)">/g))
          expect(page).toContain(`<h2 id="${anchor}">`)
      }
      const notice = await seen(pages, `/privacy/notice?language=${language}`)
      expect([...notice.matchAll(/<li><a href="#/g)]).toHaveLength(10)
    },
  )

  it('as prints have an outline to find the way by', async () => {
    const printed = await open(packUnderTest('ozcredit')).inject('/privacy/notice?format=pdf&language=en')
    expect(printed.rawPayload.toString('latin1')).toContain('/Outlines')
  })

  it('mark what they say in another language than their own', async () => {
    const page = await seen(open(packUnderTest('luminor')), '/privacy/interests?language=lv')
    expect(page).toContain('<html lang="lv">')
    const notice = await seen(open(packUnderTest('koduliising')), '/privacy/notice?language=lv')
    expect(notice).toContain('<html lang="en">')
  })

  it('are those of the languages asked for by the browser', async () => {
    const answer = await open(packUnderTest('luminor')).inject({
      url: '/privacy/notice',
      headers: { accept: 'text/html', 'accept-language': 'de, lt;q=0.8, en;q=0.5' },
    })
    expect(answer.body).toContain('<html lang="lt">')
  })

  it('are not there where no document asks for them', async () => {
    const pages = open(withoutProvision(packUnderTest('luminor'), 'privacy.decisions.published'))
    const answer = await pages.inject('/privacy/decisions')
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'published-unknown'])
    expect(await seen(pages, '/privacy')).not.toContain('/privacy/decisions')
    const none = open(withoutProvision(packUnderTest('luminor'), 'privacy.controller.shown'))
    expect((await none.inject('/privacy')).statusCode).toBe(404)
  })

  it('show whatever a register says as text, never as markup', async () => {
    const pack = packUnderTest('koduliising')
    const documents = pack.documents.map((document) => ({
      ...document,
      clauses: document.clauses.map((one) =>
        one.register?.controllers === undefined
          ? one
          : {
              ...one,
              register: {
                ...one.register,
                controllers: one.register.controllers.map((it) => ({
                  ...it,
                  address: '<script>alert(1)</script>"\'&',
                })),
              },
            },
      ),
    }))
    const page = await seen(open({ ...pack, documents }), '/privacy/notice')
    expect(page).not.toContain('<script')
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
  })
})

it('the documents behind the pages can be read in each of their own languages', async () => {
  const pages = open(packUnderTest('koduliising'))
  const page = await seen(pages, '/documents/KL/2018-05-25?language=ru')
  expect(page).toContain('<html lang="ru">')
  expect(page).toContain('Предприятие')
  expect(page).toContain('<a href="/documents/KL/2018-05-25?language=et" lang="et">eesti</a>')
  expect(await seen(pages, '/documents/KL/2018-05-25?language=lv')).toContain('<html lang="en">')
  const printed = await pages.inject('/documents/KL/2018-05-25/pdf?language=et')
  expect(printed.headers['content-disposition']).toContain('KL-2018-05-25-et.pdf')
})
