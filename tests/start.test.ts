/** `pacta start` as a process: what an operator meets. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demonstrationToken, freePort, listen, PactaProcesses, type Started, serving } from './pacta-process.ts'

let dataDir: string
let pacta: PactaProcesses

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pacta-start-'))
  pacta = new PactaProcesses(dataDir)
})
afterAll(async () => {
  await pacta.close()
  await rm(dataDir, { recursive: true })
})

const start = (port: number, environment: Record<string, string> = {}): Started => pacta.start(port, environment)

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
const get = async (port: number, path: string, token?: string): Promise<any> =>
  (
    await fetch(`http://127.0.0.1:${port}${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} })
  ).json()

/** The operator's token, as the first page shows it. */
const operatorToken = (port: number) => demonstrationToken(port, 'Operator O-01')

describe('pacta start', () => {
  it('says in one line that its port is taken, and what to do', async () => {
    const taken = await listen(0)
    const { port } = taken.address() as { port: number }
    const started = start(port)
    expect(await started.exit).toBe(1)
    expect(started.text()).toBe(
      `pacta: port ${port} is taken: another program listens on it. Stop that program, or choose another port: PORT=8081 npm start.\n`,
    )
    taken.close()
  })

  it('says in one line that a port is none, that the folder is a file, or that there is no pack', async () => {
    const port = await freePort()
    const file = join(dataDir, 'a-file')
    await writeFile(file, '')
    for (const [environment, words] of [
      [{ PORT: '99999' }, 'pacta: PORT cannot be used: "99999" is no number from 1 to 65535.'],
      [{ PACTA_DATA: file }, 'pacta: no folder for the data: '],
      [{ PACTA_PACK: '/nowhere' }, 'pacta: there is no such pack: /nowhere.'],
    ] as const) {
      const started = start(port, environment)
      expect(await started.exit).toBe(1)
      expect(started.text()).toContain(words)
      expect(started.text().trim().split('\n')).toHaveLength(1)
    }
  })

  it('serves a demonstration bank that is continued after a crash, and found again', async () => {
    const port = await freePort()
    // Killed as soon as the lane has something: the demonstration is half made.
    const killed = start(port)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    killed.process.kill('SIGKILL')
    await killed.exit

    const first = await serving(start(port))
    const token = await operatorToken(port)
    const { decisions } = await get(port, '/journal?limit=200', token)
    expect(decisions.filter(({ kind }: { kind: string }) => kind === 'party.register')).toHaveLength(5)
    const { totals } = await get(port, '/trial-balance', token)
    expect(totals.map(({ minor }: { minor: string }) => minor)).toEqual(['0', '0'])
    const other = start(await freePort())
    expect(await other.exit).toBe(1)
    expect(other.text()).toContain('pacta: another Pacta serves this bank: ')
    first.process.kill('SIGINT')
    expect(await first.exit).toBe(0)

    const second = await serving(start(port))
    expect(await operatorToken(port)).toBe(token)
    expect((await get(port, '/journal?limit=200', token)).decisions).toEqual(decisions)
    second.process.kill('SIGTERM')
    expect(await second.exit).toBe(0)
  }, 180_000)
})
