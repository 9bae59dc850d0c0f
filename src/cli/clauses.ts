import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../kernel/operator-error.ts'
import { loadPack } from '../rulebook/load.ts'
import type { DocumentVersion } from '../rulebook/pack.ts'
import { type ClauseReport, type DocumentReport, fallenFrom, reportOn } from './clause-report.ts'
import { clauseTests } from './clause-run.ts'
import { progressLine } from './progress.ts'
import { dataDir } from './settings.ts'

export type ClausesArguments = {
  /** The code of a document of the pack; RA when left out. */
  readonly document?: string | undefined
  readonly json?: boolean | undefined
  readonly knockout?: boolean | undefined
  readonly tests?: boolean | undefined
  readonly record?: boolean | undefined
}

const project = fileURLToPath(new URL('../..', import.meta.url))
/** Clauses that worked, with knock-out, when this was last recorded: none of them may stop. */
export const workingFile = join(project, 'tests/clauses-working.json')

export const readWorking = (): readonly string[] => JSON.parse(readFileSync(workingFile, 'utf8'))

/** `pacta clauses`: which clauses of a document the software carries out, as their tests show. */
export async function clauses({ document, json, knockout = false, tests, record }: ClausesArguments): Promise<void> {
  const text = newestVersion(document)
  if (record && !knockout)
    throw new OperatorError('nothing was recorded', 'a clause counts only with its knock-outs', 'Add --knockout.')
  const progress = progressLine()
  const found = await clauseTests(join(dataDir(process.env), 'clauses.json'), {
    knockout,
    onProgress: (done, of) => progress.show(`${done} of ${of} clause tests`),
  }).finally(() => progress.clear())
  const report = reportOn(text, found)
  process.stdout.write(json ? `${JSON.stringify({ knockout, ...report }, null, 2)}\n` : asText(report, knockout, tests))
  const isOfThis = (one: string) => one.startsWith(`${text.code}-`)
  const fallen = knockout ? fallenFrom(readWorking().filter(isOfThis), report) : []
  for (const one of fallen) process.stderr.write(cut(`worked before: ${one}\n`))
  if (record) {
    const working = [...readWorking().filter((one) => !isOfThis(one)), ...workingIn(report)]
    writeFileSync(workingFile, `${JSON.stringify(working, null, 2)}\n`)
  }
  if (fallen.length > 0 || report.strays.length > 0 || report.clauses.some(({ faults }) => faults.length > 0))
    process.exitCode = 1
}

const workingIn = ({ document, clauses }: DocumentReport): readonly string[] =>
  clauses.filter(({ status }) => status === 'works').map(({ id }) => `${document}-${id}`)

/** The newest version of a document in the pack; of the rules of accounts unless told. */
export function newestVersion(wanted = 'RA'): DocumentVersion {
  const { documents } = loadPack(join(project, 'packs/luminor'))
  const newest = documents.filter(({ code }) => code === wanted).at(-1)
  if (newest !== undefined) return newest
  const codes = [...new Set(documents.map(({ code }) => code))].join(', ')
  throw new OperatorError('no such document', `the pack luminor has no document ${wanted}`, `It has ${codes}.`)
}

function asText(report: DocumentReport, knockout: boolean, withTests = false): string {
  const { document, version, clauses, counts, strays } = report
  const lines = [
    'clause    kind  force  status    tests  provisions',
    ...clauses.flatMap((clause) => clauseLines(clause, withTests)),
    ...strays.map(({ clause, file }) => `${clause} is no clause, but ${file} tests it`),
    '',
    `${document} ${version}: ${clauses.length} clauses: ${counts.works} work, ${counts.untested} untested, ${counts.unbound} unbound, ${counts.text} text.`,
    knockout
      ? 'Each test was also run without what it shows.'
      : 'Without --knockout, a test that proves nothing counts too.',
  ]
  return `${lines.map(cut).join('\n')}\n`
}

function clauseLines(clause: ClauseReport, withTests: boolean): readonly string[] {
  const { id, kind, force, status, tests, provisions, faults } = clause
  const count = tests.length === 0 ? '' : String(tests.length)
  const row = [
    id.padEnd(9),
    kind.padEnd(5),
    (force ?? '').padEnd(6),
    status.padEnd(9),
    count.padStart(5),
    '',
    provisions.join(', '),
  ]
  return [
    row.join(' ').trimEnd(),
    ...(withTests ? tests.map(({ sentence, passed }) => `    ${passed ? '+' : '-'} ${sentence}`) : []),
    ...faults.flatMap(({ sentence, knockout, error }) => [
      `  ! "${sentence}"${knockout === undefined ? '' : ` without ${knockout}`}`,
      `    ${error ?? 'failed'}`,
    ]),
  ]
}

const cut = (line: string): string => (line.length > 100 ? `${line.slice(0, 97)}...` : line)
