/**
 * Seals personal data under the key of their holder: AES-256-GCM, with a key for each entity, holder, category and year of expiry.
 *
 * Sealed bytes: kind of key and category (4 bits each), expiry year (2), generation of the key (1), nonce (12), ciphertext, tag (16). What the
 * datum belongs to (`bound`) is authenticated with it, so that it cannot be moved to another record.
 *
 * Measured on 2 cores (Node 26.10): 7 µs to seal 120 bytes, of which AES-GCM in node:crypto takes 5; see docs/decisions/0006-vault.md.
 */
import { createCipheriv, createDecipheriv, createHmac, randomFillSync } from 'node:crypto'
import { dataClasses } from '../../rulebook/register/attributes.ts'
import type { DetailCategory } from '../../storage/command.ts'
import type { Sealer } from '../../storage/lane/port.ts'
import type { KeyStore, LivingKey } from './key-store.ts'

/** Years for which a category's key is kept at least, from the year in which it is used. */
export type RetentionYears = Readonly<Record<DetailCategory, number>>

/** The sealer of one entity, which also opens what it sealed. */
export interface Vault extends Sealer {
  readonly entity: string
  readonly keys: KeyStore
  /** The same datum under the key of another year, for what must outlast others of its class; undefined when it is erased. */
  reseal(holder: number, category: DetailCategory, year: number, bound: string, sealed: Uint8Array): Buffer | undefined
  /**
   * The datum; undefined when its key was destroyed: it is erased.
   * @throws Tampered when the bytes, or what they belong to, are not those that were sealed
   * @throws KeyLost when the key store is not the one that sealed
   */
  open(holder: number, category: DetailCategory, bound: string, sealed: Uint8Array): Uint8Array | undefined
  /** The same of many at once, in their order: what other processes destroyed is asked for once. */
  openAll(data: readonly SealedDatum[]): readonly (Uint8Array | undefined)[]
}

/** Sealed bytes, whose they are, and what they belong to. */
export type SealedDatum = {
  readonly holder: number
  readonly category: DetailCategory
  readonly bound: string
  readonly sealed: Uint8Array
}

/** A vault without its door: what everybody is given but the gate, through which alone a datum is opened. */
export type ClosedVault = Omit<Vault, 'open' | 'openAll'>

/** Sealed bytes were changed, or stand where they do not belong. */
export class Tampered extends Error {
  override readonly name = 'Tampered'
}

/**
 * What is sealed, as the first four bits: details of records, or facts. They have keys apart, since details stand in records that are never
 * written again, and so a fact can go, or outlast others, without them.
 */
const sealedKinds = { 1: 'details', 2: 'facts' } as const
type SealedKind = 1 | 2
const kindOf = (bound: string): SealedKind => (bound.startsWith(factPrefix) ? 2 : 1)
const factPrefix = 'fact '

const headBytes = 4
const nonceBytes = 12
const tagBytes = 16
const noncesAtOnce = 512
/** Holders whose keys stay in memory before all are dropped. */
const maximumHolders = 250_000

/** The prefix of a holder's keys in the key store. */
export const holderKeys = (entity: string, holder: number): string => `${entity}/${holder}`
/** The key of details of records; facts have their own below. */
export const keyName = (entity: string, holder: number, category: DetailCategory, year: number): string =>
  `${holderKeys(entity, holder)}/${category}/${year}`
/** The prefix of a holder's keys for facts of a class. */
export const factKeys = (entity: string, holder: number, category: DetailCategory): string =>
  `${holderKeys(entity, holder)}/${category}/facts`
export const factKeyName = (entity: string, holder: number, category: DetailCategory, year: number): string =>
  `${factKeys(entity, holder, category)}/${year}`

/** Under this key the journal compares personal parts of commands: see docs/decisions/0006-vault.md. */
export const bodiesKey = (entity: string): string => `${entity}/bodies`

/** The category under whose key the bytes were sealed; undefined when they are no sealed datum. */
export function categoryOfSealed(sealed: Uint8Array): DetailCategory | undefined {
  const first = sealed[0] ?? 0
  return sealed.length >= headBytes + nonceBytes + tagBytes && first >> 4 in sealedKinds
    ? dataClasses[first & 15]
    : undefined
}

/** The vault of one entity on a key store. */
export function createSealer(keys: KeyStore, entity: string, retention: RetentionYears): Vault {
  return new KeyStoreVault(keys, entity, retention)
}

type HeldKey = { readonly year: number; readonly generation: number; readonly key: Buffer }

const kindOfSealed = (sealed: Uint8Array): SealedKind => ((sealed[0] as number) >> 4) as SealedKind

class KeyStoreVault implements Vault {
  readonly entity: string
  readonly keys: KeyStore
  readonly #retention: RetentionYears
  #bodies: LivingKey | undefined
  /** By holder, then by the category's number: no text is put together for a key that is known. */
  readonly #held = new Map<number, (HeldKey | undefined)[]>()
  #destructions: number
  readonly #nonces = Buffer.alloc(noncesAtOnce * nonceBytes)
  #nonce = this.#nonces.length
  #at: Temporal.Instant | undefined
  #year = 0

  constructor(keys: KeyStore, entity: string, retention: RetentionYears) {
    this.keys = keys
    this.entity = entity
    this.#retention = retention
    this.#destructions = keys.destructions
  }

  seal(holder: number, category: DetailCategory, at: Temporal.Instant, bound: string, plain: Uint8Array): Buffer {
    return this.#sealUntil(holder, category, this.#yearOf(at) + this.#retention[category], bound, plain)
  }

  reseal(
    holder: number,
    category: DetailCategory,
    year: number,
    bound: string,
    sealed: Uint8Array,
  ): Buffer | undefined {
    const plain = this.open(holder, category, bound, sealed)
    return plain && this.#sealUntil(holder, category, year, bound, plain)
  }

  #sealUntil(holder: number, category: DetailCategory, until: number, bound: string, plain: Uint8Array): Buffer {
    const kind = kindOf(bound)
    const { year, generation, key } = this.#keyFor(holder, category, kind, until)
    const sealed = Buffer.allocUnsafe(headBytes + nonceBytes + plain.length + tagBytes)
    sealed[0] = (kind << 4) | dataClasses.indexOf(category)
    sealed[1] = year >> 8
    sealed[2] = year & 255
    sealed[3] = generation
    const nonce = this.#freshNonce()
    sealed.set(nonce, headBytes)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(Buffer.from(bound))
    sealed.set(cipher.update(plain), headBytes + nonceBytes)
    cipher.final()
    sealed.set(cipher.getAuthTag(), sealed.length - tagBytes)
    return sealed
  }

  open(holder: number, category: DetailCategory, bound: string, sealed: Uint8Array): Uint8Array | undefined {
    return this.openAll([{ holder, category, bound, sealed }])[0]
  }

  openAll(data: readonly SealedDatum[]): readonly (Uint8Array | undefined)[] {
    this.keys.refresh()
    return data.map((one) => this.#open(one))
  }

  #open({ holder, category, bound, sealed }: SealedDatum): Uint8Array | undefined {
    if (categoryOfSealed(sealed) !== category)
      throw new Tampered(`${bound}: not sealed as ${category}, or no sealed datum at all`)
    const year = ((sealed[1] as number) << 8) | (sealed[2] as number)
    const key = this.keys.key(this.#nameOf(holder, category, kindOfSealed(sealed), year), sealed[3] as number)
    if (key === undefined) return undefined
    const nonce = sealed.subarray(headBytes, headBytes + nonceBytes)
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(bound)).setAuthTag(sealed.subarray(-tagBytes))
    const plain = decipher.update(sealed.subarray(headBytes + nonceBytes, -tagBytes))
    try {
      decipher.final()
    } catch (error) {
      throw new Tampered(`${bound}: the sealed datum was changed, or belongs elsewhere`, { cause: error })
    }
    return plain
  }

  flush(): void {
    this.keys.flush()
  }

  mac(bytes: Uint8Array): Buffer {
    this.#dropDestroyed()
    this.#bodies ??= this.keys.ensureNow(bodiesKey(this.entity))
    const { generation, key } = this.#bodies
    const mac = createHmac('sha256', key).update(bytes).digest().subarray(0, 16)
    mac.copyWithin(4, 0, 12)
    mac.writeUInt32BE(generation)
    return mac
  }

  reset(): void {
    this.keys.discard(this.entity)
  }

  #nameOf(holder: number, category: DetailCategory, kind: SealedKind, year: number): string {
    return (kind === 2 ? factKeyName : keyName)(this.entity, holder, category, year)
  }

  #keyFor(holder: number, category: DetailCategory, kind: SealedKind, year: number): HeldKey {
    this.#dropDestroyed()
    let ofHolder = this.#held.get(holder)
    if (ofHolder === undefined) {
      if (this.#held.size >= maximumHolders) this.#held.clear()
      ofHolder = new Array(2 * dataClasses.length).fill(undefined)
      this.#held.set(holder, ofHolder)
    }
    const number = 2 * dataClasses.indexOf(category) + kind - 1
    const held = ofHolder[number]
    if (held !== undefined && held.year === year) return held
    const { generation, key } = this.keys.ensure(this.#nameOf(holder, category, kind, year))
    if (generation > 255) throw new RangeError(`the key of ${category} of ${holder} was destroyed too often in ${year}`)
    const fresh = { year, generation, key }
    ofHolder[number] = fresh
    return fresh
  }

  #dropDestroyed(): void {
    if (this.#destructions === this.keys.destructions) return
    this.#destructions = this.keys.destructions
    this.#held.clear()
    this.#bodies = undefined
  }

  /** All of a batch share one instant: its year is worked out once. */
  #yearOf(at: Temporal.Instant): number {
    if (at !== this.#at) {
      this.#at = at
      this.#year = new Date(at.epochMilliseconds).getUTCFullYear()
    }
    return this.#year
  }

  /** 96 random bits, drawn from the system some hundreds at a time. */
  #freshNonce(): Buffer {
    if (this.#nonce >= this.#nonces.length) {
      randomFillSync(this.#nonces)
      this.#nonce = 0
    }
    this.#nonce += nonceBytes
    return this.#nonces.subarray(this.#nonce - nonceBytes, this.#nonce)
  }
}
