/** Handing data over, over HTTP and on PostgreSQL: what is recorded, and who is told. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'
import { createToken } from '../../src/api/tokens/tokens.ts'
import { expectReplayed } from '../sound.ts'

let api: ApiUnderTest
let compliance: string
let credit: string
let officer: string
beforeAll(async () => {
  api = await ApiUnderTest.open()
  const { sql } = api.institution
  compliance = await createToken(sql, { client: 'test', role: 'compliance-officer', party: undefined, staff: 'C-01' })
  credit = await createToken(sql, { client: 'test', role: 'credit-officer', party: undefined, staff: 'K-01' })
  officer = await createToken(sql, { client: 'test', role: 'data-protection-officer', party: undefined, staff: 'D-01' })
}, 120_000)
afterAll(() => api.close())

const marta = () => String(api.bank.marta)

it('a disclosure is told to the person, in words, without who made it', async () => {
  const made = await api.post(
    '/disclosures',
    {
      subjects: [marta()],
      recipient: 'advisers',
      receiver: '40000000001',
      purpose: 'legal',
      basis: 'legal-obligation',
      kinds: ['name'],
      country: 'LV',
      shown: [{ kind: 'authorisation', reference: 'A-7' }],
    },
    { token: compliance },
  )
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  const own = await api.get(`/parties/${marta()}/disclosures?language=lv`)
  expect(own.status).toBe(200)
  expect(own.body.disclosures).toHaveLength(1)
  expect(own.body.disclosures[0]).toMatchObject({
    disclosure: made.body.facts.disclosure,
    receiver: '40000000001',
    kinds: ['name'],
    country: 'LV',
    role: 'compliance-officer',
    allowedBy: { document: 'LP', clause: 'III.advisers' },
  })
  expect(own.body.disclosures[0]).not.toHaveProperty('staff')
  expect(own.body.disclosures[0].recipient).not.toBe('advisers')
  const seen = await api.get(`/parties/${marta()}/disclosures`, { token: officer })
  expect(seen.body.disclosures[0]).toMatchObject({ staff: 'C-01', secret: false })
  expect((await api.get(`/parties/${marta()}/disclosures`, { token: api.tokens.janis })).status).toBe(404)
})

it('a refused disclosure names the clause, and leaves nothing in the log', async () => {
  const asked = {
    subjects: [marta()],
    recipient: 'newspaper',
    receiver: 'X-1',
    purpose: 'legal',
    basis: 'legal-obligation',
    kinds: ['name'],
    country: 'LV',
  }
  const refused = await api.post('/disclosures', asked, { token: compliance })
  expect(refused.status).toBe(403)
  expect(refused.body).toMatchObject({ code: 'recipient-not-registered', clauses: [{ clause: 'III.recipients' }] })
  expect((await api.post('/disclosures', asked)).status).toBe(403)
  const own = await api.get(`/parties/${marta()}/disclosures`)
  expect(own.body.disclosures.map((one: { recipient: string }) => one.recipient)).not.toContain('newspaper')
})

it('what an authority asked in secret is told to the officer, and not to the person', async () => {
  const before = (await api.get(`/parties/${marta()}/disclosures`)).body.disclosures.length
  const received = await api.post(
    '/authority-enquiries',
    {
      subjects: [marta()],
      recipient: 'authorities',
      receiver: '90000000001',
      act: 'AMLL-31',
      case: 'K-2026/14',
      extent: ['name', 'payment-details'],
      secrecy: 'AMLL-54',
    },
    { token: compliance },
  )
  const enquiry = received.body.facts.enquiry
  const waiting = await api.get('/authority-enquiries', { token: compliance })
  expect(waiting.body.enquiries).toMatchObject([{ enquiry, act: 'AMLL-31', case: 'K-2026/14', secret: true }])
  const answered = await api.post(
    `/authority-enquiries/${enquiry}/answer`,
    { purpose: 'aml', basis: 'legal-obligation', kinds: ['name'], country: 'LV' },
    { token: compliance },
  )
  expect(answered.status, JSON.stringify(answered.body)).toBe(200)
  expect((await api.get('/authority-enquiries', { token: compliance })).body.enquiries).toEqual([])
  expect((await api.get(`/parties/${marta()}/disclosures`)).body.disclosures).toHaveLength(before)
  const teller = await api.get(`/parties/${marta()}/disclosures`, { token: api.tokens.teller })
  expect(teller.body.disclosures).toHaveLength(before)
  const seen = await api.get(`/parties/${marta()}/disclosures`, { token: officer })
  expect(seen.body.disclosures).toHaveLength(before + 1)
  expect(seen.body.disclosures[0]).toMatchObject({
    secret: true,
    shown: expect.arrayContaining([{ kind: 'case', reference: 'K-2026/14' }]),
  })
})

it('a person sees at once what a database was asked, and that it had nothing', async () => {
  const asked = await api.post(
    '/database-enquiries',
    {
      subject: marta(),
      recipient: 'registers',
      receiver: '90000000003',
      purpose: 'creditworthiness',
      basis: 'legal-obligation',
      kinds: ['name', 'personal-code'],
      asks: ['income'],
      country: 'LV',
      shown: [{ kind: 'agreement', reference: 'L-1' }],
    },
    { token: credit },
  )
  expect(asked.status, JSON.stringify(asked.body)).toBe(200)
  const enquiry = asked.body.facts.enquiry
  const own = () => api.get(`/parties/${marta()}/enquiries`)
  expect((await own()).body.enquiries).toMatchObject([{ enquiry, database: 'registers', returned: null }])
  const returned = await api.post(`/database-enquiries/${enquiry}/return`, { facts: [] }, { token: compliance })
  expect(returned.status, JSON.stringify(returned.body)).toBe(200)
  expect((await own()).body.enquiries).toMatchObject([{ enquiry, asked: ['income'], returned: [] }])
  expect((await api.get(`/parties/${marta()}/debt-reports`)).body).toEqual({ reports: [] })
})

it('an assignment changes the creditor, once', async () => {
  const assign = () =>
    api.post(
      '/assignments',
      {
        subject: marta(),
        obligations: ['L-17/3'],
        recipient: 'assignees',
        assignee: '40000000009',
        country: 'LV',
        agreement: 'C-2026/1',
        notice: 'D-88',
        purpose: 'claims',
        kinds: ['name', 'settlement'],
        shown: [{ kind: 'overdue', reference: 'L-17/3', dueOn: '2026-01-05' }],
      },
      { token: compliance },
    )
  expect((await assign()).status).toBe(200)
  // And in the table, from which it comes back after a restart.
  const [row] = await api.database.sql`select creditor, obligation from creditor`
  expect(row).toMatchObject({ creditor: '40000000009', obligation: 'L-17/3' })
  expect((await assign()).body).toMatchObject({ code: 'claim-assigned' })
  // The person sees it, and so does who made it.
  for (const token of [api.tokens.marta, compliance]) {
    const { assignments } = (await api.get(`/parties/${marta()}/assignments`, { token })).body
    expect(assignments).toMatchObject([
      { obligations: ['L-17/3'], assignee: '40000000009', notice: 'D-88', pledged: false },
    ])
  }
  expect((await api.get(`/parties/${marta()}/assignments`, { token: api.tokens.janis })).status).toBe(404)
})

it('a settled enquiry can be looked up: what was answered, and what was sent back', async () => {
  const receive = (act: string) =>
    api.post(
      '/authority-enquiries',
      {
        ...{ subjects: [marta()], recipient: 'authorities', receiver: '90000000001', act, case: 'K-9' },
        extent: ['name'],
      },
      { token: compliance },
    )
  const { enquiry } = (await receive('CPL-1')).body.facts
  const declined = await api.post(`/authority-enquiries/${enquiry}/decline`, {}, { token: compliance })
  expect(declined.status, JSON.stringify(declined.body)).toBe(200)
  const listed = async (state: string) =>
    (await api.get(`/authority-enquiries?state=${state}`, { token: compliance })).body.enquiries
  expect(await listed('declined')).toMatchObject([{ enquiry, act: 'CPL-1', settledBy: 'C-01', disclosure: null }])
  expect(await listed('answered')).toMatchObject([{ act: 'AMLL-31', disclosure: expect.any(String) }])
  expect(await listed('open')).toEqual([])
  expect((await api.get('/authority-enquiries?state=declined')).status).toBe(403)
})

it('what serves to stop money laundering reaches neither the person nor tellers, and nothing betrays it', async () => {
  const lists = async (token: string) => {
    const [disclosed, passed] = await Promise.all([
      api.get(`/parties/${marta()}/disclosures`, { token }),
      api.get(`/parties/${marta()}/passages`, { token }),
    ])
    expect([disclosed.status, passed.status]).toEqual([200, 200])
    return JSON.stringify([disclosed.body, passed.body])
  }
  const told = await lists(api.tokens.marta)
  const made = await api.post(
    '/disclosures',
    {
      ...{ subjects: [marta()], recipient: 'financial-institutions', receiver: '40000000077', purpose: 'aml' },
      ...{ basis: 'legal-obligation', kinds: ['name'], country: 'LV' },
      shown: [{ kind: 'aml-case', reference: 'AML-7' }],
    },
    { token: compliance },
  )
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  // Somebody looks at her for it, too, and at enquiries of authorities about her.
  const looked = await api.get(`/parties/${marta()}?facts=name&purpose=aml`, { token: compliance })
  expect(looked.status, JSON.stringify(looked.body)).toBe(200)
  await api.get('/authority-enquiries?state=answered', { token: compliance })
  expect(await lists(api.tokens.marta)).toBe(told)
  const atDesk = await lists(api.tokens.teller)
  for (const word of ['40000000077', 'AML-7', '"aml"', 'AMLD', 'authority-enquiry']) expect(atDesk).not.toContain(word)
  for (const token of [compliance, officer]) {
    const known = await lists(token)
    for (const word of ['40000000077', 'AML-7', '"aml"', 'authority-enquiry']) expect(known).toContain(word)
  }
  // What another bank was asked about her for it, neither.
  const asked = await api.post(
    '/database-enquiries',
    {
      ...{ subject: marta(), recipient: 'financial-institutions', receiver: '40000000079', purpose: 'aml' },
      ...{ basis: 'legal-obligation', kinds: ['name'], asks: ['income'], country: 'LV' },
      shown: [{ kind: 'aml-case', reference: 'AML-9' }],
    },
    { token: compliance },
  )
  expect(asked.status, JSON.stringify(asked.body)).toBe(200)
  const enquiriesFor = async (token: string) =>
    JSON.stringify((await api.get(`/parties/${marta()}/enquiries`, { token })).body.enquiries)
  for (const token of [api.tokens.marta, api.tokens.teller])
    expect(await enquiriesFor(token)).not.toContain('40000000079')
  expect(await enquiriesFor(compliance)).toContain('40000000079')
  // Who made one reads it again, whatever their role.
  const operator = await api.staffToken('operator', 'O-07')
  const order = await api.post(
    '/disclosures',
    {
      ...{ subjects: [marta()], recipient: 'financial-institutions', receiver: '40000000078', purpose: 'payment' },
      ...{ basis: 'contract', kinds: ['name'], country: 'LV', shown: [{ kind: 'aml-case', reference: 'AML-8' }] },
    },
    { token: operator },
  )
  expect(order.status, JSON.stringify(order.body)).toBe(200)
  const own = (await api.get(`/parties/${marta()}/disclosures`, { token: operator })).body.disclosures
  expect(own[0]).toMatchObject({ receiver: '40000000078', staff: 'O-07', secret: true })
  expect(JSON.stringify(own)).not.toContain('40000000077')
  expect(await lists(api.tokens.teller)).not.toContain('40000000078')
  // The decision itself is there for who answers for it, audits it or took it, and the journal keeps its words from others.
  const { decision } = order.body
  for (const token of [compliance, officer, operator, api.tokens.auditor])
    expect((await api.get(`/decisions/${decision}`, { token })).body).toMatchObject({
      settled: expect.arrayContaining([expect.objectContaining({ clause: '41(4)' })]),
    })
  for (const token of [api.tokens.teller, api.tokens.operator, api.tokens.marta])
    expect((await api.get(`/decisions/${decision}`, { token })).body.code).toBe('decision-unknown')
  const journal = async (token: string) => JSON.stringify((await api.get('/journal?limit=500', { token })).body)
  for (const word of ['AML-7', 'AML-8', '40000000078']) {
    expect(await journal(api.tokens.operator)).not.toContain(word)
    expect(await journal(api.tokens.auditor)).toContain(word)
  }
  // That her name was found on a list of sanctions, the list of what is held about her tells those alone who answer for it.
  const hit = await api.post(
    `/parties/${marta()}/facts`,
    { facts: [{ kind: 'sanction', value: 'a name like hers is listed' }], purpose: 'aml', source: 'register' },
    { token: compliance },
  )
  expect(hit.status, JSON.stringify(hit.body)).toBe(200)
  const held = async (token: string) => JSON.stringify((await api.get(`/parties/${marta()}/retention`, { token })).body)
  expect(await held(officer)).toContain('"sanction"')
  expect(await held(api.tokens.marta)).not.toContain('sanction')
})

it('all of it comes out the same when it is decided again, and the records are what the journal leads to', async () => {
  await expectReplayed(api.institution.sql, api.institution.keys)
})
