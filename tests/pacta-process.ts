/** Pacta as processes of their own: a server that serves, and commands that end. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { vi } from 'vitest'

const main = join(import.meta.dirname, '../src/cli/main.ts')

export type Started = {
  readonly process: ChildProcess
  readonly port: number
  /** What it wrote to its standard output and error so far. */
  readonly text: () => string
  readonly exit: Promise<number | null>
}

/** Processes of Pacta over one folder of data. */
export class PactaProcesses {
  readonly dataDir: string
  readonly #running = new Set<ChildProcess>()

  constructor(dataDir: string) {
    this.dataDir = dataDir
  }

  start(port: number, environment: Record<string, string> = {}): Started {
    const child = spawn(process.execPath, [main, 'start'], {
      env: this.#environment({ PORT: String(port), PACTA_LOG: 'warn', ...environment }),
    })
    this.#running.add(child)
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (text += part))
    const exit = once(child, 'exit').then(([code]) => {
      this.#running.delete(child)
      return code as number | null
    })
    return { process: child, port, text: () => text, exit }
  }

  /** Runs a command to its end. Gives all that it wrote, and how it ended. */
  run(...args: readonly string[]): Promise<{ readonly text: string; readonly failed: boolean }> {
    return new Promise((resolve) => {
      const options = { env: this.#environment({}), maxBuffer: 100_000_000 }
      execFile(process.execPath, [main, ...args], options, (error, stdout, stderr) =>
        resolve({ text: `${stdout}${stderr}`, failed: error !== null }),
      )
    })
  }

  /** Ends what still runs, and the database. */
  async close(): Promise<void> {
    for (const child of this.#running) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await this.run('db', 'stop')
  }

  #environment(more: Record<string, string>): NodeJS.ProcessEnv {
    const { DATABASE_URL: _none, ...inherited } = process.env
    return { ...inherited, PACTA_DATA: this.dataDir, ...more }
  }
}

export async function serving(started: Started): Promise<Started> {
  const hasBegun = () => {
    if (!started.text().includes('Pacta serves on')) throw new Error(`it does not serve: ${started.text()}`)
  }
  await vi.waitFor(hasBegun, { timeout: 60_000, interval: 20 })
  return started
}

export async function freePort(): Promise<number> {
  const server = await listen(0)
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

export const listen = (port: number): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server))
  })

/** The token that the first page of a demonstration shows for somebody, by the beginning of their name there. */
export async function demonstrationToken(port: number, name: string): Promise<string> {
  const page = await (await fetch(`http://127.0.0.1:${port}/`)).text()
  return new RegExp(`<td>${name}[^<]*</td><td>[^<]*</td><td><code>(pacta_[\\w-]{43})`).exec(page)?.[1] ?? ''
}
