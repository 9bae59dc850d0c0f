import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest, euro } from '../src/api/testing/api-under-test.ts'

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

describe('many commands at once', () => {
  const transfers = (amounts: readonly string[], name: string) =>
    amounts.map((minor, i) => ({
      kind: 'payment.transfer',
      key: `${name}-${i}`,
      payload: { from: String(api.bank.martaEuro), to: { account: String(api.bank.jointEuro) }, amount: euro(minor) },
    }))

  it('stand or fall together when they are atomic', async () => {
    const before = await api.fingerprint()
    const { status, body } = await api.post('/commands/bulk', {
      mode: 'atomic',
      commands: transfers(['1', '99999999', '2'], 'a'),
    })
    expect(status).toBe(200)
    expect(body.results.map(({ answer }: { answer: { code: string } }) => answer.code)).toEqual([
      'group-undone',
      'insufficient-funds',
      'group-undone',
    ])
    expect(await api.fingerprint()).toBe(before)
    expect(
      (await api.post('/commands/bulk', { mode: 'atomic', commands: transfers(['1', '2'], 'b') })).body,
    ).toMatchObject({
      carriedOut: 2,
      refused: 0,
    })
  })

  it('are carried out each for itself when they continue on failure, in their order, and repeat', async () => {
    const commands = [...transfers(['1', '99999999', '2'], 'c'), { kind: 'nothing', key: 'c-4', payload: {} }]
    const first = await api.post('/commands/bulk', { mode: 'continueOnFailure', commands })
    expect(first.body).toMatchObject({ carriedOut: 2, refused: 2 })
    expect(first.body.results.map(({ status }: { status: number }) => status)).toEqual([200, 422, 200, 404])
    const again = await api.post('/commands/bulk', { mode: 'continueOnFailure', commands })
    expect(again.body.results.map(({ repeated }: { repeated: boolean }) => repeated)).toEqual([true, true, true, false])
  })

  it('refuse the request as a whole when one of an atomic group is malformed', async () => {
    const [one, two] = transfers(['1', '2'], 'd')
    const commands = [one, { ...two, payload: { ...two?.payload, amount: euro('-2') } }]
    const head = await api.head()
    expect(await api.post('/commands/bulk', { mode: 'atomic', commands })).toMatchObject({
      status: 400,
      body: { code: 'request-invalid', facts: { command: 1 } },
    })
    expect(await api.head()).toBe(head)
  })
})

describe('personal data', () => {
  it('part from the payload at the edge: the journal holds none of them', async () => {
    const { teller, operator } = api.tokens
    const person = {
      kind: 'natural',
      consumer: true,
      residence: 'LV',
      name: 'Ilze Izdomāta',
      personalCode: '280295-01365',
    }
    const told = await api.post('/parties', { ...person, email: 'ilze@example.com' }, { token: teller })
    expect(told.status).toBe(200)
    const { party } = told.body.facts
    await api.transfer('3', { payeeName: 'Ilze Izdomāta', remittance: 'For the secret garden' })
    const { sql } = api.database
    const rows = await sql<{ row: string }[]>`select d::text as row from decision d`
    for (const { row } of rows) expect(row).not.toMatch(/Izdomāta|280295|ilze@|secret garden/)
    const read = await api.get(`/parties/${party}?facts=name,personal-code`, { token: operator })
    expect(read.body.facts.map(({ value }: { value: string }) => value)).toEqual(['Ilze Izdomāta', '280295-01365'])
    const found = await api.post('/parties/lookups', { kind: 'natural', code: '28029501365' }, { token: teller })
    expect(found.body).toEqual({ party })
    const passages = await api.get(`/parties/${party}/passages`, { token: teller })
    expect(passages.body.passages.length).toBeGreaterThanOrEqual(2)
    expect(JSON.stringify(passages.body)).not.toContain('O-01')
  })

  it('with a wrong check digit are refused before anything is kept', async () => {
    const head = await api.head()
    const person = { kind: 'natural', consumer: true, residence: 'LV', name: 'Ilze', personalCode: '280295-01366' }
    expect(await api.post('/parties', person, { token: api.tokens.teller })).toMatchObject({
      status: 400,
      body: { code: 'request-invalid', facts: { faults: [{ at: '/personalCode' }] } },
    })
    expect(await api.head()).toBe(head)
  })
})

describe('reads', () => {
  it('give balances as booked, by value date, and as known at a moment', async () => {
    const { martaEuro, jointEuro } = api.bank
    const url = `/accounts/${martaEuro}`
    const before = (await api.get(url)).body
    const moment = Temporal.Now.instant().toString()
    const yesterday =
      before.asOf === undefined ? '' : Temporal.PlainDate.from(before.asOf).subtract({ days: 1 }).toString()
    const body = {
      from: String(martaEuro),
      to: { account: String(jointEuro) },
      amount: euro('11'),
      valueDate: yesterday,
    }
    expect((await api.post('/transfers', body, { token: api.tokens.operator })).status).toBe(200)
    const after = (await api.get(url)).body
    expect(BigInt(after.balances.booked.minor)).toBe(BigInt(before.balances.booked.minor) - 11n)
    expect((await api.get(`${url}?knownAt=${moment}&by=booked`)).body.balances).toEqual({
      booked: before.balances.booked,
    })
    expect((await api.get(`${url}?asOf=${yesterday}`)).body.balances).toEqual({ booked: euro('0'), value: euro('-11') })
  })

  it('page entries with opaque cursors that serve their own list alone', async () => {
    const url = `/accounts/${api.bank.martaEuro}/entries`
    const all = (await api.get(`${url}?limit=500`)).body.entries
    const paged: unknown[] = []
    for (let next: string | null = '', query = '?limit=3'; next !== null; query = `?limit=3&cursor=${next}`) {
      const page = (await api.get(`${url}${query}`)).body
      paged.push(...page.entries)
      next = page.next
    }
    expect(paged).toEqual(all)
    const { next } = (await api.get(`${url}?limit=3`)).body
    const other = `/accounts/${api.bank.jointEuro}/entries?cursor=${next}`
    for (const wrong of [other, `${url}?cursor=abc`, `${url}?cursor=A${next}`])
      expect(await api.get(wrong)).toMatchObject({ status: 400, body: { code: 'cursor-invalid' } })
  })

  it('let a joint holder see what the other paid', async () => {
    const { body } = await api.get(`/accounts/${api.bank.jointEuro}/entries`, { token: api.tokens.janis })
    expect(body.entries[0].details).toEqual({ remittance: 'Household' })
  })

  it('explain a decision with the wording of the clause that bound', async () => {
    const refused = await api.transfer('99999999')
    const { body } = await api.get(`/decisions/${refused.body.decision}?language=lv`)
    expect(body).toMatchObject({ outcome: 'refused', code: 'insufficient-funds', actor: { role: 'customer' } })
    expect(body.clauses[0]).toMatchObject({
      clause: '6.1',
      title: 'Kontu noteikumi',
      page: '/documents/RA/2018-11-01#6.1',
    })
    expect(body.clauses[0].text).toContain('brīvi pieejamo naudu')
    expect(body.settled).toBeUndefined()
  })

  it('tell of a decision without reason the neutral clause, and staff who may know the reason', async () => {
    const { teller, operator } = api.tokens
    const body = {
      refused: 'opening',
      customer: String(api.bank.peteris),
      reason: 'purpose-unclear',
      note: 'Said two things',
    }
    const { decision } = (await api.post('/accounts/refusals', body, { token: operator })).body
    expect((await api.get(`/decisions/${decision}`, { token: operator })).body.internal).toEqual({
      reason: 'purpose-unclear',
    })
    expect(JSON.stringify((await api.get(`/decisions/${decision}`, { token: teller })).body)).not.toContain(
      'purpose-unclear',
    )
  })

  it('show auditors the journal and a trial balance that sums to zero', async () => {
    const { auditor } = api.tokens
    const journal = await api.get('/journal?limit=5', { token: auditor })
    expect(journal.body.decisions).toHaveLength(5)
    const next = await api.get(`/journal?limit=5&cursor=${journal.body.next}`, { token: auditor })
    const [first, last] = [journal.body.decisions[0], next.body.decisions[4]]
    expect(last.decision > first.decision).toBe(true)
    expect(next.body.decisions).not.toContainEqual(journal.body.decisions[4])
    const { totals } = (await api.get('/trial-balance', { token: auditor })).body
    expect(totals).toEqual([euro('0'), { minor: '0', currency: 'USD' }])
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
