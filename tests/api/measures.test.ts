/** What shows that measures are taken, over HTTP: tests, training, reviews, and the report of what is lacking. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiUnderTest, type Told } from '../../src/api/testing/api-under-test.ts'
import { createToken } from '../../src/api/tokens/tokens.ts'
import { asText } from '../../src/cli/measures.ts'
import { measuresReport } from '../../src/privacy/measures/report.ts'
import { expectReplayed } from '../sound.ts'

let api: ApiUnderTest
let officer: { token: string }
let today: Temporal.PlainDate
beforeAll(async () => {
  api = await ApiUnderTest.open()
  const bearer = { client: 'test', role: 'data-protection-officer', party: undefined, staff: 'D-01' } as const
  officer = { token: await createToken(api.institution.sql, bearer) }
  for (const entity of ['lv', 'ee'])
    await api.post(`/staff/confidentiality?entity=${entity}`, { agreed: true }, officer)
  const [held] = api.lanes.lanes
  if (held === undefined) throw new Error('the pack has no entity')
  today = api.lanes.head(held.lane).businessDate
}, 120_000)
afterAll(() => api.close())

const post = async (url: string, body: object): Promise<Told> => {
  const told = await api.post(url, { on: today.toString(), evidence: 'E-1', ...body }, officer)
  expect(told.status, JSON.stringify(told.body)).toBe(200)
  return told
}
const report = async (query = '') => (await api.get(`/measures${query}`, officer)).body
const of = async (list: 'measures' | 'processors' | 'staff', name: string, query = '') =>
  (await report(query))[list].find((one: Record<string, unknown>) => Object.values(one)[0] === name)
const items = async (worklist: string, query = '') =>
  (await api.get(`/worklists/${worklist}${query}`, officer)).body.items as readonly Record<string, unknown>[]

it('a measure that was never tested is due a period after the bank began; a test sets the next day', async () => {
  expect(await of('measures', 'premises')).toEqual({
    ...{ measure: 'premises', clause: 'LP-I.7', tested: null, renewedOn: null },
    ...{ due: today.add({ years: 1 }).toString(), standing: 'in-order' },
  })
  const late = `?asOf=${today.add({ years: 1, days: 1 })}`
  expect(await of('measures', 'premises', late)).toMatchObject({ standing: 'overdue' })
  await post('/measures/premises/tests', { result: 'fails' })
  expect(await of('measures', 'premises')).toMatchObject({ due: today.toString(), standing: 'failed' })
  await post('/measures/premises/renewals', {})
  expect(await of('measures', 'premises')).toMatchObject({ renewedOn: today.toString(), standing: 'failed' })
  await post('/measures/premises/tests', { result: 'works', evidence: 'E-2' })
  const due = today.add({ years: 1 })
  const tested = { on: today.toString(), result: 'works', evidence: 'E-2' }
  expect(await of('measures', 'premises')).toMatchObject({ tested, due: due.toString(), standing: 'in-order' })
  for (const [day, standing] of [
    [due.subtract({ days: 1 }), 'in-order'],
    [due, 'in-order'],
    [due.add({ days: 1 }), 'overdue'],
  ] as const) {
    expect(await of('measures', 'premises', `?asOf=${day}`)).toMatchObject({ standing })
    const listed = (await items('overdue-measures', `?asOf=${day}`)).some(({ measure }) => measure === 'premises')
    expect(listed, day.toString()).toBe(standing === 'overdue')
  }
})

it('a processor is listed until it was vetted, from the day after its next review was due, and when it failed', async () => {
  // Nobody worked at the entity next door yet; here the demonstration had each of them vetted.
  const elsewhere = await of('processors', 'sms', '?entity=ee')
  expect(elsewhere).toMatchObject({ reviewed: null, due: null, standing: 'unvetted' })
  expect(await items('provider-reviews', '?entity=ee')).toContainEqual(elsewhere)
  expect(await of('processors', 'sms')).toMatchObject({ reviewed: { kind: 'vetting' } })
  await post('/processors/sms/reviews', { result: 'passed' })
  const due = today.add({ years: 1 })
  expect(await of('processors', 'sms')).toMatchObject({ due: due.toString(), standing: 'in-order' })
  for (const [day, listed] of [
    [due.subtract({ days: 1 }), false],
    [due, false],
    [due.add({ days: 1 }), true],
  ] as const)
    expect((await items('provider-reviews', `?asOf=${day}`)).some(({ processor }) => processor === 'sms')).toBe(listed)
  await post('/processors/sms/reviews', { result: 'failed' })
  expect(await of('processors', 'sms')).toMatchObject({ reviewed: { kind: 'monitoring' }, standing: 'failed' })
})

it('staff who may read are listed until they were trained in everything, and again after the last day of a training', async () => {
  const untrained = async (query = '') => (await items('untrained-staff', query)).find(({ staff }) => staff === 'D-01')
  expect(await untrained()).toEqual({
    staff: 'D-01',
    missing: ['data-protection', 'information-security'],
    until: null,
  })
  const earlier = today.subtract({ months: 2 })
  const lesson = { staff: ['D-01'], taughtBy: '40000000001' }
  await post('/staff/trainings', { ...lesson, topic: 'data-protection', on: earlier.toString() })
  expect(await untrained()).toMatchObject({ missing: ['information-security'] })
  await post('/staff/trainings', { ...lesson, topic: 'information-security' })
  const until = earlier.add({ years: 1 })
  expect(await of('staff', 'D-01')).toEqual({ staff: 'D-01', missing: [], until: until.toString() })
  for (const [day, missing] of [
    [until.subtract({ days: 1 }), undefined],
    [until, undefined],
    [until.add({ days: 1 }), ['data-protection']],
  ] as const)
    expect((await untrained(`?asOf=${day}`))?.['missing'], day.toString()).toEqual(missing)
})

it('the report is for those who answer for measures, and in words it names what is late', async () => {
  expect(await api.get('/measures', { token: api.tokens.teller })).toMatchObject({ status: 403 })
  expect(await api.get('/measures', { token: api.tokens.marta })).toMatchObject({ status: 403 })
  const [held] = api.lanes.lanes
  if (held === undefined) throw new Error('the pack has no entity')
  const found = await measuresReport(api.institution.sql, held.lane, api.institution.rulebookOf(held.lane), today)
  const lines = asText(found).split('\n')
  expect(lines[0]).toBe(
    `lv, ${today}: ${found.measures.length} measures, ${found.processors.length} processors, ${found.staff.length} staff`,
  )
  expect(lines).toContainEqual(
    expect.stringMatching(new RegExp(`^encryption-at-rest +LP-I\\.7 +- +${today.add({ years: 1 })}$`)),
  )
  expect(lines).toContainEqual(
    expect.stringMatching(new RegExp(`^premises +LP-I\\.7 +${today} +${today.add({ years: 1 })}$`)),
  )
  expect(lines).toContainEqual(expect.stringMatching(/^sms +LP-III\.processors .*FAILED$/))
  expect(lines).toContain('T-01 is not trained in data-protection, information-security')
  const metrics = await api.server.inject({ url: '/metrics' })
  expect(metrics.payload).toMatch(/pacta_measures_lacking [1-9]/)
})

it('all of it comes out the same when it is decided again, and the records are what the journal leads to', async () => {
  await expectReplayed(api.institution.sql, api.institution.keys)
})
