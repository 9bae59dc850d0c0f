/**
 * Blind indexes: what a look-up may compare without knowing the datum. HMAC-SHA-256 under a key of the entity, so that nobody without
 * the key store can try out codes or numbers, and the same person has different indexes in different entities.
 */
import { createHmac } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { parseIban } from '../../kernel/iban.ts'
import { parseLegalCode, parsePersonalCode } from '../../kernel/personal-code.ts'
import type { KeyStore } from './key-store.ts'

export const blindKinds = [
  'personal-code',
  'registration-number',
  'phone',
  'email',
  'iban',
  'cash-code',
  'name',
] as const
export type BlindKind = (typeof blindKinds)[number]

/**
 * Gives the blind index of a normalised value: 22 characters of base64url (128 bits). Values that were not normalised do not find
 * each other: take them from `normalise`.
 */
export type BlindIndex = (entity: string, kind: BlindKind, normalisedValue: string) => string

/**
 * In the place of an entity: the institution as a whole. Under this key the same person has the same index in all entities, so it is made
 * for one thing alone: that what somebody allows or refuses reaches them wherever they are a customer.
 */
export const wholeGroup = '+group'

/** Blind indexes under the keys of this store. */
export function createBlindIndex(keys: KeyStore): BlindIndex {
  const byEntity = new Map<string, Uint8Array>()
  return (entity, kind, normalisedValue) => {
    let key = byEntity.get(entity)
    if (key === undefined) {
      key = keys.ensureNow(`institution/blind-index/${entity}`).key
      byEntity.set(entity, key)
    }
    return createHmac('sha256', key).update(`${kind}\n${normalisedValue}`).digest().toString('base64url', 0, 16)
  }
}

/**
 * One spelling for everything that means the same; undefined when the text is no such thing.
 *
 * @param country whose code it is, or from where the phone is called: ISO 3166-1 alpha-2
 */
export function normalise(kind: BlindKind, text: string, country: string): string | undefined {
  switch (kind) {
    case 'personal-code':
      return withCountry(country, personalCode(country, text.trim()))
    case 'registration-number':
      return withCountry(country, registrationNumber(country, text.trim()))
    case 'phone':
      return phone(text, country)
    case 'email':
      return email(text.trim())
    case 'cash-code':
      return /^[0-9]{4,12}$/.test(text) ? text : undefined
    case 'name':
      // A part of a name is made alike where names are taken apart: parties/names.
      return text
    case 'iban':
      return parseIban(text, { lenient: true })
  }
}

const withCountry = (country: string, code: string | undefined) =>
  code === undefined ? undefined : `${country}:${code}`

/** Letters and digits alone: for countries whose codes are not known here. */
function foreignCode(text: string): string | undefined {
  const code = text.replace(/[\s./-]/g, '').toUpperCase()
  return /^[0-9A-Z]{3,30}$/.test(code) ? code : undefined
}

function personalCode(country: string, text: string): string | undefined {
  if (country === 'LV' || country === 'EE' || country === 'LT' || country === 'CZ')
    return parsePersonalCode(country, text)?.code
  return foreignCode(text)
}

function registrationNumber(country: string, text: string): string | undefined {
  if (country === 'LV' || country === 'EE' || country === 'LT') return parseLegalCode(country, text)
  return foreignCode(text)
}

/** Country code and the prefix before a number called within the country. Source: ITU-T E.164 and E.129. */
const callingCodes: Readonly<Record<string, { readonly code: string; readonly trunk: string }>> = {
  LV: { code: '371', trunk: '' },
  EE: { code: '372', trunk: '' },
  LT: { code: '370', trunk: '[08]' },
  CZ: { code: '420', trunk: '' },
}

/** In the form of E.164: a plus and up to 15 digits. */
function phone(text: string, country: string): string | undefined {
  const dialled = text.replace(/[\s().\-/\u00a0]/g, '').replace(/^00/, '+')
  if (/^\+[1-9][0-9]{6,14}$/.test(dialled)) return dialled
  const home = callingCodes[country]
  if (home === undefined || !/^[0-9]{5,14}$/.test(dialled)) return undefined
  return `+${home.code}${dialled.replace(new RegExp(`^${home.trunk}`), '')}`
}

/** In small letters, the domain as it stands in the DNS: no provider tells mailboxes apart by capitals. */
function email(text: string): string | undefined {
  const at = text.lastIndexOf('@')
  const domain = domainToASCII(text.slice(at + 1))
  const local = text.slice(0, at).normalize('NFC').toLowerCase()
  return at > 0 && domain !== '' && !/\s/.test(local) ? `${local}@${domain}` : undefined
}
