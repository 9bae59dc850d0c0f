/**
 * Ids. Everything that lives in a lane has an id that tells its lane: `lane * 2^40 + number`, a safe integer for 8,191 lanes of
 * 1.1e12 ids each. A plain number, because it is the key of every map on the hot path.
 */
export type LaneId = number & { readonly unit: 'lane' }
export type PartyId = number & { readonly unit: 'party' }
export type AgreementId = number & { readonly unit: 'agreement' }
export type AccountId = number & { readonly unit: 'account' }
export type HoldId = number & { readonly unit: 'hold' }
export type DecisionId = string & { readonly unit: 'decision' }

/** A decision's position in its lane: `batch * 4096 + n`. */
export type Place = number & { readonly unit: 'place' }

const idsPerLane = 2 ** 40
const maximumLane = 8191
export const placesPerBatch = 4096

/** The id numbered `number` in `lane`. Throws RangeError outside the ranges above. */
export function composeId<Id extends number>(lane: LaneId, number: number): Id {
  if (!Number.isInteger(lane) || lane < 1 || lane > maximumLane) throw new RangeError(`lane ${lane} is out of range`)
  if (!Number.isInteger(number) || number < 1 || number >= idsPerLane)
    throw new RangeError(`id ${number} is out of range`)
  return (lane * idsPerLane + number) as Id
}

/** The lane that an id names. */
export function laneOf(id: number): LaneId {
  return Math.floor(id / idsPerLane) as LaneId
}

/** Reads an id from the wire: a canonical decimal number that names a lane; otherwise undefined. */
export function parseId<Id extends number>(text: string): Id | undefined {
  if (!/^[1-9][0-9]{12,15}$/.test(text)) return undefined
  const id = Number(text)
  return Number.isSafeInteger(id) && laneOf(id) >= 1 && laneOf(id) <= maximumLane ? (id as Id) : undefined
}

export function place(batch: number, n: number): Place {
  if (n < 0 || n >= placesPerBatch) throw new RangeError(`a batch holds at most ${placesPerBatch} decisions`)
  return (batch * placesPerBatch + n) as Place
}

export const batchOf = (at: Place): number => Math.floor(at / placesPerBatch)

/**
 * A decision's public id: a UUIDv7 (RFC 9562) whose time is its batch's and whose random bits are lane (12 bits in rand_a, the last one
 * leads rand_b) and place, so that an id is found by primary key and needs no index of its own.
 */
export function composeDecisionId(lane: LaneId, at: Place, epochMs: number): DecisionId {
  const time = hex(epochMs, 12)
  // 48 bits of the place; above them, in the group before, its topmost 5 bits, the lane's last bit, and the variant 10.
  const low = at % 2 ** 48
  const high = 0x8000 + (lane % 2) * 0x2000 + (at - low) / 2 ** 48
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(lane >> 1, 3)}-${hex(high, 4)}-${hex(low, 12)}` as DecisionId
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** Lane and place of a decision id, or undefined when the text is none. */
export function parseDecisionId(text: string): { lane: LaneId; place: Place } | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text)) return undefined
  const value = BigInt(`0x${text.replaceAll('-', '')}`)
  const lane = Number(((value >> 64n) & 0xfffn) << 1n) + Number((value >> 61n) & 1n)
  const at = Number(value & ((1n << 61n) - 1n))
  return lane >= 1 && Number.isSafeInteger(at) ? { lane: lane as LaneId, place: at as Place } : undefined
}
