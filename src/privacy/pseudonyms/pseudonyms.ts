/**
 * Pseudonyms: who somebody is to a purpose that need not know who they are. HMAC-SHA-256 under a key of the entity and the purpose, so
 * that one person is the same within a purpose and another in every other, and nobody without the key store finds out who.
 */
import { createHmac } from 'node:crypto'
import type { PartyId } from '../../kernel/ids.ts'
import type { KeyStore } from '../vault/key-store.ts'

export type Pseudonym = string & { readonly unit: 'pseudonym' }

/** Gives the pseudonym of a person for a purpose of the register: 22 characters of base64url (128 bits). */
export type Pseudonyms = (subject: PartyId) => Pseudonym

/** Pseudonyms of one entity for one purpose, under the keys of this store. */
export function createPseudonyms(keys: KeyStore, entity: string, purpose: string): Pseudonyms {
  const { key } = keys.ensureNow(`institution/pseudonyms/${entity}/${purpose}`)
  return (subject) =>
    createHmac('sha256', key).update(String(subject)).digest().toString('base64url', 0, 16) as Pseudonym
}
