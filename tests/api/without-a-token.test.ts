import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

describe('without a token', () => {
  const get = (url: string, accept = 'application/json') => api.server.inject({ url, headers: { accept } })

  it('documents are on pages with an anchor for each clause, in both languages, and print as PDF', async () => {
    const page = await get('/documents/RA/2018-11-01?language=lv', 'text/html')
    expect(page.body).toContain('<html lang="lv">')
    expect(page.body).toContain('id="7.13.4"')
    expect((await get('/documents/RA/2018-11-01')).json().clauses.length).toBeGreaterThan(100)
    for (const language of ['en', 'lv']) {
      const pdf = await get(`/documents/RA/2018-11-01/pdf?language=${language}`)
      expect(pdf.headers['content-type']).toBe('application/pdf')
      expect(pdf.body.startsWith('%PDF')).toBe(true)
    }
    for (const url of ['/documents/XX', '/documents/RA/1999-01-01', '/documents/RA/..%2f..'])
      expect((await get(url)).statusCode).toBe(404)
  })

  it('the first page says what this is', async () => {
    const { body, headers } = await get('/', 'text/html')
    expect(body).toContain('An account core whose published documents are its programme')
    expect(headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('refusals and their order are published', async () => {
    const { codes, beforeDeciding, byKind } = (await get('/refusals')).json()
    expect(codes).toContainEqual(expect.objectContaining({ code: 'insufficient-funds', status: 422 }))
    expect(beforeDeciding[0]).toBe('address-unknown')
    expect(byKind['payment.transfer'].indexOf('account-closed')).toBeLessThan(
      byKind['payment.transfer'].indexOf('insufficient-funds'),
    )
  })

  it('the API describes itself as OpenAPI 3.1, to be read without another server', async () => {
    const description = (await get('/openapi.json')).json()
    expect(description.openapi).toBe('3.1.0')
    expect(description.paths['/transfers'].post.operationId).toBe('payment.transfer')
    const page = await get('/reference/', 'text/html')
    expect(page.body).not.toMatch(/(src|href)="https?:/)
    expect((await get('/reference/js/scalar.js')).statusCode).toBe(200)
  })

  it('health, readiness and metrics tell how it is', async () => {
    await api.transfer('1')
    expect((await get('/health')).json()).toEqual({ status: 'ok' })
    expect((await get('/ready')).json()).toMatchObject({ status: 'ready', database: true, lanes: true })
    const metrics = (await get('/metrics')).body
    expect(metrics).toMatch(/pacta_commands_total\{kind="payment.transfer",outcome="accepted"\} \d+/)
    for (const name of [
      'pacta_batch_decisions_count',
      'pacta_append_seconds_count',
      'pacta_queued_commands',
      'pacta_http_request_seconds_count',
    ])
      expect(metrics).toContain(name)
  })
})
