/** Reads one version of a document from its file: its shape, and the provisions that its clauses bind. */
import { Compile } from 'typebox/compile'
import { faultsOf } from './explain.ts'
import { nearest, type PackProblem } from './problem.ts'
import type { Provision } from './provisions/provision.ts'
import { isProvisionKey, type ProvisionKey, provisions } from './provisions.ts'
import { type ClauseFile, type DocumentFile, documentSchema } from './schema.ts'
import type { Path, Source } from './source.ts'

export type ReadBinding = {
  readonly provision: ProvisionKey
  readonly parameters: Readonly<Record<string, unknown>>
  readonly path: Path
}

export type ReadClause = { readonly file: ClauseFile; readonly path: Path; readonly bindings: readonly ReadBinding[] }

export type ReadDocument = {
  readonly source: Source
  readonly file: Omit<DocumentFile, 'clauses'>
  /** The clauses whose shape is right. */
  readonly clauses: readonly ReadClause[]
  /** Ids of all clauses, those of a wrong shape included: a reference to one is no second error. */
  readonly clauseIds: ReadonlySet<string>
}

/** Says yes or no much faster than the errors are found: most files have none. */
const shape = Compile(documentSchema)

/**
 * The document, or undefined when its head is unusable; and what is wrong with its shape and its bindings. A clause of a wrong shape is
 * left out, so that each fault is told once.
 */
export function readDocument(source: Source): { document: ReadDocument | undefined; problems: PackProblem[] } {
  if (source.value === undefined) return { document: undefined, problems: [...source.problems] }
  const faults = shape.Check(source.value) ? [] : faultsOf(source, documentSchema, source.value, [], 'the document')
  const problems = [...source.problems, ...faults.map((fault) => fault.problem)]
  const grave = faults.filter((fault) => !fault.harmless).map((fault) => fault.path)
  if (grave.some((path) => path[0] !== 'clauses' || path.length < 2)) return { document: undefined, problems }
  const file = source.value as DocumentFile
  const unusable = new Set(grave.map((path) => Number(path[1])))
  const clauses = file.clauses.flatMap((clause, index): ReadClause[] => {
    if (unusable.has(index)) return []
    const path = ['clauses', index]
    const bindings = (clause.provisions ?? []).flatMap((written, n) => {
      const read = readBinding(source, written, [...path, 'provisions', n])
      problems.push(...read.problems)
      return read.binding ?? []
    })
    return [{ file: clause, path, bindings }]
  })
  const clauseIds = new Set(file.clauses.map((clause) => String((clause as { id?: unknown } | null)?.id)))
  return { document: { source, file, clauses, clauseIds }, problems }
}

type WrittenBinding = NonNullable<ClauseFile['provisions']>[number]

/** `- account.spendable`, or `- account.number: {notice: P2M}`. */
function readBinding(
  source: Source,
  written: WrittenBinding,
  path: Path,
): { binding?: ReadBinding; problems: readonly PackProblem[] } {
  const problem = (message: string, mend: string, at: Path = path): { problems: PackProblem[] } => ({
    problems: [{ file: source.file, line: source.lineOf(at), message, mend }],
  })
  const keys = typeof written === 'string' ? [written] : Object.keys(written)
  const key = keys[0]
  if (key === undefined || keys.length > 1)
    return problem('one item binds several provisions', 'Begin a new item, with a dash, for each provision.')
  if (!isProvisionKey(key)) {
    const meant = nearest(key, Object.keys(provisions))
    return problem(
      `unknown provision "${key}"`,
      meant === undefined
        ? 'The provisions that the engine knows stand in src/rulebook/provisions.'
        : `Did you mean "${meant}"?`,
    )
  }
  const { parameters: schema }: Provision = provisions[key]
  const parameters = typeof written === 'string' ? {} : (written[key] as Record<string, unknown>)
  if (typeof written !== 'string' && Object.keys(schema.properties).length === 0)
    return problem(`the provision ${key} has no parameters`, `Write "- ${key}" alone.`)
  const faults = faultsOf(
    source,
    schema,
    parameters,
    typeof written === 'string' ? path : [...path, key],
    `the parameters of ${key}`,
  )
  if (faults.length > 0) return { problems: faults.map((fault) => fault.problem) }
  return { binding: { provision: key, parameters, path }, problems: [] }
}
