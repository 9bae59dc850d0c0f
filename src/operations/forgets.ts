/** What every feature forgets of a person who is erased: for erasures, and for databases that are restored from before them. */
import { forgetCodes, forgetNames } from '../parties/forgetting.ts'
import type { Forget } from '../privacy/vault/erasure.ts'

export const forgets: readonly Forget[] = [forgetCodes, forgetNames]
