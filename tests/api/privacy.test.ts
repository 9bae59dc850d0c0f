import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest, euro } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

const ask = (url: string, token?: string) =>
  api.server.inject({ url, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })

describe('what is published about personal data', () => {
  it('needs no token', async () => {
    for (const url of ['/privacy', '/privacy/notice?format=html', '/privacy/interests', '/privacy/register.jsonld'])
      expect((await ask(url)).statusCode, url).toBe(200)
    const data = await ask('/privacy/register.jsonld')
    expect(data.headers['content-type']).toContain('application/ld+json')
    expect(data.json()).toMatchObject({ '@id': 'urn:pacta:luminor:register' })
  })

  it('stands behind a link in every answer where data are collected', async () => {
    const body = { debtor: 'none', creditor: 'none', amount: euro('1') }
    const answer = await api.post('/transfers', body)
    expect(answer.headers.link).toBe('</privacy/notice>; rel="privacy-policy"')
    expect((await ask('/privacy')).headers.link).toBeUndefined()
  })

  it('is told as it stood on a day, and where the record is', async () => {
    expect((await ask('/privacy?')).json()).toMatchObject({ record: '/privacy/article-30.xlsx' })
    const on = async (day: string) => (await ask(`/privacy/notice?format=json&on=${day}`)).json()
    expect(await on('2018-05-25')).toMatchObject({ kind: 'notice' })
    expect(await on('2018-05-24')).toMatchObject({ code: 'published-unknown' })
    expect(await on('2018-13-01')).toMatchObject({ code: 'request-invalid' })
    const print = (await ask('/privacy/notice?format=pdf&on=2018-05-25')).json()
    expect(print).toMatchObject({ code: 'request-invalid', facts: { faults: [{ at: '/query/on' }] } })
  })

  it('refuses queries that it does not know', async () => {
    for (const url of ['/privacy/notice?colour=red', '/privacy/notice?format=docx', '/privacy/notice?version=1'])
      expect((await ask(url)).json(), url).toMatchObject({ status: 400, code: 'request-invalid' })
  })
})

describe('the record of processing', () => {
  it('is a spreadsheet for operators and auditors', async () => {
    for (const token of [api.tokens.operator, api.tokens.auditor]) {
      const { statusCode, headers, rawPayload } = await ask('/privacy/article-30.xlsx?language=lv', token)
      expect(statusCode).toBe(200)
      expect(headers['content-type']).toContain('spreadsheetml')
      expect(rawPayload.subarray(0, 2).toString()).toBe('PK')
    }
  })

  it('is for nobody else', async () => {
    expect((await ask('/privacy/article-30.xlsx')).json()).toMatchObject({ status: 401, code: 'token-missing' })
    for (const token of [api.tokens.teller, api.tokens.marta, api.tokens.atm])
      expect((await ask('/privacy/article-30.xlsx', token)).json()).toMatchObject({ code: 'role-not-permitted' })
  })
})

it('what is late on the list of processors is on a worklist and among the metrics', async () => {
  const list = await api.get('/worklists/late-processors', { token: api.tokens.operator })
  expect(list.body).toMatchObject({ items: [], more: false })
  expect(await api.get('/worklists/late-processors', { token: api.tokens.marta })).toMatchObject({ status: 403 })
  expect((await ask('/metrics', api.tokens.operator)).body).toContain('pacta_late_processors 0')
})
