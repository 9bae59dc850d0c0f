import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiUnderTest } from '../testing/api-under-test.ts'

let api: ApiUnderTest

beforeAll(async () => {
  api = await ApiUnderTest.open()
  await api.post(`/parties/${api.bank.marta}/digital-channels`, {})
  for (const minor of ['1000', '250', '75'])
    expect((await api.transfer(minor, { remittance: 'rent <January>' })).status).toBe(200)
})
afterAll(() => api.close())

const statement = (query = '', token = api.tokens.marta, headers = {}) =>
  api.get(`/accounts/${api.bank.martaEuro}/statement${query}`, { token, headers })

it('is read in pages that add up, with what the account holder was told', async () => {
  const whole = await statement()
  expect(whole.status).toBe(200)
  const { opening, closing, entries, next } = whole.body
  const sum = entries.reduce(
    (total: bigint, one: { amount: { minor: string } }) => total + BigInt(one.amount.minor),
    0n,
  )
  expect(BigInt(opening.minor) + sum).toBe(BigInt(closing.minor))
  expect(entries.at(-1).balance).toEqual(closing)
  expect(entries.at(-1)).toMatchObject({ details: { remittance: 'rent <January>' }, detailsState: 'shown' })
  expect(next).toBeNull()
  const first = await statement('?limit=2')
  expect(first.body.entries).toEqual(entries.slice(0, 2))
  expect(first.body.closing).toEqual(closing)
  const second = await statement(`?limit=2&cursor=${first.body.next}`)
  expect(second.body.entries).toEqual(entries.slice(2, 4))
})

it('is a file in every other form', async () => {
  const forms = {
    csv: ['text/csv', 'rent <January>'],
    'camt053-02': ['application/xml', 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'],
    'camt053-08': ['application/xml', '<Ustrd>rent &lt;January&gt;</Ustrd>'],
    'camt054-08': ['application/xml', 'BkToCstmrDbtCdtNtfctn'],
    pdf: ['application/pdf', '%PDF-'],
    page: ['text/html', 'rent &lt;January&gt;'],
  }
  for (const [format, [type = '', text]] of Object.entries(forms)) {
    const file = await statement(`?format=${format}`)
    expect(file.status, format).toBe(200)
    expect(file.headers['content-type'], format).toContain(type)
    expect(file.body, format).toContain(text)
  }
})

it('speaks the language of whoever reads', async () => {
  expect((await statement('?format=page', undefined, { 'accept-language': 'lv' })).body).toContain('Konta izraksts')
  expect((await statement('?format=page&language=en')).body).toContain('Account statement')
})

it('notifies of one entry', async () => {
  const { entries } = (await statement()).body
  const { seq, reference } = entries.at(-1)
  const told = await statement(`?format=camt054-08&entry=${seq}`)
  expect(told.body.match(/<NtryRef>/g)).toHaveLength(1)
  expect(told.body).toContain(`<NtryRef>${reference}</NtryRef>`)
  expect((await statement('?format=camt054-08&entry=999999')).status).toBe(404)
})

it('is refused to a customer without an agreement on digital channels, and to strangers there is no account', async () => {
  const joint = await api.get(`/accounts/${api.bank.jointEuro}/statement`, { token: api.tokens.janis })
  expect(joint).toMatchObject({ status: 409, body: { code: 'digital-not-agreed' } })
  expect(joint.body.clauses).toEqual([{ document: 'RA', version: '2018-11-01', clause: '9.2' }])
  expect((await statement('', api.tokens.janis)).status).toBe(404)
  expect((await statement('?from=2020-01-01')).body).toMatchObject({ code: 'history-limited' })
  expect((await statement('?from=2999-01-01&to=2999-01-31')).status).toBe(400)
})

it('is produced by staff, who need no such agreement; auditors see no personal data', async () => {
  const all = await statement('?from=2000-01-01', api.tokens.teller)
  expect(all.status).toBe(200)
  expect(all.body.holders).toHaveLength(1)
  const blind = await statement('', api.tokens.auditor)
  expect(blind.body.holders).toEqual([])
  expect(JSON.stringify(blind.body)).not.toContain('rent')
})

it('keeps, once a day for each statement, that the customer read it', async () => {
  const [{ count } = { count: 0 }] = await api.database.sql<{ count: number }[]>`
    select count(*)::int as count from decision where kind = 'statement.read' and code is null`
  await statement('?format=csv')
  await statement('?format=csv')
  await expect
    .poll(async () => {
      const [row] = await api.database.sql<{ seen: Temporal.Instant | null }[]>`
        select last_seen_at as seen from informed_customer where party = ${api.bank.marta}`
      return row?.seen ?? null
    })
    .not.toBeNull()
  const [after] = await api.database.sql<{ count: number }[]>`
    select count(*)::int as count from decision where kind = 'statement.read' and code is null`
  expect(after?.count).toBe(count)
  expect(count).toBeGreaterThan(3)
})

it('lists statements that were made available', async () => {
  const listed = await api.get(`/accounts/${api.bank.martaEuro}/statements`)
  expect(listed).toMatchObject({ status: 200, body: { months: [] } })
})

it('of somebody whose data are restricted is told to them, to who shares the account, and as they order it', async () => {
  const { marta, martaEuro, jointEuro } = api.bank
  const { teller, janis } = api.tokens
  const today = (await statement()).body.to
  expect((await api.post(`/parties/${marta}/restrictions`, { ground: 'accuracy' })).status).toBe(200)
  expect((await statement('?format=csv')).body).toContain('rent <January>')
  await api.post(`/parties/${api.bank.janis}/digital-channels`, {}, { token: janis })
  const shared = (await api.get(`/accounts/${jointEuro}/statement`, { token: janis })).body
  const states = (body: { entries: { detailsState: string }[] }) => [
    ...new Set(body.entries.map(({ detailsState }) => detailsState).filter((state) => state !== 'none')),
  ]
  expect(states(shared)).toEqual(['shown'])
  // Staff look at nothing of their own accord,
  const period = `from=${today}&to=${today}`
  expect(states((await statement(`?${period}`, teller)).body)).toEqual(['withheld'])
  expect((await statement(`?${period}&format=csv`, teller)).body).not.toContain('rent')
  // but print what the customer wants on paper.
  const asked = { from: today, to: today, delivery: 'location', place: 'Riga' }
  const requested = await api.post(`/accounts/${martaEuro}/statements/requests`, asked, { token: teller })
  expect(requested.status).toBe(200)
  expect((await statement(`?${period}&format=csv`, teller)).body).toContain('rent <January>')
})
