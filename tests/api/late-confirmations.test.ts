/** LP-V.manage, last sentence: systems that have not confirmed in time raise the alarm, wherever somebody looks. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'
import { propagation } from '../../src/cli/consents.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

/** What `pacta consents propagation` writes, and the code it exits with. */
async function reported(): Promise<{ readonly text: string; readonly exit: number | undefined }> {
  const before = process.exitCode
  vi.stubEnv('DATABASE_URL', api.database.url)
  process.exitCode = undefined
  const written: string[] = []
  const output = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
  try {
    await propagation({})
    return { text: written.join(''), exit: process.exitCode as number | undefined }
  } finally {
    output.mockRestore()
    vi.unstubAllEnvs()
    process.exitCode = before
  }
}

const late = async (): Promise<number> => {
  const { payload } = await api.server.inject({
    url: '/metrics',
    headers: { authorization: `Bearer ${api.tokens.operator}` },
  })
  return Number(/^pacta_consent_confirmations_late (\d+)$/m.exec(payload)?.[1])
}

it('a confirmation that is late stands in the report, the metric, the list of deadlines and the exit code', async () => {
  const marta = String(api.bank.marta)
  const { status } = await api.post(`/parties/${marta}/marketing/refusal`, {}, { token: api.tokens.marta })
  expect(status).toBe(200)
  const { operator } = api.tokens
  const { open } = (await api.get('/consents/propagation?limit=100', { token: operator })).body
  const due = Temporal.PlainDate.from(
    open
      .map((one: { due: string }) => one.due)
      .toSorted()
      .at(-1),
  )
  const [held] = api.lanes.lanes
  if (held === undefined) throw new Error('the pack has no entity')
  const cutOver = (to: Temporal.PlainDate) =>
    api.lanes.writer(held.lane).submit({
      ...{ kind: 'clock.cut-over', client: 'test', key: `to ${to}`, actor: { role: 'system' }, purpose: 'operations' },
      payload: { to: to.toString() },
    })
  const waiting = async (asOf: Temporal.PlainDate) => {
    const list = (await api.get(`/worklists/privacy-deadlines?asOf=${asOf}&limit=500`, { token: operator })).body
    return list.items.filter(({ kind }: { kind: string }) => kind === 'consent-propagation').length
  }
  await cutOver(due)
  const [lastDay, onTime] = [await late(), await reported()]
  await cutOver(due.add({ days: 1 }))
  expect(await late()).toBe(open.length)
  expect(lastDay).toBeLessThan(open.length)
  expect(onTime.exit === 1).toBe(lastDay > 0)
  const alarm = await reported()
  expect(alarm.exit).toBe(1)
  expect(alarm.text).toMatch(/\d+ LATE/)
  const { systems } = (await api.get('/consents/propagation', { token: operator })).body
  const total = systems.reduce((sum: number, one: { late: number }) => sum + one.late, 0)
  expect(total).toBe(open.length)
  expect(await waiting(due.add({ days: 1 }))).toBe(open.length)
})
