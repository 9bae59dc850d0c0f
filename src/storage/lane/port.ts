/** What a lane's writer needs of the world: a place to keep the journal and the records, keys for details, and a clock. */
import type { Cited, Facts } from '../../kernel/decision.ts'
import type { DecisionId, LaneId, PartyId, Place } from '../../kernel/ids.ts'
import type { AnyCollection, Need } from '../../kernel/state.ts'
import type { Code, DetailCategory, Purpose, Role } from '../command.ts'
import type { Step } from './working-state.ts'

/** Where a lane stands after its last batch. */
export type LaneHead = {
  readonly lane: LaneId
  readonly entity: string
  readonly epoch: number
  readonly batch: number
  readonly businessDate: Temporal.PlainDate
  readonly nextNumber: number
  readonly pack: string
  readonly at: Temporal.Instant
  readonly hash: Buffer
}

/** A decision as the journal keeps it. JSON texts are kept as they are: the hash chain is over their bytes. */
export type DecisionRow = {
  readonly place: Place
  readonly kind: string
  readonly client: string
  /** First 16 bytes of SHA-256 over client and key: the key itself is not kept, it could tell something. */
  readonly keyHash: Buffer
  /** 16 bytes, or 32 where personal data came with it: see `bodyMac`. */
  readonly bodyMac: Buffer
  readonly role: Role
  readonly party: PartyId | null
  readonly staff: string | null
  readonly purpose: Purpose
  /** null: accepted. */
  readonly code: Code | null
  readonly cited: Cited
  readonly payload: string
  /** A letter for the category of each personal detail that came with it; null without details. */
  readonly details: string | null
  readonly blinds: KeptBlinds | null
  readonly facts: string | null
  readonly internal: string | null
  /** Commands that stand or fall together share the number of the first. */
  readonly group: number | null
  readonly legs: Legs | null
}

/**
 * Blind indexes, kept apart from the journal: when they are erased, their salt goes with them, and the hash that stays in the journal
 * and under its chain can no longer be compared with anything.
 */
export type KeptBlinds = { readonly text: string; readonly salt: Buffer; readonly hash: Buffer }

/** What of a decision's row the hash chain covers, besides number and content of its citation set. */
export type ChainedRow = Omit<DecisionRow, 'cited' | 'blinds'> & { readonly blinds: Pick<KeptBlinds, 'hash'> | null }

/** The money lines of one decision. They sum to zero for each currency. */
export type Legs = { readonly amounts: readonly bigint[]; readonly currencies: readonly string[] }

/** A change with its sealed detail, if it has one, as it goes to the store. */
export type SealedStep = Step & { readonly place: Place; readonly cited: Cited; readonly sealed: Buffer | null }

export type Batch = {
  readonly before: LaneHead
  readonly after: LaneHead
  readonly rulesVersion: string
  readonly decisions: readonly DecisionRow[]
  readonly steps: ReadonlyMap<AnyCollection, readonly SealedStep[]>
}

/** A decision as it is told to who asked, to readers and to consumers of the journal. */
export type DecisionView = {
  readonly id: DecisionId
  readonly lane: LaneId
  readonly place: Place
  readonly kind: string
  readonly at: Temporal.Instant
  readonly outcome: 'accepted' | 'refused'
  readonly code: Code | null
  readonly cited: Cited
  readonly facts: Facts
  readonly internal: Facts
}

export type KnownKey = { readonly bodyMac: Buffer; readonly decision: DecisionView }

export interface LaneStorage {
  /** Makes the caller the lane's only writer by raising its epoch. */
  take(lane: LaneId, writer: string): Promise<LaneHead>
  head(lane: LaneId): Promise<LaneHead>
  /** Records of the lane as last committed, in the order of the needs; undefined where there is none. */
  load(lane: LaneId, needs: readonly Need[]): Promise<readonly unknown[]>
  /** What is known of idempotency keys, by hash in hex. */
  known(lane: LaneId, keyHashes: readonly Buffer[]): Promise<ReadonlyMap<string, KnownKey>>
  /** The bytes that the hash chain covers for these decisions. */
  chainBytes(lane: LaneId, decisions: readonly DecisionRow[]): Promise<Buffer>
  /** One transaction. Throws LaneLost, DatabaseRefused, KeyKnown, or whatever a lost connection throws: then `head` tells what became of it. */
  append(batch: Batch): Promise<void>
}

/** Encrypts personal details under the key of their holder. */
export interface Sealer {
  seal(holder: number, category: DetailCategory, at: Temporal.Instant, bound: string, plain: Uint8Array): Buffer
  /** Makes durable whatever keys `seal` made: before the batch that needs them is appended. */
  flush(): void
  /**
   * 16 bytes for these: 4 that name a key, and 12 that only who has this key can make. Every erasure destroys it; the next one has
   * another name.
   */
  mac(bytes: Uint8Array): Buffer
  /** Forgets the keys that `seal` made and nobody flushed: the lane was taken, so what they sealed is never stored. */
  reset?(): void
}

/** Another process has taken the lane; this one's state is worthless and nothing of the batch was stored. */
export class LaneLost extends Error {
  override readonly name = 'LaneLost'
}

/** The database understood the batch and refused it: one of its commands is at fault. */
export class DatabaseRefused extends Error {
  override readonly name: string = 'DatabaseRefused'
}

/** One of the batch's commands has a key under which a decision is stored. */
export class KeyKnown extends DatabaseRefused {
  override readonly name = 'KeyKnown'
}
