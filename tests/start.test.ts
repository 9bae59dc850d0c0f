/** `pacta start` as a process: what an operator meets. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const main = join(import.meta.dirname, '../src/cli/main.ts')
let dataDir: string
const running = new Set<ChildProcess>()

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pacta-start-'))
})
afterAll(async () => {
  for (const process of running) {
    process.kill('SIGKILL')
    await once(process, 'exit')
  }
  const stopping = spawn(process.execPath, [main, 'db', 'stop'], { env: { ...process.env, PACTA_DATA: dataDir } })
  await once(stopping, 'exit')
  await rm(dataDir, { recursive: true })
})

type Started = {
  readonly process: ChildProcess
  readonly port: number
  readonly text: () => string
  readonly exit: Promise<number | null>
}

function start(port: number, environment: Record<string, string> = {}): Started {
  const { DATABASE_URL: _none, ...inherited } = process.env
  const child = spawn(process.execPath, [main, 'start'], {
    env: { ...inherited, PACTA_DATA: dataDir, PORT: String(port), PACTA_LOG: 'warn', ...environment },
  })
  running.add(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part))
  const exit = once(child, 'exit').then(([code]) => {
    running.delete(child)
    return code as number | null
  })
  return { process: child, port, text: () => text, exit }
}

async function serving(started: Started): Promise<Started> {
  await expect.poll(() => started.text(), { timeout: 60_000, interval: 20 }).toContain('Pacta serves on')
  return started
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
const get = async (port: number, path: string, token?: string): Promise<any> =>
  (
    await fetch(`http://127.0.0.1:${port}${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} })
  ).json()

async function freePort(): Promise<number> {
  const server = await listen(0)
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

const listen = (port: number): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server))
  })

/** The operator's token, as the first page shows it. */
async function operatorToken(port: number): Promise<string> {
  const page = await (await fetch(`http://127.0.0.1:${port}/`)).text()
  return /Operator O-01<\/td><td>operator<\/td><td><code>(pacta_[\w-]{43})/.exec(page)?.[1] ?? ''
}

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
