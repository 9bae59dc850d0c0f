/** Handing data over, over HTTP and on PostgreSQL: what is recorded, and who is told. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'
import { createToken } from '../../src/api/tokens/tokens.ts'
import { legsOf } from '../../src/ledger/rules.ts'
import { catalogue } from '../../src/operations/catalogue.ts'
import { rulesVersion } from '../../src/operations/institution.ts'
import { stores } from '../../src/operations/stores.ts'
import { verifyLanes } from '../../src/operations/verify/verify.ts'
import { createHeadSigner } from '../../src/privacy/vault/signer.ts'

let api: ApiUnderTest
let compliance: string
let officer: string
beforeAll(async () => {
  api = await ApiUnderTest.open()
  const { sql } = api.institution
  compliance = await createToken(sql, { client: 'test', role: 'compliance-officer', party: undefined, staff: 'C-01' })
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
    { token: compliance },
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
        shown: [{ kind: 'overdue', reference: 'L-17/3' }],
      },
      { token: compliance },
    )
  expect((await assign()).status).toBe(200)
  // And in the table, from which it comes back after a restart.
  const [row] = await api.database.sql`select creditor, obligation from creditor`
  expect(row).toMatchObject({ creditor: '40000000009', obligation: 'L-17/3' })
  expect((await assign()).body).toMatchObject({ code: 'claim-assigned' })
})

it('all of it comes out the same when it is decided again, and the records are what the journal leads to', async () => {
  const { sql, keys } = api.institution
  const [verified] = await verifyLanes(sql, {
    rules: { catalogue, legsOf, rulesVersion },
    stores,
    heads: { dir: 'none', publicKey: createHeadSigner(keys).publicKey },
  })
  expect(verified?.examples).toEqual([])
  expect(verified?.records).toMatchObject({ differ: 0, examples: [] })
  expect(verified).toMatchObject({ differs: 0, chain: 'whole' })
})
