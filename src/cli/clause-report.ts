/** Which clauses of a document work: what the clause tests said, put beside the clauses of the pack. Pure. */
import type { Clause, DocumentVersion } from '../rulebook/pack.ts'

/** One clause test that ran, or a knock-out of it. */
export type ClauseTest = {
  /** Document and clause, such as `RA-6.1`. */
  readonly clause: string
  readonly sentence: string
  /** What was taken away, so that the test had to fail; passed says that it did. */
  readonly knockout?: string | undefined
  readonly file: string
  readonly passed: boolean
  readonly error?: string | undefined
}

/**
 * `works`: its tests pass, a decision that it settled is part of each, and whatever knock-outs were run made them fail. `untested`: it
 * binds provisions or items of the register, and no test shows it. `unbound`: a rule or duty that binds none, or is not carried out yet. `text`: nothing to carry out.
 */
export type ClauseStatus = 'works' | 'untested' | 'unbound' | 'text'

export type ClauseReport = {
  readonly id: string
  readonly kind: Clause['kind']
  readonly force: Clause['force'] | null
  /** The provisions that it binds, and the lists of the register in which it has items. */
  readonly provisions: readonly string[]
  readonly status: ClauseStatus
  /** Sentences that are shown by a test. */
  readonly tests: readonly { readonly sentence: string; readonly file: string; readonly passed: boolean }[]
  /** How many knock-outs ran. */
  readonly knockouts: number
  /** Tests that failed, and knock-outs that a test did not notice. */
  readonly faults: readonly ClauseTest[]
}

export type DocumentReport = {
  readonly document: string
  readonly version: string
  readonly clauses: readonly ClauseReport[]
  readonly counts: Readonly<Record<ClauseStatus, number>>
  /** Tests of clauses that the document does not have. */
  readonly strays: readonly ClauseTest[]
}

/** The clauses of one version of a document, in their order. */
export function reportOn(document: DocumentVersion, tests: readonly ClauseTest[]): DocumentReport {
  const prefix = `${document.code}-`
  const byClause = Map.groupBy(
    tests.filter(({ clause }) => clause.startsWith(prefix)),
    ({ clause }) => clause.slice(prefix.length),
  )
  const clauses = document.clauses.map((clause) => clauseReport(clause, byClause.get(clause.id) ?? []))
  const counts = { works: 0, untested: 0, unbound: 0, text: 0 }
  for (const { status } of clauses) counts[status] += 1
  const known = new Set(document.clauses.map(({ id }) => id))
  const strays = [...byClause].flatMap(([id, list]) => (known.has(id) ? [] : list))
  return { document: document.code, version: document.version, clauses, counts, strays }
}

function clauseReport(
  { id, kind, force, bindings, register, pending }: Clause,
  tests: readonly ClauseTest[],
): ClauseReport {
  const shown = tests.filter(({ knockout }) => knockout === undefined)
  const faults = tests.filter(({ passed }) => !passed)
  const items = Object.keys(register ?? {})
  const isBound = !pending && bindings.length + items.length > 0
  return {
    id,
    kind,
    force: force ?? null,
    provisions: [...bindings.map(({ provision }) => provision), ...items],
    status: statusOf(kind, isBound, shown.length > 0 && faults.length === 0),
    tests: shown.map(({ sentence, file, passed }) => ({ sentence, file, passed })),
    knockouts: tests.length - shown.length,
    faults,
  }
}

function statusOf(kind: Clause['kind'], bound: boolean, shown: boolean): ClauseStatus {
  if (kind === 'text') return 'text'
  if (!bound) return 'unbound'
  return shown ? 'works' : 'untested'
}

/** Clauses of the list that do not work any more, each with why. */
export function fallenFrom(list: readonly string[], { document, clauses }: DocumentReport): readonly string[] {
  const byId = new Map(clauses.map((clause) => [`${document}-${clause.id}`, clause]))
  return list.flatMap((id) => {
    const clause = byId.get(id)
    if (clause?.status === 'works') return []
    const [fault] = clause?.faults ?? []
    return fault === undefined ? `${id}: ${clause?.status ?? 'not in the document'}` : `${id}: ${faultText(fault)}`
  })
}

/** What is wrong with a test, in a sentence. */
export const faultText = ({ sentence, knockout, error = 'failed' }: ClauseTest): string =>
  `"${sentence}"${knockout === undefined || error.includes(knockout) ? '' : ` without ${knockout}`}: ${error}`
