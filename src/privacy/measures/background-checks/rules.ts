/** Checks of the past of people who come from suppliers: of nobody else, and only where they need to enter premises or systems. */
import { accept, type Decision, type Refused, refuse } from '../../../kernel/decision.ts'
import type { PartyId } from '../../../kernel/ids.ts'
import { create, type Effect, records } from '../../../kernel/state.ts'
import type { CheckedAccess } from '../../../rulebook/parameters.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { citing } from '../../disclosures/receivers/rules.ts'
import { unmetBy } from '../../gate/conditions/rules.ts'
import type { Recorder } from '../rules.ts'

/** That somebody was checked; what was found is recorded as facts about them, or not at all. */
export type BackgroundCheck = {
  readonly check: number
  readonly subject: PartyId
  /** The role of the register in which the person is concerned. */
  readonly role: string
  /** Whom they represent, by its number. */
  readonly supplier: string
  /** Where they need to enter. */
  readonly access: readonly CheckedAccess[]
  /** Under which the archive keeps the order that lets them in. */
  readonly file: string
  readonly on: Temporal.PlainDate
  readonly staff: string | null
}

export const backgroundChecks = records<number, BackgroundCheck>('background-check')

/** In this order. */
export const backgroundCheckRefusals = ['purpose-not-registered', 'role-not-concerned', 'access-not-needed'] as const
export type BackgroundCheckRefusal = (typeof backgroundCheckRefusals)[number]

/** Records a check, under whose number findings may then be recorded for the purpose of the register. Facts: `check`, that number. */
export function decideCheck(
  asked: Pick<BackgroundCheck, 'subject' | 'role' | 'supplier' | 'access' | 'file'>,
  { on, staff, nextId }: Pick<Recorder, 'on' | 'staff' | 'nextId'>,
  terms: Terms,
): Decision<Effect, BackgroundCheckRefusal> {
  const only = terms.cite('background-check.suppliers')
  const { purpose: id, access } = terms.parameters('background-check.suppliers')
  const purpose = terms.register.purposes.get(id)
  if (purpose === undefined) return refuse('purpose-not-registered', only, { purpose: id })
  const cited = citing(only, purpose)
  if (purpose.roles?.includes(asked.role) !== true)
    return refuse('role-not-concerned', cited, { purpose: id, roles: [asked.role] })
  if (asked.access.length === 0 || !asked.access.every((one) => access.includes(one)))
    return refuse('access-not-needed', cited, { access })
  const check = nextId()
  return accept([create(backgroundChecks, check, { ...asked, check, on, staff })], cited, {
    check: String(check),
    purpose: id,
  })
}

/**
 * Whether a finding may be recorded for the purpose of such checks: only under the number of one that was recorded about the same person
 * in the same role. Undefined where it may, or is for another purpose.
 */
export function checkFinding(
  {
    subject,
    role,
    purpose: id,
  }: { readonly subject: PartyId; readonly role: string | undefined; readonly purpose: string },
  checks: readonly (BackgroundCheck | undefined)[],
  terms: Terms,
): Refused<'condition-missing'> | undefined {
  const purpose = terms.register.purposes.get(id)
  if (purpose?.byRole !== true || terms.parameters('background-check.suppliers').purpose !== id) return undefined
  return checks.some((one) => one?.subject === subject && one.role === role)
    ? undefined
    : refuse('condition-missing', citing(terms.cite('background-check.suppliers'), purpose), {
        purpose: id,
        ...unmetBy([['background-check']], { 'background-check': 'background-check.record' }),
      })
}
