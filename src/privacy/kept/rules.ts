/**
 * Personal details that are told before the entries they belong to: those of orders for a later day. They are sealed once, under the key
 * of the holder whose side they are, and an entry made by such an order points to them. So nobody has to open them to book it.
 */
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { create, type Effect, records } from '../../kernel/state.ts'

export type DetailId = number & { readonly unit: 'kept-detail' }

export type KeptDetail = { readonly detail: DetailId; readonly holder: PartyId }

export const keptDetails = records<DetailId, KeptDetail>('kept-detail')

/** That an entry shows a kept detail instead of one of its own; by `shownKey`. */
export type ShownDetail = { readonly account: AccountId; readonly seq: number; readonly detail: DetailId }

export const shownDetails = records<string, ShownDetail>('shown-detail')

export const shownKey = ({ account, seq }: Pick<ShownDetail, 'account' | 'seq'>): string => `${account} ${seq}`

/** Keeps the command's detail number `index` under the holder's key. */
export const keepDetail = (detail: DetailId, holder: PartyId, index: number): Effect =>
  create(keptDetails, detail, { detail, holder }, { index, holder })

/** Lets the entry with this seq show a kept detail. */
export const showDetail = (shown: ShownDetail): Effect => create(shownDetails, shownKey(shown), shown)
