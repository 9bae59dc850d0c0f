/**
 * What the features say of their affairs with persons, and of what they keep of them beside facts: by these the grounds of each datum are
 * computed. A feature that has affairs or details of a new kind adds its source here.
 */
import { applicationAffairs } from '../../accounts/basic/store.ts'
import { accountAffairs } from '../../accounts/files/store.ts'
import { refusalNotes, refusedOpenings } from '../../accounts/refusal/store.ts'
import { segregationProofs } from '../../accounts/segregated/store.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { specimensHeld } from '../../parties/authorisations/store.ts'
import { wardsOf } from '../../parties/guardianship/store.ts'
import { customersOf } from '../../parties/representation/store.ts'
import { waitingDetails } from '../../payments/scheduled/store.ts'
import { dueAffairs } from '../../pricing/dues/store.ts'
import type { AffairsSource, DetailsSource } from '../../privacy/retention/affairs.ts'
import { entryDetails, keptDetailsHeld } from '../../privacy/retention/details/store.ts'
import { elsewhereAffairs } from '../../privacy/retention/elsewhere/store.ts'
import { claimAffairs } from '../../statements/claims/store.ts'

/** Whoever acts for somebody is known for the sake of what that person has with the institution, and as long as that lasts. */
const actingAffairs: AffairsSource = async (sql, lane, subjects) => {
  const found = await Promise.all([customersOf(sql, lane, subjects), wardsOf(sql, lane, subjects)])
  const behind = new Map(
    subjects.map((one): [PartyId, readonly PartyId[]] => [one, found.flatMap((of) => of.get(one) ?? [])]),
  )
  const all = [...new Set([...behind.values()].flat())]
  if (all.length === 0) return new Map()
  const [agreed, applied] = await Promise.all([accountAffairs(sql, lane, all), applicationAffairs(sql, lane, all)])
  return new Map(
    [...behind]
      .filter(([, of]) => of.length > 0)
      .map(([one, of]) => [
        one,
        {
          agreements: of.flatMap((customer) => agreed.get(customer)?.agreements ?? []),
          applications: of.flatMap((customer) => applied.get(customer)?.applications ?? []),
        },
      ]),
  )
}

export const affairsSources: readonly AffairsSource[] = [
  accountAffairs,
  applicationAffairs,
  refusedOpenings,
  elsewhereAffairs,
  actingAffairs,
  dueAffairs,
  claimAffairs,
]

export const detailsSources: readonly DetailsSource[] = [
  entryDetails,
  keptDetailsHeld,
  waitingDetails,
  specimensHeld,
  refusalNotes,
  segregationProofs,
]
