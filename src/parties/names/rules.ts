/** Finding people by name: each part of a name leads to them by its blind index, so that nobody reads names to find one. */
import type { PartyId } from '../../kernel/ids.ts'
import { create, type Effect, fleetingRecords } from '../../kernel/state.ts'

/** That a part of a name is one of a party's, by `nameKey`. */
export const partyNames = fleetingRecords<string, 'set'>('party-name')

export const nameKey = (part: string, party: PartyId): string => `${part} ${party}`

/** How many parts of a name lead to its party, and how many may be asked for at once. */
export const partsAtMost = 8

/** Under this name the blind indexes of the parts travel beside a command, separated by spaces. */
export const namesBlind = 'names'

/**
 * The parts of a name as people type them: in small letters, without marks over letters, and without what stands between them.
 * `Līga Kalniņa-Ozola` is `liga`, `kalnina` and `ozola`. Parts of one letter lead to too many.
 */
export function nameParts(name: string): readonly string[] {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss')
  const parts = plain.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length > 1)
  return [...new Set(parts)].slice(0, partsAtMost)
}

/** Lets the parts that came with a command lead to the party. */
export const indexName = (party: PartyId, blinds: Readonly<Record<string, string>> | undefined): readonly Effect[] =>
  (blinds?.[namesBlind]?.split(' ') ?? []).map((part) => create(partyNames, nameKey(part, party), 'set'))
