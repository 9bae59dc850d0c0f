/** The lane's own record: what is true of the whole lane and changes only by its commands. */
import { records } from './state.ts'

export type LaneRecord = { readonly entity: string; readonly businessDate: Temporal.PlainDate }

/** Keyed by the lane's number; always in memory. */
export const laneRecord = records<number, LaneRecord>('lane')
