/** The breach register and the gate's log over HTTP: from what somebody read to whom it concerns, and what is told. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'
import { createToken } from '../../src/api/tokens/tokens.ts'
import { BreachNotices } from '../../src/operations/messages/breach-notices.ts'
import { people } from '../../src/parties/testing/people.ts'
import { sealPassages, verifyLog } from '../../src/privacy/gate/seals/sealing.ts'
import { Messenger } from '../../src/privacy/marketing/delivery/messenger.ts'
import { NotTaken, type Outgoing } from '../../src/privacy/marketing/delivery/port.ts'
import { createUnsubscribeTokens } from '../../src/privacy/marketing/unsubscribe/token.ts'
import { createHeadSigner } from '../../src/privacy/vault/signer.ts'
import { dataClasses } from '../../src/rulebook/register/attributes.ts'
import type { Command } from '../../src/storage/command.ts'
import { expectReplayed } from '../sound.ts'

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

/** Reports a breach of a moment ago, and gives its id. */
async function report(what: object): Promise<string> {
  const now = Temporal.Now.instant()
  const span = { awareAt: now.toString(), from: now.toString(), until: now.toString() }
  const reported = await api.post('/breaches', { ...span, ...what }, officer)
  expect(reported.status, JSON.stringify(reported.body)).toBe(200)
  return reported.body.facts.breach
}

const tell = (breach: string, subjects: readonly string[], more: object = {}) =>
  api.post(`/breaches/${breach}/subject-notices`, { subjects, ...more }, officer)

/** Carries out what messages wait, and has it noted; gives what was sent. A server that knows no such address takes nothing. */
async function deliver({ isKnown = true } = {}): Promise<readonly Outgoing[]> {
  const { institution, lanes } = api
  const sent: Outgoing[] = []
  const [held] = lanes.lanes
  if (held === undefined) throw new Error('no lane is held')
  const send = async (message: Outgoing) => {
    if (!isKnown) throw new NotTaken('no such address', false)
    sent.push(message)
  }
  const messenger = new Messenger({
    ...{ sql: institution.sql, gate: institution.gate, lane: held.lane, entity: held.entity },
    terms: () => institution.rulebookOf(held.lane).terms(lanes.head(held.lane).businessDate),
    today: () => lanes.head(held.lane).businessDate,
    transports: { email: { send } },
    tokens: createUnsubscribeTokens(institution.keys),
    pages: 'https://bank.example',
    now: () => Temporal.Now.instant(),
  })
  await messenger.round()
  const submit = async (command: Command) => (await lanes.writer(held.lane).submit(command)).decision
  await new BreachNotices({ sql: institution.sql, lane: held.lane, submit }).round()
  return sent
}

it('the log is searched by time, role, staff, purpose, person and outcome, page by page', async () => {
  const { marta, janis } = ids()
  const began = Temporal.Now.instant().subtract({ seconds: 1 }).toString()
  const { teller } = api.tokens
  await read(marta, teller)
  await read(janis, teller, 'name,phone')
  await read(janis, teller, 'note')
  await read(marta, api.tokens.marta)
  // Whoever looks into the log is in the log, too.
  const ended = Temporal.Now.instant().toString()
  const search = async (query: string, until = ended) => {
    const span = `from=${encodeURIComponent(began)}&until=${encodeURIComponent(until)}`
    return (await api.get(`/access-log?${span}&${query}`, officer)).body
  }
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
  expect((await search('limit=100', began)).passages).toEqual([])

  const later = await search('role=data-protection-officer', Temporal.Now.instant().toString())
  expect(later.passages.at(-1)).toMatchObject({ staff: 'D-01', purpose: 'rights', kinds: ['activity-log'] })
  expect(later.passages.at(-1).subjects).toEqual([marta, janis])

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
  expect(affected.body).toEqual({ by: 'search', subjects: [janis], next: null })
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
  expect((await tell(breach, [janis])).body.facts).toMatchObject({ messages: 1, letters: 0 })
  expect(await api.post(`/breaches/${breach}/close`, {}, officer)).toMatchObject({
    body: { code: 'subjects-not-told' },
  })
  // His address is no longer known there: a letter goes.
  expect(await deliver({ isKnown: false })).toEqual([])
  const byName = await api.get(`/breaches/${breach}/affected?by=name&untold=true`, officer)
  expect(byName.body.people).toEqual([{ subject: janis, standing: 'letter', toldAt: null, evidence: null }])
  const letter = await api.get(`/breaches/${breach}/affected/${janis}/letter/pdf?language=lv`, officer)
  expect([letter.status, letter.headers['content-type']]).toEqual([200, 'application/pdf'])
  await api.post(`/breaches/${breach}/subject-letters`, { subjects: [janis], evidence: 'L-2026-30' }, officer)
  const closed = await api.post(`/breaches/${breach}/close`, { remedies: ['staff-instructed'] }, officer)
  expect(closed.status, JSON.stringify(closed.body)).toBe(200)
  expect((await api.get('/breaches?state=open', officer)).body.breaches).toEqual([])
  expect((await api.get('/breaches', officer)).body.breaches).toMatchObject([
    { breach, state: 'closed', file: 'DP-2026/1', remedies: ['access-closed', 'staff-instructed'] },
  ])
  expect((await api.get('/breaches', { token: api.tokens.teller })).status).toBe(403)
  expect((await api.get('/breaches/1099511999999/drafts', officer)).body).toMatchObject({ code: 'breach-unknown' })
})

it('who is told of a breach by e-mail counts as told when it went, and who is named later is told as well', async () => {
  const { marta, janis } = ids()
  const breach = await report({ natures: ['loss'], kinds: ['email'], file: 'DP-2026/4' })
  const named = (subjects: string[]) => api.post(`/breaches/${breach}/affected`, { subjects }, officer)
  await named([marta])
  await api.post(`/breaches/${breach}/assessment`, { risk: 'high', consequences: [], remedies: [] }, officer)
  await api.post(`/breaches/${breach}/authority-notices`, { reference: 'DVI-4' }, officer)
  expect((await tell(breach, [marta], { language: 'lt' })).body.facts).toMatchObject({ messages: 1 })
  const [mail, ...others] = await deliver()
  expect(others).toEqual([])
  expect(mail).toMatchObject({ title: 'Incidentas, susijęs su jūsų asmens duomenimis' })
  expect(mail?.text).toContain('Luminor')
  expect(mail).not.toHaveProperty('unsubscribe')
  const { people: told } = (await api.get(`/breaches/${breach}/affected?by=name`, officer)).body
  expect(told).toMatchObject([{ subject: marta, standing: 'told', evidence: null }])
  await named([janis])
  expect(await api.post(`/breaches/${breach}/close`, {}, officer)).toMatchObject({
    body: { code: 'subjects-not-told', facts: { affected: 2, told: 1 } },
  })
  const exemption = { exemption: 'public-communication', reasons: 'DP-2026/5' }
  await api.post(`/breaches/${breach}/exemption`, exemption, officer)
  expect((await api.post(`/breaches/${breach}/close`, {}, officer)).status).toBe(200)
})

it('after a loss those are proposed of whom such data are held, category by category, whether anybody read them or not', async () => {
  const { marta } = ids()
  const breach = await report({ natures: ['destruction'], kinds: ['email', 'payment-details'], file: 'DP-2026/6' })
  const held = (await api.get(`/breaches/${breach}/affected`, officer)).body
  expect(held.by).toBe('holding')
  expect(held.subjects).toContain(marta)
  expect((await api.get(`/breaches/${breach}/affected?by=search`, officer)).body.subjects).toEqual([])
  const { body: extent } = await api.get(`/breaches/${breach}/extent?language=lv`, officer)
  const { sql } = api.institution
  const [emails] = await sql<{ persons: number; data: number }[]>`
    select count(distinct subject)::int as persons, count(*)::int as data from fact where kind = 'email' and lane = 1`
  const told = dataClasses.indexOf('payment-details')
  const [details] = await sql<{ persons: number; data: number }[]>`
    select count(distinct subject)::int as persons, count(*)::int as data from (
      select a.holder as subject from account_event e join account a using (lane, account)
      where e.details is not null and get_byte(e.details, 0) & 15 = ${told}
      union all select holder from kept_detail where sealed is not null and get_byte(sealed, 0) & 15 = ${told}) as told`
  expect(extent).toMatchObject({ by: 'holding', search: { persons: 0, dataRecords: 0 } })
  const counts = Object.fromEntries(
    extent.holding.categories.map((one: { category: string; persons: number; dataRecords: number }) => [
      one.category,
      { persons: one.persons, data: one.dataRecords },
    ]),
  )
  expect(counts).toEqual({ contact: emails, transactions: details })
  expect(extent.holding.persons).toBe(held.subjects.length)
  const { body: drafts } = await api.get(`/breaches/${breach}/drafts?language=en`, officer)
  expect(drafts.authority.about).toContainEqual(['Number of people', `about ${extent.holding.persons}`])
  expect(drafts.authority.about).toContainEqual(['Number of records', `about ${extent.holding.dataRecords}`])
})

it('drafts stand in the languages of the documents, as text and as PDF; others are refused', async () => {
  const breach = await report({ natures: ['access'], kinds: ['name'], file: 'DP-2026/7' })
  for (const language of ['en', 'lv', 'et', 'lt', 'ru']) {
    const { body } = await api.get(`/breaches/${breach}/drafts?language=${language}`, officer)
    expect(body.language).toBe(language)
    for (const whom of ['authority', 'subjects']) {
      const pdf = await api.get(`/breaches/${breach}/drafts/${whom}/pdf?language=${language}`, officer)
      expect([pdf.status, String(pdf.body).slice(0, 5)]).toEqual([200, '%PDF-'])
    }
  }
  expect(await api.get(`/breaches/${breach}/drafts?language=fi`, officer)).toMatchObject({
    status: 400,
    body: { detail: '/query/language must be one of en, lv, et, lt, ru' },
  })
  expect((await api.get(`/breaches/${breach}/drafts`, officer)).body.language).toBe('lv')
  expect((await api.get(`/breaches/${breach}/drafts/authority/pdf`, { token: api.tokens.teller })).status).toBe(403)
})

it('a disclosure during a breach concerns its persons, too', async () => {
  const { marta } = ids()
  const began = Temporal.Now.instant()
  const token = await api.staffToken('compliance-officer', 'C-07')
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
  await expectReplayed(api.institution.sql, api.institution.keys)
})
