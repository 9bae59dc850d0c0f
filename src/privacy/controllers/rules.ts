/** Who is responsible for what is done with somebody's data: the entity in whose lane it happens, as each record of processing names it. */
import type { Citation } from '../../kernel/decision.ts'
import type { Terms } from '../../rulebook/terms.ts'

/**
 * Whom the person has an agreement with or applied to, or whose service they, or a body that they own, mean to use: their data are in the lane
 * of that entity, and what is done with them there is its doing.
 */
export type WrittenController = {
  readonly name: string
  readonly registration: string | null
  readonly address: string
  /** How to reach it, and its data-protection officer. */
  readonly contacts: readonly string[]
  /** The clauses by which it stands in the record, and with these contacts. */
  readonly cited: readonly Citation[]
}

/**
 * The controller by these terms, which are those of one entity; null where no document names one.
 *
 * @throws UnboundProvision where nothing asks for a record of processing
 */
export function writtenController(terms: Terms): WrittenController | null {
  const recorded = terms.cite('privacy.records').disclosed
  const { controller: found } = terms
  if (found === undefined) return null
  const { controller: name, registration = null, address, email, phone, web, officer, cited } = found
  return {
    name,
    registration,
    address,
    contacts: [email, phone, web, officer].filter((one) => one !== undefined),
    cited: [...recorded, cited],
  }
}
