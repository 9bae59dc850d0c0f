/**
 * Messages to persons: offers, which pass the gate for their purpose and channel, and service messages, which no refusal of offers stops.
 * What they say stands in letters, the same for everybody; whom they go to is read through the gate when they go.
 */
import { accept, type Cited, type Decision, type Refused, refuse, together } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Wording } from '../../../rulebook/pack.ts'
import type { Attribute } from '../../../rulebook/register/attributes.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { Asking } from '../../consents/changes/rules.ts'
import { type GateRequest, type GateState, passGate } from '../../gate/rules.ts'
import { consentTo } from '../../gate/switched/rules.ts'
import type { Channel, Switches } from '../../switches/rules.ts'

/** Why the gate lets nothing through. */
type GateRefusal = Extract<ReturnType<typeof passGate>, { readonly outcome: 'refused' }>['code']

/** What a message says, in each language; for an offer, the purpose of the register that it serves. */
export type Letter = {
  readonly letter: string
  readonly purpose: string | null
  readonly title: Wording
  readonly text: Wording
}

export const letters = records<string, Letter>('letter')

/** A message that was let out. What became of it, its delivery says. */
export type Message = {
  readonly message: number
  readonly subject: PartyId
  readonly letter: string
  readonly purpose: string
  /** Whether it is an offer, and no service message. */
  readonly offer: boolean
  readonly channel: Channel
  readonly language: string
  readonly queuedOn: Temporal.PlainDate
}

export const messages = records<number, Message>('message')

/** What a channel needs to know of a person: the lists live long, since the gate finds its answers by them. */
export const contactFor: { readonly [C in Channel]: readonly Attribute[] } = {
  email: ['email'],
  phone: ['phone'],
  sms: ['phone'],
  post: ['address'],
  'internet-bank': ['email'],
  event: ['email'],
}

/** How the gate is asked for a message: the same when it is let out and when it goes. */
export const passageOf = ({
  subject,
  purpose,
  offer,
  channel,
}: Pick<Message, 'subject' | 'purpose' | 'offer' | 'channel'>) =>
  ({
    actor: { role: 'system' },
    purpose,
    kinds: contactFor[channel],
    subjects: [subject],
    // What is no offer tells the person, and nobody else, what was agreed or must be told to them, such as that a restriction ends.
    ...(offer ? { channel } : { ordered: true as const }),
  }) as const satisfies GateRequest

/** Names of letters that tell of a breach, which are made from its record, begin so: nobody writes them. */
export const breachLetters = 'breach-'

/** In this order. */
export const setLetterRefusals = ['letter-reserved', 'purpose-not-registered', 'purpose-not-marketing'] as const
export type SetLetterRefusal = (typeof setLetterRefusals)[number]

/** Keeps what a letter says from now on. One with a purpose is an offer. */
export function decideSetLetter(letter: Letter, terms: Terms): Decision<Effect, SetLetterRefusal> {
  const { purpose: id } = letter
  const cited = terms.cite(id === null ? 'message.service' : 'marketing.sending')
  if (letter.letter.startsWith(breachLetters)) return refuse('letter-reserved', cited)
  const purpose = id === null ? undefined : terms.register.purposes.get(id)
  if (id !== null && purpose === undefined)
    return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: id })
  if (purpose !== undefined && purpose.marketing !== true)
    return refuse('purpose-not-marketing', cited, { purpose: purpose.id })
  return accept([effect(letters, letter.letter, letter)], cited, { letter: letter.letter, purpose: id })
}

export type Sending = { readonly letter: Letter | undefined; readonly channel: Channel; readonly language: string }

/** In this order; between them, after `channel-not-offered`, those of the gate. */
export const sendOfferRefusals = [
  'letter-unknown',
  'letter-is-no-offer',
  'letter-not-in-language',
  'channel-not-offered',
] as const
export const channelRefusals = ['channel-not-chosen', 'consent-missing'] as const
export type SendOfferRefusal = (typeof sendOfferRefusals)[number] | GateRefusal | (typeof channelRefusals)[number]

/**
 * Lets an offer out. It passes the gate for its purpose and channel; then it must be the channel that the person chose, and where the channel
 * is bound to consent, one must cover it, whatever else the purpose rests on.
 */
export function decideSendOffer(
  asking: Asking,
  before: Switches,
  { letter, channel, language }: Sending,
  terms: Terms,
): Decision<Effect, SendOfferRefusal> {
  const cited = terms.cite('marketing.sending')
  if (letter === undefined) return refuse('letter-unknown', cited)
  if (letter.purpose === null) return refuse('letter-is-no-offer', cited, { letter: letter.letter })
  if (!isWritten(letter, language)) return refuse('letter-not-in-language', cited, { language })
  const { channels } = terms.parameters('marketing.sending')
  if (!channels.includes(channel)) return refuse('channel-not-offered', cited, { channels })
  const message = messageOf(asking, letter, { channel, language, purpose: letter.purpose, offer: true })
  const passage = passGate(passageOf(message), stateOf(asking, before), terms)
  if (passage.outcome === 'refused') return { ...passage, cited: together(passage.cited, cited) }
  const unfit = checkChannel(asking.entity.id, before, letter.purpose, channel, terms)
  if (unfit !== undefined) return unfit
  const parts: Cited[] = [cited, passage.cited, terms.cite('marketing.channel')]
  if (isBound(letter.purpose, channel, terms)) parts.push(terms.cite('marketing.consent-channels'))
  if (channel === 'email') parts.push(terms.cite('marketing.unsubscribe'))
  return accept([create(messages, message.message, message)], together(...parts), factsOf(message))
}

/** Whether an offer may go over the channel: chosen, and consented to where that is needed; why not. */
export function checkChannel(
  entity: string,
  before: Switches,
  purpose: string,
  channel: Channel,
  terms: Terms,
): Refused<(typeof channelRefusals)[number]> | undefined {
  const { unchosen } = terms.parameters('marketing.channel')
  const isChosen = before.channel === undefined ? unchosen !== 'none' : before.channel === channel
  if (!isChosen)
    return refuse('channel-not-chosen', terms.cite('marketing.channel'), { chosen: before.channel ?? null })
  if (isBound(purpose, channel, terms) && consentTo({ id: purpose }, before, { entity, channel }) === undefined)
    return refuse('consent-missing', terms.cite('marketing.consent-channels'), { purpose, channel })
  return undefined
}

/** Whether an offer that was let out may still go, as the person's switches stand when it does. */
export const isStillChosen = (
  { purpose, channel }: Pick<Message, 'purpose' | 'channel'>,
  now: Switches,
  entity: string,
  terms: Terms,
): boolean => checkChannel(entity, now, purpose, channel, terms) === undefined

/** Whether the channel needs a consent for this purpose. */
function isBound(purpose: string, channel: Channel, terms: Terms): boolean {
  const { channels, ownOffers } = terms.parameters('marketing.consent-channels')
  const isOwn =
    terms.register.purposes.get(purpose)?.bases.some(({ basis }) => basis === 'legitimate-interest') ?? false
  return channels.includes(channel) && (ownOffers === 'consent' || !isOwn)
}

/** In this order; then those of the gate. */
export const sendMessageRefusals = ['letter-unknown', 'letter-is-offer', 'letter-not-in-language'] as const
export type SendMessageRefusal = (typeof sendMessageRefusals)[number] | GateRefusal

/** Lets a service message out: a notice, a reminder, what law or the contract asks to be told. No refusal of offers concerns it. */
export function decideSendMessage(
  asking: Asking,
  before: Switches,
  { letter, channel, language }: Sending,
  terms: Terms,
): Decision<Effect, SendMessageRefusal> {
  const cited = terms.cite('message.service')
  if (letter === undefined) return refuse('letter-unknown', cited)
  if (letter.purpose !== null) return refuse('letter-is-offer', cited, { letter: letter.letter })
  if (!isWritten(letter, language)) return refuse('letter-not-in-language', cited, { language })
  const { purpose } = terms.parameters('message.service')
  const message = messageOf(asking, letter, { channel, language, purpose, offer: false })
  const passage = passGate(passageOf(message), stateOf(asking, before), terms)
  if (passage.outcome === 'refused') return { ...passage, cited: together(passage.cited, cited) }
  return accept([create(messages, message.message, message)], together(cited, passage.cited), factsOf(message))
}

const isWritten = ({ title, text }: Letter, language: string): boolean =>
  (title as Record<string, string>)[language] !== undefined && (text as Record<string, string>)[language] !== undefined

const messageOf = (
  { nextId, subject, on }: Asking,
  { letter }: Letter,
  rest: Pick<Message, 'channel' | 'language' | 'purpose' | 'offer'>,
): Message => ({ message: nextId(), subject, letter, ...rest, queuedOn: on })

const stateOf = ({ entity, subject }: Asking, before: Switches): GateState => ({
  entityOf: () => entity.id,
  undertaken: true,
  switches: new Map([[subject, before]]),
})

const factsOf = ({ message, channel, purpose, offer }: Message) => ({
  message: String(message),
  channel,
  purpose,
  offer,
})
