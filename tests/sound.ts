/** That a database keeps what the bank promises: its books balance, and every decision comes out the same when it is decided again. */
import { join } from 'node:path'
import { expect } from 'vitest'
import { legsOf } from '../src/ledger/rules.ts'
import { checkBooks } from '../src/operations/books/check.ts'
import { catalogue } from '../src/operations/catalogue.ts'
import { rulesVersion } from '../src/operations/institution.ts'
import { stores } from '../src/operations/stores.ts'
import { isSound, type Verification, verifyLanes } from '../src/operations/verify/verify.ts'
import type { KeyStore } from '../src/privacy/vault/key-store.ts'
import { openKeyStore } from '../src/privacy/vault/keys.ts'
import { createHeadSigner } from '../src/privacy/vault/signer.ts'
import type { Sql } from '../src/storage/sql.ts'

/**
 * What `pacta books check` and `pacta verify` would say.
 * @param dataDir where `keys` and `heads` are
 */
export async function expectSound(sql: Sql, dataDir: string): Promise<void> {
  expect((await checkBooks(sql)).filter(({ broken }) => broken > 0)).toEqual([])
  const keys = openKeyStore(join(dataDir, 'keys'))
  try {
    const lanes = await expectReplayed(sql, keys, join(dataDir, 'heads'))
    const [row] = await sql<{ count: number }[]>`select count(*)::int as count from decision`
    expect(lanes.reduce((sum, { same }) => sum + same, 0)).toBe(row?.count)
  } finally {
    keys.close()
  }
}

/** What `pacta verify` would say; of a bank that published no heads unless told where they are. */
export const verified = (sql: Sql, keys: KeyStore, headsDir = 'no-heads'): Promise<readonly Verification[]> =>
  verifyLanes(sql, {
    rules: { catalogue, legsOf, rulesVersion },
    stores,
    heads: { dir: headsDir, publicKey: createHeadSigner(keys).publicKey },
  })

/** That all of it comes out the same when it is decided again, and the records are what the journal leads to. */
export async function expectReplayed(sql: Sql, keys: KeyStore, headsDir?: string): Promise<readonly Verification[]> {
  const lanes = await verified(sql, keys, headsDir)
  expect(lanes).not.toEqual([])
  for (const lane of lanes) {
    expect(lane.examples).toEqual([])
    expect(lane).toMatchObject({ differs: 0, rulesChanged: 0, erased: 0, chain: 'whole' })
    expect(lane.records).toMatchObject({ differ: 0, examples: [] })
    expect(isSound(lane)).toBe(true)
  }
  return lanes
}
