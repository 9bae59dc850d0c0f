/**
 * Records about persons that staff look into, such as what somebody consented to or to whom their data went: who looked is noted in the
 * log of the gate, as for data that it opens, and the person sees it with their other passages. Nothing is shown before that is durable.
 */
import { laneOf, type PartyId } from '../../kernel/ids.ts'
import { logPassages } from '../../privacy/gate/store.ts'
import type { Attribute } from '../../rulebook/register/attributes.ts'
import type { Api } from '../api.ts'
import type { Bearer, TokenRole } from '../tokens/store.ts'
import { isStaff } from './access.ts'
import { termsNow } from './asked.ts'

/** What these roles look into such records for; all others for what persons may ask. */
const purposes: { readonly [R in TokenRole]?: string } = { teller: 'service', operator: 'service', auditor: 'audit' }

/**
 * Notes that the bearer, where it is staff, looked into records about these persons.
 *
 * @param kind what such a record tells about somebody
 */
export async function lookedInto(
  api: Api,
  bearer: Bearer,
  kind: Attribute,
  subjects: readonly PartyId[],
): Promise<void> {
  const { role, staff } = bearer
  if (!isStaff(bearer) || subjects.length === 0) return
  const purpose = purposes[role] ?? 'rights'
  const passages = [...Map.groupBy(new Set(subjects), laneOf)].map(([lane, ofLane]) => {
    const { settled } = termsNow(api, lane).cite('privacy.gate')
    return { actor: { role, staff }, purpose, kinds: [kind], subjects: ofLane, code: null, settled }
  })
  await logPassages(api.institution.sql, passages)
}
