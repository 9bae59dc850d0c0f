/** Rows of the journal and what they mean. */
import type { AccountId, AgreementId, LaneId, PartyId, Place } from '../../kernel/ids.ts'
import { currency, minor } from '../../kernel/money.ts'
import type { EventRow, StoredEvent } from '../../ledger/event-rows.ts'
import type { Account, AccountKind, AccountOpening } from '../../ledger/rules.ts'
import type { Purpose, Role } from '../../storage/command.ts'
import type { ChainedRow, Legs } from '../../storage/lane/port.ts'

/** The lane's row: where the journal must lead. */
export type StoredLane = {
  readonly lane: LaneId
  readonly entity: string
  readonly batch: number
  readonly businessDate: Temporal.PlainDate
  readonly openedOn: Temporal.PlainDate | null
  readonly nextNumber: number
  readonly hash: Buffer
}

/** A decision as it is kept; `blinds` says whether blind indexes that came with it are still there. */
export type StoredDecision = {
  readonly row: ChainedRow
  readonly citationSet: number
  readonly blinds: { readonly salt: Buffer; readonly text: string } | 'none' | 'erased'
  readonly events: readonly StoredStep[]
}

/** An event with, if it is an account's first, what the account was opened as. */
export type StoredStep = { readonly row: EventRow; readonly opening: AccountOpening | null }

export type StoredBatch = {
  readonly batch: number
  readonly at: Temporal.Instant
  readonly businessDate: Temporal.PlainDate
  readonly nextNumber: number
  readonly rulesVersion: string
  readonly pack: string
  readonly hash: Buffer
  /** How many decisions it had. */
  readonly count: number
  readonly decisions: readonly StoredDecision[]
}

export type LaneRow = {
  lane: number
  entity: string
  batch: bigint
  business_date: Temporal.PlainDate
  opened_on: Temporal.PlainDate | null
  next_number: bigint
  hash: Buffer
}
export type BatchRow = {
  batch: bigint
  at: Temporal.Instant
  business_date: Temporal.PlainDate
  next_number: bigint
  rules_version: string
  pack: string
  hash: Buffer
  decisions: number
}
export type DecisionRow = {
  place: bigint
  kind: string
  client: string
  key_hash: Buffer
  body_mac: Buffer
  role: Role
  party: bigint | null
  staff: string | null
  purpose: Purpose
  code: string | null
  citation_set: number
  payload: string
  details: string | null
  blinds_hash: Buffer | null
  facts: string | null
  internal: string | null
  group_number: number | null
  leg_amounts: string[] | null
  leg_currencies: string[] | null
  salt: Buffer | null
  blinds: string | null
}
export type EventWithOpening = StoredEvent & {
  account_kind: AccountKind | null
  product: string
  currency: string
  holder: bigint | null
  agreement: bigint | null
}
export type PostingRow = {
  account: bigint
  seq: number
  amount: bigint
  booking_date: Temporal.PlainDate
  value_date: Temporal.PlainDate
  reversed: boolean
}

export function decisionOf(row: DecisionRow, events: readonly StoredStep[]): StoredDecision {
  const { salt, blinds } = row
  return {
    row: {
      place: Number(row.place) as Place,
      kind: row.kind,
      client: row.client,
      keyHash: row.key_hash,
      bodyMac: row.body_mac,
      role: row.role,
      party: row.party === null ? null : (Number(row.party) as PartyId),
      staff: row.staff,
      purpose: row.purpose,
      code: row.code,
      payload: row.payload,
      details: row.details,
      blinds: row.blinds_hash === null ? null : { hash: row.blinds_hash },
      facts: row.facts,
      internal: row.internal,
      group: row.group_number,
      legs: legsFrom(row),
    },
    citationSet: row.citation_set,
    blinds: row.blinds_hash === null ? 'none' : salt === null || blinds === null ? 'erased' : { salt, text: blinds },
    events,
  }
}

function legsFrom({ leg_amounts, leg_currencies }: DecisionRow): Legs | null {
  if (leg_amounts === null || leg_currencies === null) return null
  return { amounts: leg_amounts.map(BigInt), currencies: leg_currencies }
}

export function openingOf({
  account_kind,
  product,
  currency: code,
  holder,
  agreement,
}: EventWithOpening): AccountOpening | null {
  if (account_kind === null) return null
  return {
    kind: account_kind,
    product,
    currency: currency(code),
    holder: holder === null ? null : (Number(holder) as PartyId),
    agreement: agreement === null ? null : (Number(agreement) as AgreementId),
  }
}

/** The account as a stored event leaves it: for going on after a decision that came out otherwise. */
export function accountAfter(opening: AccountOpening, row: EventRow): Account {
  return {
    ...opening,
    account: row.account as AccountId,
    seq: row.seq,
    status: row.status as Account['status'],
    balanceMinor: minor(row.balance),
    heldMinor: minor(row.held),
    limitMinor: minor(row.limit),
    restrictedMinor: minor(row.restricted),
    blocked: row.blocked,
    bookedOn: Temporal.PlainDate.from(row.bookingDate),
  }
}
