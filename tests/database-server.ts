import { readdirSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { stopServer } from '../src/storage/postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The data directory of this run's PostgreSQL; the server is started by the first test that asks for a database. */
    testDataDir: string
  }
}

/** Names the place of the run's database server before the tests, and removes the server and its data after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers()
  const dataDir = join(tmpdir(), `pacta-test-${process.pid}`)
  await mkdir(dataDir, { recursive: true })
  project.provide('testDataDir', dataDir)
  return () => remove(dataDir)
}

/** A run that was killed leaves its server behind; its number in the folder's name tells that it is gone. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^pacta-test-(\d+)$/.exec(name)?.[1])
    if (pid > 0 && pid !== process.pid && !isAlive(pid)) await remove(join(tmpdir(), name)).catch(() => {})
  }
}

async function remove(dataDir: string): Promise<void> {
  await stopServer(dataDir, 'immediate')
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
