/** Bad input at every edge: a clear problem, and nothing changed. */
import { request } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandRoutes, namesIn } from '../../src/api/commands/wires.ts'
import { refusals } from '../../src/api/refusals/catalogue.ts'
import { ApiUnderTest, euro, type Told } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
let before: string
beforeAll(async () => {
  api = await ApiUnderTest.open()
  before = await api.fingerprint()
}, 120_000)
afterAll(() => api.close())

/** A problem of the catalogue that says something. Its status is never a success, nor a fault of ours. */
function expectProblem({ status, headers, body }: Told): void {
  expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400)
  expect(status, JSON.stringify(body)).toBeLessThan(500)
  expect(headers['content-type'], JSON.stringify(body)).toContain('application/problem+json')
  expect(refusals).toHaveProperty([body.code])
  expect(body.status).toBe(status)
  expect(body.detail.length).toBeGreaterThan(10)
  expect(Array.isArray(body.clauses)).toBe(true)
}

const unknownId = '1099511999999'
const wrongAmounts = [
  '-1', '1.5', '1e3', '', ' 1', '+1', '01', '0x1', '٣', '1'.repeat(19), '9'.repeat(400), '1\u0000', 'NaN',
  1, 1.5, -1, 1e300, 0, null, true, [], {}, ['1'],
] // biome-ignore format: a list to read as one line
const wrongCurrencies = ['eur', 'EURO', '', 'XXX', 'USD', 'ΕUR', 5, null, {}, ['EUR']]
const wrongIds = [
  '0', '-1', '1', '007', '9'.repeat(16), '9'.repeat(500), '9007199254740993', 'abc', '1099511627807 ', "1' or '1'='1",
  unknownId, 1099511627807, 1.5, null, true, {}, [],
] // biome-ignore format: a list to read as one line
const wrongNumbers = [
  'LV00RIKO0001000000031', 'LV13RIKO000100000003', 'lv13', 'XX13RIKO0001000000031', 'LV13 RIKO 0001', '', 'A'.repeat(40),
  'LV97HABA0012345678910', 13, null, {},
] // biome-ignore format: a list to read as one line

const good = () => ({
  from: String(api.bank.martaEuro),
  to: { account: String(api.bank.jointEuro) } as object,
  amount: euro('1') as object,
})

/** What a good transfer is changed by; undefined takes a member out. */
const wrongMembers: fc.Arbitrary<object> = fc.oneof(
  fc.constantFrom(...wrongAmounts).map((minor) => ({ amount: { minor, currency: 'EUR' } })),
  fc.constantFrom(...wrongCurrencies).map((currency) => ({ amount: { minor: '1', currency } })),
  fc.constantFrom(...wrongIds).map((from) => ({ from })),
  fc.constantFrom(...wrongIds).map((account) => ({ to: { account } })),
  fc.constantFrom(...wrongNumbers).map((number) => ({ to: { number } })),
  fc.constantFrom('from', 'to', 'amount').map((name) => ({ [name]: undefined })),
  fc.constantFrom('x', 'constructor', 'toString', 'amountMinor', 'staff', 'actor', 'details', 'blinds').map((name) => ({
    [name]: 'x',
  })),
  fc.constantFrom('fee', 'exponent', 'toJSON').map((name) => ({ amount: { ...euro('1'), [name]: '1' } })),
  fc.constantFrom('a'.repeat(141), '', '\u0000', 'a\nb', 5, {}).map((remittance) => ({ remittance })),
  fc
    .constantFrom('0000-01-01', '2026-02-30', '2026-13-01', '10000-01-01', '-000001-01-01', 'today', 5, '')
    .map((valueDate) => ({ valueDate })),
)

describe('a transfer', () => {
  it('with anything wrong in it is a clear problem, and nothing has changed', async () => {
    await fc.assert(
      fc.asyncProperty(wrongMembers, fc.constantFrom('marta', 'operator'), async (wrong, who) => {
        expectProblem(await api.post('/transfers', { ...good(), ...wrong }, { token: api.tokens[who] }))
      }),
      { numRuns: 400 },
    )
    await fc.assert(fc.asyncProperty(fc.jsonValue(), async (body) => expectProblem(await api.post('/transfers', body))))
    expect(await api.fingerprint()).toBe(before)
  })

  it('that is malformed is not even kept as a refusal', async () => {
    const head = await api.head()
    for (const minor of wrongAmounts)
      expect((await api.post('/transfers', { ...good(), amount: { minor, currency: 'EUR' } })).status).toBe(400)
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{"from":',
      '\u0000',
      '{"a":1}x',
      'undefined',
      '{"__proto__":{"from":"1"}}',
    ])
      expect((await api.post('/transfers', text)).status).toBe(400)
    expect(await api.head()).toBe(head)
  })

  it('says where it is wrong', async () => {
    const { body } = await api.post('/transfers', { ...good(), amount: { minor: 1.5, currency: 'EUR' }, colour: 'red' })
    expect(body.facts.faults).toEqual(
      expect.arrayContaining([
        { at: '/colour', message: 'is unknown' },
        expect.objectContaining({ at: '/amount/minor' }),
      ]),
    )
  })
})

describe('every address of a command', () => {
  it('answers whatever JSON it gets with a clear problem, and nothing has changed', async () => {
    const names = ['', '0', 'x', unknownId, '%00', '..', '%2e%2e%2f', 'a'.repeat(190), '9'.repeat(20), "1'--"]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...commandRoutes),
        fc.jsonValue({ maxDepth: 4 }),
        fc.constantFrom(...names),
        fc.constantFrom('marta', 'teller', 'operator', 'auditor'),
        async ({ url }, body, name, who) => {
          const address = namesIn(url).reduce((text, one) => text.replace(`:${one}`, name), url)
          expectProblem(await api.post(address, body, { token: api.tokens[who] }))
        },
      ),
      { numRuns: 600 },
    )
    expect(await api.fingerprint()).toBe(before)
  })

  it('refuses unknown members of the query, and reads do, too', async () => {
    for (const query of ['?x=1', '?dryRun=yes', '?dryRun=true&dryRun=true', '?dryrun=true'])
      expectProblem(await api.post(`/transfers${query}`, good()))
    const account = `/accounts/${api.bank.martaEuro}`
    for (const query of [
      '?asOf=yesterday',
      '?asOf=2026-02-30',
      '?knownAt=2026-01-01',
      '?by=colour',
      '?x=1',
      '?asOf=1&asOf=2',
    ])
      expectProblem(await api.get(`${account}${query}`))
    for (const query of ['?limit=0', '?limit=-1', '?limit=1e9', '?cursor=%00', '?from=2026-1-1', '?purpose=curiosity'])
      expectProblem(await api.get(`${account}/entries${query}`))
    expect(await api.fingerprint()).toBe(before)
  })

  it('knows no id that is none', async () => {
    for (const id of wrongIds.filter((one) => typeof one === 'string'))
      for (const url of ['/accounts/', '/parties/', '/agreements/', '/decisions/'])
        expectProblem(await api.get(`${url}${encodeURIComponent(id)}`, { token: api.tokens.operator }))
  })
})

describe('amounts that leave what can be kept', () => {
  it('are refused once the sum would', async () => {
    const { till, janisEuro } = api.bank
    const deposit = () =>
      api.post(
        '/cash/deposits?dryRun=true',
        { till: String(till), to: String(janisEuro), amount: euro('9'.repeat(18)) },
        { token: api.tokens.operator },
      )
    expect((await deposit()).status).toBe(200)
    const commands = Array.from({ length: 12 }, (_one, i) => ({
      kind: 'cash.deposit',
      key: `huge-${i}`,
      payload: { till: String(till), to: String(janisEuro), amount: euro('9'.repeat(18)) },
    }))
    const told = await api.post('/commands/bulk', { mode: 'atomic', commands }, { token: api.tokens.operator })
    expect(told).toMatchObject({ status: 422, body: { code: 'not-storable' } })
    expect(await api.fingerprint()).toBe(before)
  })
})

describe('over the network', () => {
  let address: string
  beforeAll(async () => {
    address = await api.server.listen({ host: '127.0.0.1', port: 0 })
  })

  /** Sends bytes as they are, and gives what comes back before the connection ends. */
  function send(
    body: string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const sent = request(`${address}/transfers`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${api.tokens.marta}`,
          'idempotency-key': 'raw',
          'content-type': 'application/json',
          ...headers,
        },
      })
      sent.on('response', (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => {
          text += part
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  it('a body of 10 MB is refused without being read', async () => {
    const { status, text } = await send(Buffer.alloc(10_000_000, 'x'))
    expect(status).toBe(413)
    expect(JSON.parse(text)).toMatchObject({ code: 'body-too-large', status: 413 })
  })

  it('a body nested without end, or of another type, is refused', async () => {
    const deep = await send(`{"from":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)
    expect([deep.status, JSON.parse(deep.text).code]).toEqual([400, 'request-invalid'])
    const form = await send('from=1', { 'content-type': 'application/x-www-form-urlencoded' })
    expect([form.status, JSON.parse(form.text).code]).toEqual([415, 'body-not-json'])
    const broken = await send(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))
    expect([broken.status, JSON.parse(broken.text).code]).toEqual([400, 'json-malformed'])
  })

  it('headers without end are refused as a problem, too', async () => {
    const { status, text } = await send('{}', { 'x-long': 'a'.repeat(40_000) })
    expect([status, JSON.parse(text).code]).toEqual([400, 'request-invalid'])
    expect(await api.fingerprint()).toBe(before)
  })
})
