import { createHash } from 'node:crypto'
import { canonicalJson } from '../kernel/canonical-json.ts'

/** SHA-256 over the canonical JSON, in hex: equal content, equal hash. */
export const contentHash = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex')
