/** Whether data may go now: who hands them over, what was agreed with whoever receives them, where they go, and what each person allowed. */
import { type Citation, type Cited, refuse, together } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import type { Entity } from '../../../rulebook/pack.ts'
import type { Condition } from '../../../rulebook/register/schema.ts'
import type { ActorRole, EvidenceKind, LegalBasis } from '../../../rulebook/register/vocabulary.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { unmetBy } from '../../gate/conditions/rules.ts'
import { isMet } from '../../gate/rules.ts'
import {
  consentTo,
  isLive,
  opensRestricted,
  restricted,
  stopProvisions,
  stopsOf,
  unstopped,
  weightyOf,
} from '../../gate/switched/rules.ts'
import { compiledGate } from '../../gate/verdicts/rules.ts'
import { unvetted } from '../../measures/providers/rules.ts'
import { bindsOn } from '../../measures/recipients/rules.ts'
import type { Consent, Switches } from '../../switches/rules.ts'
import type { Disclosers, Disclosing, RefusedDisclosure } from '../asked/rules.ts'
import { countingOf, recordedBy, type Showing } from '../evidence/rules.ts'
import { checkListed, type Listed } from '../listed/rules.ts'
import { citing, countriesOf, groundOf, isBoundBy, type Receiver, transfersTo, unboundOn } from '../receivers/rules.ts'

/** Whether a receiver may have it: whom it is about was asked elsewhere. */
export type CheckedReceiver = { readonly receiver: Receiver } | RefusedDisclosure

/** The closed list, agreements and countries, for what goes out by an order or a rule that looked at the persons itself. */
export function checkReceiver(
  asked: Disclosing,
  by: Pick<Disclosers, 'on' | 'reviewOf'> & { readonly entity: Pick<Entity, 'country'> },
  terms: Terms,
): CheckedReceiver {
  const listed = checkListed(asked, terms)
  if ('outcome' in listed) return listed
  const bound = checkBound(asked, listed.receiver, asked.found ?? [], by, terms)
  return 'outcome' in bound ? bound : { receiver: listed.receiver }
}

type Checked = {
  readonly receiver: Receiver
  readonly cited: Cited
  /** What was shown and counts. */
  readonly evidence: readonly Showing[]
}

/** Whether the register lets these data go, and what settles it. */
export function checkDisclosure(
  asked: Disclosing,
  by: Pick<Disclosers, 'role' | 'entity' | 'on' | 'switchesOf' | 'reviewOf' | 'undertakingOf'>,
  terms: Terms,
): Checked | RefusedDisclosure {
  const listed = checkListed(asked, terms)
  if ('outcome' in listed) return listed
  const ungranted = checkGranted(asked, by.role, terms)
  if (ungranted !== undefined) return ungranted
  const said = countingOf(asked.shown, { ...listed, on: by.on })
  const evidence = [...said, ...(asked.found ?? []), ...undertakenBy(asked, by)]
  const bound = checkBound(asked, listed.receiver, evidence, by, terms)
  if ('outcome' in bound) return bound
  for (const subject of asked.subjects) {
    const stopped = stoppedFor(subject, asked, listed, bound.shown, by, terms)
    if (stopped !== undefined) return stopped
  }
  const { receiver, purpose, categories } = listed
  const isRestricted = asked.subjects.some((subject) => (by.switchesOf(subject)?.restrictions.length ?? 0) > 0)
  return {
    receiver,
    evidence,
    cited: together(
      citing(terms.cite('disclosure.listed'), receiver, purpose, ...categories),
      ...bound.cited,
      ...(isRestricted ? [terms.cite('restriction.open')] : []),
    ),
  }
}

/** That the receiver undertook secrecy and still must keep it, as evidence. */
function undertakenBy(
  { recipient, receiver }: Disclosing,
  { on, undertakingOf }: Pick<Disclosers, 'on' | 'undertakingOf'>,
): readonly Showing[] {
  const undertaking = undertakingOf(recipient, receiver)
  return undertaking !== undefined && bindsOn(undertaking, on)
    ? [{ kind: 'confidentiality', reference: undertaking.document }]
    : []
}

/** Nobody hands over what they may not read for the purpose. */
function checkGranted({ purpose, kinds }: Disclosing, role: ActorRole, terms: Terms): RefusedDisclosure | undefined {
  const { code, cited, facts } = compiledGate(terms).verdict(role, purpose, kinds)
  return code === 'purpose-not-granted' || code === 'kind-not-granted' ? refuse(code, cited, facts) : undefined
}

type Bound = { readonly cited: readonly Cited[]; readonly shown: ReadonlySet<EvidenceKind> }

/** What depends on day and place: agreements with processors, and countries. Gives what counts as shown. */
function checkBound(
  asked: Disclosing,
  receiver: Receiver,
  evidence: readonly Showing[],
  { on, entity, reviewOf }: Pick<Disclosers, 'on' | 'reviewOf'> & { readonly entity: Pick<Entity, 'country'> },
  terms: Terms,
): Bound | RefusedDisclosure {
  const { recipient } = asked
  const cited: Cited[] = []
  const shown = new Set(evidence.map(({ kind }) => kind))
  const processor =
    receiver.processor ?? (asked.processor === undefined ? undefined : terms.register.processors.get(asked.processor))
  if (isBoundBy(receiver)) {
    const undertaken = citing(terms.cite('disclosure.undertakings'), receiver, ...(processor ? [processor] : []))
    const missing = processor && unboundOn(processor, on)
    if (processor !== undefined && missing !== undefined)
      return refuse('processor-not-bound', undertaken, { recipient, processor: processor.id, missing })
    if (processor !== undefined) for (const kind of ['confidentiality', 'safeguard'] as const) shown.add(kind)
    cited.push(undertaken)
  }
  const review = processor && unvetted(processor, reviewOf(processor.id), terms)
  if (processor !== undefined && review !== undefined)
    return refuse('processor-not-vetted', review.cited, { recipient, processor: processor.id, review: review.state })
  const countries = countriesOf(receiver, asked)
  const outside = receiver.countries === 'domestic' ? countries.filter((one) => one !== entity.country) : []
  if (outside.length > 0)
    return refuse('country-not-allowed', citing(terms.cite('disclosure.listed'), receiver), {
      recipient,
      countries: outside,
    })
  for (const [country, transfer] of transfersTo(receiver, countries, terms)) {
    const transfers = terms.cite('disclosure.transfers')
    if (transfer === undefined || receiver.countries === 'eea')
      return refuse('transfer-not-recorded', citing(transfers, receiver), { recipient, countries: [country] })
    if (!groundOf[transfer.ground].some((kind) => shown.has(kind)))
      return refuse('condition-missing', citing(transfers, transfer), {
        recipient,
        ...unmetBy(
          groundOf[transfer.ground].map((kind) => [kind]),
          recordedBy,
        ),
      })
    cited.push(citing(transfers, transfer))
  }
  return { cited, shown }
}

/** Why data of this person do not go: restriction, stop, missing consent, or a condition that is not met; undefined when they do. */
function stoppedFor(
  subject: PartyId,
  { basis, recipient, found = [] }: Disclosing,
  { receiver, purpose, categories }: Listed,
  shown: ReadonlySet<EvidenceKind>,
  { role, entity, switchesOf }: Pick<Disclosers, 'role' | 'entity' | 'switchesOf'>,
  terms: Terms,
): RefusedDisclosure | undefined {
  const switches = switchesOf(subject)
  const consent = switches && consentFor(receiver, purpose.id, switches, entity.id)
  const kinds = new Set<EvidenceKind>(shown)
  if (consent !== undefined) kinds.add('consent')
  if (consent?.explicit === true) kinds.add('explicit-consent')
  const about = { recipient, purpose: purpose.id }
  const isRestricted = switches !== undefined && switches.restrictions.length > 0
  const weighty = switches === undefined ? kinds : weightyOf(kinds, { role, recorded: found }, terms)
  const open =
    consent !== undefined || opensRestricted(weighty) || isOfPublicInterest(basis, { receiver, purpose, categories })
  if (isRestricted && !open) {
    const { cited, facts } = restricted(terms)
    return refuse('processing-restricted', cited, { ...about, ...facts })
  }
  const stops = stopsOf(purpose.id, switches, weighty, consent)
  const stop = isLive(basis, stops, consent) ? undefined : stops.find((one) => !unstopped[one.ground].includes(basis))
  if (basis === 'consent' && consent === undefined && stop === undefined)
    return refuse('consent-missing', citing(terms.cite('consent.needed'), receiver), about)
  if (stop !== undefined)
    return refuse('processing-stopped', terms.cite(stopProvisions[stop.ground]), { ...about, ground: stop.ground })
  const conditioned: readonly { readonly requires?: Condition | undefined; readonly cited: Citation }[] = [
    purpose,
    ...categories,
    receiver,
  ]
  const unmet = conditioned.find(({ requires }) => requires !== undefined && !isMet(requires, kinds))
  if (unmet === undefined) return undefined
  const asks = citing(terms.cite('privacy.condition'), unmet)
  const cited = unmet === receiver && isBoundBy(receiver) ? together(asks, terms.cite('disclosure.undertakings')) : asks
  return refuse('condition-missing', cited, { ...about, ...unmetBy(unmet.requires ?? [], recordedBy) })
}

/** What law makes the institution tell public bodies, and what it demands in an important public interest, no restriction holds up. */
const isOfPublicInterest = (basis: LegalBasis, { receiver, purpose, categories }: Listed): boolean =>
  basis === 'legal-obligation' &&
  (receiver.authority ||
    categories.every(({ id }) =>
      purpose.bases.some((one) => one.publicInterest === true && (one.for === undefined || one.for.includes(id))),
    ))

/** A consent to the purpose; for a recipient whose condition is consent, one that names this kind of recipient. */
function consentFor(receiver: Receiver, purpose: string, switches: Switches, entity: string): Consent | undefined {
  const consent = consentTo({ id: purpose }, switches, { entity })
  const mustName = receiver.requires.some((all) => all.includes('consent'))
  return !mustName || consent?.recipients?.includes(receiver.id) ? consent : undefined
}
