/** Publication: which versions of the documents anybody may read and print. */
import { accept, type Decision, refuse } from '../kernel/decision.ts'
import { documentNamed } from './aliases.ts'
import { type DocumentVersion, type Pack, versionsOn } from './pack.ts'
import type { Terms } from './terms.ts'

/** What somebody wants to see: one version of a document, the one in force on the day, or, without a name, every version of all. */
export type PublicationAsked = { readonly name?: string | undefined; readonly version?: string | undefined }

/** In this order: no document has that name; it has no such version. */
export const publicationRefusals = ['published-unknown', 'version-unknown'] as const
export type PublicationRefusal = (typeof publicationRefusals)[number]

/**
 * The versions to show, as they are in the pack: those to come and those that no longer hold among them. Where the documents of the day do
 * not ask for publication nothing is published: throws UnboundProvision.
 */
export function decidePublication(
  pack: Pack,
  { name, version }: PublicationAsked,
  on: Temporal.PlainDate,
  terms: Terms,
): Decision<DocumentVersion, PublicationRefusal> {
  const cited = terms.cite('documents.publication')
  if (name === undefined) return accept(pack.documents, cited)
  const code = documentNamed(pack.documents, name)?.code
  const versions = pack.documents.filter((one) => one.code === code)
  const [first] = versions
  if (first === undefined) return refuse('published-unknown', cited)
  if (version === undefined) {
    const inForce = versionsOn(pack, on)[first.code]
    return accept([versions.find((one) => one.version === inForce) ?? first], cited)
  }
  const found = versions.find((one) => one.version === version)
  return found === undefined ? refuse('version-unknown', cited) : accept([found], cited)
}
