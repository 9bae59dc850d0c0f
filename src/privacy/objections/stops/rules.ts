/** Purposes that a person forbids, demands to end, or allows again: each holds from the same moment, without reasons weighed. */
import { accept, type Cited, type Decision, refuse, together } from '../../../kernel/decision.ts'
import type { Effect } from '../../../kernel/state.ts'
import type { Registered } from '../../../rulebook/register/register.ts'
import type { Purpose } from '../../../rulebook/register/schema.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import {
  type Asking,
  change,
  liftable,
  ownStops,
  withoutConsents,
  withoutStops,
  withStops,
} from '../../consents/changes/rules.ts'
import { citing, leftOf } from '../../consents/rules.ts'
import { carriesThirdParties, stopProvisions, unstopped } from '../../gate/switched/rules.ts'
import type { StopGround, Switches } from '../../switches/rules.ts'

/** In this order; before them a stranger is refused as `subject-not-concerned`. */
export const forbidRefusals = ['purpose-not-registered', 'purpose-not-forbidden'] as const
export type ForbidRefusal = (typeof forbidRefusals)[number]

/** Forbids a purpose that can be forbidden, towards processors and recipients, too; what consent there was ends with it. */
export function decideForbid(
  asking: Asking,
  before: Switches,
  id: string,
  terms: Terms,
): Decision<Effect, ForbidRefusal> {
  const cited = terms.cite('privacy.prohibition')
  const purpose = terms.register.purposes.get(id)
  if (purpose === undefined) return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: id })
  const settled = citing(cited, purpose)
  if (purpose.forbidden !== true) return refuse('purpose-not-forbidden', settled, { purpose: id })
  return stopping(asking, before, { purpose, ground: 'prohibition', act: 'purpose-forbidden' }, settled, terms)
}

/** In this order; before it a stranger is refused as `subject-not-concerned`. */
export const allowRefusals = [
  'purpose-not-registered',
  'purpose-not-stopped',
  'officer-needed',
  'evidence-missing',
] as const
export type AllowRefusal = (typeof allowRefusals)[number]

/**
 * Takes back what the person refused, forbade or objected to. It is no consent: what rests on one needs one still. Nobody of staff does so
 * without what shows that the person wants it; an objection or a demand, only the data-protection officer.
 */
export function decideAllow(
  asking: Asking,
  before: Switches,
  id: string,
  terms: Terms,
): Decision<Effect, AllowRefusal> {
  const purpose = terms.register.purposes.get(id)
  if (purpose === undefined) return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: id })
  const stops = before.stops.filter((one) => one.purpose === id && ownStops.includes(one.ground))
  const grounds = stops.map(({ ground }) => ground)
  const cited = together(terms.cite('consent.record'), ...grounds.map((ground) => terms.cite(stopProvisions[ground])))
  if (stops.length === 0) return refuse('purpose-not-stopped', cited, { purpose: id })
  const takenBack = liftable(asking)
  if (!grounds.every((ground) => takenBack.includes(ground)))
    return refuse('officer-needed', cited, { purpose: id, grounds })
  if (asking.staff !== null && asking.evidence === null) return refuse('evidence-missing', cited)
  const after = withoutStops(before, id, ownStops)
  const { effects, facts } = change(asking, after, { act: 'purpose-allowed', purposes: [id] }, terms)
  return accept(effects, citing(cited, purpose), facts)
}

/** Why somebody demands that processing ends: that it is unlawful, or that a third party gave the data without their consent. */
export const demandCauses = ['unlawful', 'third-party-data'] as const
export type DemandCause = (typeof demandCauses)[number]

/** In this order; before them a stranger is refused as `subject-not-concerned`. */
export const stopRefusals = ['purpose-not-registered', 'processing-carried'] as const
export type StopRefusal = (typeof stopRefusals)[number]

/** How each demand is kept: what it cannot stop still carries the purpose. */
const groundOf = { unlawful: 'demand', 'third-party-data': 'third-party' } as const satisfies Record<
  DemandCause,
  StopGround
>

/**
 * Ends processing that the person demands to end. Data of a third party: save what law or a legitimate
 * interest carries; a contract goes on with the person's own data. What is said to be
 * unlawful: at once, save what law or contract demands. Refused only where nothing of the purpose would end; the facts name what goes on, on
 * which basis and by which clause, and the remedies: the authority to which one can complain, the courts, and compensation.
 */
export function decideStop(
  asking: Asking,
  before: Switches,
  { purpose: id, cause }: { readonly purpose: string; readonly cause: DemandCause },
  terms: Terms,
): Decision<Effect, StopRefusal> {
  const cited = terms.cite(cause === 'unlawful' ? 'privacy.stop' : 'privacy.third-party-stop')
  const purpose = terms.register.purposes.get(id)
  if (purpose === undefined) return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: id })
  const settled = citing(cited, purpose)
  const ground = groundOf[cause]
  const bases = [...new Set(purpose.bases.map(({ basis }) => basis))]
  const goesOn = bases.filter((basis) =>
    (cause === 'unlawful' ? unstopped.demand : carriesThirdParties).includes(basis),
  )
  const controller = terms.register.controllers.find(({ entity }) => entity === asking.entity.id)
  const remedies = { authority: { ...controller?.authority }, remedies: ['authority', 'court', 'compensation'] }
  // A contract goes on with what the person gave themselves: the gate leaves out the rest.
  const ownDataOnly = cause === 'third-party-data' && bases.includes('contract')
  const carrying = ownDataOnly ? [...goesOn, 'contract' as const] : goesOn
  // By category, what carries it and the clause that says so: what goes on because of this purpose, and what is still kept.
  const left = leftOf(purpose, withoutConsents(before, [id]), terms, carrying)
  if (goesOn.length === bases.length)
    return refuse('processing-carried', settled, { purpose: id, bases: goesOn, stays: left.stays, ...remedies })
  const stopped = stopping(asking, before, { purpose, ground, act: 'processing-stopped' }, settled, terms)
  return accept(stopped.effects, stopped.cited, {
    ...stopped.facts,
    ...{ cause, goesOn, ownDataOnly },
    ...left,
    ...remedies,
  })
}

/** Stops purposes on a ground that needs no weighing; consents to them end. */
export function stopping(
  asking: Asking,
  before: Switches,
  asked: {
    readonly purpose: Registered<Purpose>
    readonly ground: 'prohibition' | 'demand' | 'third-party' | 'objection'
    readonly act: 'purpose-forbidden' | 'processing-stopped' | 'objection-raised'
  },
  cited: Cited,
  terms: Terms,
) {
  const { purpose, ground, act } = asked
  const after = withStops(withoutConsents(before, [purpose.id]), [purpose.id], ground, asking.on)
  const { effects, facts } = change(asking, after, { act, purposes: [purpose.id] }, terms)
  return accept(effects, together(cited), facts)
}
