/** Who works in a demonstration, and what they do before they work: undertake confidentiality, and look at who processes data. */
import type { Entity } from '../../rulebook/pack.ts'
import type { Actor } from '../../storage/command.ts'
import type { Institution } from '../institution.ts'
import { openedOn } from '../lanes.ts'
import type { Sender } from './sender.ts'

export const teller: Actor = { role: 'teller', staff: 'T-01' }
export const operator: Actor = { role: 'operator', staff: 'O-01' }
export const creditOfficer: Actor = { role: 'credit-officer', staff: 'K-01' }
const securityOfficer: Actor = { role: 'security-officer', staff: 'S-01' }

const staff: readonly Actor[] = [
  teller,
  operator,
  { role: 'operator', staff: 'O-02' },
  { role: 'data-protection-officer', staff: 'D-01' },
  { role: 'marketing-officer', staff: 'M-01' },
  { role: 'compliance-officer', staff: 'C-01' },
  creditOfficer,
  securityOfficer,
  { role: 'auditor', staff: 'A-01' },
]

/** Who processes data for the institution on the day on which the lane began: each was looked at before anything goes there. */
export type Vetted = { readonly processors: readonly string[]; readonly on: string }

export async function vettedOf({ sql, laneOf, rulebookOf }: Institution, entity: Entity): Promise<Vetted> {
  const lane = laneOf(entity)
  // Not today: a demonstration goes on, by the same commands under the same keys, after its days have moved on.
  const on = await openedOn(sql, lane)
  return { processors: [...rulebookOf(lane).terms(on).register.processors.keys()], on: on.toString() }
}

export const confidentialityOf = ({ staff: code }: Actor): string => `confidentiality of ${code}`

/** What comes before all work. */
export async function begin(sender: Sender, { processors, on }: Vetted): Promise<void> {
  for (const actor of staff)
    await sender.accepted(confidentialityOf(actor), actor, 'confidentiality.undertake', { agreed: true })
  for (const provider of processors)
    await sender.accepted(`review of ${provider}`, securityOfficer, 'provider.review', {
      ...{ provider, result: 'passed', on, evidence: `PR-${provider}` },
    })
}
