/**
 * What the features say of their affairs with persons: by these the grounds of each datum are computed. A feature that has affairs of a
 * new kind adds its source here.
 */

import { applicationAffairs } from '../../accounts/basic/retention.ts'
import { accountAffairs } from '../../accounts/files/retention.ts'
import { dueAffairs } from '../../pricing/dues/retention.ts'
import type { AffairsSource } from '../../privacy/retention/affairs.ts'
import { claimAffairs } from '../../statements/claims/retention.ts'

export const affairsSources: readonly AffairsSource[] = [accountAffairs, applicationAffairs, dueAffairs, claimAffairs]
