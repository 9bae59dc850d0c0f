import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { laneOf } from '../../kernel/ids.ts'
import { Messenger } from '../../privacy/marketing/delivery/messenger.ts'
import { smtpTransport } from '../../privacy/marketing/delivery/smtp.ts'
import { SmtpSimulator } from '../../privacy/marketing/delivery/smtp-simulator.ts'
import { createUnsubscribeTokens } from '../../privacy/marketing/unsubscribe/token.ts'
import { ApiUnderTest } from '../testing/api-under-test.ts'
import { createToken } from '../tokens/tokens.ts'

let api: ApiUnderTest
let mails: SmtpSimulator
let email: ReturnType<typeof smtpTransport>
let messenger: Messenger
let marketer: string
let now = Temporal.Now.instant()

beforeAll(async () => {
  api = await ApiUnderTest.open()
  mails = new SmtpSimulator()
  email = smtpTransport({ host: '127.0.0.1', port: await mails.listen(), from: 'Bank <news@bank.example>' })
  const { institution, lanes, bank } = api
  const lane = laneOf(bank.marta)
  messenger = new Messenger({
    sql: institution.sql,
    lane,
    entity: { id: 'lv', country: 'LV' },
    today: () => lanes.head(lane).businessDate,
    gate: institution.gate,
    terms: () => institution.rulebookOf(lane).terms(lanes.head(lane).businessDate),
    transports: { email },
    tokens: createUnsubscribeTokens(institution.keys),
    pages: 'https://bank.example',
    now: () => now,
  })
  marketer = await createToken(institution.sql, {
    client: 'test',
    role: 'marketing-officer',
    party: undefined,
    staff: 'M-01',
  })
  const text = { en: 'There is something new.', lv: 'Ir kas jauns.' }
  for (const [letter, purpose] of [['news', 'direct-marketing'], ['reminder']])
    await api.post(
      '/letters',
      { letter, purpose, title: { en: 'From the bank', lv: 'No bankas' }, text },
      { token: marketer },
    )
  // Where she is to be reached.
  await api.post(
    `/parties/${bank.marta}/changes`,
    { facts: [{ kind: 'email', text: 'marta@example.com' }], source: 'subject' },
    { token: api.tokens.teller },
  )
})
afterAll(async () => {
  email.close()
  await mails.close()
  await api.close()
})

const own = (path: string, body: object = {}) => api.post(`/parties/${api.bank.marta}/${path}`, body)
const version = () => api.institution.pack.documents.findLast(({ code }) => code === 'LP')?.version

/** What sending an offer, or a notice, comes to: the code of a refusal, or null. */
async function send(letter: 'news' | 'reminder'): Promise<string | null> {
  const path = letter === 'news' ? 'offers' : 'messages'
  const token = letter === 'news' ? marketer : api.tokens.operator
  const { body } = await api.post(
    `/parties/${api.bank.marta}/${path}`,
    { letter, channel: 'email', language: 'lv' },
    { token },
  )
  return body.code ?? null
}

const link = (): string => /<(.*)>/.exec(mails.mails.at(-1)?.headers['list-unsubscribe'] ?? '')?.[1] ?? ''
const pathOf = (url: string) => url.replace('https://bank.example', '')

async function click(path: string, method: 'GET' | 'POST' = 'POST') {
  const start = performance.now()
  const { statusCode, body, headers } = await api.server.inject({
    method,
    url: path,
    ...(method === 'POST'
      ? { payload: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' } }
      : {}),
  })
  return { status: statusCode, body, policy: headers['content-security-policy'], ms: performance.now() - start }
}

it('an offer by e-mail goes to whoever consented, with the headers and the link that end them', async () => {
  expect(await send('news')).toBe('channel-not-chosen')
  await own('consents', { purpose: 'direct-marketing', version: version(), language: 'lv' })
  await own('marketing/channel', { channel: 'email' })
  expect(await send('news')).toBeNull()
  expect(await messenger.round()).toMatchObject({ sent: 1, withheld: 0, failed: 0 })
  const [mail] = mails.mails
  expect(mail?.to).toEqual(['marta@example.com'])
  expect(mail?.headers).toMatchObject({ subject: 'No bankas', 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' })
  expect(link()).toMatch(/^https:\/\/bank\.example\/unsubscribe\/[A-Za-z0-9_-]{86}$/)
  expect(mail?.body).toContain('Ir kas jauns.')
  expect(mail?.body).toContain(link())
})

it('to look at the link changes nothing; one click, without a token, ends the offers, and again is no error', async () => {
  const page = await click(pathOf(link()), 'GET')
  expect(page).toMatchObject({ status: 200, policy: expect.stringContaining("form-action 'self'") })
  expect(page.body).toContain('<button>')
  expect(await send('news')).toBeNull()
  expect(await click(pathOf(link()))).toMatchObject({ status: 200 })
  expect(await send('news')).toBe('processing-stopped')
  expect(await click(pathOf(link()))).toMatchObject({ status: 200 })
  // What was let out before the click and has not gone stays here.
  expect(await messenger.round()).toMatchObject({ sent: 0, withheld: 1, failed: 0 })
})

it('notices and reminders still go out, without a link', async () => {
  expect(await send('reminder')).toBeNull()
  expect(await messenger.round()).toMatchObject({ sent: 1, withheld: 0, failed: 0 })
  expect(mails.mails.at(-1)?.headers['list-unsubscribe']).toBeUndefined()
  const { body } = await api.get(`/parties/${api.bank.marta}/messages`)
  expect(body.messages.map((one: { outcome: string }) => one.outcome)).toEqual(['sent', 'withheld', 'sent'])
})

it('the same link works again for whoever allowed offers meanwhile', async () => {
  const old = mails.mails[0]?.headers['list-unsubscribe']?.slice(1, -1) ?? ''
  await own('consents', { purpose: 'direct-marketing', version: version(), language: 'lv' })
  expect(await send('news')).toBeNull()
  mails.fail(451)
  expect(await messenger.round()).toMatchObject({ sent: 0, withheld: 0, failed: 1 })
  now = now.add({ seconds: 29 })
  expect(await messenger.round()).toMatchObject({ sent: 0, withheld: 0, failed: 0 })
  now = now.add({ seconds: 1 })
  expect(await messenger.round()).toMatchObject({ sent: 1, withheld: 0, failed: 0 })
  expect(link()).toBe(old)
  await click(pathOf(old))
  expect(await send('news')).toBe('processing-stopped')
})

it('wrong links are answered like right ones, and change nothing', async () => {
  const right = await click(pathOf(link()))
  const before = await api.head()
  const token = pathOf(link()).slice('/unsubscribe/'.length)
  const changed = `${token.slice(0, 40)}${token[40] === 'A' ? 'B' : 'A'}${token.slice(41)}`
  for (const wrong of [changed, 'A'.repeat(86), 'short']) {
    const answer = await click(`/unsubscribe/${wrong}`)
    expect([answer.status, answer.body]).toEqual([right.status, right.body])
    expect(answer.ms).toBeGreaterThanOrEqual(245)
  }
  expect(right.ms).toBeGreaterThanOrEqual(245)
  expect(await api.head()).toBe(before)
})

it('whatever is asked for consent is answered clearly, and tells nothing of what was sent', async () => {
  const asked = fc.record(
    {
      purpose: fc.oneof(fc.constantFrom('direct-marketing', 'service', 'x', 'marta@example.com'), fc.string()),
      version: fc.oneof(fc.constant('2018-05-25'), fc.string()),
      language: fc.oneof(fc.constantFrom('en', 'lv', 'xx'), fc.anything()),
      channels: fc.oneof(fc.constant(['email']), fc.anything()),
      except: fc.oneof(fc.constant(['lv', 'nowhere']), fc.anything()),
      explicit: fc.anything(),
      evidence: fc.oneof(fc.constant('marta@example.com'), fc.string()),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(asked, async (body) => {
      const { status, body: answer } = await own('consents', body)
      expect([200, 400, 409, 422]).toContain(status)
      if (status !== 200) expect(answer.code).toEqual(expect.any(String))
      expect(JSON.stringify(answer)).not.toContain('marta@example')
    }),
    { numRuns: 60 },
  )
  await fc.assert(
    fc.asyncProperty(fc.webPath({ size: 'small' }), async (path) => {
      const { statusCode } = await api.server.inject({ method: 'GET', url: `/unsubscribe${path}` })
      expect([200, 400, 404]).toContain(statusCode)
    }),
    { numRuns: 60 },
  )
})

it('a person reads their consents in writing, staff the report, and nobody what is not theirs', async () => {
  const { body } = await api.get(`/parties/${api.bank.marta}/consents`)
  expect(body.now).toMatchObject({ consents: [], stops: [{ purpose: 'direct-marketing', ground: 'refusal' }] })
  const given = body.changes.find((one: { act: string }) => one.act === 'consent-given')
  expect(given).toMatchObject({
    way: 'internet-bank',
    recordedBy: { role: 'customer' },
    shown: { clause: 'V.marketing' },
  })
  expect(given.wording).toContain('reklamējam')
  expect((await api.get(`/consents/${given.change}`)).body).toEqual(given)
  const again = await own('consents', { purpose: 'direct-marketing', version: version(), language: 'lv' })
  expect(again.status).toBe(200)
  const { body: taken } = await own('consents/direct-marketing/withdrawal')
  expect(taken).toMatchObject({ outcome: 'accepted', facts: { ends: true } })
  const answer = await api.get(`/consents/${taken.facts.change}`)
  const reached = answer.body.data.find((one: { kind: string }) => one.kind === 'email')
  expect(reached).toMatchObject({ category: 'contact', grounds: expect.any(Array) })
  // A datum goes when nothing holds it, and otherwise each ground is named.
  expect(
    answer.body.data.every((one: { goes: boolean; grounds: object[] }) => one.goes === (one.grounds.length === 0)),
  ).toBe(true)
  for (const path of [`/consents/${given.change}`, `/parties/${api.bank.marta}/consents`])
    expect((await api.get(path, { token: api.tokens.janis })).status).toBe(404)
  const report = await api.get('/consents/propagation', { token: api.tokens.operator })
  expect(report.body.systems).toContainEqual(expect.objectContaining({ kind: 'entity', target: 'lt', late: 0 }))
  expect((await api.get('/consents/propagation')).status).toBe(403)
  const late = await api.get('/consents/propagation?asOf=2999-01-01', { token: api.tokens.operator })
  expect(late.body.open[0]).toMatchObject({ late: true, delivered: null })
  const list = await api.get('/worklists/late-consent-confirmations?asOf=2999-01-01', { token: api.tokens.operator })
  expect(list.body.items.length).toBeGreaterThan(0)
  const metrics = await api.server.inject({ method: 'GET', url: '/metrics' })
  expect(metrics.body).toContain('pacta_consent_confirmations_late 0')
})
