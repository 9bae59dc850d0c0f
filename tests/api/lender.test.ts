/** What the client of a lender sees over HTTP of what was told about them: reports of debts, and what databases returned. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildServer } from '../../src/api/server.ts'
import { createToken } from '../../src/api/tokens/tokens.ts'
import { laneOf } from '../../src/kernel/ids.ts'
import { type DemonstrationLender, demonstrateLender } from '../../src/operations/demonstration/lender.ts'
import { type Institution, openInstitution } from '../../src/operations/institution.ts'
import { LaneHolder } from '../../src/operations/lane-holder.ts'
import { obligationKey } from '../../src/privacy/disclosures/debts/rules.ts'
import { lastReportStore } from '../../src/privacy/disclosures/debts/store.ts'
import { testDatabase } from '../database.ts'

const closing: (() => Promise<unknown>)[] = []
let server: Awaited<ReturnType<typeof buildServer>>
let lender: DemonstrationLender
let today: Temporal.PlainDate
let institution: Institution
let cutOver: () => Promise<void>
const tokens: Record<'client' | 'other' | 'credit' | 'compliance', string> = {
  ...{ client: '', other: '', credit: '', compliance: '' },
}

beforeAll(async () => {
  const database = await testDatabase()
  closing.push(() => database.close())
  const keysDir = await mkdtemp(join(tmpdir(), 'pacta-keys-'))
  closing.push(() => rm(keysDir, { recursive: true }))
  const pack = join(import.meta.dirname, '../../packs/koduliising')
  institution = await openInstitution({ databaseUrl: database.url, pack, keysDir })
  closing.push(() => institution.close())
  const lanes = await LaneHolder.take(institution, database.url)
  closing.push(() => lanes.close())
  const [held] = lanes.lanes
  if (held === undefined) throw new Error('the pack has no entity')
  const writer = lanes.writer(held.lane)
  const made = await demonstrateLender(institution, held.entity, writer)
  if (made === undefined) throw new Error('the lane was not empty')
  lender = made
  today = writer.head.businessDate
  cutOver = async () => {
    today = today.add({ days: 1 })
    const moment = { client: 'test', key: `to ${today}`, actor: { role: 'system' }, purpose: 'operations' } as const
    const { decision } = await writer.submit({ ...moment, kind: 'clock.cut-over', payload: { to: today.toString() } })
    expect(decision.code).toBeNull()
  }
  const { sql } = institution
  const token = (who: Partial<Parameters<typeof createToken>[1]>) =>
    createToken(sql, { client: 'test', role: 'customer', party: undefined, staff: undefined, ...who })
  tokens.client = await token({ party: lender.client })
  tokens.other = await token({ party: lender.other })
  tokens.credit = await token({ role: 'credit-officer', staff: 'K-01' })
  tokens.compliance = await token({ role: 'compliance-officer', staff: 'C-01' })
  server = await buildServer(institution, { lanes })
  closing.push(() => server.close())
}, 120_000)
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

let keys = 0
async function ask(method: 'GET' | 'POST', url: string, token: string, body?: object) {
  keys += 1
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': `key-${keys}` }
  const answer = await server.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
  return { status: answer.statusCode, body: answer.json() }
}

it('a client sees which debt was announced, and what was reported of it, and nobody else does', async () => {
  const subject = String(lender.client)
  const notice = { obligation: 'J-2026/1', dueOn: today.subtract({ days: 46 }).toString(), notice: 'D-2026/1' }
  const announced = await ask('POST', '/debt-reports', tokens.credit, {
    ...{ subject, recipient: 'default-register', ...notice },
  })
  expect(announced.status, JSON.stringify(announced.body)).toBe(200)
  const { report } = announced.body.facts
  const own = async () => (await ask('GET', `/parties/${subject}/debt-reports`, tokens.client)).body.reports
  expect(await own()).toMatchObject([{ report, state: 'announced', obligation: 'J-2026/1', amount: null }])
  const reporting = {
    ...{ receiver: '10256137', purpose: 'creditworthiness', kinds: ['name', 'personal-code', 'settlement'] },
    ...{ country: 'EE', law: 'IKS-11-6', amount: { minor: '8000', currency: 'EUR' } },
  }
  const early = await ask('POST', `/debt-reports/${report}/report`, tokens.credit, reporting)
  expect(early.body).toMatchObject({ code: 'debtor-not-told' })
  await cutOver()
  const made = await ask('POST', `/debt-reports/${report}/report`, tokens.credit, reporting)
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  expect(await own()).toMatchObject([
    {
      ...{ report, state: 'reported', receiver: '10256137', kinds: ['name', 'personal-code', 'settlement'] },
      amount: { minor: '8000', currency: 'EUR' },
    },
  ])
  const disclosed = await ask('GET', `/parties/${subject}/disclosures?language=et`, tokens.client)
  expect(disclosed.body.disclosures[0]).toMatchObject({
    ...{ disclosure: made.body.facts.disclosure, allowedBy: { document: 'KL', clause: '5.4.1' } },
    shown: expect.arrayContaining([{ kind: 'announcement', reference: 'D-2026/1' }]),
  })
  expect((await ask('GET', `/parties/${subject}/debt-reports`, tokens.other)).status).toBe(404)
  const again = await ask('POST', '/debt-reports', tokens.credit, {
    ...{ subject, recipient: 'default-register', ...notice },
  })
  expect([again.status, again.body.code]).toEqual([409, 'debt-report-open'])
  // And from the table, as after a restart: the newest of each obligation.
  const [key, other] = ['J-2026/1', 'J-2026/2'].map((one) => obligationKey(lender.client, one)) as [string, string]
  const loaded = await lastReportStore.load(institution.sql, laneOf(lender.client), [key, other])
  expect([...loaded]).toEqual([[key, { subject: lender.client, obligation: 'J-2026/1', report: Number(report) }]])
})

it('which other databases got data on a debt, the client is told, by what they are and by their number', async () => {
  const subject = String(lender.client)
  const made = await ask('POST', '/disclosures', tokens.credit, {
    ...{ subjects: [subject], recipient: 'register-keeper', receiver: '10723122', purpose: 'creditworthiness' },
    ...{ basis: 'legal-obligation', kinds: ['name', 'settlement', 'credit-history'] },
    shown: [
      { kind: 'law', reference: 'VOS-403-4' },
      { kind: 'agreement', reference: 'L-2026/7' },
    ],
  })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  const [told] = (await ask('GET', `/parties/${subject}/disclosures?language=en`, tokens.client)).body.disclosures
  expect(told).toMatchObject({
    ...{ disclosure: made.body.facts.disclosure, receiver: '10723122', country: 'EE' },
    ...{ kinds: ['name', 'settlement', 'credit-history'], allowedBy: { clause: '5.1.3' } },
  })
  expect(told.recipient).toMatch(/^[A-Z][a-z ]+/)
})

it('no debt gets into a register by hand', async () => {
  const made = await ask('POST', '/disclosures', tokens.credit, {
    ...{ subjects: [String(lender.client)], recipient: 'default-register', receiver: '10256137' },
    ...{ purpose: 'creditworthiness', basis: 'legitimate-interest', kinds: ['name'], country: 'EE' },
    shown: ['overdue', 'announcement', 'law'].map((kind) => ({ kind, reference: '1', dueOn: '2020-01-01' })),
  })
  expect([made.status, made.body.code]).toEqual([403, 'condition-missing'])
  expect(made.body.facts.madeBy).toEqual({ announcement: 'debt-report.announce' })
  expect(made.body.detail).toContain('announcement (POST /debt-reports)')
  const unasked = await ask('POST', '/disclosures', tokens.compliance, {
    ...{ subjects: [String(lender.client)], recipient: 'authority', receiver: '70000001' },
    ...{ purpose: 'legal-duties', basis: 'legal-obligation', kinds: ['name'], country: 'EE' },
    shown: ['law', 'enquiry', 'case'].map((kind) => ({ kind, reference: '1' })),
  })
  expect([unasked.status, unasked.body.code]).toEqual([403, 'condition-missing'])
  expect(unasked.body.detail).toContain('enquiry (POST /authority-enquiries)')
})

it('a client sees at once what a database was asked and returned, and reads what came back, for nothing', async () => {
  const subject = String(lender.client)
  const own = async () => (await ask('GET', `/parties/${subject}/enquiries`, tokens.client)).body.enquiries
  const [made] = await own()
  expect(made).toMatchObject({ purpose: 'creditworthiness', asked: ['address', 'income'], returned: null })
  const recorded = await ask('POST', `/parties/${subject}/facts`, tokens.credit, {
    facts: [{ kind: 'income', value: 'EUR 1,500 a month' }],
    ...{ purpose: 'creditworthiness', source: 'register', shown: [{ kind: 'application', reference: 'A-2026-1' }] },
  })
  expect(recorded.status, JSON.stringify(recorded.body)).toBe(200)
  const { facts } = recorded.body.facts
  const returned = await ask('POST', `/database-enquiries/${made.enquiry}/return`, tokens.credit, { facts })
  expect(returned.status, JSON.stringify(returned.body)).toBe(200)
  expect(await own()).toMatchObject([{ enquiry: made.enquiry, returned: [{ fact: facts[0], kind: 'income' }] }])
  const read = await ask('GET', `/parties/${subject}?facts=income&purpose=creditworthiness`, tokens.client)
  expect(JSON.stringify(read.body)).toContain('EUR 1,500 a month')
})
