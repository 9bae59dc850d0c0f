/**
 * Recording what is known of a person beside who they are, and the notice that is owed to somebody whose data another person gave.
 */

import type { BusinessCalendar } from '../../kernel/calendar.ts'
import { clearDeadline } from '../../kernel/deadline.ts'
import { accept, type Decision, type Facts, refuse, together } from '../../kernel/decision.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import { askOnApplication } from '../../privacy/consents/asking/rules.ts'
import { type BackgroundCheck, checkFinding } from '../../privacy/measures/background-checks/rules.ts'
import { spend } from '../../privacy/recording/announcement/rules.ts'
import { announcedUnder } from '../../privacy/recording/evidence/rules.ts'
import { keepNotice, type NoticeShown } from '../../privacy/recording/notices/rules.ts'
import { checkRecording, type Recording, recordingRefusals } from '../../privacy/recording/rules.ts'
import { fenceProvisions, isFence } from '../../privacy/screening/rules.ts'
import { type Fact, recordFact } from '../../privacy/vault/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import { type Guardianship, isMinor, noteMinor } from '../guardianship/rules.ts'
import { isFenced, isToldWhole, type Party } from '../rules.ts'
import { type NoticeOwed, noticeDeadline, noticesOwed, raiseNotice } from './notices/rules.ts'

export type FactsAsked = Recording & {
  readonly party: Party | undefined
  readonly categories: readonly string[]
  readonly owed: NoticeOwed | undefined
  readonly shownBefore: NoticeShown | undefined
  /** What is known of who acts for a minor; nothing, where nobody has said yet that it is one. */
  readonly guardianship?: Guardianship | undefined
  readonly validFrom?: Temporal.PlainDate | undefined
  readonly validUntil?: Temporal.PlainDate | undefined
  /** Facts that it is put together from, as they stand; undefined for one that is unknown. */
  readonly combines?: readonly (Fact | undefined)[] | undefined
  /** Checks of the past that are named as shown; undefined for one that is unknown. */
  readonly checks?: readonly (BackgroundCheck | undefined)[] | undefined
  readonly on: Temporal.PlainDate
  readonly calendar: BusinessCalendar
  readonly nextId: () => number
}

/** In this order: who, what, and whether it may be; then what it is put together from. */
export const recordFactsRefusals = [
  'party-unknown',
  'details-incomplete',
  ...recordingRefusals,
  'validity-reversed',
  'combined-unknown',
] as const
export type RecordFactsRefusal = (typeof recordFactsRefusals)[number]

/** Records facts about a party. Where somebody else gave them, the party must be told within the time of `fact.others`. */
export function decideRecordFacts(asked: FactsAsked, terms: Terms): Decision<Effect, RecordFactsRefusal> {
  const { party, kinds, categories, source, role, validFrom, validUntil, combines, on } = asked
  const identity = terms.cite('party.identity')
  if (party === undefined) return refuse('party-unknown', identity)
  if (!isToldWhole({ kinds, categories })) return refuse('details-incomplete', identity)
  const checked = checkRecording({ ...asked, underAge: isMinor(asked.guardianship) }, terms)
  if ('outcome' in checked) return checked
  const unchecked = checkFinding({ subject: party.party, role, purpose: asked.purpose }, asked.checks ?? [], terms)
  if (unchecked !== undefined) return unchecked
  if (validFrom !== undefined && validUntil !== undefined && Temporal.PlainDate.compare(validFrom, validUntil) > 0)
    return refuse('validity-reversed', terms.cite('fact.source'))
  // What is put together names what it is put together from; nothing else is.
  if ((combines === undefined) === (terms.register.sources.get(source)?.combined === true))
    return refuse('combined-unknown', terms.cite('fact.combination'))
  const parts = combines?.filter((one) => one !== undefined && one.subject === party.party) as Fact[] | undefined
  if (parts !== undefined && parts.length < (combines?.length ?? 0))
    return refuse('combined-unknown', terms.cite('fact.combination'))

  const facts = kinds.map((kind, index) => {
    const fact: Fact = {
      fact: asked.nextId(),
      subject: party.party,
      kind,
      source,
      recordedOn: on,
      ...(role === undefined ? {} : { role }),
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validUntil === undefined ? {} : { validUntil }),
      ...(parts === undefined ? {} : { combines: parts.map((one) => one.fact) }),
    }
    return { fact, index, effect: recordFact(fact, index) }
  })
  const notice = raiseNotice(party.party, asked, terms)
  const fenced = facts.filter(({ fact, index }) => isFenced(fact.kind, categories[index]))
  const fences = [...new Set(fenced.map(({ index }) => categories[index]))].filter(isFence)
  const said: Facts = {
    party: String(party.party),
    facts: facts.map(({ fact }) => String(fact.fact)),
    ...(parts === undefined ? {} : { sources: [...new Set(parts.map((one) => one.source))] }),
    ...(notice.due === undefined ? {} : { noticeDue: notice.due.toString() }),
    ...(fenced.length === 0 ? {} : { fenced: fenced.map(({ fact }) => String(fact.fact)) }),
  }
  const consents = askOnApplication(asked.shown ?? [], asked.onRecord.switches, terms)
  const shown = keepNotice(party.party, asked, terms)
  const announced = (asked.shown ?? []).flatMap(({ kind, reference }) =>
    kind === 'announcement' ? (announcedUnder(reference, asked.onRecord) ?? []) : [],
  )
  return accept(
    [
      ...facts.map((one) => one.effect),
      ...notice.effects,
      ...shown.effects,
      ...announced.map((one) => spend(one, on)),
      ...(asked.minor === undefined || asked.guardianship !== undefined ? [] : [noteMinor(party.party, on)]),
    ],
    together(
      checked.cited,
      ...notice.cited,
      ...shown.cited,
      ...consents.cited,
      ...(parts === undefined ? [] : [terms.cite('fact.combination')]),
      ...fences.map((fence) => terms.cite(fenceProvisions[fence])),
    ),
    { ...said, ...shown.facts, ...consents.facts },
  )
}

/** Exceptions of GDPR, Article 14(5). */
export const noticeExceptions = ['informed', 'impossible', 'law', 'secrecy'] as const
export type NoticeHow =
  | { readonly kind: 'given'; readonly version: string }
  | { readonly kind: 'exception'; readonly exception: (typeof noticeExceptions)[number] }

/** In this order. */
export const giveNoticeRefusals = ['party-unknown', 'notice-not-owed', 'notice-settled'] as const
export type GiveNoticeRefusal = (typeof giveNoticeRefusals)[number]

/** Records that the person was told, and by which version of the policy; or why they need not be. */
export function decideGiveNotice(
  asked: {
    readonly party: Party | undefined
    readonly owed: NoticeOwed | undefined
    readonly how: NoticeHow
    readonly on: Temporal.PlainDate
  },
  terms: Terms,
): Decision<Effect, GiveNoticeRefusal> {
  const { party, owed, how, on } = asked
  const cited = terms.cite('fact.others')
  if (party === undefined) return refuse('party-unknown', terms.cite('party.identity'))
  if (owed === undefined) return refuse('notice-not-owed', cited)
  if (owed.settled !== undefined) return refuse('notice-settled', cited, { on: owed.settled.on.toString() })
  const settled = { on, how: how.kind === 'given' ? how.version : `exception: ${how.exception}` }
  return accept(
    [
      effect(noticesOwed, party.party, { ...owed, settled }),
      clearDeadline({ due: owed.due, kind: noticeDeadline, subject: party.party }),
    ],
    cited,
    { party: String(party.party), late: Temporal.PlainDate.compare(on, owed.due) > 0 },
  )
}
