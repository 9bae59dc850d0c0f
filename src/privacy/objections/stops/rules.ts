/** Purposes that a person forbids, demands to end, or allows again: each holds from the same moment, without reasons weighed. */
import { accept, type Cited, type Decision, refuse, together } from '../../../kernel/decision.ts'
import type { Effect } from '../../../kernel/state.ts'
import type { Registered } from '../../../rulebook/register/register.ts'
import type { Purpose } from '../../../rulebook/register/schema.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import {
  type Asking,
  change,
  ownStops,
  withoutConsents,
  withoutStops,
  withStops,
} from '../../consents/changes/rules.ts'
import { citing } from '../../consents/rules.ts'
import type { Switches } from '../../switches/rules.ts'

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
export const allowRefusals = ['purpose-not-registered', 'purpose-not-stopped'] as const
export type AllowRefusal = (typeof allowRefusals)[number]

/** Takes back what the person refused, forbade or objected to. It is no consent: what rests on one needs one still. */
export function decideAllow(
  asking: Asking,
  before: Switches,
  id: string,
  terms: Terms,
): Decision<Effect, AllowRefusal> {
  const cited = terms.cite('consent.record')
  const purpose = terms.register.purposes.get(id)
  if (purpose === undefined) return refuse('purpose-not-registered', terms.cite('privacy.purpose'), { purpose: id })
  const after = withoutStops(before, id, ownStops)
  if (after.stops.length === before.stops.length) return refuse('purpose-not-stopped', cited, { purpose: id })
  const { effects, facts } = change(asking, after, { act: 'purpose-allowed', purposes: [id] }, terms)
  return accept(effects, citing(cited, purpose), facts)
}

/** Why somebody demands that processing ends: that it is unlawful, or that a third party gave the data without their consent. */
export const demandCauses = ['unlawful', 'third-party-data'] as const
export type DemandCause = (typeof demandCauses)[number]

/** In this order; before them a stranger is refused as `subject-not-concerned`. */
export const stopRefusals = ['purpose-not-registered', 'processing-carried'] as const
export type StopRefusal = (typeof stopRefusals)[number]

/**
 * Ends processing that the person demands to end. Data of a third party: unless law or a legitimate interest carries the purpose. What
 * is said to be unlawful: at once, save what law or contract demands; the answer names the authority to which one can complain.
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
  const carrying = purpose.bases.map(({ basis }) => basis).filter((basis) => carries[cause].includes(basis))
  if (carrying.length > 0) return refuse('processing-carried', settled, { purpose: id, bases: carrying })
  const stopped = stopping(asking, before, { purpose, ground: 'demand', act: 'processing-stopped' }, settled, terms)
  const controller = terms.register.controllers.find(({ entity }) => entity === asking.entity.id)
  return { ...stopped, facts: { ...stopped.facts, cause, authority: { ...controller?.authority } } }
}

const carries: { readonly [C in DemandCause]: readonly string[] } = {
  unlawful: ['legal-obligation'],
  'third-party-data': ['legal-obligation', 'legitimate-interest'],
}

/** Stops purposes on a ground that needs no weighing; consents to them end. */
export function stopping(
  asking: Asking,
  before: Switches,
  asked: {
    readonly purpose: Registered<Purpose>
    readonly ground: 'prohibition' | 'demand' | 'objection'
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
