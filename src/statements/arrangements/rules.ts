/** How a customer who reads no statements in a digital channel gets them: at a location every month, or sent (RA-9.3, 9.5). */
import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { accept, type Decision, refuse } from '../../kernel/decision.ts'
import { addPeriod, parsePeriod } from '../../kernel/duration.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { type Effect, effect, records } from '../../kernel/state.ts'
import type { Asked } from '../asked/rules.ts'
import { type Delivery, informed, isDigital } from '../availability/rules.ts'
import { checkClosed } from '../reading/rules.ts'
import { armed, rearm } from '../reminders/rules.ts'

/** Another delivery than those of the rules; `endsOn`: the first day on which it is no longer there, once it was ended. */
export type OtherDelivery = {
  readonly way: Exclude<Delivery, 'location'>
  readonly since: Temporal.PlainDate
  readonly endsOn: Temporal.PlainDate | null
}

export type Arrangement = {
  readonly account: AccountId
  /** The location at which the statement of the month before was asked for. */
  readonly place: string | null
  readonly other: OtherDelivery | null
}

export const arrangements = records<AccountId, Arrangement>('statement-arrangement')

export const noArrangement = (account: AccountId): Arrangement => ({ account, place: null, other: null })

/** A consumer without digital channels: of joint holders, nobody is anything else. */
export const isMonthlyFree = ({ holders }: Asked): boolean =>
  holders.every(({ party, informed }) => party.consumer && !isDigital(informed))

/** How the statements of the months to come are made available. */
export type Way = { readonly how: 'digital' | 'on-request' | Delivery; readonly place: string | null }

/** Another delivery while there is one; otherwise the digital channel, the location asked for, or only what is requested. */
export function wayOf({ place, other }: Arrangement, asked: Asked): Way {
  if (other !== null && (other.endsOn === null || Temporal.PlainDate.compare(asked.now.on, other.endsOn) < 0))
    return { how: other.way, place: null }
  if (asked.holders.some(({ informed }) => isDigital(informed))) return { how: 'digital', place: null }
  return place !== null && isMonthlyFree(asked) ? { how: 'location', place } : { how: 'on-request', place: null }
}

export const arrangeRefusals = ['statement-at-institution', 'digital-agreed', 'consumer-service'] as const
export type ArrangeRefusal = (typeof arrangeRefusals)[number]

/**
 * Notes at which location a customer asked for the statements of each month. Refuses for a closed account; where a holder has digital
 * channels; where a holder is no consumer.
 */
export function decideArrange(
  before: Arrangement,
  asked: Asked,
  place: string,
  calendar: BusinessCalendar,
): Decision<Effect, ArrangeRefusal> {
  const { terms, holders, now } = asked
  const cited = terms.cite('statement.monthly')
  const closed = checkClosed(asked)
  if (closed !== undefined) return closed
  if (holders.some(({ informed }) => isDigital(informed))) return refuse('digital-agreed', cited)
  if (!isMonthlyFree(asked)) return refuse('consumer-service', cited)
  const reminders = holders.flatMap(({ informed: customer }): readonly Effect[] => {
    const after = armed(customer, now.on, calendar, terms)
    return after === customer ? [] : [effect(informed, after.customer, after), ...rearm(customer, after)]
  })
  return accept([effect(arrangements, before.account, { ...before, place }), ...reminders], cited, { place })
}

export const chooseRefusals = ['statement-at-institution', 'delivery-not-offered'] as const
export type ChooseRefusal = (typeof chooseRefusals)[number]

/** Chooses another delivery among those that are offered. Refuses for a closed account, and a way that is not offered. */
export function decideChoose(
  before: Arrangement,
  asked: Asked,
  way: OtherDelivery['way'],
): Decision<Effect, ChooseRefusal> {
  const { terms, now } = asked
  const closed = checkClosed(asked)
  if (closed !== undefined) return closed
  const cited = terms.cite('statement.other-delivery')
  const { ways } = terms.parameters('statement.other-delivery')
  if (!ways.includes(way)) return refuse('delivery-not-offered', cited, { offered: ways })
  const after: Arrangement = { ...before, other: { way, since: now.on, endsOn: null } }
  return accept([effect(arrangements, before.account, after)], cited, { way, since: now.on.toString() })
}

export const endRefusals = ['delivery-not-chosen', 'delivery-ending'] as const
export type EndRefusal = (typeof endRefusals)[number]

/**
 * Ends another delivery after notice: it goes on until then, and statements are available as the rules say afterwards. Refuses where
 * none is in use, and where its end was told before.
 */
export function decideEnd(before: Arrangement, asked: Asked, calendar: BusinessCalendar): Decision<Effect, EndRefusal> {
  const { terms, now } = asked
  const cited = terms.cite('statement.other-delivery')
  const { other } = before
  if (other === null || (other.endsOn !== null && Temporal.PlainDate.compare(other.endsOn, now.on) <= 0))
    return refuse('delivery-not-chosen', cited)
  if (other.endsOn !== null) return refuse('delivery-ending', cited, { endsOn: other.endsOn.toString() })
  const endsOn = addPeriod(now.on, parsePeriod(terms.parameters('statement.other-delivery').notice), calendar)
  const { how } = wayOf({ ...before, other: null }, asked)
  return accept([effect(arrangements, before.account, { ...before, other: { ...other, endsOn } })], cited, {
    way: other.way,
    endsOn: endsOn.toString(),
    afterwards: how,
  })
}
