import { afterAll, beforeAll, expect, it } from 'vitest'
import { saveDrill } from '../../operations/drill/store.ts'
import { ApiUnderTest } from '../testing/api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

const report = {
  at: '2026-01-05T10:00:00Z',
  sound: false,
  problems: ['the books'],
  seconds: { backup: 0.5, total: 2 },
  backup: { bytes: 10, tables: 2, rows: 3 },
}

it('operators and auditors see what drills found, the newest first', async () => {
  expect((await api.get('/drills', { token: api.tokens.auditor })).body).toEqual({ drills: [] })
  await saveDrill(api.institution.sql, report)
  await saveDrill(api.institution.sql, { ...report, at: '2026-01-06T10:00:00Z', sound: true, problems: [] })
  const { status, body } = await api.get('/drills?limit=5', { token: api.tokens.operator })
  expect(status).toBe(200)
  expect(body.drills).toMatchObject([{ at: '2026-01-06T10:00:00Z', sound: true }, report])
})

it('nobody else does, and nobody sends the record of a drill', async () => {
  for (const token of [api.tokens.marta, api.tokens.teller])
    expect(await api.get('/drills', { token })).toMatchObject({ status: 403, body: { code: 'role-not-permitted' } })
  const drill = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001'
  const payload = { drill, on: '2026-01-05', sound: true, problems: 0, restoreSeconds: 1 }
  const commands = [{ kind: 'drill.record', key: 'mine', payload }]
  const { body } = await api.post(
    '/commands/bulk',
    { mode: 'continueOnFailure', commands },
    { token: api.tokens.operator },
  )
  expect(JSON.stringify(body)).toContain('role-not-permitted')
})
