/**
 * Offers that people make: by telephone, by post, at events. Whom to reach is drawn through the gate at the moment of the call or of printing,
 * so that a refusal of a minute ago counts; and what became of each attempt is noted.
 */
import { type Accepted, accept, type Decision, type Refused, refuse, together } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { type Effect, effect, records } from '../../../kernel/state.ts'
import type { Attribute } from '../../../rulebook/register/attributes.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Asking, Way } from '../../consents/changes/rules.ts'
import { type GateRequest, passGate } from '../../gate/rules.ts'
import { compiledGate } from '../../gate/verdicts/rules.ts'
import type { Channel, Switches } from '../../switches/rules.ts'
import { type channelRefusals, checkChannel, contactFor, type Message } from '../messages/rules.ts'
import { decideRefuse, type RefuseMarketingRefusal } from '../rules.ts'

/** The channels over which no machine sends. */
export const channelsByHand = ['phone', 'post', 'event'] as const satisfies Channel[]
export type ChannelByHand = (typeof channelsByHand)[number]

export const isByHand = (channel: Channel): channel is ChannelByHand =>
  (channelsByHand as readonly Channel[]).includes(channel)

/** What became of an attempt. Whoever was not reached is tried again; all else settles the offer. */
export const attemptOutcomes = ['reached', 'refused', 'not-reached', 'printed'] as const
export type AttemptOutcome = (typeof attemptOutcomes)[number]

/** What can become of an offer, by channel. */
const outcomesOf: { readonly [C in ChannelByHand]: readonly AttemptOutcome[] } = {
  phone: ['reached', 'refused', 'not-reached'],
  event: ['reached', 'refused', 'not-reached'],
  post: ['printed', 'refused'],
}

/** How a refusal came that was told on the channel of the offer. */
const wayOf: { readonly [C in ChannelByHand]: Way } = { phone: 'phone', event: 'unit', post: 'letter' }

/** The last attempt at an offer; by its message. */
export type OfferAttempt = {
  readonly message: number
  readonly subject: PartyId
  readonly channel: ChannelByHand
  readonly tries: number
  readonly outcome: AttemptOutcome
  readonly staff: string
  readonly at: Temporal.Instant
  readonly on: Temporal.PlainDate
}

export const offerAttempts = records<number, OfferAttempt>('offer-attempt')

/** Whether nothing more is done about the offer. */
export const isSettled = (last: OfferAttempt | undefined): boolean =>
  last !== undefined && last.outcome !== 'not-reached'

/** What of a person an offer by hand needs to know: the lists live long, since the gate finds its answers by them. */
const namedContact: { readonly [C in ChannelByHand]: readonly Attribute[] } = {
  phone: ['name', ...contactFor.phone],
  post: ['name', ...contactFor.post],
  event: ['name', ...contactFor.event],
}

export type Drawer = GateRequest['actor']

/** How the gate is asked for whom to reach: with the name, where the purpose of the offer uses it. */
export function drawing(
  { subject, purpose, channel }: Pick<Message, 'subject' | 'purpose'> & { readonly channel: ChannelByHand },
  actor: Drawer,
  terms: Terms,
): GateRequest {
  const isNamed = compiledGate(terms).verdict(actor.role, purpose, namedContact[channel]).code === undefined
  const kinds = isNamed ? namedContact[channel] : contactFor[channel]
  return { actor, purpose, kinds, subjects: [subject], channel }
}

type GateRefusal = Extract<ReturnType<typeof passGate>, { readonly outcome: 'refused' }>['code']

/** In this order; then those of the gate, and of channels. */
export const drawRefusals = ['message-unknown', 'offer-not-by-hand', 'offer-settled'] as const
export type DrawRefusal = (typeof drawRefusals)[number] | GateRefusal | (typeof channelRefusals)[number]

/** An offer, with what was done about it. */
export type Drawn = { readonly message: Message | undefined; readonly last: OfferAttempt | undefined }

/** Whether an offer that was let out may be made now, as the person's switches stand. The passage itself is the gate's. */
export function decideDraw(
  { message, last }: Drawn,
  now: Switches,
  { actor, entity, undertaken }: { readonly actor: Drawer; readonly entity: string; readonly undertaken: boolean },
  terms: Terms,
): Decision<never, DrawRefusal> {
  const cited = terms.cite('marketing.sending')
  const open = openOffer({ message, last }, terms)
  if ('outcome' in open) return open
  const state = { entityOf: () => entity, undertaken, switches: new Map([[open.subject, now]]) }
  const passage = passGate(drawing(open, actor, terms), state, terms)
  if (passage.outcome === 'refused') return { ...passage, cited: together(passage.cited, cited) }
  const unfit = checkChannel(entity, now, open.purpose, open.channel, terms)
  if (unfit !== undefined) return unfit
  return accept([], together(cited, passage.cited, terms.cite('marketing.channel')), { channel: open.channel })
}

type OpenOffer = Message & { readonly channel: ChannelByHand }

function openOffer({ message, last }: Drawn, terms: Terms): OpenOffer | Refused<(typeof drawRefusals)[number]> {
  const cited = terms.cite('marketing.sending')
  if (message === undefined || !message.offer) return refuse('message-unknown', cited)
  const { channel } = message
  if (!isByHand(channel)) return refuse('offer-not-by-hand', cited, { channel })
  if (isSettled(last)) return refuse('offer-settled', cited, { outcome: last?.outcome ?? null })
  return { ...message, channel }
}

/** In this order; then those of a refusal of offers. */
export const noteRefusals = [...drawRefusals, 'outcome-not-of-channel'] as const
export type NoteRefusal = (typeof noteRefusals)[number] | RefuseMarketingRefusal

export type Noting = Drawn & {
  readonly outcome: AttemptOutcome
  /** Of a refusal: that the person wants no offers for any purpose. */
  readonly all: boolean
}

/** Notes what became of an attempt. Who refused is refused offers from this moment on, on every channel. */
export function decideNote(
  asking: Asking,
  before: Switches,
  { message, last, outcome, all }: Noting,
  terms: Terms,
): Decision<Effect, NoteRefusal> {
  const cited = terms.cite('marketing.sending')
  const open = openOffer({ message: message?.subject === asking.subject ? message : undefined, last }, terms)
  if ('outcome' in open) return open
  const outcomes = outcomesOf[open.channel]
  if (!outcomes.includes(outcome)) return refuse('outcome-not-of-channel', cited, { channel: open.channel, outcomes })
  const attempt: OfferAttempt = {
    message: open.message,
    subject: open.subject,
    channel: open.channel,
    tries: (last?.tries ?? 0) + 1,
    outcome,
    staff: asking.staff ?? '',
    at: asking.at,
    on: asking.on,
  }
  const noted: Accepted<Effect> = accept([effect(offerAttempts, open.message, attempt)], cited, {
    message: String(open.message),
    outcome,
    tries: attempt.tries,
  })
  if (outcome !== 'refused') return noted
  const way = wayOf[open.channel]
  const refusal = decideRefuse({ ...asking, way }, before, all ? undefined : open.purpose, terms)
  if (refusal.outcome === 'refused') return refusal
  return accept([...noted.effects, ...refusal.effects], together(refusal.cited, cited), {
    ...refusal.facts,
    ...noted.facts,
  })
}
