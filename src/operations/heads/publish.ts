/** Publishes the heads of the lanes' hash chains, signed, outside the database: see docs/decisions/0007-verify.md. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import type { LaneId } from '../../kernel/ids.ts'
import type { KeyStore } from '../../privacy/vault/key-store.ts'
import { createHeadSigner, type HeadSigner } from '../../privacy/vault/signer.ts'
import type { Sql } from '../../storage/sql.ts'
import { goRound } from '../rounds.ts'
import { headBytes, headsFile, publicKeyFile, readHeads } from './published.ts'

const everyMs = 10_000

export type Publisher = {
  /** Publishes the heads as they are, and takes no more: at a clean stop, when the lanes are closed. */
  stop(): Promise<void>
}

/**
 * Signs the heads of all lanes that moved, at once and every ten seconds, and appends them to `<dir>/lane-<n>.jsonl`; the public key
 * stands beside them. What goes wrong later is told to `onError` and tried again; the first time throws.
 */
export async function publishHeads(
  { sql, keys }: { readonly sql: Sql; readonly keys: KeyStore },
  dir: string,
  options: { readonly everyMs?: number; readonly onError?: (error: unknown) => void } = {},
): Promise<Publisher> {
  const signer = createHeadSigner(keys)
  mkdirSync(dir, { recursive: true })
  writeFileSync(publicKeyFile(dir), signer.publicKey)
  const published = new Map<LaneId, number>()
  const publish = () => publishMoved(sql, signer, dir, published)
  await publish()
  const rounds = goRound(publish, options.everyMs ?? everyMs, options.onError ?? (() => {}))
  return {
    stop: async () => {
      await rounds.stop()
      await publish()
    },
  }
}

type HeadRow = { lane: number; batch: bigint; hash: Buffer; at: Temporal.Instant }

async function publishMoved(sql: Sql, signer: HeadSigner, dir: string, published: Map<LaneId, number>): Promise<void> {
  const rows = await sql<HeadRow[]>`select lane, batch, hash, at from lane where batch > 0 order by lane`
  for (const row of rows) {
    const lane = row.lane as LaneId
    if (!published.has(lane)) published.set(lane, lastPublished(dir, lane))
    const batch = Number(row.batch)
    if (published.get(lane) === batch) continue
    const head = { lane, batch, hash: row.hash.toString('hex'), at: row.at.toString() }
    const signature = signer.sign(headBytes(head)).toString('hex')
    appendDurably(headsFile(dir, lane), `${JSON.stringify({ ...head, signature })}\n`)
    published.set(lane, batch)
  }
}

/** The batch of the last head in the file; takes away a line that a crash cut short. */
function lastPublished(dir: string, lane: LaneId): number {
  const file = headsFile(dir, lane)
  if (existsSync(file)) {
    const bytes = readFileSync(file)
    truncateSync(file, bytes.lastIndexOf('\n') + 1)
  }
  return readHeads(dir, lane).at(-1)?.batch ?? 0
}

function appendDurably(file: string, line: string): void {
  const descriptor = openSync(file, 'a')
  try {
    writeSync(descriptor, line)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
