/** `kill -9` of `pacta keys rotate` and of `pacta restore` in the middle, and the commands themselves, on a bank of their own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openInstitution } from '../../src/operations/institution.ts'
import { keyStatus } from '../../src/privacy/vault/key-status.ts'
import { openKeyStore } from '../../src/privacy/vault/keys.ts'
import { fileMasterKeys } from '../../src/privacy/vault/master-key.ts'
import { openDatabase } from '../../src/storage/embedded.ts'
import { stopServer } from '../../src/storage/postgres-server.ts'

const program = join(import.meta.dirname, '../../src/cli/main.ts')
let dataDir: string
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pacta-keys-faults-'))
  const database = await openDatabase({ dataDir, database: 'pacta', durability: 'tests' })
  const institution = await openInstitution({
    databaseUrl: database.url,
    pack: join(import.meta.dirname, '../../packs/luminor'),
    keysDir: join(dataDir, 'keys'),
  })
  await institution.close()
  await database.stop()
}, 120_000)
afterAll(async () => {
  await stopServer(dataDir, 'immediate')
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

const started = (...args: readonly string[]) =>
  spawn(process.execPath, [program, ...args], { env: { ...process.env, PACTA_DATA: dataDir, DATABASE_URL: '' } })

async function pacta(...args: readonly string[]): Promise<{ code: number; said: string; told: string }> {
  const child = started(...args)
  const [said, told, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, said, told }
}

const status = () => keyStatus(join(dataDir, 'keys'), fileMasterKeys(join(dataDir, 'keys')), Temporal.Now.instant())

it('a rotation that is killed has two master keys alive, opens everything, and is ended by the next', async () => {
  const keys = openKeyStore(join(dataDir, 'keys'))
  const names = Array.from({ length: 30_000 }, (_, n) => `lv/${n}/contact/2027`)
  const sample = names.filter((_, n) => n % 5_000 === 0)
  for (const name of names) keys.ensure(name)
  keys.flush()
  const bytes = sample.map((name) => keys.ensure(name).key.toString('hex'))
  const child = started('keys', 'rotate')
  const exited = once(child, 'exit')
  await expect.poll(() => status().masters[1]?.keys ?? 0, { interval: 5, timeout: 30_000 }).toBeGreaterThan(0)
  child.kill('SIGKILL')
  await exited
  const { masters } = status()
  expect(masters.map(({ keys: count }) => count > 0)).toEqual([true, true])
  const now = openKeyStore(join(dataDir, 'keys'))
  expect(sample.map((name) => now.ensure(name).key.toString('hex'))).toEqual(bytes)
  expect((await pacta('keys', 'status')).said).toContain('A rotation was begun and has not ended')

  const ended = await pacta('keys', 'rotate', '--json')
  expect(JSON.parse(ended.said)).toMatchObject({ resumed: true, rewrapped: masters[0]?.keys, master: masters[1]?.id })
  expect(status().masters).toHaveLength(1)
  expect(sample.map((name) => keys.key(name, 1)?.toString('hex'))).toEqual(bytes)
  for (const store of [keys, now]) store.close()
})

describe('backup, restore and drill as commands', () => {
  const folder = () => join(dataDir, 'backup')

  it('a backup that was made is restored, and a restore that is killed leaves no database of the name', async () => {
    const made = await pacta('backup', folder(), '--json')
    expect(made).toMatchObject({ code: 0 })
    expect(JSON.parse(made.said)).toMatchObject({ directory: folder() })
    const child = started('restore', folder(), '--database', 'again')
    const exited = once(child, 'exit')
    await sleep(700)
    child.kill('SIGKILL')
    await exited
    const { code, said, told } = await pacta('restore', folder(), '--database', 'again')
    // Where the first had ended before it was killed, its database is there.
    if (code === 0) expect(said).toContain('read back row by row')
    else expect(told).toContain('the database is there already')
    expect((await pacta('verify', '--database', 'again')).code).toBe(0)
    expect(await pacta('restore', folder(), '--database', 'again')).toMatchObject({ code: 1 })
  })

  it('a backup that was changed is refused in one line that says what to do', async () => {
    writeFileSync(join(folder(), 'erasures.jsonl'), '{}\n')
    const { code, told } = await pacta('restore', folder(), '--database', 'changed')
    expect(code).toBe(1)
    expect(told).toMatch(
      /^pacta: the backup was changed: .*erasures\.jsonl is not what the manifest says\. Take another/,
    )
  })

  it('a drill leaves a record that its history shows', async () => {
    const { code, said } = await pacta('drill', '--json')
    expect(JSON.parse(said)).toMatchObject({ sound: true, problems: [] })
    expect(code).toBe(0)
    expect((await pacta('drill', '--history')).said).toMatch(/Z {2}sound {2}/)
    expect(readdirSync(join(dataDir, 'drill'))).toEqual([])
  })

  it('keys are backed up for a time, and restored where they were lost', async () => {
    const target = join(dataDir, 'key-backups')
    expect(await pacta('keys', 'backup', target, '--life', 'P3M')).toMatchObject({ code: 1 })
    const { said } = await pacta('keys', 'backup', target, '--life', 'P2W', '--json')
    const { file, at, expires } = JSON.parse(said)
    expect(Temporal.Instant.from(at).until(expires).total('hours')).toBe(336)
    expect(await pacta('keys', 'restore', file)).toMatchObject({ code: 1 })
    for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, 'keys', `keys.sqlite${end}`), { force: true })
    const restored = await pacta('keys', 'restore', file, '--json')
    expect(JSON.parse(restored.said)).toMatchObject({ number: JSON.parse(said).number, destroyedAgain: 0 })
    expect((await pacta('keys', 'status')).code).toBe(0)
  })
})
