/** Packs as they come back from JSON: the database keeps each pack's content under its hash, for the replay of what it decided. */
import type { DocumentVersion, Pack } from './pack.ts'

/** What `JSON.stringify` makes of a pack: all of it, with days as text. */
type PackJson = Omit<Pack, 'documents'> & {
  readonly documents: readonly (Omit<DocumentVersion, 'effective'> & { readonly effective: string })[]
}

/** The pack that was written as this JSON. Throws RangeError when a document's first day is no date. */
export function packFromJson(content: unknown): Pack {
  const pack = content as PackJson
  return {
    ...pack,
    documents: pack.documents.map((document) => ({
      ...document,
      effective: Temporal.PlainDate.from(document.effective),
    })),
  }
}
