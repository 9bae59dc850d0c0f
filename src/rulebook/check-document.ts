/** What must hold within one version of a document, beyond its shape. */
import type { PackProblem } from './problem.ts'
import type { ReadClause, ReadDocument } from './read-document.ts'
import type { Path, Source } from './source.ts'

const problemAt = (source: Source, path: Path, message: string, mend: string): PackProblem => ({
  file: source.file,
  line: source.lineOf(path),
  message,
  mend,
})

/**
 * @param fileName the name of the file, without folders and `.yaml`
 * @param languages those of the pack: each wording stands in all of them
 * @param isLaw whether the file lies in packs/law
 */
export function checkDocument(
  document: ReadDocument,
  fileName: string,
  languages: readonly string[],
  isLaw: boolean,
): PackProblem[] {
  const { source, file, clauses } = document
  const problems = [
    ...checkHead(document, fileName, isLaw),
    ...missingWording(source, file.title, ['title'], 'the title', languages),
  ]
  const seen = new Map<string, Path>()
  for (const { file: clause, path } of clauses) {
    const name = `clause ${clause.id}`
    const first = seen.get(clause.id)
    if (first === undefined) seen.set(clause.id, path)
    else {
      const line = source.lineOf(first)
      problems.push(
        problemAt(
          source,
          [...path, 'id'],
          `the id "${clause.id}" stands twice, first in line ${line}`,
          'Give each clause its own id.',
        ),
      )
    }
    if (clause.mandatory !== undefined && !isLaw)
      problems.push(
        problemAt(
          source,
          [...path, 'mandatory'],
          `${name} of a document of the institution cannot be mandatory`,
          'Delete the key: only law is mandatory.',
        ),
      )
    if (clause.prices !== undefined && file.role !== 'price-list')
      problems.push(
        problemAt(
          source,
          [...path, 'prices'],
          `${name} has prices`,
          'Move them to a document with the role price-list.',
        ),
      )
    for (const part of ['section', 'heading', 'text'] as const)
      problems.push(...missingWording(source, clause[part], [...path, part], `the ${part} of ${name}`, languages))
  }
  return [...problems, ...boundTwice(source, clauses), ...handsOver(document)]
}

function checkHead({ source, file }: ReadDocument, fileName: string, isLaw: boolean): PackProblem[] {
  const problems: PackProblem[] = []
  if (file.version !== fileName)
    problems.push(
      problemAt(
        source,
        ['version'],
        `the version "${file.version}" is not the name of the file`,
        `Name the file ${file.version}.yaml, or write version: "${fileName}".`,
      ),
    )
  if (!isDay(file.effective))
    problems.push(
      problemAt(
        source,
        ['effective'],
        `there is no day ${file.effective}`,
        'Write a day that exists, as in 2018-11-01.',
      ),
    )
  if (isLaw && file.entities !== undefined)
    problems.push(
      problemAt(
        source,
        ['entities'],
        'a document in packs/law cannot say whom it binds',
        'Name it in law: of those entities in pack.yaml.',
      ),
    )
  if (isLaw !== (file.role === 'law'))
    problems.push(
      problemAt(
        source,
        ['role'],
        isLaw ? `a document in packs/law cannot be ${file.role}` : 'a document of the institution cannot be law',
        isLaw ? 'Write role: law.' : 'Choose another role, or move the document to packs/law.',
      ),
    )
  return problems
}

function isDay(text: string): boolean {
  try {
    Temporal.PlainDate.from(text)
    return true
  } catch {
    return false
  }
}

/** Wording that lacks a language. */
export function missingWording(
  source: Source,
  wording: Readonly<Record<string, string | undefined>> | undefined,
  path: Path,
  name: string,
  languages: readonly string[],
): PackProblem[] {
  if (wording === undefined) return []
  return languages
    .filter((language) => wording[language] === undefined)
    .map((language) =>
      problemAt(source, path, `${name} is missing in the language ${language}`, `Add ${language}: with the wording.`),
    )
}

/** A provision stands in one place of a document: two clauses would leave open which one settles a case. */
function boundTwice(source: Source, clauses: readonly ReadClause[]): PackProblem[] {
  const bound = new Map<string, { clause: string; parameters: string; path: Path }>()
  const problems: PackProblem[] = []
  for (const { file: clause, bindings } of clauses)
    for (const { provision, parameters, path } of bindings) {
      const first = bound.get(provision)
      const here = { clause: clause.id, parameters: JSON.stringify(parameters), path }
      if (first === undefined) bound.set(provision, here)
      else {
        const differently = first.parameters === here.parameters ? '' : ' differently'
        const line = source.lineOf(first.path)
        problems.push(
          problemAt(
            source,
            path,
            `clauses ${first.clause} (line ${line}) and ${clause.id} both bind ${provision}${differently}`,
            'Keep it at the clause that settles the case, and delete the other.',
          ),
        )
      }
    }
  return problems
}

/** The clauses that hand over to service terms are clauses of the same document. */
function handsOver({ source, clauses, clauseIds }: ReadDocument): PackProblem[] {
  return clauses.flatMap(({ bindings }) =>
    bindings.flatMap(({ provision, parameters, path }) => {
      if (provision !== 'documents.service-terms') return []
      const named = parameters['handsOver'] as readonly string[]
      return named
        .filter((id) => !clauseIds.has(id))
        .map((id) =>
          problemAt(
            source,
            [...path, provision, 'handsOver', named.indexOf(id)],
            `there is no clause ${id} to hand over`,
            'Name a clause of this document, or delete the item.',
          ),
        )
    }),
  )
}
