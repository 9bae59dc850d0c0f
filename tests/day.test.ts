/** `pacta clock advance`, `pacta day close` and `pacta day status` as processes: what an operator meets. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const main = join(import.meta.dirname, '../src/cli/main.ts')
let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pacta-day-'))
  chmodSync(dataDir, 0o755)
})
afterAll(async () => {
  await pacta('db', 'stop')
  await rm(dataDir, { recursive: true })
})

async function pacta(...words: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const { DATABASE_URL: _none, ...inherited } = process.env
  const child = spawn(process.execPath, [main, ...words], { env: { ...inherited, PACTA_DATA: dataDir } })
  let [out, err] = ['', '']
  child.stdout.on('data', (text: Buffer) => (out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (err += text.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

it('a demonstration lives through eight days in each entity, each closed, and the hold of its first day is given back', async () => {
  const { code, out, err } = await pacta('clock', 'advance', 'P8D', '--json')
  expect(err).toBe('')
  expect(code).toBe(0)
  const closed = JSON.parse(out)
  for (const { days } of closed) expect(days).toHaveLength(8)
  const [{ days }] = closed
  const [holds] = days.at(-1).steps
  expect(holds).toMatchObject({ name: 'hold-expiry', subjects: 1, failed: 0 })
  expect(holds.seconds).toBeGreaterThanOrEqual(0)

  const status = await pacta('day', 'status', '--json')
  const today = Temporal.PlainDate.from(days[0].day).add({ days: 8 }).toString()
  expect(JSON.parse(status.out)).toEqual(
    ['lv', 'ee', 'lt'].map((entity) => ({ entity, businessDate: today, next: today, step: null })),
  )
  expect(await pacta('day', 'close', '--entity', 'lv')).toMatchObject({
    code: 0,
    out: 'lv: no day was left to close.\n',
  })
  const idle = await pacta('clock', 'advance', 'P2D', '--entity', 'lt', '--json')
  expect(JSON.parse(idle.out)).toMatchObject([{ entity: 'lt', days: [{ problems: [] }, { problems: [] }] }])
})

it('says in one line what cannot be read', async () => {
  expect(await pacta('clock', 'advance', '3 months')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^pacta: that is no period/),
  })
  expect(await pacta('day', 'close', '--until', 'tomorrow')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^pacta: that is no date/),
  })
  expect(await pacta('day', 'close', '--entity', 'xx')).toMatchObject({
    code: 1,
    err: expect.stringContaining('there is no such entity'),
  })
})
