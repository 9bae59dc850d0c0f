import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { people } from '../../operations/demonstration/people.ts'
import { AtmOffline, AtmSimulator } from '../../payments/cash-codes/atm/simulator.ts'
import { HttpSmsGateway } from '../../payments/cash-codes/sms/http.ts'
import { SmsSimulator } from '../../payments/cash-codes/sms/simulator.ts'
import { ApiUnderTest, euro } from '../testing/api-under-test.ts'
import { dispatchOf } from './issuing.ts'

let api: ApiUnderTest
let sms: SmsSimulator
let gateway: HttpSmsGateway
let core: string
const failures: unknown[] = []
beforeAll(async () => {
  api = await ApiUnderTest.open()
  sms = new SmsSimulator('secret')
  gateway = new HttpSmsGateway({ url: await sms.listen(), secret: 'secret', timeoutMs: 20_000, tries: 2, pauseMs: 5 })
  core = await api.server.listen({ host: '127.0.0.1', port: 0 })
}, 120_000)
afterAll(async () => {
  await sms.close()
  await api.close()
})

const phone = '+371 26 481 957'
const application = (more: object = {}) => ({
  account: String(api.bank.martaEuro),
  direction: 'withdrawal',
  amount: euro('8000'),
  channel: 'digital',
  signed: true,
  acknowledged: true,
  delivery: 'sms',
  person: { personalCode: people.marta.personalCode },
  phone,
  digits: '2580',
  ...more,
})

/** Sends what is due. */
const send = () => {
  const [held] = api.lanes.lanes
  if (held === undefined) throw new Error('no lane')
  return dispatchOf(api, held.lane, gateway, (_code, error) => failures.push(error)).run()
}

const digitsIn = (text: string): string => text.slice(0, 6)
const latest = () => {
  const [message] = sms.messages
  if (message === undefined) throw new Error('no message came')
  return message
}

const machine = () => new AtmSimulator({ core, token: api.tokens.atm, pauseMs: 5 })
const typed = (assigned: string, more: object = {}) => ({
  personalCode: people.marta.personalCode,
  chosen: '2580',
  assigned,
  direction: 'withdrawal' as const,
  amountMinor: '3000',
  currency: 'EUR',
  ...more,
})

describe('cash by code over HTTP', () => {
  it('is applied for in the digital channel, completed by SMS, and drawn at the machine', async () => {
    const applied = await api.post('/cash-codes', application())
    expect(applied).toMatchObject({ status: 200, body: { facts: { delivery: 'sms', fee: { amount: euro('50') } } } })
    expect(await send()).toBe(1)
    expect(latest().to).toBe('+37126481957')
    const served = await machine().serve(typed(digitsIn(latest().text)))
    expect(served).toMatchObject({ outcome: 'done', facts: { amount: euro('3000'), left: euro('5000') } })
    const wrong = await machine().serve(typed('000000'))
    expect(wrong).toMatchObject({ outcome: 'refused', code: 'cash-code-wrong', detail: 'The code is wrong.' })
    const other = await machine().serve(typed(digitsIn(latest().text), { direction: 'deposit' }))
    expect(other).toMatchObject({ outcome: 'refused', code: 'details-differ' })
    const told = await api.get(`/accounts/${api.bank.martaEuro}/cash-codes`)
    expect(told.body.codes[0]).toMatchObject({ state: 'live', left: euro('5000'), complete: true })
    expect(JSON.stringify(told.body)).not.toMatch(/26481957|2580|[0-9a-f]{64}/)
  })

  it('is completed by SMS although the data of whoever applied are restricted: they ordered it', async () => {
    const restriction = `/parties/${api.bank.marta}/restrictions`
    expect((await api.post(restriction, { ground: 'accuracy' })).status).toBe(200)
    expect((await api.post('/cash-codes', application({ amount: euro('1000') }))).status).toBe(200)
    const before = sms.messages.length
    expect(await send()).toBe(1)
    expect(sms.messages.length).toBe(before + 1)
    expect(failures).toEqual([])
    const officer = await api.staffToken('data-protection-officer', 'D-01')
    await api.post(`${restriction}/accuracy/notice`, { evidence: 'L-1' }, { token: officer })
    expect((await api.post(`${restriction}/accuracy/lifting`, {}, { token: officer })).status).toBe(200)
  })

  it('keeps neither digits nor phone in any row', async () => {
    const { sql } = api.database
    const digits = digitsIn(latest().text)
    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`
    for (const { name } of tables) {
      const [row] = await sql<{ found: bigint }[]>`
        select count(*) as found from ${sql(name)} t
        where t::text ~ ${`(^|[^0-9a-f])${digits}([^0-9a-f]|$)`} or t::text like '%26481957%' or t::text like '%"2580"%'`
      expect([name, Number(row?.found)]).toEqual([name, 0])
    }
  })

  it('gives new digits for those that were lost with a message, and only once for each request', async () => {
    const applied = await api.post('/cash-codes', application({ digits: '8264', amount: euro('2000') }))
    sms.fail(503, 503)
    const before = sms.messages.length
    const [held] = api.lanes.lanes
    if (held === undefined) throw new Error('no lane')
    const dispatch = dispatchOf(api, held.lane, gateway, (_code, error) => failures.push(error))
    expect(await dispatch.run()).toBe(0)
    expect(failures.map(String)).toEqual(['NotTaken: the SMS gateway answered 503'])
    // The same dispatch tries again by itself, with new digits.
    expect(await dispatch.run()).toBe(1)
    expect(sms.messages.length).toBe(before + 1)
    const first = digitsIn(latest().text)
    // A process that began anew knows nothing of it: the customer asks.
    expect(await send()).toBe(0)
    const { code } = applied.body.facts
    expect(await api.post(`/cash-codes/${code}/renewals`, { delivery: 'sms' })).toMatchObject({ status: 200 })
    expect(await send()).toBe(1)
    const draw = (digits: string) => machine().serve(typed(digits, { chosen: '8264', amountMinor: '500' }))
    expect(await draw(first)).toMatchObject({ outcome: 'refused', code: 'cash-code-wrong' })
    expect(await draw(digitsIn(latest().text))).toMatchObject({ outcome: 'done' })
  })

  it('waits while whoever carries short messages is not bound, and sends when they are', async () => {
    const security = await api.staffToken('security-officer', 'S-01')
    const [held] = api.lanes.lanes
    if (held === undefined) throw new Error('no lane')
    const on = api.lanes.head(held.lane).businessDate.toString()
    const review = async (result: 'passed' | 'failed') => {
      const reviewed = { result, on, evidence: 'PR-1' }
      expect((await api.post('/processors/sms/reviews', reviewed, { token: security })).status).toBe(200)
    }
    await review('failed')
    const applied = await api.post('/cash-codes', application({ digits: '7351', amount: euro('2000') }))
    const dispatch = dispatchOf(api, held.lane, gateway)
    const before = sms.messages.length
    expect([await dispatch.run(), dispatch.held]).toEqual([0, 'processor-not-vetted sms failed'])
    expect(sms.messages.length).toBe(before)
    await review('passed')
    expect([await dispatch.run(), dispatch.held]).toEqual([1, undefined])
    expect(sms.messages.length).toBe(before + 1)
    // And the person sees who got the number of their phone.
    const { disclosures } = (await api.get(`/parties/${api.bank.marta}/disclosures?language=en`)).body
    expect(disclosures[0]).toMatchObject({
      ...{ disclosure: applied.body.facts.code, processor: 'Vėjo žinutė UAB', kinds: ['phone'] },
      allowedBy: { document: 'LP', clause: 'III.processors' },
    })
  })

  it('shows the institution’s part in the channel that asked for it, once under a key', async () => {
    const applied = await api.post(
      '/cash-codes',
      application({ digits: '9147', amount: euro('2000'), delivery: 'display' }),
    )
    const { code } = applied.body.facts
    expect(await send()).toBe(0)
    const shown = await api.post(`/cash-codes/${code}/digits`, {}, { key: 'digits-1' })
    expect(shown).toMatchObject({ status: 200, body: { digits: expect.stringMatching(/^[0-9]{6}$/) } })
    expect(shown.headers['cache-control']).toBe('no-store')
    expect(await api.post(`/cash-codes/${code}/digits`, {}, { key: 'digits-1' })).toMatchObject({
      status: 409,
      body: { code: 'digits-told' },
    })
    const { digits } = shown.body
    expect(await machine().serve(typed(digits, { chosen: '9147', amountMinor: '500' }))).toMatchObject({
      outcome: 'done',
    })
    const sent = await api.post('/cash-codes', application({ digits: '7391', amount: euro('1000') }))
    expect(await api.post(`/cash-codes/${sent.body.facts.code}/digits`, {})).toMatchObject({
      status: 422,
      body: { code: 'display-not-offered' },
    })
    expect(await api.post(`/cash-codes/${code}/digits`, {}, { token: api.tokens.janis })).toMatchObject({ status: 403 })
  })

  it('refuses digits that are taken from birth date or phone, where both are in clear', async () => {
    // Marta's code says that she was born on 15 March 1877.
    for (const [digits, because] of [
      ['1503', 'birth-date'],
      ['1877', 'birth-date'],
      ['1957', 'phone'],
      ['5555', 'repeated'],
      ['3456', 'run'],
    ])
      expect(await api.post('/cash-codes', application({ digits }))).toMatchObject({
        status: 422,
        body: { code: 'digits-guessable', facts: { because: [because] }, clauses: [{ clause: '7.8' }] },
      })
  })

  it('says what is malformed, and lets nobody choose what is found at the edge', async () => {
    const malformed = (more: object) => api.post('/cash-codes', application(more))
    expect(await malformed({ person: { personalCode: '150377-01128' } })).toMatchObject({ status: 400 })
    // A code that begins with 32 tells no birth date: it is asked for beside it.
    const personalCode = '320000-10003'
    expect(await malformed({ person: { personalCode } })).toMatchObject({ status: 400 })
    const told = { person: { personalCode, birthDate: '2001-08-25' } }
    expect(await malformed({ ...told, digits: '2508' })).toMatchObject({ body: { code: 'person-unknown' } })
    expect(await malformed({ phone: '12' })).toMatchObject({ status: 400 })
    expect(await malformed({ weak: [] })).toMatchObject({ status: 400 })
    expect(await malformed({ digits: '25a0' })).toMatchObject({ status: 400 })
    expect(await api.post('/cash-codes', { ...application(), phone: undefined })).toMatchObject({
      status: 422,
      body: { code: 'phone-missing' },
    })
  })

  it('is sent again under its key with the same answer', async () => {
    const body = application({ digits: '6193', amount: euro('1000') })
    const first = await api.post('/cash-codes', body, { key: 'apply-again' })
    const again = await api.post('/cash-codes', body, { key: 'apply-again' })
    expect(again.body.decision).toBe(first.body.decision)
    expect(await api.post('/cash-codes', { ...body, digits: '6194' }, { key: 'apply-again' })).toMatchObject({
      status: 422,
      body: { code: 'key-reused' },
    })
  })
})

describe('a machine', () => {
  it('does nothing else than enter codes and ask for transactions', async () => {
    const token = api.tokens.atm
    expect(await api.get(`/accounts/${api.bank.martaEuro}`, { token })).toMatchObject({ status: 404 })
    expect(await api.get(`/parties/${api.bank.marta}`, { token })).toMatchObject({ status: 404 })
    expect(await api.post('/cash-codes', application(), { token })).toMatchObject({
      status: 403,
      body: { code: 'role-not-permitted' },
    })
    const entry = { personalCode: people.marta.personalCode, chosen: '2580', assigned: '123456' }
    expect(await api.post('/cash-codes/entries', entry)).toMatchObject({ status: 403 })
  })

  it('whose answer was lost asks again under its key, and is served once', async () => {
    const { proxy, url } = await losing(1)
    const applied = await api.post('/cash-codes', application({ digits: '4826', amount: euro('2000') }))
    expect(applied.status).toBe(200)
    await send()
    const assigned = digitsIn(latest().text)
    const flaky = new AtmSimulator({ core: url, token: api.tokens.atm, tries: 2, pauseMs: 1 })
    const served = await flaky.serve(typed(assigned, { chosen: '4826', amountMinor: '500' }))
    expect(served).toMatchObject({ outcome: 'done', facts: { left: euro('1500') } })
    expect(await flaky.reconcile()).toEqual([])
    await proxy.close()
  })

  it('that never heard of a transaction that went through names its decision later', async () => {
    const { proxy, url } = await losing(2)
    const assigned = digitsIn(latest().text)
    const flaky = new AtmSimulator({ core: url, token: api.tokens.atm, tries: 2, pauseMs: 1 })
    const asked = flaky.serve(typed(assigned, { chosen: '4826', amountMinor: '500' }))
    await expect(asked).rejects.toBeInstanceOf(AtmOffline)
    const [decision] = await flaky.reconcile()
    const told = await api.get(`/decisions/${decision}`, { token: api.tokens.operator })
    expect(told.body).toMatchObject({ kind: 'cash-code.use', outcome: 'accepted', facts: { left: euro('1000') } })
    expect(await flaky.reconcile()).toEqual([])
    await proxy.close()
  })

  it('gives no cash while the bank does not answer', async () => {
    const away = new AtmSimulator({ core: 'http://127.0.0.1:9', token: api.tokens.atm, tries: 2, pauseMs: 1 })
    await expect(away.serve(typed('123456'))).rejects.toBeInstanceOf(AtmOffline)
  })
})

/** The core behind a line that loses the first answers about transactions. */
async function losing(answers: number): Promise<{ proxy: { close(): Promise<void> }; url: string }> {
  let left = answers
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { authorization = '', 'idempotency-key': key = '' } = request.headers
    const answer = await fetch(`${core}${request.url}`, {
      method: 'POST',
      headers: { authorization, 'idempotency-key': String(key), 'content-type': 'application/json' },
      body: Buffer.concat(chunks),
    })
    const body = await answer.text()
    if (request.url?.endsWith('/transactions') && left > 0) {
      left -= 1
      return response.destroy()
    }
    return response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { proxy: { close }, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
