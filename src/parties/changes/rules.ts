/** Changes of a party: what they do to its own authorisation documents and agreement, and to those of whom it represents. */
import { accept, type Cited, type Decision, type Facts, refuse, together } from '../../kernel/decision.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { type Effect, effect } from '../../kernel/state.ts'
import type { NoticeShown } from '../../privacy/recording/notices/rules.ts'
import { recordingRefusals } from '../../privacy/recording/rules.ts'
import type { Switches } from '../../privacy/switches/rules.ts'
import type { FactKind } from '../../privacy/vault/rules.ts'
import { type NoticeOwed, raiseNotice } from '../facts/notices/rules.ts'
import { type Guardianship, isMinor, noteMinor } from '../guardianship/rules.ts'
import { indexName } from '../names/rules.ts'
import { citeCause, type Raised, type Raising, raiseDuties, raisedEffects } from '../replacement/rules.ts'
import type { Representation } from '../representation/rules.ts'
import {
  checkTold,
  codeKinds,
  indexCode,
  isToldWhole,
  noticeOf,
  type Party,
  parties,
  recordTold,
  type Told,
} from '../rules.ts'
import { type AgreementSignature, agreementSignatures, noteCase } from '../signatures/rules.ts'

/** New data of the party; `code` is the blind index of a new code among them. */
type Telling = {
  readonly kind: 'name' | 'identity' | 'contacts'
  readonly told: Told
  readonly code: string | undefined
}

export type Change =
  | Telling
  | { readonly kind: 'reorganisation' }
  | { readonly kind: 'consumer'; readonly consumer: boolean }
  | { readonly kind: 'residence'; readonly residence: string }

/** What each kind of change may tell; an identity is told by data that tell a person from others. */
const tellable: Record<Telling['kind'], readonly FactKind[]> = {
  name: ['name'],
  identity: ['personal-code', 'registration-number', 'birth-date'],
  contacts: ['email', 'phone', 'address'],
}

export type Changed = {
  readonly party: Party | undefined
  readonly change: Change
  /** Who tells of it: the party itself, somebody who may act for it, or staff. */
  readonly by: 'self' | 'representative' | 'staff'
  readonly codeHolder: PartyId | undefined
  /** Blind indexes that came with the command: parts of a new name among them. */
  readonly blinds?: Readonly<Record<string, string>> | undefined
  readonly own: Representation | undefined
  /** Representations of the customers whom the party represents. */
  readonly represented: readonly Representation[]
  readonly agreementSignature: AgreementSignature | undefined
  readonly owed: NoticeOwed | undefined
  /** Where the party is known, and what they allowed and refused there. */
  readonly entity: string
  readonly switches: Switches | undefined
  readonly shownBefore: NoticeShown | undefined
  readonly guardianship: Guardianship | undefined
}

/**
 * In this order: no such party; who somebody is, staff alone record; where somebody lives and whether they are a consumer, which decides
 * what protects them, a representative does not tell; then what is told, and whether it suits the party.
 */
export const changeRefusals = [
  'party-unknown',
  'staff-needed',
  'not-the-customer',
  'details-incomplete',
  ...recordingRefusals,
  'code-taken',
  'change-unsuitable',
] as const
export type ChangeRefusal = (typeof changeRefusals)[number]

/**
 * Records a change. A new name, or a reorganisation, means that the party's own authorisation documents must be replaced; new personal
 * data of a representative (what a document says of who may act), that those naming them must; a new name or identifying datum is a case for a new agreement.
 */
export function decideChange(asked: Changed, raising: Raising): Decision<Effect, ChangeRefusal> {
  const { party, change } = asked
  const { terms, on, nextId } = raising
  const identity = terms.cite('party.identity')
  if (party === undefined) return refuse('party-unknown', identity)
  // Who somebody is, staff see from a document; the rest one may tell of oneself.
  if (isProven(change) && asked.by !== 'staff') return refuse('staff-needed', identity)
  if (isOfStanding(change) && asked.by === 'representative') return refuse('not-the-customer', identity)
  if ('told' in change && !isComplete(change, party)) return refuse('details-incomplete', identity)
  const underAge = 'told' in change && (change.told.underAge === true || isMinor(asked.guardianship))
  const recording = 'told' in change ? checkTold(party, { ...change.told, underAge }, asked, terms) : { cited: [] }
  if ('outcome' in recording) return recording
  if (asked.codeHolder !== undefined && asked.codeHolder !== party.party)
    return refuse('code-taken', identity, {}, { party: String(asked.codeHolder) })
  const after = changedParty(party, change)
  if (after === undefined) return refuse('change-unsuitable', identity)

  const effects: Effect[] = after === party ? [] : [effect(parties, party.party, after)]
  if ('told' in change) effects.push(...recordTold(party.party, { told: change.told, on, nextId }))
  if (underAge && asked.guardianship === undefined) effects.push(noteMinor(party.party, on))
  if ('told' in change) effects.push(...indexName(party.party, asked.blinds))
  if ('told' in change) effects.push(...indexCode(party.party, asked.blinds))
  const consequences = consequencesOf(asked, party.party, raising)
  const shown =
    'told' in change ? noticeOf(party, { told: change.told, shownBefore: asked.shownBefore, on, nextId }, terms) : none
  const notice =
    'told' in change
      ? raiseNotice(party.party, { ...raising, source: change.told.source, owed: asked.owed }, terms)
      : { effects: [], cited: [], due: undefined }
  return accept(
    [...effects, ...notice.effects, ...shown.effects, ...consequences.effects],
    together(identity, ...recording.cited, ...notice.cited, ...shown.cited, ...consequences.cited),
    {
      party: String(party.party),
      ...(notice.due === undefined ? {} : { noticeDue: notice.due.toString() }),
      ...shown.facts,
      ...consequences.facts,
    },
  )
}

const none = { effects: [], cited: [], facts: {} }

const isProven = ({ kind }: Change): boolean => kind === 'name' || kind === 'identity' || kind === 'reorganisation'

/** What tells how the party stands to the law: a document that lets somebody act for it is no word of its own. */
const isOfStanding = ({ kind }: Change): boolean => kind === 'consumer' || kind === 'residence'

function isComplete(change: Telling, party: Party): boolean {
  const { kinds } = change.told
  const tellsCode = kinds.includes(codeKinds[party.kind])
  return (
    kinds.length > 0 &&
    isToldWhole(change.told) &&
    kinds.every((kind) => tellable[change.kind].includes(kind)) &&
    tellsCode === (change.code !== undefined)
  )
}

/** The party afterwards; undefined when such a party cannot change so. */
function changedParty(party: Party, change: Change): Party | undefined {
  if (change.kind === 'reorganisation') return party.kind === 'legal' ? party : undefined
  if (change.kind === 'consumer')
    return party.kind === 'natural' && party.consumer !== change.consumer
      ? { ...party, consumer: change.consumer }
      : undefined
  if (change.kind === 'residence')
    return party.residence === change.residence ? undefined : { ...party, residence: change.residence }
  return party
}

type Consequences = { readonly effects: readonly Effect[]; readonly cited: readonly Cited[]; readonly facts: Facts }

function consequencesOf(asked: Changed, party: PartyId, raising: Raising): Consequences {
  const { change, own, represented } = asked
  const { terms, on } = raising
  const effects: Effect[] = []
  const cited: Cited[] = []
  const duties: Facts[] = []
  const raise = (raised: Raised, by: Cited): void => {
    if (raised.facts.length === 0) return
    effects.push(...raisedEffects(raised))
    cited.push(by)
    duties.push(...raised.facts.map((one) => ({ customer: String(raised.representation.customer), ...one })))
  }
  if (own !== undefined && (change.kind === 'name' || change.kind === 'reorganisation'))
    raise(
      raiseDuties(own, 'customer', () => true, raising),
      citeCause('customer', terms),
    )
  if (change.kind === 'name' || change.kind === 'identity') {
    for (const representation of represented)
      raise(
        raiseDuties(representation, 'representative', (one) => one.representatives.includes(party), raising),
        citeCause('representative', terms),
      )
    effects.push(effect(agreementSignatures, party, noteCase(asked.agreementSignature, party, 'identity', on)))
    cited.push(terms.cite('agreement.new-signature.identity'))
  }
  return { effects, cited, facts: { duties } }
}
