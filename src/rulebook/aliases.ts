import type { DocumentRole, DocumentVersion } from './pack.ts'
import type { ParametersOf } from './provisions.ts'

/** The document that a name means, and whether it does so only because the document says it is meant by it. */
export type Named = { readonly code: string; readonly role: DocumentRole; readonly byAlias: boolean }

/**
 * The document that is meant by a name: its code, one of its titles, or a name under which other documents refer to it (RA-2.2). Spaces,
 * quotes and capitals do not count. Undefined when no document has the name.
 */
export function documentNamed(documents: readonly DocumentVersion[], name: string): Named | undefined {
  const wanted = plain(name)
  const named = documents.find((document) =>
    [document.code, ...Object.values(document.title)].some((own) => plain(own ?? '') === wanted),
  )
  if (named !== undefined) return { code: named.code, role: named.role, byAlias: false }
  const meant = documents.find((document) => aliasesOf(document).some((alias) => plain(alias) === wanted))
  return meant === undefined ? undefined : { code: meant.code, role: meant.role, byAlias: true }
}

const aliasesOf = (document: DocumentVersion): readonly string[] =>
  document.clauses
    .flatMap((clause) => clause.bindings)
    .filter((binding) => binding.provision === 'documents.aliases')
    .flatMap((binding) => (binding.parameters as ParametersOf<'documents.aliases'>).names)

const plain = (name: string): string =>
  name
    .replace(/["'„“”«»]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLocaleLowerCase('lv')
