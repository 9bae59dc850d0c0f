import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest, euro } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

const cited = (clause: string) => ({ document: 'RA', version: '2018-11-01', clause })

describe('who sends', () => {
  it('needs a token that is known', async () => {
    const { martaEuro } = api.bank
    const none = await api.server.inject({ url: `/accounts/${martaEuro}` })
    expect(none.statusCode).toBe(401)
    expect(none.headers['www-authenticate']).toBe('Bearer realm="pacta"')
    expect(none.json()).toMatchObject({ code: 'token-missing' })
    for (const token of ['pacta_x', `pacta_${'A'.repeat(43)}`, "' or 1=1 --"])
      expect(await api.get(`/accounts/${martaEuro}`, { token })).toMatchObject({
        status: 401,
        body: { code: 'token-unknown' },
      })
  })

  it('is refused what the role may not do, before the body is looked at', async () => {
    const told = await api.post('/parties', '{"no": json', { token: api.tokens.marta })
    expect(told).toMatchObject({ status: 403, body: { code: 'role-not-permitted', facts: { role: 'customer' } } })
  })

  it('as a customer sees only own accounts, parties and decisions: the others do not exist', async () => {
    const { companyEuro, janisEuro, janis, jointEuro } = api.bank
    for (const url of [
      `/accounts/${companyEuro}`,
      `/accounts/${janisEuro}/entries`,
      `/parties/${janis}`,
      `/parties/${janis}/accounts`,
    ])
      expect((await api.get(url)).status).toBe(404)
    expect((await api.get(`/accounts/${jointEuro}`)).status).toBe(200)
    const theirs = await api.post('/accounts/1099511999999/activation', {}, { token: api.tokens.teller })
    expect((await api.get(`/decisions/${theirs.body.decision}`)).status).toBe(404)
    expect((await api.get(`/decisions/${theirs.body.decision}`, { token: api.tokens.teller })).status).toBe(200)
  })

  it('as a representative sees the accounts of whom they represent', async () => {
    const { companyEuro, martaEuro } = api.bank
    const { anna } = api.tokens
    const told = await api.get(`/accounts/${companyEuro}/entries`, { token: anna })
    expect(told.status).toBe(200)
    expect(told.body.entries[0].details).toEqual({
      name: 'OÜ Näidis',
      number: 'EE382200221020145685',
      remittance: 'Invoice 2041',
    })
    expect((await api.get(`/accounts/${martaEuro}`, { token: anna })).status).toBe(404)
  })

  it('of entries for auditors: amounts without anything personal', async () => {
    const { body } = await api.get(`/accounts/${api.bank.companyEuro}/entries`, { token: api.tokens.auditor })
    expect(body.entries.every(({ details }: { details: unknown }) => details === null)).toBe(true)
    expect((await api.get('/journal', { token: api.tokens.teller })).status).toBe(403)
  })
})

describe('a representative', () => {
  const order = () => ({
    from: String(api.bank.companyEuro),
    to: { account: String(api.bank.janisEuro) },
    amount: euro('105'),
  })

  it('of somebody else does not learn whose account it is', async () => {
    const { martaEuro, marta } = api.bank
    const told = await api.post('/transfers', { ...order(), from: String(martaEuro) }, { token: api.tokens.anna })
    expect(told).toMatchObject({ status: 403, body: { code: 'no-authorisation', facts: {} } })
    expect(JSON.stringify(told.body)).not.toContain(String(marta))
    const explained = await api.get(`/decisions/${told.body.decision}`, { token: api.tokens.anna })
    expect(explained.status).toBe(200)
    expect(JSON.stringify(explained.body)).not.toContain(String(marta))
    const staff = await api.get(`/decisions/${told.body.decision}`, { token: api.tokens.operator })
    expect(staff.body.internal).toEqual({ customer: String(marta) })
  })

  it('whose document was revoked is not told again what was decided before', async () => {
    const { anna: token } = api.tokens
    const { company } = api.bank
    const again = () => api.post('/transfers', order(), { token, key: 'before' })
    const bulk = (mode: string) =>
      api.post(
        '/commands/bulk',
        { mode, commands: [{ kind: 'payment.transfer', key: `bulk-${mode}`, payload: order() }] },
        { token },
      )
    const first = await again()
    expect(first.status).toBe(200)
    expect((await again()).body).toEqual(first.body)
    for (const mode of ['atomic', 'continueOnFailure']) expect((await bulk(mode)).body).toMatchObject({ carriedOut: 1 })

    const [row] = await api.database.sql<{ authorisation: bigint }[]>`
      select authorisation from authorisation where customer = ${String(company)}`
    const document = { customer: String(company), authorisation: String(row?.authorisation) }
    const revoked = await api.post(
      '/commands',
      { kind: 'authorisation.revoke', payload: document },
      { token: api.tokens.teller },
    )
    expect(revoked.status).toBe(200)
    const untold = await again()
    expect(untold).toMatchObject({
      status: 403,
      body: { code: 'no-authorisation', clauses: [cited('3.1'), cited('3.2')] },
    })
    expect(untold.headers['idempotency-hit']).toBe('true')
    expect(JSON.stringify(untold.body)).not.toContain(first.body.decision)
    for (const mode of ['atomic', 'continueOnFailure'])
      expect((await bulk(mode)).body).toMatchObject({
        carriedOut: 0,
        results: [{ status: 403, repeated: true, answer: { code: 'no-authorisation' } }],
      })
  })
})
