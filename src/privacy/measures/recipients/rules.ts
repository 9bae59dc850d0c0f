/**
 * Undertakings of recipients: who gets personal data promises to obey the institution's rules of security and confidentiality (KL-2.6).
 * Where the register asks for that, what stands here shows it, and nobody's word does.
 */
import { accept, type Decision, refuse } from '../../../kernel/decision.ts'
import { type Effect, effect, records } from '../../../kernel/state.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { citing, receiverOf } from '../../disclosures/receivers/rules.ts'
import type { Recorder } from '../rules.ts'

export type RecipientUndertaking = {
  /** A kind of recipient of the register. */
  readonly recipient: string
  /** Who exactly, by its number. */
  readonly receiver: string
  /** Under which the archive keeps what was signed. */
  readonly document: string
  readonly signed: Temporal.PlainDate
  /** The last day on which it binds; without end when null. */
  readonly until: Temporal.PlainDate | null
  readonly staff: string | null
}

/** By `recipientKey`: the last one counts. */
export const recipientUndertakings = records<string, RecipientUndertaking>('recipient-undertaking')

export const recipientKey = (recipient: string, receiver: string): string => `${recipient} ${receiver}`

/** In this order. */
export const recipientUndertakeRefusals = [
  'recipient-not-registered',
  'undertaking-ahead',
  'undertaking-reversed',
] as const
export type RecipientUndertakeRefusal = (typeof recipientUndertakeRefusals)[number]

/** Records what a recipient undertook; in place of what it undertook before. */
export function decideRecipientUndertake(
  asked: Omit<RecipientUndertaking, 'staff'>,
  { on, staff }: Pick<Recorder, 'on' | 'staff'>,
  terms: Terms,
): Decision<Effect, RecipientUndertakeRefusal> {
  const { recipient, receiver, signed, until } = asked
  const registered = receiverOf(terms, recipient)
  if (registered === undefined || registered.processor !== undefined)
    return refuse('recipient-not-registered', terms.cite('disclosure.listed'), { recipient })
  const cited = citing(terms.cite('disclosure.undertakings'), registered)
  if (Temporal.PlainDate.compare(signed, on) > 0)
    return refuse('undertaking-ahead', cited, { signed: signed.toString() })
  if (until !== null && Temporal.PlainDate.compare(until, signed) < 0)
    return refuse('undertaking-reversed', cited, { signed: signed.toString(), until: until.toString() })
  return accept([effect(recipientUndertakings, recipientKey(recipient, receiver), { ...asked, staff })], cited, {
    recipient,
    receiver,
    until: until?.toString() ?? null,
  })
}

/** Whether an undertaking binds on a day: the first and the last one count. */
export const bindsOn = ({ signed, until }: RecipientUndertaking, day: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(signed, day) <= 0 && (until === null || Temporal.PlainDate.compare(day, until) <= 0)
