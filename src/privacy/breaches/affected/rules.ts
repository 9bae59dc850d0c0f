/**
 * The people whom a breach concerns, and how each of them is told (GDPR, Article 34): by a service message over the channel that they
 * prefer, or by letter where no machine reaches them. A message counts when it was handed over, a letter when somebody noted that it went.
 */
import { accept, type Decision, type Facts, type Refused, refuse, together } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, effect, records } from '../../../kernel/state.ts'
import type { Wording } from '../../../rulebook/pack.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { passGate } from '../../gate/rules.ts'
import { breachLetters, letters, type Message, messages, passageOf } from '../../marketing/messages/rules.ts'
import type { Switches } from '../../switches/rules.ts'
import { type Breach, breaches, type Exemption, owesTelling } from '../rules.ts'

/** `letter`: no machine reaches them, so that a letter is to go. */
export const standings = ['named', 'sending', 'letter', 'told'] as const
export type Standing = (typeof standings)[number]

/** A person affected by a breach; by `affectedKey`. */
export type Affected = {
  readonly breach: number
  readonly subject: PartyId
  readonly standing: Standing
  /** The last message that was let out to them. */
  readonly message: number | null
  readonly toldAt: Temporal.Instant | null
  /** Of a letter: under which the archive keeps what shows that it went. */
  readonly evidence: string | null
}

export const affectedPersons = records<string, Affected>('breach-subject')
export const affectedKey = (breach: number, subject: PartyId): string => `${breach} ${subject}`

/** A person who was asked about, as the register knows them; undefined when they are not named. */
export type Known = { readonly subject: PartyId; readonly affected: Affected | undefined }

const put = (one: Affected): Effect => effect(affectedPersons, affectedKey(one.breach, one.subject), one)

/** In this order. */
export const nameAffectedRefusals = ['breach-unknown', 'breach-closed'] as const
export type NameAffectedRefusal = (typeof nameAffectedRefusals)[number]

/** Names people as affected; those who are named already stay as they are. Whoever is named has still to be told. */
export function decideName(
  found: Breach | undefined,
  subjects: readonly Known[],
  terms: Terms,
): Decision<Effect, NameAffectedRefusal> {
  const cited = terms.cite('breach.register')
  if (found === undefined) return refuse('breach-unknown', cited)
  if (found.state === 'closed') return refuse('breach-closed', cited)
  const { breach } = found
  const fresh = subjects.filter(({ affected }) => affected === undefined)
  const named = fresh.map(({ subject }) =>
    put({ breach, subject, standing: 'named', message: null, toldAt: null, evidence: null }),
  )
  const after: Breach = { ...found, affected: found.affected + fresh.length }
  const owed = owesTelling(after)
  return accept(
    [...named, effect(breaches, breach, after)],
    owed ? together(cited, terms.cite('breach.subjects')) : cited,
    { breach: String(breach), affected: after.affected, subjects: owed },
  )
}

/** In this order. */
export const notifySubjectsRefusals = [
  'breach-unknown',
  'breach-closed',
  'breach-not-high',
  'subject-not-affected',
] as const
export type NotifySubjectsRefusal = (typeof notifySubjectsRefusals)[number]

export type Notifying = {
  readonly subjects: readonly (Known & { readonly switches: Switches })[]
  /** What they are told, the same for all of them. */
  readonly letter: { readonly title: Wording; readonly text: Wording }
  readonly language: string
}

export type NotifyingNow = {
  readonly on: Temporal.PlainDate
  readonly entity: string
  readonly nextId: () => number
}

/** Channels over which a machine tells people: where none was chosen, it is e-mail. */
const byMachine = ['email', 'sms'] as const
type ByMachine = (typeof byMachine)[number]

/**
 * Lets a service message out to each of them over the channel that they prefer; whom none may reach gets a letter. Whoever was told, or is
 * being told, is left as they are, so that it may be asked for again with all of them.
 */
export function decideNotify(
  found: Breach | undefined,
  { subjects, letter, language }: Notifying,
  now: NotifyingNow,
  terms: Terms,
): Decision<Effect, NotifySubjectsRefusal> {
  const cited = terms.cite('breach.subjects')
  const breach = checkTelling(found, subjects, terms)
  if ('outcome' in breach) return breach
  const named = subjects.map(({ affected, switches }) => ({ affected: affected as Affected, switches }))
  const waiting = named.filter(({ affected: { standing } }) => standing === 'named' || standing === 'letter')
  const name = letterOf(breach)
  const effects: Effect[] = [effect(letters, name, { letter: name, purpose: null, ...letter })]
  let sent = 0
  for (const { affected, switches } of waiting) {
    const message = messageTo(affected, switches, { letter: name, language }, now, terms)
    if (message !== undefined) effects.push(create(messages, message.message, message))
    if (message !== undefined) sent += 1
    effects.push(
      put({ ...affected, standing: message ? 'sending' : 'letter', message: message?.message ?? affected.message }),
    )
  }
  return accept(effects, together(cited, terms.cite('message.service')), {
    breach: String(breach.breach),
    messages: sent,
    letters: waiting.length - sent,
    before: named.length - waiting.length,
  })
}

/** Under which the words of this breach stand among the letters of the institution. */
export const letterOf = ({ breach }: Pick<Breach, 'breach'>): string => `${breachLetters}${breach}`

function messageTo(
  { subject }: Affected,
  switches: Switches,
  { letter, language }: Pick<Message, 'letter' | 'language'>,
  { on, entity, nextId }: NotifyingNow,
  terms: Terms,
): Message | undefined {
  const preferred = switches.channel ?? 'email'
  const channel = byMachine.find((one): one is ByMachine => one === preferred)
  if (channel === undefined) return undefined
  const { purpose } = terms.parameters('message.service')
  const passage = passageOf({ subject, purpose, offer: false, channel })
  const state = { entityOf: () => entity, undertaken: true, switches: new Map([[subject, switches]]) }
  if (passGate(passage, state, terms).outcome === 'refused') return undefined
  return { message: nextId(), subject, letter, purpose, offer: false, channel, language, queuedOn: on }
}

/** The breach, when its people are to be told and these are among them. */
function checkTelling(
  found: Breach | undefined,
  subjects: readonly Known[],
  terms: Terms,
): Breach | Refused<NotifySubjectsRefusal> {
  const cited = terms.cite('breach.subjects')
  if (found === undefined) return refuse('breach-unknown', cited)
  if (found.state === 'closed') return refuse('breach-closed', cited)
  if (found.risk !== 'high') return refuse('breach-not-high', cited, { risk: found.risk })
  const stranger = subjects.find(({ affected }) => affected === undefined)
  return stranger === undefined ? found : refuse('subject-not-affected', cited, { subject: String(stranger.subject) })
}

/** Notes that letters went to these. Whoever was told before stays as they are. Refuses as decideNotify. */
export function decideNoteLetters(
  found: Breach | undefined,
  { subjects, evidence }: { readonly subjects: readonly Known[]; readonly evidence: string },
  at: Temporal.Instant,
  terms: Terms,
): Decision<Effect, NotifySubjectsRefusal> {
  const breach = checkTelling(found, subjects, terms)
  if ('outcome' in breach) return breach
  const untold = subjects.flatMap(({ affected }) => (affected?.standing === 'told' ? [] : (affected ?? [])))
  const { effects, facts } = telling(breach, untold, { at, evidence })
  return accept(effects, terms.cite('breach.subjects'), facts)
}

/** The one there is: what was sent is noted, whatever became of the breach since. */
export const noteDeliveriesRefusals = ['breach-unknown'] as const
export type NoteDeliveriesRefusal = (typeof noteDeliveriesRefusals)[number]

/** Notes what became of messages: those whom theirs reached are told, all others get a letter. */
export function decideNoteDeliveries(
  found: Breach | undefined,
  { sent, withheld }: { readonly sent: readonly Known[]; readonly withheld: readonly Known[] },
  at: Temporal.Instant,
  terms: Terms,
): Decision<Effect, NoteDeliveriesRefusal> {
  const cited = terms.cite('breach.subjects')
  if (found === undefined) return refuse('breach-unknown', cited)
  const under = (some: readonly Known[]) =>
    some.flatMap(({ affected }) => (affected?.standing === 'sending' ? [affected] : []))
  const { effects, facts } = telling(found, under(sent), { at, evidence: null })
  const letter = under(withheld)
  return accept([...effects, ...letter.map((one) => put({ ...one, standing: 'letter' }))], cited, {
    ...facts,
    letters: letter.length,
  })
}

function telling(
  found: Breach,
  untold: readonly Affected[],
  { at, evidence }: { readonly at: Temporal.Instant; readonly evidence: string | null },
): { readonly effects: readonly Effect[]; readonly facts: Facts } {
  const told = found.told + untold.length
  const after: Breach = { ...found, told, subjectsToldAt: untold.length === 0 ? found.subjectsToldAt : at }
  return {
    effects: [
      ...untold.map((one) => put({ ...one, standing: 'told', toldAt: at, evidence })),
      effect(breaches, found.breach, after),
    ],
    facts: { breach: String(found.breach), told, affected: found.affected },
  }
}

/** In this order. */
export const exemptSubjectsRefusals = ['breach-unknown', 'breach-closed', 'breach-not-high'] as const
export type ExemptSubjectsRefusal = (typeof exemptSubjectsRefusals)[number]

/** Notes why people need not be told one by one (Article 34(3)), and where the reasons are kept. */
export function decideExempt(
  found: Breach | undefined,
  { exemption, reasons }: { readonly exemption: Exemption; readonly reasons: string },
  terms: Terms,
): Decision<Effect, ExemptSubjectsRefusal> {
  const cited = terms.cite('breach.exemption')
  if (found === undefined) return refuse('breach-unknown', cited)
  if (found.state === 'closed') return refuse('breach-closed', cited)
  if (found.risk !== 'high') return refuse('breach-not-high', cited, { risk: found.risk })
  return accept([effect(breaches, found.breach, { ...found, exemption, exemptionReasons: reasons })], cited, {
    ...{ breach: String(found.breach), exemption, reasons },
    ...{ affected: found.affected, told: found.told },
  })
}
