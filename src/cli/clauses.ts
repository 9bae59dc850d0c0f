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
  /** The code of a document; all that institutions publish when left out. */
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

/**
 * `pacta clauses`: which clauses the software carries out, as their tests show: of one document clause by clause, or of all documents that
 * institutions publish.
 */
export async function clauses({ document, json, knockout = false, tests, record }: ClausesArguments): Promise<void> {
  const published = document === undefined ? publishedVersions() : [newestVersion(document)]
  if (record && !knockout)
    throw new OperatorError('nothing was recorded', 'a clause counts only with its knock-outs', 'Add --knockout.')
  const progress = progressLine()
  const found = await clauseTests(join(dataDir(process.env), 'clauses.json'), {
    knockout,
    onProgress: (done, of) => progress.show(`${done} of ${of} clause tests`),
  }).finally(() => progress.clear())
  const reports = published.map((one) => reportOn(one, found))
  const [only] = reports
  if (document !== undefined && only !== undefined)
    process.stdout.write(json ? `${JSON.stringify({ knockout, ...only }, null, 2)}\n` : asText(only, knockout, tests))
  else
    process.stdout.write(
      json ? `${JSON.stringify({ knockout, documents: reports }, null, 2)}\n` : sumText(reports, knockout),
    )
  const isOfThese = (one: string) => reports.some((report) => one.startsWith(`${report.document}-`))
  const fallen = knockout ? reports.flatMap((report) => fallenFrom(workingOf(report), report)) : []
  for (const one of fallen) process.stderr.write(cut(`worked before: ${one}\n`))
  if (record) {
    const working = [...readWorking().filter((one) => !isOfThese(one)), ...reports.flatMap(workingIn)]
    writeFileSync(workingFile, `${JSON.stringify(working, null, 2)}\n`)
  }
  const isFaulty = ({ strays, clauses: all }: DocumentReport) =>
    strays.length > 0 || all.some(({ faults }) => faults.length > 0)
  if (fallen.length > 0 || reports.some(isFaulty)) process.exitCode = 1
}

const workingOf = ({ document }: DocumentReport): readonly string[] =>
  readWorking().filter((one) => one.startsWith(`${document}-`))

const workingIn = ({ document, clauses }: DocumentReport): readonly string[] =>
  clauses.filter(({ status }) => status === 'works').map(({ id }) => `${document}-${id}`)

/** Institutions, in the order in which a document is looked for: law may bind several of them. */
const institutions = ['luminor', 'ozcredit', 'koduliising']

/** The newest version of each document that an institution takes from elsewhere: no example of this project. */
export function publishedVersions(): readonly DocumentVersion[] {
  return institutions.flatMap((id) => {
    const own = loadPack(join(project, 'packs', id)).documents.filter(({ role, example }) => role !== 'law' && !example)
    return [...Map.groupBy(own, ({ code }) => code).values()].flatMap((versions) => versions.at(-1) ?? [])
  })
}

/** The newest version of a document of any institution. */
function newestVersion(wanted: string): DocumentVersion {
  const documents = institutions.flatMap((id) => loadPack(join(project, 'packs', id)).documents)
  const newest = documents
    .filter(({ code }) => code === wanted)
    .sort((a, b) => Temporal.PlainDate.compare(a.effective, b.effective))
    .at(-1)
  if (newest !== undefined) return newest
  const codes = [...new Set(documents.map(({ code }) => code))].join(', ')
  throw new OperatorError('no such document', `no pack has a document ${wanted}`, `There are ${codes}.`)
}

function sumText(reports: readonly DocumentReport[], knockout: boolean): string {
  const rows = reports.map(({ document, version, clauses: all, counts, strays }) => {
    const faulty = all.filter(({ faults }) => faults.length > 0).map(({ id }) => id)
    const cells = [all.length, counts.works, counts.untested, counts.unbound, counts.text].map((n) =>
      String(n).padStart(8),
    )
    const wrong = [...faulty, ...strays.map(({ clause }) => clause)]
    return `${document.padEnd(4)} ${version.padEnd(10)} ${cells.join(' ')}${wrong.length > 0 ? `  faults: ${wrong.join(', ')}` : ''}`
  })
  const head = `doc  version    ${['clauses', 'work', 'untested', 'unbound', 'text'].map((name) => name.padStart(8)).join(' ')}`
  return `${[head, ...rows, '', '--document shows one of them, clause by clause.', knockoutText(knockout)].map(cut).join('\n')}\n`
}

const knockoutText = (knockout: boolean): string =>
  knockout
    ? 'Each test was also run without what it shows.'
    : 'Without --knockout, a test that proves nothing counts too.'

function asText(report: DocumentReport, knockout: boolean, withTests = false): string {
  const { document, version, clauses, counts, strays } = report
  const lines = [
    'clause    kind  force  status    tests  provisions',
    ...clauses.flatMap((clause) => clauseLines(clause, withTests)),
    ...strays.map(({ clause, file }) => `${clause} is no clause, but ${file} tests it`),
    '',
    `${document} ${version}: ${clauses.length} clauses: ${counts.works} work, ${counts.untested} untested, ${counts.unbound} unbound, ${counts.text} text.`,
    knockoutText(knockout),
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
