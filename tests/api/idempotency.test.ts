import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

describe('an idempotency key', () => {
  it('is needed', async () => {
    expect(await api.transfer('1', {}, { headers: { 'idempotency-key': '' } })).toMatchObject({
      status: 400,
      body: { code: 'key-missing' },
    })
  })

  it('with the same body gives the stored decision again, refusals included', async () => {
    for (const amount of ['101', '99999999']) {
      const first = await api.transfer(amount, { remittance: 'Twice' }, { key: `same-${amount}` })
      const again = await api.transfer(amount, { remittance: 'Twice' }, { key: `same-${amount}` })
      expect(again.body).toEqual(first.body)
      expect(again.status).toBe(first.status)
      expect([first.headers['idempotency-hit'], again.headers['idempotency-hit']]).toEqual([undefined, 'true'])
    }
  })

  it('does not mind the order in which members are written', async () => {
    const { martaEuro, jointEuro } = api.bank
    const [from, to] = [`"from":"${martaEuro}"`, `"to":{"account":"${jointEuro}"}`]
    const first = await api.post('/transfers', `{${from},${to},"amount":{"minor":"5","currency":"EUR"}}`, {
      key: 'order',
    })
    const again = await api.post('/transfers', `{"amount":{"currency":"EUR","minor":"5"},${to}, ${from}}`, {
      key: 'order',
    })
    expect(again.body).toEqual(first.body)
  })

  it('with another body, or of somebody else, is refused with 422', async () => {
    await api.transfer('102', {}, { key: 'one' })
    for (const told of [
      await api.transfer('103', {}, { key: 'one' }),
      await api.transfer('102', { remittance: 'more' }, { key: 'one' }),
      await api.transfer('102', {}, { key: 'one', token: api.tokens.operator }),
    ])
      expect(told).toMatchObject({ status: 422, body: { code: 'key-reused' } })
  })

  it('sent many times at once has one effect and one stored answer; the others are in flight or told the same', async () => {
    const account = `/accounts/${api.bank.martaEuro}`
    const before = BigInt((await api.get(account)).body.now.balance.minor)
    const all = await Promise.all(Array.from({ length: 40 }, () => api.transfer('7', {}, { key: 'many' })))
    const decisions = new Set(all.filter(({ status }) => status === 200).map(({ body }) => body.decision))
    expect(decisions.size).toBe(1)
    for (const { status, headers, body } of all.filter(({ status }) => status !== 200)) {
      expect([status, body.code, headers['retry-after']]).toEqual([409, 'key-in-flight', '1'])
    }
    expect(BigInt((await api.get(account)).body.now.balance.minor)).toBe(before - 7n)
    const later = await api.transfer('7', {}, { key: 'many' })
    expect([later.status, later.headers['idempotency-hit'], [later.body.decision]]).toEqual([
      200,
      'true',
      [...decisions],
    ])
  })

  it('is checked after the right to send: who lost it is not told the stored decision', async () => {
    const { sql } = api.institution
    const first = await api.transfer('104', {}, { key: 'lost' })
    expect(first.status).toBe(200)
    await sql`update api_token set role = 'auditor', staff = 'A-09', party = null where client = 'test' and party = ${String(api.bank.marta)}`
    await new Promise((resolve) => setTimeout(resolve, 5_100))
    expect(await api.transfer('104', {}, { key: 'lost' })).toMatchObject({ status: 403 })
    await sql`update api_token set role = 'customer', staff = null, party = ${String(api.bank.marta)} where staff = 'A-09'`
    await new Promise((resolve) => setTimeout(resolve, 5_100))
    expect((await api.transfer('104', {}, { key: 'lost' })).body).toEqual(first.body)
  }, 30_000)
})
