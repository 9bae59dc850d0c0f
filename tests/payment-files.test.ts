import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiUnderTest } from '../src/api/testing/api-under-test.ts'
import { DayEndRuns } from '../src/operations/day-end/runs.ts'
import { readPain001 } from '../src/payments/files/pain001.ts'
import { pain001, type TestFile } from '../src/payments/files/testing/pain001.ts'
import { scanForPlaintext } from './plaintext-scan.ts'
import { expectReplayed } from './sound.ts'

let api: ApiUnderTest
let marta: string
let janis: string
const elsewhere = 'EE382200221020145685'

const numberOf = async (account: number): Promise<string> => {
  const { body } = await api.get(`/accounts/${account}`, { token: api.tokens.teller })
  return body.number
}

beforeAll(async () => {
  api = await ApiUnderTest.open()
  const { martaEuro, janisEuro } = api.bank
  marta = await numberOf(martaEuro)
  janis = await numberOf(janisEuro)
}, 120_000)
afterAll(() => api.close())

const today = () => String(api.lanes.head(api.lanes.lanes[0]?.lane as never).businessDate)

const post = (text: string, token = api.tokens.marta) =>
  api.post('/payment-files', text, { token, headers: { 'content-type': 'application/xml' } })

const file = (message: string, other: Partial<TestFile> = {}): string =>
  pain001({
    message,
    date: today(),
    debtor: marta,
    payments: [
      { id: 'A', amount: '1.00', number: janis, remittance: 'for the concert' },
      { id: 'B', amount: '2.00', number: elsewhere, name: 'Oskars Ozols' },
      { id: 'C', amount: '99999.00', number: janis },
    ],
    ...other,
  })

const statuses = (body: string) => [...body.matchAll(/<(?:GrpSts|TxSts)>(\w+)</g)].map(([, status]) => status)
const reasons = (body: string) => [...body.matchAll(/<Cd>(\w+)</g)].map(([, code]) => code)
const balance = async (): Promise<string> => {
  const [row] = await api.database.sql<{ balance_after: bigint }[]>`
    select balance_after from account_event where account = ${api.bank.martaEuro} order by seq desc limit 1`
  return String(row?.balance_after)
}

it.each(['03', '09'] as const)(
  'a file of version %s is carried out payment by payment, and again is the same',
  async (version) => {
    const before = BigInt(await balance())
    const text = file(`M-${version}`, { version })
    const { status, headers, body } = await post(text)
    expect([status, headers['content-type']]).toEqual([200, 'application/xml; charset=utf-8'])
    expect(statuses(body)).toEqual(['PART', 'ACSC', 'ACSP', 'RJCT'])
    expect(reasons(body)).toEqual(['AM04'])
    expect(body).toContain('RA-6.1 (2018-11-01)')
    expect(BigInt(await balance())).toBe(before - 336n)
    const sent = await api.get(`/accounts/${api.bank.martaEuro}/payments?limit=1`)
    expect(sent.body.payments).toMatchObject([
      { amount: { minor: '200', currency: 'EUR' }, status: 'under-way', reason: null },
    ])
    const again = await post(text)
    expect(again.body.replace(/<CreDtTm>.*?</, '')).toBe(body.replace(/<CreDtTm>.*?</, ''))
    expect(BigInt(await balance())).toBe(before - 336n)
  },
)

it('the same file again tells what the network has answered since, as another message', async () => {
  const payments = ['A', 'B', 'C'].map((id) => ({ id, amount: '2.00', number: elsewhere, name: 'Oskars Ozols' }))
  const text = file('M-answered', { payments })
  const messageOf = (body: string) => /<MsgId>(.*?)</.exec(body)?.[1]
  const first = await post(text)
  expect(statuses(first.body)).toEqual(['ACSP', 'ACSP', 'ACSP', 'ACSP'])
  const { body } = await api.get(`/accounts/${api.bank.martaEuro}/payments?limit=3`)
  const [, returned, settled] = body.payments.map(({ payment }: { payment: string }) => payment)
  const { operator: token } = api.tokens
  expect((await api.post(`/payments/${settled}/settlement`, {}, { token })).status).toBe(200)
  const second = await post(text)
  expect(statuses(second.body)).toEqual(['ACSP', 'ACSC', 'ACSP', 'ACSP'])
  expect((await api.post(`/payments/${returned}/return`, { reason: 'AC04' }, { token })).status).toBe(200)
  const third = await post(text)
  expect([statuses(third.body), reasons(third.body)]).toEqual([['PART', 'ACSC', 'RJCT', 'ACSP'], ['AC04']])
  expect((await api.post(`/payments/${settled}/return`, { reason: 'MD06' }, { token })).status).toBe(200)
  const fourth = await post(text)
  expect([statuses(fourth.body), reasons(fourth.body)]).toEqual([
    ['PART', 'RJCT', 'RJCT', 'ACSP'],
    ['MD06', 'AC04'],
  ])
  expect(new Set([first, second, third, fourth].map((one) => messageOf(one.body))).size).toBe(4)
})

it('a block that wishes for a single entry is booked as one, with what was told of each', async () => {
  const before = BigInt(await balance())
  const { body } = await post(file('M-batch', { batchBooking: true }))
  expect(statuses(body)).toEqual(['PART', 'ACSC', 'ACSP', 'RJCT'])
  expect([reasons(body), body.includes('RA-6.1 (2018-11-01)')]).toEqual([['AM04'], true])
  expect(BigInt(await balance())).toBe(before - 336n)
  const { body: entries } = await api.get(`/accounts/${api.bank.martaEuro}/entries?limit=500`)
  const [entry, fee] = entries.entries.slice(-2)
  expect([entry.amount.minor, fee.amount.minor]).toEqual(['-300', '-36'])
  const { body: batch } = await api.get(`/accounts/${api.bank.martaEuro}/batches/${entry.seq}`)
  expect(batch.payments).toMatchObject([
    { amount: { minor: '100' }, details: { name: 'Anna Izdoma', remittance: 'for the concert', endToEnd: 'A' } },
    { amount: { minor: '200' }, payee: null, details: { name: 'Oskars Ozols', number: elsewhere, endToEnd: 'B' } },
  ])
  const again = await post(file('M-batch', { batchBooking: true }))
  expect([statuses(again.body), BigInt(await balance())]).toEqual([statuses(body), before - 336n])
  expect((await api.get(`/accounts/${api.bank.martaEuro}/batches/${fee.seq}`)).status).toBe(404)
})

it('another file under the same message id is a duplicate, and nothing of it is done', async () => {
  const before = await balance()
  const { status, body } = await post(file('M-03', { payments: [{ id: 'A', amount: '3.00', number: janis }] }))
  expect([status, reasons(body), statuses(body)]).toEqual([422, ['DU01'], ['RJCT']])
  expect(await balance()).toBe(before)
})

it('a file for a later day becomes scheduled orders', async () => {
  const before = await balance()
  const later = Temporal.PlainDate.from(today()).add({ days: 10 }).toString()
  const { body } = await post(file('M-later', { date: later }))
  // Cover is asked on the day.
  expect(statuses(body)).toEqual(['ACCP', 'ACCP', 'ACCP', 'ACCP'])
  const orders = await api.database.sql`select status, payee is null as away from payment_order order by payment_order`
  expect(orders).toEqual([false, true, false].map((away) => ({ status: 'waiting', away })))
  expect(await balance()).toBe(before)
})

it('a file whose count or sum is not what it says is refused as a whole, by the clause', async () => {
  const before = await balance()
  for (const [message, other, reason] of [
    ['M-count', { count: 4 }, 'AM18'],
    ['M-sum', { sum: '1.00' }, 'AM10'],
  ] as const) {
    const { status, body } = await post(file(message, other))
    expect([status, reasons(body), statuses(body)]).toEqual([422, [reason], ['RJCT']])
    expect(body).toContain('PR-1.6')
  }
  expect(await balance()).toBe(before)
})

it('payments from an account that is not theirs, or not kept here, are refused', async () => {
  const stranger = await post(file('M-janis'), api.tokens.janis)
  expect(statuses(stranger.body)).toEqual(['RJCT', 'RJCT', 'RJCT', 'RJCT'])
  expect(new Set(reasons(stranger.body))).toEqual(new Set(['AG01']))
  const unknown = await post(file('M-away', { debtor: elsewhere }))
  expect(new Set(reasons(unknown.body))).toEqual(new Set(['AC02']))
})

it('what is wrong with one payment leaves the others as they are', async () => {
  const { body } = await post(
    file('M-mixed', {
      payments: [
        { id: 'A', amount: '1.001', number: janis },
        { id: 'B_underlined', amount: '1.00', number: janis },
        { id: 'C', amount: '1.00', number: 'LV97HABA0012345678911' },
        { id: 'D', amount: '1.00', number: `${marta.slice(0, 4)}0${marta.slice(5)}` },
        { id: 'E', amount: '1.00', number: janis, currency: 'USD' },
        { id: 'NOTPROVIDED', amount: '1.00', number: janis },
      ],
      sum: '6.001',
    }),
  )
  expect(statuses(body)).toEqual(['PART', 'RJCT', 'RJCT', 'RJCT', 'RJCT', 'RJCT', 'ACSC'])
  expect(reasons(body)).toEqual(['CH16', 'CH16', 'AC03', 'AC03', 'AM11'])
})

it('a file of a company is sent by staff on the order of who represents it', async () => {
  const debtor = await numberOf(api.bank.companyEuro)
  const text = file('M-company', { debtor, payments: [{ id: 'A', amount: '1.00', number: janis }] })
  const send = (query: string) =>
    api.post(`/payment-files${query}`, text, {
      token: query === '' ? api.tokens.teller : api.tokens.operator,
      headers: { 'content-type': 'application/xml' },
    })
  expect(reasons((await send('')).body)).toEqual(['AG01'])
  expect(statuses((await send(`?orderedBy=${api.bank.anna}`)).body)).toEqual(['ACSC', 'ACSC'])
})

it('what is no file of orders is answered as such', async () => {
  const malformed = await post('<Document>')
  expect([malformed.status, reasons(malformed.body)]).toEqual([422, ['FF01']])
  expect((await post(file('M-auditor'), api.tokens.auditor)).status).toBe(403)
  expect((await post(' '.repeat(10_485_761))).status).toBe(413)
  const json = await api.post('/payment-files', {})
  expect(json.status).toBeGreaterThanOrEqual(400)
  expect((await api.post('/transfers', '<a/>', { headers: { 'content-type': 'application/xml' } })).status).toBe(415)
})

it('an order of a file for a later day is shown with what was told, carried out when its day is closed, and shown again', async () => {
  const { martaEuro, janisEuro } = api.bank
  const { body } = await api.get(`/accounts/${martaEuro}/payment-orders`)
  expect(body.orders).toHaveLength(3)
  expect(body.orders[2]).toMatchObject({
    status: 'waiting',
    payee: String(janisEuro),
    amount: { minor: '100', currency: 'EUR' },
    schedule: { every: 'once' },
    details: { name: 'Anna Izdoma', number: janis, remittance: 'for the concert', endToEnd: 'A' },
  })
  expect((await api.get(`/accounts/${martaEuro}/payment-orders`, { token: api.tokens.janis })).status).toBe(404)
  const auditor = await api.get(`/accounts/${martaEuro}/payment-orders`, { token: api.tokens.auditor })
  expect(auditor.body.orders[2].details).toBeNull()

  const days = new DayEndRuns(api.institution, api.lanes)
  const [lane] = api.lanes.lanes.map(({ lane }) => lane)
  if (lane === undefined) throw new Error('no lane is held')
  const from = today()
  await days.advance(lane, Temporal.PlainDate.from(from).add({ days: 15 }))
  const after = await api.get(`/accounts/${martaEuro}/payment-orders`)
  // The first to be shown had no cover, three times.
  expect(after.body.orders).toMatchObject([
    { status: 'ended', missed: 1, last: { code: 'insufficient-funds' } },
    { status: 'ended', paid: 1 },
    { status: 'ended', paid: 1 },
  ])
  for (const [account, token] of [
    [martaEuro, api.tokens.marta],
    [janisEuro, api.tokens.janis],
  ] as const) {
    const shown = await api.get(`/accounts/${account}/entries?from=${from}`, { token })
    const made = shown.body.entries.filter((one: { bookingDate: string }) => one.bookingDate !== from)
    expect(made.map(({ details }: { details: unknown }) => details)).toContainEqual(
      expect.objectContaining({ remittance: 'for the concert', endToEnd: 'A' }),
    )
  }
}, 60_000)

it('everything of it is decided again alike, and the records are those to which the journal leads', async () => {
  const { institution, database } = api
  await expectReplayed(database.sql, institution.keys)
}, 60_000)

it('nothing of a file stands in clear in any table', async () => {
  expect(readPain001(file('M-last')).fault).toBeUndefined()
  expect(await scanForPlaintext(api.database.sql, ['concert', 'Oskars', elsewhere])).toEqual([])
})
