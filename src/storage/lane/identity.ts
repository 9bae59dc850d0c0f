/** What makes two commands the same: the client's key, and the body under it. */
import { hash } from 'node:crypto'
import type { Place } from '../../kernel/ids.ts'
import type { Key } from '../../kernel/state.ts'
import type { Command, DetailCategory } from '../command.ts'
import type { Sealer } from './port.ts'

/** 16 bytes that stand for client and key. */
export function keyHash(command: Command): Buffer {
  return hash('sha256', `${command.client}\n${command.key}`, 'buffer').subarray(0, 16)
}

/**
 * 16 bytes that stand for everything asked; keyed where it holds personal data, which could be guessed. The order of the payload's
 * members counts: the edge puts them in one order.
 *
 * @param payload the command's payload as JSON
 */
export function bodyMac(sealer: Sealer, command: Command, payload: string): Buffer {
  const { kind, actor, purpose, details, blinds } = command
  const asked = `${kind}\n${actor.role} ${actor.party ?? ''} ${actor.staff ?? ''}\n${purpose}\n${payload}`
  if (details === undefined && blinds === undefined) return hash('sha256', asked, 'buffer').subarray(0, 16)
  const parts: Uint8Array[] = [Buffer.from(`${asked}\n${blinds === undefined ? '' : canonicalJson(blinds)}`)]
  for (const { category, plain } of details ?? []) parts.push(Buffer.from(`\n${category} ${plain.length} `), plain)
  return sealer.mac(Buffer.concat(parts))
}

/** What a sealed detail belongs to: the record, and the decision by which it came there. Sealed bytes open nowhere else. */
export const boundTo = (collection: string, key: Key, place: Place): string => `${collection} ${key} ${place}`

/** How the journal says what categories of details came with a command. */
export const detailLetters: Readonly<Record<DetailCategory, string>> = {
  identity: 'i',
  contact: 'c',
  'payment-details': 'p',
  representation: 'r',
  'staff-note': 'n',
}

/** What the journal keeps of blind indexes: salted, so that it tells nothing once the salt is erased with them. */
export function blindsHash(salt: Uint8Array, blinds: string): Buffer {
  return hash('sha256', Buffer.concat([salt, Buffer.from(blinds)]), 'buffer')
}

/** JSON with the members of every object in the order of their names: one text for one meaning. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members: string[] = []
  for (const name of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[name]
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${canonicalJson(member)}`)
  }
  return `{${members.join(',')}}`
}
