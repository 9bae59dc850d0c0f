import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiUnderTest } from '../testing/api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

const url = '/entities/lv/day-closes'
const asOperator = () => ({ token: api.tokens.operator })

it('an operator closes the days that were left behind, and sees what came of it', async () => {
  const { body: before } = await api.get(url, asOperator())
  expect(before).toMatchObject({ entity: 'lv', next: null, running: null, interrupted: null, closed: [] })
  const today = Temporal.PlainDate.from(before.businessDate)
  const to = today.add({ days: 1 }).toString()
  const moved = await api.post('/clock/cut-overs', { to }, asOperator())
  expect(moved.body).toMatchObject({ outcome: 'accepted', facts: { businessDate: to } })

  const begun = await api.post(url, {}, asOperator())
  expect(begun.status).toBe(202)
  expect(begun.headers['location']).toBe(url)
  await expect.poll(async () => (await api.get(url, asOperator())).body.next, { timeout: 10_000 }).toBe(to)
  const { body } = await api.get(url, { token: api.tokens.auditor })
  expect(body).toMatchObject({ businessDate: to, running: null, failed: null, closed: [{ day: today.toString() }] })
  expect(body.closed[0].steps[0]).toMatchObject({ name: 'hold-expiry', subjects: 0, failed: 0 })
})

it('further than the day after today’s an operator may not go', async () => {
  const to = Temporal.Now.plainDateISO('Europe/Riga').add({ days: 2 }).toString()
  const { status, body } = await api.post('/clock/cut-overs', { to }, asOperator())
  expect(status).toBe(422)
  expect(body).toMatchObject({ code: 'business-date-ahead', clauses: [{ document: 'GBT', clause: '1.4' }, {}] })
})

it('nobody else may, and only entities that there are', async () => {
  for (const token of [api.tokens.marta, api.tokens.teller, api.tokens.auditor])
    expect(await api.post(url, {}, { token })).toMatchObject({ status: 403, body: { code: 'role-not-permitted' } })
  expect(await api.get(url, { token: api.tokens.teller })).toMatchObject({ status: 403 })
  expect(await api.get('/entities/xx/day-closes', asOperator())).toMatchObject({ status: 404 })
  expect(await api.post(url, { until: '2026-02-30' }, asOperator())).toMatchObject({ status: 400 })
})

it('no token sends the commands of a close themselves', async () => {
  const commands = [{ kind: 'day.close', key: 'mine', payload: { day: '2026-01-05' } }]
  const { body } = await api.post('/commands/bulk', { mode: 'continueOnFailure', commands }, asOperator())
  expect(JSON.stringify(body)).toContain('role-not-permitted')
})
