/** The breach register and the gate's log over HTTP: from what somebody read to whom it concerns, and what is told. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'
import { createToken } from '../../src/api/tokens/tokens.ts'
import { legsOf } from '../../src/ledger/rules.ts'
import { catalogue } from '../../src/operations/catalogue.ts'
import { rulesVersion } from '../../src/operations/institution.ts'
import { stores } from '../../src/operations/stores.ts'
import { verifyLanes } from '../../src/operations/verify/verify.ts'
import { people } from '../../src/parties/testing/people.ts'
import { sealPassages, verifyLog } from '../../src/privacy/gate/seals/sealing.ts'
import { createHeadSigner } from '../../src/privacy/vault/signer.ts'

let api: ApiUnderTest
let officer: { token: string }
beforeAll(async () => {
  api = await ApiUnderTest.open()
  const bearer = { client: 'test', role: 'data-protection-officer', party: undefined, staff: 'D-01' } as const
  officer = { token: await createToken(api.institution.sql, bearer) }
}, 120_000)
afterAll(() => api.close())

const ids = () => ({ marta: String(api.bank.marta), janis: String(api.bank.janis) })
const read = (party: string, token: string, facts = 'name') => api.get(`/parties/${party}?facts=${facts}`, { token })

it('the log is searched by time, role, staff, purpose, person and outcome, page by page', async () => {
  const { marta, janis } = ids()
  const began = Temporal.Now.instant().subtract({ seconds: 1 }).toString()
  const { teller } = api.tokens
  await read(marta, teller)
  await read(janis, teller, 'name,phone')
  await read(janis, teller, 'note')
  await read(marta, api.tokens.marta)
  const search = async (query: string) =>
    (await api.get(`/access-log?from=${encodeURIComponent(began)}&${query}`, officer)).body
  const all = await search('limit=100')
  expect(all.passages).toHaveLength(4)
  expect(all.passages[0]).toMatchObject({ role: 'customer', party: marta, subjects: [marta], code: null })
  expect((await search('staff=T-01')).passages).toHaveLength(3)
  expect((await search('role=customer')).passages).toHaveLength(1)
  expect((await search(`party=${marta}`)).passages).toHaveLength(1)
  expect((await search(`subject=${janis}`)).passages).toHaveLength(2)
  expect((await search('kind=phone')).passages).toHaveLength(1)
  expect((await search('purpose=payment')).passages).toHaveLength(0)
  expect((await search('code=permitted&role=teller')).passages).toHaveLength(2)
  const refused = (await search('code=kind-not-granted')).passages
  expect(refused).toMatchObject([{ staff: 'T-01', kinds: ['note'], subjects: [janis] }])
  expect((await search(`until=${encodeURIComponent(began)}`)).passages).toEqual([])

  const pages = []
  let next: string | null = ''
  while (next !== null) {
    const page: { passages: { id: string }[]; next: string | null } = await search(
      `limit=3${next === '' ? '' : `&cursor=${next}`}`,
    )
    pages.push(...page.passages)
    next = page.next
  }
  expect(pages).toEqual(all.passages)
})

it('the log is for the data-protection officer alone, and takes no strange queries', async () => {
  for (const token of [api.tokens.teller, api.tokens.operator, api.tokens.auditor, api.tokens.marta])
    expect(await api.get('/access-log', { token })).toMatchObject({ status: 403, body: { code: 'role-not-permitted' } })
  expect(await api.get('/access-log?colour=red', officer)).toMatchObject({ status: 400 })
  expect(await api.get('/access-log?from=yesterday', officer)).toMatchObject({ status: 400 })
  expect(await api.get('/access-log?cursor=abc', officer)).toMatchObject({
    status: 400,
    body: { code: 'cursor-invalid' },
  })
})

it('a breach leads from one of staff to those whom they read about, and to drafts that name nobody', async () => {
  const { marta, janis } = ids()
  const began = Temporal.Now.instant()
  await read(janis, api.tokens.operator)
  await read(marta, api.tokens.operator, 'phone')
  const until = Temporal.Now.instant()
  await read(marta, api.tokens.teller)
  const reported = await api.post(
    '/breaches',
    {
      awareAt: until.toString(),
      from: began.toString(),
      until: until.toString(),
      natures: ['access'],
      kinds: ['name'],
      staff: 'O-01',
      file: 'DP-2026/1',
    },
    officer,
  )
  expect(reported.status, JSON.stringify(reported.body)).toBe(200)
  const { breach } = reported.body.facts
  const affected = await api.get(`/breaches/${breach}/affected`, officer)
  expect(affected.body).toEqual({ subjects: [janis], next: null })
  await api.post(`/breaches/${breach}/affected`, { subjects: affected.body.subjects }, officer)
  expect((await api.get(`/breaches/${breach}/affected?by=name`, officer)).body.subjects).toEqual([janis])
  const risk = { risk: 'high', consequences: ['identity-theft'], remedies: ['access-closed'] }
  expect((await api.post(`/breaches/${breach}/assessment`, risk, officer)).body.facts).toMatchObject({ subjects: true })
  const drafts = await api.get(`/breaches/${breach}/drafts?language=lv`, officer)
  expect(drafts.body).toMatchObject({ language: 'lv', authority: { title: expect.stringContaining('pārkāpumu') } })
  for (const secret of [janis, 'O-01', people.janis.name]) expect(JSON.stringify(drafts.body)).not.toContain(secret)

  const worklist = await api.get('/worklists/breaches', { token: api.tokens.operator })
  expect(worklist.body.items).toMatchObject([{ breach, risk: 'high', affected: 1, overdue: false }])
  const metrics = await api.get('/metrics', { token: api.tokens.operator })
  expect(metrics.body).toContain('pacta_breaches_open 1')
  expect(metrics.body).toContain('pacta_breaches_late 0')

  await api.post(`/breaches/${breach}/authority-notices`, { reference: 'DVI-1' }, officer)
  await api.post(`/breaches/${breach}/subject-notices`, {}, officer)
  const closed = await api.post(`/breaches/${breach}/close`, { remedies: ['staff-instructed'] }, officer)
  expect(closed.status, JSON.stringify(closed.body)).toBe(200)
  expect((await api.get('/breaches?state=open', officer)).body.breaches).toEqual([])
  expect((await api.get('/breaches', officer)).body.breaches).toMatchObject([
    { breach, state: 'closed', file: 'DP-2026/1', remedies: ['access-closed', 'staff-instructed'] },
  ])
  expect((await api.get('/breaches', { token: api.tokens.teller })).status).toBe(403)
  expect((await api.get('/breaches/1099511999999/drafts', officer)).body).toMatchObject({ code: 'breach-unknown' })
})

it('a disclosure during a breach concerns its persons, too', async () => {
  const { marta } = ids()
  const began = Temporal.Now.instant()
  const token = await createToken(api.institution.sql, {
    client: 'test',
    role: 'compliance-officer',
    party: undefined,
    staff: 'C-07',
  })
  const made = await api.post(
    '/disclosures',
    {
      subjects: [marta],
      recipient: 'advisers',
      receiver: '40000000001',
      purpose: 'legal',
      basis: 'legal-obligation',
      kinds: ['name'],
      country: 'LV',
      shown: [{ kind: 'authorisation', reference: 'A-7' }],
    },
    { token },
  )
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  const until = Temporal.Now.instant()
  const span = { awareAt: until.toString(), from: began.toString(), until: until.toString() }
  const of = { natures: ['disclosure'], kinds: ['name'], file: 'DP-2026/2' }
  const reported = await api.post('/breaches', { ...span, ...of, staff: 'C-07' }, officer)
  const affected = await api.get(`/breaches/${reported.body.facts.breach}/affected`, officer)
  expect(affected.body.subjects).toEqual([marta])
})

it('the log of a working bank is sealed and whole', async () => {
  const { sql, keys } = api.institution
  const signer = createHeadSigner(keys)
  for (const { lane } of api.lanes.lanes) {
    await sealPassages(sql, lane, { signer })
    const verdict = await verifyLog(sql, lane, { publicKey: signer.publicKey, published: [] })
    expect(verdict).toMatchObject({ brokenAt: undefined, unsealed: 0, waiting: 0 })
  }
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
