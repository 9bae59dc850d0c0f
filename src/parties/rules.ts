/** Parties: natural and legal persons, as the books know them: without any personal datum. Names and codes stand in the vault. */
import type { BusinessCalendar } from '../kernel/calendar.ts'
import { accept, type Cited, type Decision, type Refused, refuse, together } from '../kernel/decision.ts'
import type { PartyId } from '../kernel/ids.ts'
import { create, type Effect, effect, fleetingRecords, records } from '../kernel/state.ts'
import type { Evidence } from '../privacy/gate/rules.ts'
import type { OnRecord } from '../privacy/recording/evidence/rules.ts'
import { type Handing, keepNotice, type NoticeKept } from '../privacy/recording/notices/rules.ts'
import { checkRecording, type Recording, type RecordingRefusal, recordingRefusals } from '../privacy/recording/rules.ts'
import { freeTexts, isFence } from '../privacy/screening/rules.ts'
import { categoryOfFact, type FactKind, recordFact } from '../privacy/vault/rules.ts'
import type { ActorRole } from '../rulebook/register/vocabulary.ts'
import type { Terms } from '../rulebook/terms.ts'
import { raiseNotice } from './facts/notices/rules.ts'
import { noteMinor } from './guardianship/rules.ts'
import { indexName } from './names/rules.ts'

export type PartyKind = 'natural' | 'legal'

export type Party = {
  readonly party: PartyId
  readonly kind: PartyKind
  /** Acts outside trade and profession: the consumer's protections hold (never true of a legal person). */
  readonly consumer: boolean
  /** Country of legal residence or registration, ISO 3166-1 alpha-2. */
  readonly residence: string
}

export const parties = records<PartyId, Party>('party')

/** Which party has a personal or registration code, by the code's blind index. */
export const partyByCode = fleetingRecords<string, PartyId>('party-by-code')

/** Under this name travels the blind index by which a natural person is the same in all entities of an institution. */
export const personBlind = 'person'

/** The blind indexes that lead to a party once a command came with them: of its code, and of the person in the whole institution. */
export const codesIn = (blinds: Readonly<Record<string, string>> | undefined): readonly string[] =>
  ['code', personBlind].flatMap((name) => blinds?.[name] ?? [])

/** Lets what came with a command lead to the party. */
export const indexCode = (party: PartyId, blinds: Readonly<Record<string, string>> | undefined): readonly Effect[] =>
  codesIn(blinds).map((code) => effect(partyByCode, code, party))

/** The datum that tells each kind of party from all others. */
export const codeKinds = { natural: 'personal-code', legal: 'registration-number' } as const satisfies Record<
  PartyKind,
  FactKind
>

/** What is told of a party: the command's detail number `index` is a datum of `kinds[index]`, sealed under `categories[index]`. */
export type Told = {
  /** Who records it. */
  readonly by: ActorRole
  readonly kinds: readonly FactKind[]
  readonly source: string
  readonly categories: readonly string[]
  readonly shown?: readonly Evidence[] | undefined
  /** Of a minor: who gives the data. */
  readonly minor?: Recording['minor']
  /** Whether code or birth date tell that the person is a minor. */
  readonly underAge?: boolean | undefined
}

/** Whether each datum comes with a detail of the category that it is kept under. */
export const isToldWhole = ({ kinds, categories }: Pick<Told, 'kinds' | 'categories'>): boolean =>
  kinds.length === categories.length &&
  kinds.every((kind, index) => categoryOfFact[kind] === categories[index] || isFenced(kind, categories[index]))

/** Whether free text is kept under the key of what it tells unasked. */
export const isFenced = (kind: FactKind, category: string | undefined): boolean =>
  isFence(category) && freeTexts.includes(kind)

export type Registration = {
  readonly party: Party
  readonly told: Told
  /** Blind index of the code. */
  readonly code: string | undefined
  /** Who has that code already. */
  readonly holder: PartyId | undefined
  readonly on: Temporal.PlainDate
  readonly calendar: BusinessCalendar
  /** Where it is registered. */
  readonly entity: string
  /** Blind indexes that came with the command: parts of the name among them. */
  readonly blinds?: Readonly<Record<string, string>> | undefined
  readonly nextId: () => number
}

/** In this order. */
export const registerRefusals = [
  'consumer-not-natural',
  'details-incomplete',
  ...recordingRefusals,
  'code-taken',
] as const
export type RegisterRefusal = (typeof registerRefusals)[number]

/** Registers a party under a fresh id; its name and code must be told, and no other party may have the code. */
export function decideRegister(asked: Registration, terms: Terms): Decision<Effect, RegisterRefusal> {
  const { party, told, code, holder } = asked
  const cited = terms.cite('party.identity')
  if (party.consumer && party.kind === 'legal') return refuse('consumer-not-natural', cited)
  const missing = ['name' as const, codeKinds[party.kind]].filter((kind) => !told.kinds.includes(kind))
  if (missing.length > 0 || !isToldWhole(told) || code === undefined)
    return refuse('details-incomplete', cited, { missing })
  const recording = checkTold(party, told, asked, terms)
  if ('outcome' in recording) return recording
  if (holder !== undefined) return refuse('code-taken', cited, {}, { party: String(holder) })
  const notice = raiseNotice(party.party, { ...asked, source: told.source, owed: undefined }, terms)
  const shown = noticeOf(party, { ...asked, shownBefore: undefined, isFirst: true }, terms)
  return accept(
    [
      create(parties, party.party, party),
      ...indexCode(party.party, asked.blinds),
      ...indexName(party.party, asked.blinds),
      ...recordTold(party.party, asked),
      ...notice.effects,
      ...shown.effects,
      ...(told.underAge === true && party.kind === 'natural' ? [noteMinor(party.party, asked.on, true)] : []),
    ],
    together(cited, ...recording.cited, ...notice.cited, ...shown.cited),
    {
      party: String(party.party),
      ...(notice.due === undefined ? {} : { noticeDue: notice.due.toString() }),
      ...shown.facts,
    },
  )
}

/** Whether the register lets this be recorded for serving somebody. What is told of an organisation is no personal datum. */
export function checkTold(
  { party: subject, kind }: Party,
  { by, kinds, source, shown, minor, underAge }: Told,
  onRecord: Omit<OnRecord, 'subject'>,
  terms: Terms,
): { readonly cited: readonly Cited[] } | Refused<RecordingRefusal> {
  if (kind === 'legal') return { cited: [] }
  const { entity, switches } = onRecord
  const checked = checkRecording(
    {
      by: { role: by },
      onRecord: { subject, entity, switches },
      kinds,
      source,
      shown,
      minor,
      underAge,
      purpose: 'service',
    },
    terms,
  )
  return 'outcome' in checked ? checked : { cited: [checked.cited] }
}

/** What is kept of the notice that was shown to whom told of themselves: a natural person. */
export const noticeOf = (
  { party, kind }: Party,
  { told, ...handing }: { readonly told: Told } & Omit<Handing, 'source'>,
  terms: Terms,
): NoticeKept =>
  kind === 'legal'
    ? { effects: [], cited: [], facts: {} }
    : keepNotice(party, { ...handing, source: told.source }, terms)

/** Keeps what was told as facts about the party. */
export function recordTold(
  party: PartyId,
  { told, on, nextId }: Pick<Registration, 'told' | 'on' | 'nextId'>,
): readonly Effect[] {
  return told.kinds.map((kind, index) =>
    recordFact({ fact: nextId(), subject: party, kind, source: told.source, recordedOn: on }, index),
  )
}
