/** Published seals of the gate's log: lines in files outside the database, one file a lane, by which a log cut off at its end is noticed. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LaneId } from '../../../kernel/ids.ts'
import type { Seal } from './store.ts'

/** Hash and signature in hex. */
export type PublishedSeal = { readonly seal: number; readonly hash: string; readonly signature: string }

const sealsFile = (dir: string, lane: LaneId): string => join(dir, `access-lane-${lane}.jsonl`)

/** Those of a lane, in the order of the file. A line cut short by a crash stands last and is left out. */
export function readSeals(dir: string, lane: LaneId): readonly PublishedSeal[] {
  const file = sealsFile(dir, lane)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  lines.pop()
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as PublishedSeal)
}

export function publishSeal(dir: string, lane: LaneId, { seal, hash, signature }: Seal): void {
  mkdirSync(dir, { recursive: true })
  const published: PublishedSeal = { seal, hash: hash.toString('hex'), signature: signature.toString('hex') }
  appendFileSync(sealsFile(dir, lane), `${JSON.stringify(published)}\n`)
}
