import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest, euro } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

const cited = (clause: string) => ({ document: 'RA', version: '2018-11-01', clause })

describe('a command', () => {
  it('that is accepted tells its decision, the clauses that settled it, and facts', async () => {
    const { status, body } = await api.transfer('100')
    expect(status).toBe(200)
    expect(body).toMatchObject({ outcome: 'accepted', kind: 'payment.transfer', facts: {} })
    expect(body.clauses).toContainEqual(cited('6.1'))
    expect(body.decision).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('that is refused is a problem with code, clauses, facts and decision', async () => {
    const { status, headers, body } = await api.transfer('99999999')
    expect(status).toBe(422)
    expect(headers['content-type']).toContain('application/problem+json')
    expect(body).toMatchObject({
      type: 'https://pacta.example/problems/insufficient-funds',
      status: 422,
      code: 'insufficient-funds',
      clauses: [cited('6.1')],
      facts: { needed: euro('99999999') },
    })
    expect(body.detail).toContain('€999,999.99 are needed')
    expect(body.settled).toBeUndefined()
  })

  it('is answered in Latvian to who asks for it', async () => {
    const { body } = await api.transfer('99999999', {}, { headers: { 'accept-language': 'lv-LV,en;q=0.5' } })
    expect(body.detail).toContain('nepieciešams')
  })

  it('of an operator is answered with what truly settled it, too', async () => {
    const { body } = await api.transfer('99999999', {}, { token: api.tokens.operator })
    expect(body.settled).toEqual([cited('6.1')])
    expect(body.internal).toEqual({})
  })

  it('of a representative over the limit of the document is refused with 403 and the clause', async () => {
    const { companyEuro, janisEuro } = api.bank
    const body = { from: String(companyEuro), to: { account: String(janisEuro) }, amount: euro('100001') }
    const told = await api.post('/transfers', body, { token: api.tokens.anna })
    expect(told).toMatchObject({ status: 403, body: { code: 'amount-over-limit', facts: { limit: euro('100000') } } })
  })

  it('about what is unknown is refused with 404, in a state that does not allow it with 409', async () => {
    const { companyEuro } = api.bank
    const unknown = await api.post('/accounts/1099511999999/activation', {}, { token: api.tokens.teller })
    expect(unknown).toMatchObject({ status: 404, body: { code: 'account-unknown' } })
    const active = await api.post(`/accounts/${companyEuro}/activation`, {}, { token: api.tokens.teller })
    expect(active).toMatchObject({ status: 409, body: { code: 'account-not-opened' } })
  })

  it('that is previewed changes nothing, keeps nothing and needs no key', async () => {
    const [before, head] = [await api.fingerprint(), await api.head()]
    const { martaEuro, jointEuro } = api.bank
    const body = { from: String(martaEuro), to: { account: String(jointEuro) }, amount: euro('100') }
    const byQuery = await api.post('/transfers?dryRun=true', body, { headers: { 'idempotency-key': '' } })
    expect(byQuery).toMatchObject({ status: 200, body: { outcome: 'accepted' } })
    const byHeader = await api.post(
      '/transfers',
      { ...body, amount: euro('99999999') },
      { headers: { prefer: 'dry-run' } },
    )
    expect(byHeader).toMatchObject({ status: 422, body: { code: 'insufficient-funds' } })
    expect([await api.fingerprint(), await api.head()]).toEqual([before, head])
  })

  it('may be sent by kind, in the shape that it has at its own address', async () => {
    const { martaEuro, jointEuro } = api.bank
    const payload = {
      from: String(martaEuro),
      to: { account: String(jointEuro) },
      amount: euro('1'),
      remittance: 'By kind',
    }
    expect(await api.post('/commands', { kind: 'payment.transfer', payload })).toMatchObject({ status: 200 })
    expect(await api.post('/commands', { kind: 'payment.nothing', payload })).toMatchObject({
      status: 404,
      body: { code: 'kind-unknown' },
    })
  })
})

describe('corrections', () => {
  it('take four eyes', async () => {
    const { operator, second } = api.tokens
    const { decision } = (await api.transfer('13')).body
    const proposed = await api.post('/corrections', { decision, ground: 'twice' }, { token: operator })
    const url = `/corrections/${proposed.body.facts.correction}/approval`
    expect(await api.post(url, {}, { token: operator })).toMatchObject({ status: 403, body: { code: 'four-eyes' } })
    expect(await api.post(url, {}, { token: second })).toMatchObject({ status: 200 })
  })
})

describe('a lane', () => {
  it('that another process took is answered with 503 and taken again, and the command can be sent again', async () => {
    const [held] = api.lanes.lanes
    if (held === undefined) throw new Error('no lane')
    const thief = await api.institution.takeLane(held.entity)
    await thief.close()
    const lost = await api.transfer('17', {}, { key: 'lost-lane' })
    expect([lost.status, lost.body.code, lost.headers['retry-after']]).toEqual([503, 'unavailable', '2'])
    await expect.poll(() => api.lanes.ready, { timeout: 5_000 }).toBe(true)
    expect((await api.transfer('17', {}, { key: 'lost-lane' })).status).toBe(200)
  })
})
