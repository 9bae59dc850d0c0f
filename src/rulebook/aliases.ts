import type { Pack } from './pack.ts'
import type { ParametersOf } from './provisions.ts'

/**
 * The code of the document that is meant by a name: its code, one of its titles, or a name under which other documents refer to it
 * (RA-2.2). Spaces, quotes and capitals do not count. Undefined when no document has the name.
 */
export function documentNamed(pack: Pack, name: string): string | undefined {
  const wanted = plain(name)
  const named = pack.documents.find((document) =>
    [document.code, ...Object.values(document.title)].some((own) => plain(own ?? '') === wanted),
  )
  return (
    named?.code ?? pack.documents.find((document) => aliasesOf(document).some((alias) => plain(alias) === wanted))?.code
  )
}

const aliasesOf = (document: Pack['documents'][number]): readonly string[] =>
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
