/** That a database keeps what the bank promises: its books balance, and every decision comes out the same when it is decided again. */
import { join } from 'node:path'
import { expect } from 'vitest'
import { legsOf } from '../src/ledger/rules.ts'
import { checkBooks } from '../src/operations/books/check.ts'
import { catalogue } from '../src/operations/catalogue.ts'
import { rulesVersion } from '../src/operations/institution.ts'
import { stores } from '../src/operations/stores.ts'
import { isSound, verifyLanes } from '../src/operations/verify/verify.ts'
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
    const heads = { dir: join(dataDir, 'heads'), publicKey: createHeadSigner(keys).publicKey }
    const verified = await verifyLanes(sql, { rules: { catalogue, legsOf, rulesVersion }, stores, heads })
    const [row] = await sql<{ count: number }[]>`select count(*)::int as count from decision`
    expect(verified.reduce((sum, { same }) => sum + same, 0)).toBe(row?.count)
    for (const one of verified) {
      expect(one).toMatchObject({ differs: 0, rulesChanged: 0, erased: 0, chain: 'whole' })
      expect(isSound(one)).toBe(true)
    }
  } finally {
    keys.close()
  }
}
