/** What makes two commands the same: the client's key, and the body under it. */
import { hash } from 'node:crypto'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Place } from '../../kernel/ids.ts'
import type { Key } from '../../kernel/state.ts'
import type { Command, DetailCategory } from '../command.ts'
import { KeyReused } from './errors.ts'
import type { KnownKey, Sealer } from './port.ts'
import type { Answer, Identity } from './submission.ts'

const hashBytes = 16

/** The first bytes of SHA-256 in hex. As text a hash costs a third of what it does as a buffer of its own. */
const hashed = (text: string): string => hash('sha256', text, 'hex').slice(0, 2 * hashBytes)

/** 16 bytes that stand for client and key, in hex. */
const keyHex = (command: Command): string => hashed(`${command.client}\n${command.key}`)

export const keyHash = (command: Command): Buffer => Buffer.from(keyHex(command), 'hex')

const keyNameBytes = 4

/**
 * What stands for everything asked: 16 bytes of SHA-256; where personal data came with it, which could be guessed, 16 more over these
 * alone, keyed, and different under each idempotency key. The order of the payload's members counts: the edge puts them in one order.
 *
 * @param key the hash of client and key
 * @param payload the command's payload as JSON
 */
export function bodyMac(sealer: Pick<Sealer, 'mac'>, command: Command, key: Buffer, payload: string): Buffer {
  const { kind, actor, purpose, details, blinds } = command
  const asked = `${kind}\n${actor.role} ${actor.party ?? ''} ${actor.staff ?? ''}\n${purpose}\n${payload}`
  const bytes = Buffer.from(hashed(asked), 'hex')
  if (details === undefined && blinds === undefined) return bytes
  const parts: Uint8Array[] = [key, Buffer.from(blinds === undefined ? '' : canonicalJson(blinds))]
  for (const { category, plain } of details ?? []) parts.push(Buffer.from(`\n${category} ${plain.length} `), plain)
  return Buffer.concat([bytes, sealer.mac(Buffer.concat(parts))])
}

/**
 * Whether the same was asked. Personal parts under different keys count as the same: an erasure has destroyed the key of what is stored,
 * and nobody can tell any more what it was.
 */
function isSameBody(stored: Buffer, asked: Buffer): boolean {
  if (stored.equals(asked)) return true
  const nameEnd = hashBytes + keyNameBytes
  return (
    stored.length === asked.length &&
    stored.length > hashBytes &&
    stored.subarray(0, hashBytes).equals(asked.subarray(0, hashBytes)) &&
    !stored.subarray(hashBytes, nameEnd).equals(asked.subarray(hashBytes, nameEnd))
  )
}

export function identify(sealer: Pick<Sealer, 'mac'>, command: Command): Identity {
  const hex = keyHex(command)
  const hash = Buffer.from(hex, 'hex')
  const payload = JSON.stringify(command.payload)
  return { hash, mac: bodyMac(sealer, command, hash, payload), hex, payload }
}

/**
 * What was answered under the keys of commands that come together; undefined when nothing was, KeyReused when it was to other commands.
 *
 * @param known by hash in hex
 */
export function answersUnder(
  keys: readonly Identity[],
  known: ReadonlyMap<string, KnownKey>,
): readonly Answer[] | KeyReused | undefined {
  if (keys.every(({ hex }) => !known.has(hex))) return undefined
  const answers: Answer[] = []
  for (const { hex, mac } of keys) {
    const earlier = known.get(hex)
    if (earlier === undefined || !isSameBody(earlier.bodyMac, mac))
      return new KeyReused('the key was used for another command')
    answers.push({ decision: earlier.decision, repeated: true })
  }
  return answers
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
  financial: 'f',
  special: 's',
  correspondence: 'o',
  marketing: 'm',
  application: 'a',
  recording: 'v',
  technical: 't',
  official: 'u',
  offence: 'e',
}

/** What the journal keeps of blind indexes: salted, so that it tells nothing once the salt is erased with them. */
export function blindsHash(salt: Uint8Array, blinds: string): Buffer {
  return hash('sha256', Buffer.concat([salt, Buffer.from(blinds)]), 'buffer')
}
