/** What a rule about the statements of one account is told of it. */
import type { Affairs } from '../../accounts/affairs/rules.ts'
import type { Party } from '../../parties/rules.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Informed, Moment } from '../availability/rules.ts'

/** An account's affairs, its holders, and how they are informed. */
export type Asked = {
  readonly affairs: Affairs
  readonly terms: Terms
  readonly holders: readonly Holder[]
  readonly now: Moment
}
export type Holder = { readonly party: Party; readonly informed: Informed }
