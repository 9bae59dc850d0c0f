import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import { type Institution, openInstitution } from '../../operations/institution.ts'
import { LaneHolder } from '../../operations/lane-holder.ts'
import { people } from '../../parties/testing/people.ts'
import { buildServer } from '../server.ts'
import type { Bearer, TokenRole } from '../tokens/store.ts'
import { createToken } from '../tokens/tokens.ts'

/** The API of the hire-purchase lender, whose offers go by telephone and by post, too. */
let database: TestDatabase
let institution: Institution
let lanes: LaneHolder
let server: FastifyInstance
const keysDir = mkdtempSync(join(tmpdir(), 'pacta-keys-'))
const tokens: Partial<Record<TokenRole, string>> = {}
let liga: string
let keys = 0

beforeAll(async () => {
  database = await testDatabase()
  const pack = join(import.meta.dirname, '../../../packs/koduliising')
  const openingDate = Temporal.PlainDate.from('2026-01-05')
  institution = await openInstitution({ databaseUrl: database.url, pack, keysDir, openingDate })
  lanes = await LaneHolder.take(institution, database.url)
  server = await buildServer(institution, { lanes, pages: 'https://lender.example' })
  await bear('teller', { staff: 'T-01' })
  await bear('operator', { staff: 'O-01' })
  await bear('marketing-officer', { staff: 'M-01' })
  await bear('data-protection-officer', { staff: 'D-01' })
  const { name, code } = people.liga
  const registered = await post('teller', '/parties', {
    ...{ kind: 'natural', consumer: true, residence: 'EE', name, personalCode: code, codeCountry: 'LV' },
    ...{ phone: '+372 5550100', address: 'Näidise 1, 90504 Haapsalu' },
  })
  expect(registered).toMatchObject({ outcome: 'accepted' })
  liga = String(registered.facts.party)
  await bear('customer', { party: Number(liga) as Bearer['party'] })
  for (const [letter, purpose] of [['news', 'advertising'] as const])
    await post('marketing-officer', '/letters', {
      ...{ letter, purpose, title: { en: 'A new chair' }, text: { en: 'There is a new chair to hire.' } },
    })
})
afterAll(async () => {
  await server.close()
  await lanes.close()
  await institution.close()
  await database.close()
  rmSync(keysDir, { recursive: true })
})

async function bear(role: TokenRole, who: Partial<Bearer>): Promise<void> {
  tokens[role] = await createToken(institution.sql, { client: 'test', role, party: who.party, staff: who.staff })
  if (who.staff !== undefined) await post(role, '/staff/confidentiality', { agreed: true })
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
async function post(role: TokenRole, url: string, body: object): Promise<any> {
  keys += 1
  const headers = { authorization: `Bearer ${tokens[role]}`, 'idempotency-key': `key-${keys}` }
  return (await server.inject({ method: 'POST', url, headers, payload: body })).json()
}

async function get(role: TokenRole, url: string) {
  const answer = await server.inject({ method: 'GET', url, headers: { authorization: `Bearer ${tokens[role]}` } })
  const isJson = String(answer.headers['content-type']).includes('json')
  return { status: answer.statusCode, headers: answer.headers, body: isJson ? answer.json() : answer.rawPayload }
}

const letOut = async (channel: string): Promise<string> =>
  (await post('marketing-officer', `/parties/${liga}/offers`, { letter: 'news', channel })).facts.message

it('an offer by telephone waits on a list, and its number is read at the moment of the call', async () => {
  const message = await letOut('phone')
  const list = await get('marketing-officer', '/offers?channel=phone')
  expect(list.body.offers).toMatchObject([{ message, subject: liga, letter: 'news', tries: 0 }])
  expect(JSON.stringify(list.body)).not.toContain('5550100')
  const contact = await get('marketing-officer', `/offers/${message}/contact`)
  expect(contact.body).toMatchObject({
    title: 'A new chair',
    reach: [{ kind: 'phone', value: expect.stringContaining('5550100') }],
  })
  expect((await get('teller', '/offers?channel=phone')).status).toBe(403)
  expect((await get('customer', `/offers/${message}/contact`)).status).toBe(403)
  const result = (outcome: string) =>
    post('marketing-officer', `/parties/${liga}/offers/${message}/result`, { outcome })
  expect(await result('not-reached')).toMatchObject({ outcome: 'accepted', facts: { tries: 1 } })
  expect((await get('marketing-officer', '/offers?channel=phone')).body.offers).toMatchObject([{ tries: 1 }])
  expect(await result('reached')).toMatchObject({ outcome: 'accepted', facts: { tries: 2 } })
  expect((await get('marketing-officer', '/offers?channel=phone')).body.offers).toEqual([])
  const again = await get('marketing-officer', `/offers/${message}/contact`)
  expect(again).toMatchObject({ status: 409, body: { code: 'offer-settled' } })
  expect((await get('customer', `/parties/${liga}/messages`)).body.messages).toMatchObject([{ outcome: 'reached' }])
})

it('offers by post are printed as one PDF, each with the way to refuse', async () => {
  expect((await get('marketing-officer', '/offers/letters/pdf')).status).toBe(404)
  const [first, second] = [await letOut('post'), await letOut('post')]
  const printed = await get('marketing-officer', '/offers/letters/pdf')
  expect(printed).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/pdf', 'pacta-messages': `${first} ${second}` },
  })
  expect(printed.body.subarray(0, 5).toString()).toBe('%PDF-')
  const result = await post('marketing-officer', `/parties/${liga}/offers/${first}/result`, { outcome: 'printed' })
  expect(result).toMatchObject({ outcome: 'accepted', facts: { outcome: 'printed' } })
  expect((await get('marketing-officer', '/offers?channel=post')).body.offers).toMatchObject([{ message: second }])
})

it('a refusal of a minute ago counts: the offer leaves the list, and nobody is drawn', async () => {
  const message = await letOut('phone')
  expect((await get('marketing-officer', '/offers?channel=phone')).body.offers).toHaveLength(1)
  expect(await post('customer', `/parties/${liga}/marketing/refusal`, {})).toMatchObject({ outcome: 'accepted' })
  for (const channel of ['phone', 'post'])
    expect((await get('marketing-officer', `/offers?channel=${channel}`)).body.offers).toEqual([])
  const contact = await get('marketing-officer', `/offers/${message}/contact`)
  expect(contact).toMatchObject({ status: 403, body: { code: 'processing-stopped' } })
  expect(contact.body.clauses).toContainEqual(expect.objectContaining({ document: 'KL', clause: '6.4' }))
  expect((await get('marketing-officer', '/offers/letters/pdf')).status).toBe(404)
})

it('requests that came by processors stand on a list with their day, and in a report', async () => {
  const pass = (kind: string) =>
    post('operator', '/passed-on-requests', {
      ...{ subject: liga, processor: 'shop', kind, file: 'P-1', receivedOn: '2025-12-01' },
    })
  const [forbidding, access] = [await pass('objection'), await pass('access')]
  const list = await get('data-protection-officer', '/worklists/passed-on-requests')
  expect(list.body.items).toMatchObject([
    { request: forbidding.facts.request, overdue: true, byHand: false, answerBy: '2026-01-01' },
    { request: access.facts.request, overdue: true, byHand: true, commands: [] },
  ])
  const { request } = forbidding.facts
  const done = await post('data-protection-officer', `/parties/${liga}/purposes/studies/prohibition`, { request })
  expect(done).toMatchObject({ outcome: 'accepted', facts: { answered: true, late: true, receivedOn: '2025-12-01' } })
  const report = await get('data-protection-officer', '/passed-on-requests?asOf=2026-01-01')
  expect(report.body).toMatchObject({
    standings: [
      { processor: 'shop', kind: 'access', open: 1, late: 0 },
      { processor: 'shop', kind: 'objection', answeredLate: 1, open: 0, late: 0 },
    ],
    open: [{ request: access.facts.request, byHand: true, late: false }],
  })
  const dayAfter = await get('data-protection-officer', '/passed-on-requests?asOf=2026-01-02')
  expect(dayAfter.body.standings[0]).toMatchObject({ kind: 'access', late: 1 })
  expect((await get('customer', '/passed-on-requests')).status).toBe(403)
})

it('a parent sees and says for a child what happens to its data, and nobody else does', async () => {
  const { name, code } = people.anna
  const person = { kind: 'natural', consumer: true, residence: 'EE', name, personalCode: code, codeCountry: 'LV' }
  const anna = String((await post('teller', '/parties', person)).facts.party)
  const consents = () => get('customer', `/parties/${anna}/consents`)
  expect((await consents()).status).toBe(404)
  expect(await post('customer', `/parties/${anna}/marketing/refusal`, {})).toMatchObject({
    code: 'subject-not-concerned',
  })
  const guardian = { guardian: liga, authority: 'parent', evidence: 'B-2020/1' }
  expect(await post('teller', `/parties/${anna}/guardians`, guardian)).toMatchObject({ outcome: 'accepted' })
  expect(await post('customer', `/parties/${anna}/marketing/refusal`, {})).toMatchObject({ outcome: 'accepted' })
  expect((await consents()).body).toMatchObject({
    party: anna,
    changes: [{ act: 'marketing-refused', actedFor: { by: liga, authority: 'parent' } }],
  })
  const guardians = await get('operator', `/parties/${anna}/guardians`)
  expect(guardians.body).toMatchObject({
    stage: 'unknown',
    guardians: [{ guardian: liga, evidence: 'B-2020/1', endedOn: null }],
  })
  expect((await get('customer', `/parties/${anna}/guardians`)).status).toBe(404)
  await post('teller', `/parties/${anna}/guardians/${liga}/end`, {})
  expect((await consents()).status).toBe(404)
})
