import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OperatorError } from '../../kernel/operator-error.ts'
import { keyStatus } from './key-status.ts'
import { openKeyStore } from './keys.ts'
import { eitherMasterKeys, kmsMasterKeys } from './kms.ts'
import type { KmsSimulator } from './kms-simulator.ts'
import { fileMasterKeys } from './master-key.ts'
import { rotateKeys } from './rotation.ts'
import { kmsForTests } from './testing/kms.ts'

const token = 'a token of tests'
const at = Temporal.Instant.from('2026-01-05T09:00:00Z')
const name = 'lv/1/contact/2027'
let kms: KmsSimulator
let folder: string
beforeAll(async () => {
  kms = await kmsForTests({ token, seed: 'tests', without: ['lost'] })
  folder = mkdtempSync(join(tmpdir(), 'pacta-kms-'))
})
afterAll(async () => {
  await kms.stop()
  rmSync(folder, { recursive: true })
})

const masters = (key: string) => kmsMasterKeys({ url: kms.url, token, key })

describe('a master key in a key management service', () => {
  it('never comes near the key store, which opens with it and not without', () => {
    const directory = join(folder, 'alone')
    const store = openKeyStore(directory, masters('2026'))
    const { key } = store.ensure(name)
    store.flush()
    store.close()
    expect(readdirSync(directory).filter((file) => file.startsWith('master'))).toEqual([])
    const again = openKeyStore(directory, masters('2026'))
    expect(again.key(name, 1)).toEqual(key)
    again.close()
    expect(() => openKeyStore(directory)).toThrow('the master key of the key store is missing')
  })

  it('gives way to the next one of the service while the bank works', async () => {
    const directory = join(folder, 'rotated')
    const running = openKeyStore(directory, masters('2026'))
    const { key } = running.ensure(name)
    running.flush()
    const rotation = await rotateKeys(directory, masters('2027'))
    expect(rotation).toMatchObject({ rewrapped: 1, master: 'kms:2027', retired: [] })
    // What runs with the settings of before asks the service for the new one by its name.
    running.ensure('lv/2/contact/2027')
    running.flush()
    const other = openKeyStore(directory, masters('2026'))
    expect(other.key(name, 1)).toEqual(key)
    expect(other.names('lv')).toHaveLength(2)
    for (const store of [running, other]) store.close()
  })

  it('takes over from a master key in a file', async () => {
    const directory = join(folder, 'from-file')
    const store = openKeyStore(directory)
    const { key } = store.ensure(name)
    store.flush()
    store.close()
    const both = eitherMasterKeys(masters('2026'), fileMasterKeys(directory))
    expect((await rotateKeys(directory, both)).retired).toHaveLength(1)
    expect(keyStatus(directory, both, at).masters).toMatchObject([{ id: 'kms:2026', keys: 1 }])
    const later = openKeyStore(directory, masters('2026'))
    expect(later.key(name, 1)).toEqual(key)
    later.close()
    expect(readFileSync(join(directory, 'keys.sqlite')).includes('file:')).toBe(true)
  })

  it.each([
    ['whose token is not known', { token: 'another' }, '401'],
    ['that has no such key', { key: 'lost' }, '404'],
    ['that does not run', { url: 'http://127.0.0.1:9' }, ''],
  ])('of a service %s says what to do', (_what, wrong, said) => {
    const options = { url: kms.url, token, key: '2026', ...wrong }
    const opened = () => openKeyStore(join(folder, 'never'), kmsMasterKeys(options))
    expect(opened).toThrow(OperatorError)
    expect(opened).toThrow(said)
    expect(opened).not.toThrow(token)
  })

  it('unwraps nothing in another context', () => {
    const master = masters('2026').first()
    const wrapped = master.wrap('wrapping key 1', Buffer.from('plain'))
    expect(Buffer.from(master.unwrap('wrapping key 1', wrapped)).toString()).toBe('plain')
    expect(() => master.unwrap('wrapping key 2', wrapped)).toThrow('422')
  })
})
