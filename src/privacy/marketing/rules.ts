/** Offers: refused at once and for good, sent only over the channel that the person chose, and never without passing the gate. */
import { accept, type Decision, refuse, together } from '../../kernel/decision.ts'
import type { Effect } from '../../kernel/state.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type Asking, change, withoutConsents, withStops } from '../consents/changes/rules.ts'
import { leftOf } from '../consents/rules.ts'
import type { Channel, Switches } from '../switches/rules.ts'

/** In this order; before them a stranger is refused as `subject-not-concerned`. */
export const refuseMarketingRefusals = ['purpose-not-registered', 'purpose-not-marketing'] as const
export type RefuseMarketingRefusal = (typeof refuseMarketingRefusals)[number]

/**
 * Refuses offers: of one purpose, or of all that the register marks as direct marketing. They end at once on every channel, and nothing is
 * weighed; consents to them end. To refuse again changes nothing.
 */
export function decideRefuse(
  asking: Asking,
  before: Switches,
  id: string | undefined,
  terms: Terms,
): Decision<Effect, RefuseMarketingRefusal> {
  const refusal = terms.cite('marketing.refusal')
  const cited = asking.way === 'link' ? together(terms.cite('marketing.unsubscribe'), refusal) : refusal
  const asked = id === undefined ? undefined : terms.register.purposes.get(id)
  if (id !== undefined && asked === undefined)
    return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: id })
  if (asked !== undefined && asked.marketing !== true)
    return refuse('purpose-not-marketing', cited, { purpose: asked.id })
  const all = [...terms.register.purposes.values()].filter(({ marketing }) => marketing === true)
  const purposes = (asked === undefined ? all : [asked]).map((one) => one.id)
  const isRefused = (purpose: string): boolean =>
    before.stops.some((one) => one.purpose === purpose && one.ground === 'refusal' && one.yields !== true)
  if (purposes.every(isRefused)) return accept([], cited, { purposes, changed: false })
  const after = withStops(withoutConsents(before, purposes), purposes, 'refusal', asking.on)
  const { effects, facts } = change(asking, after, { act: 'marketing-refused', purposes }, terms)
  const left = purposes.flatMap((one) => {
    const purpose = terms.register.purposes.get(one)
    return purpose === undefined ? [] : [{ purpose: one, ...leftOf(purpose, after, terms, []) }]
  })
  return accept(effects, cited, { ...facts, changed: true, left })
}

/** In this order; before it a stranger is refused as `subject-not-concerned`. */
export const chooseChannelRefusals = ['way-not-offered'] as const
export type ChooseChannelRefusal = (typeof chooseChannelRefusals)[number]

/** Chooses the one channel over which offers may come. */
export function decideChoose(
  asking: Asking,
  before: Switches,
  channel: Channel,
  terms: Terms,
): Decision<Effect, ChooseChannelRefusal> {
  const cited = terms.cite('marketing.channel')
  const { ways } = terms.parameters('marketing.channel')
  if (!ways.includes(asking.way)) return refuse('way-not-offered', cited, { ways })
  const purposes = [...terms.register.purposes.values()].flatMap(({ id, marketing }) =>
    marketing === true ? [id] : [],
  )
  const chosen = { act: 'channel-chosen', purposes, channels: [channel] } as const
  const { effects, facts } = change(asking, { ...before, channel }, chosen, terms)
  return accept(effects, cited, { ...facts, channel })
}
