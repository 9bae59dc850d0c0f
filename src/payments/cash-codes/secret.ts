/**
 * The digits of a code. At the edge they become keyed hashes (HMAC, under the entity's key for blind indexes), which alone travel and are
 * kept, bound to their code: equal digits of two codes do not look equal.
 */
import { hash, timingSafeEqual } from 'node:crypto'
import type { BlindIndex } from '../../privacy/vault/blind-index.ts'
import type { CashCode, CashCodeId } from './rules.ts'

/** Digits that the customer chose are few and often the same, so they are hashed together with whose they are. */
export const chosenBlind = (blindIndex: BlindIndex, entity: string, personBlind: string, digits: string): string =>
  blindIndex(entity, 'cash-code', `chosen ${personBlind} ${digits}`)

/** Digits that were drawn by lot: equal ones tell nothing. */
export const assignedBlind = (blindIndex: BlindIndex, entity: string, digits: string): string =>
  blindIndex(entity, 'cash-code', `assigned ${digits}`)

/** What is kept of a part. */
export const boundTo = (code: CashCodeId, blind: string): string => hash('sha256', `${code} ${blind}`, 'hex')

/** Whether both parts are those of the code; takes as long whatever was entered. */
export function isCode(code: CashCode, chosen: string, assigned: string): boolean {
  const first = isSame(code.chosen, boundTo(code.code, chosen))
  const second = isSame(code.assigned ?? '', boundTo(code.code, assigned))
  return first && second
}

/** Hashes of one length; where none is kept, the comparison is made all the same. */
function isSame(kept: string, entered: string): boolean {
  const same = timingSafeEqual(Buffer.from(kept.padEnd(entered.length)), Buffer.from(entered))
  return same && kept.length === entered.length
}
