/** The versions of the list of legitimate interests: each stays readable as it stood. */
import type { Pack } from '../../rulebook/pack.ts'

export type ListVersion = {
  readonly document: string
  readonly version: string
  /** From this day the list reads so. */
  readonly effective: Temporal.PlainDate
}

/** Every version of a document that entered interests, in the order in which they took effect. */
export function interestVersions({ documents }: Pick<Pack, 'documents'>): readonly ListVersion[] {
  const entering = new Set(
    documents
      .filter(({ clauses }) => clauses.some(({ register }) => register?.interests !== undefined))
      .map(({ code }) => code),
  )
  return documents
    .filter(({ code }) => entering.has(code))
    .map(({ code, version, effective }) => ({ document: code, version, effective }))
    .sort((a, b) => Temporal.PlainDate.compare(a.effective, b.effective))
}
