import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'
import { sweepEntity } from '../../src/operations/retention/sweeping.ts'

let api: ApiUnderTest
let officer: string
let compliance: string
let marta: string
beforeAll(async () => {
  api = await ApiUnderTest.open()
  officer = await api.staffToken('data-protection-officer', 'D-01')
  compliance = await api.staffToken('compliance-officer', 'C-01')
  marta = `/parties/${api.bank.marta}`
}, 120_000)
afterAll(() => api.close())

const get = (url: string, token?: string) => api.get(url, token === undefined ? {} : { token })

describe('why data are kept', () => {
  it('is told to the person and to the officer: facts, details of records, and what knows them by number', async () => {
    const own = await get(`${marta}/retention`)
    expect(own.status).toBe(200)
    expect(own.body.facts.map(({ kind }: { kind: string }) => kind)).toEqual(expect.arrayContaining(['name', 'email']))
    const paid = own.body.details.find((one: { class: string }) => one.class === 'payment-details')
    expect(paid).toMatchObject({ what: 'account entries', until: null })
    expect(paid.count).toBeGreaterThan(0)
    const clauses = paid.grounds.map(({ clauses: [, first] }: { clauses: { clause: string }[] }) => first?.clause)
    expect(clauses).toEqual(expect.arrayContaining(['IV.contract', 'IV.law']))
    const seen = await get(`${marta}/retention`, officer)
    expect(seen.body).toMatchObject({ party: String(api.bank.marta), holds: [], details: [{ what: paid.what }] })
    const passages = await get(`${marta}/passages`)
    expect(passages.body.passages[0]).toMatchObject({ role: 'data-protection-officer' })
  })

  it('is told to nobody else', async () => {
    expect(await get(`${marta}/retention`, api.tokens.janis)).toMatchObject({ status: 404 })
    for (const token of [api.tokens.teller, compliance])
      expect(await get(`${marta}/retention`, token)).toMatchObject({ status: 403 })
    expect(await get('/parties/1099511999999/retention', officer)).toMatchObject({ status: 404 })
  })
})

describe('a legal hold', () => {
  const hold = (party: string, of = 'CR-7/26') => api.post(`${party}/legal-holds`, { case: of }, { token: compliance })

  it('is set for persons that exist alone, and its answer says whose data stay', async () => {
    expect(await hold('/parties/1099511999999')).toMatchObject({ body: { code: 'party-unknown' } })
    expect((await hold(marta)).body.facts).toEqual({ party: String(api.bank.marta), case: 'CR-7/26' })
    expect((await hold(marta)).body).toMatchObject({ code: 'legal-hold-stands' })
  })

  it('is seen by officers, and by nobody else: the person is not told of a case', async () => {
    for (const token of [officer, compliance]) {
      expect((await get(`${marta}/legal-holds`, token)).body).toMatchObject({ cases: ['CR-7/26'] })
      const all = await get('/legal-holds', token)
      expect(all.body.holds).toEqual([{ party: String(api.bank.marta), cases: ['CR-7/26'] }])
    }
    for (const token of [api.tokens.marta, api.tokens.teller, api.tokens.operator])
      for (const url of ['/legal-holds', `${marta}/legal-holds`]) expect((await get(url, token)).status, url).toBe(403)
    const own = await get(`${marta}/retention`)
    const holds = own.body.facts[0].grounds.filter(({ item }: { item: string }) => item === 'legal-hold')
    expect(holds).toMatchObject([{ because: null, until: null }])
    expect(JSON.stringify(own.body)).not.toContain('CR-7')
    const given = { purpose: 'direct-marketing', version: '2018-05-25', language: 'en' }
    expect((await api.post(`${marta}/consents`, given)).body).toMatchObject({ outcome: 'accepted' })
    const withdrawn = await api.post(`${marta}/consents/direct-marketing/withdrawal`, {})
    const left = await get(`/consents/${withdrawn.body.facts.change}`)
    expect(left.body.data[0].grounds.map(({ item }: { item: string }) => item)).toContain('legal-hold')
    expect(JSON.stringify(left.body)).not.toContain('CR-7')
    expect((await get(`${marta}/retention`, officer)).body.holds).toEqual(['CR-7/26'])
  })

  it('ends when it is released', async () => {
    const released = await api.post(`${marta}/legal-holds/releases`, { case: 'CR-7/26' }, { token: compliance })
    expect(released.body.facts).toEqual({ party: String(api.bank.marta), case: 'CR-7/26', left: 0 })
    expect((await get('/legal-holds', officer)).body.holds).toEqual([])
  })
})

it('how each entity stands with the sweep is told to staff, to probes and among the metrics', async () => {
  const before = await get('/retention/sweeps', officer)
  expect(before.body).toMatchObject({ entities: [{ entity: 'lv', swept: null, due: true }, {}, {}], runs: [] })
  const [held] = api.lanes.lanes
  if (held === undefined) expect.fail('no lane is held')
  const day = api.lanes.head(held.lane).businessDate
  await sweepEntity(api.institution, held.entity, day)
  const after = await get('/retention/sweeps', api.tokens.operator)
  expect(after.body.entities[0]).toMatchObject({ swept: day.toString(), due: false, daysBehind: 0 })
  expect(after.body.runs).toMatchObject([{ sweep: 1, day: day.toString(), backupExpires: null }])
  expect(await get('/retention/sweeps', api.tokens.teller)).toMatchObject({ status: 403 })
  expect((await get('/ready')).body.entities[0]).toMatchObject({ entity: 'lv', swept: day.toString() })
  expect((await get('/metrics')).body).toContain('pacta_retention_sweep_days_behind 0')
})
