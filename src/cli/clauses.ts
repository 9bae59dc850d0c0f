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
  readonly json?: boolean | undefined
  readonly knockout?: boolean | undefined
  readonly tests?: boolean | undefined
  readonly record?: boolean | undefined
}

const project = fileURLToPath(new URL('../..', import.meta.url))
/** Clauses that worked, with knock-out, when this was last recorded: none of them may stop. */
export const workingFile = join(project, 'tests/clauses-working.json')

export const readWorking = (): readonly string[] => JSON.parse(readFileSync(workingFile, 'utf8'))

/** `pacta clauses`: which clauses of the rules of accounts the software carries out, as their tests show. */
export async function clauses({ json, knockout = false, tests, record }: ClausesArguments): Promise<void> {
  if (record && !knockout)
    throw new OperatorError('nothing was recorded', 'a clause counts only with its knock-outs', 'Add --knockout.')
  const progress = progressLine()
  const found = await clauseTests(join(dataDir(process.env), 'clauses.json'), {
    knockout,
    onProgress: (done, of) => progress.show(`${done} of ${of} clause tests`),
  }).finally(() => progress.clear())
  const report = reportOn(rulesOfAccounts(), found)
  process.stdout.write(json ? `${JSON.stringify({ knockout, ...report }, null, 2)}\n` : asText(report, knockout, tests))
  const fallen = knockout ? fallenFrom(readWorking(), report) : []
  for (const one of fallen) process.stderr.write(cut(`worked before: ${one}\n`))
  if (record) writeFileSync(workingFile, `${JSON.stringify(workingIn(report), null, 2)}\n`)
  if (fallen.length > 0 || report.strays.length > 0 || report.clauses.some(({ faults }) => faults.length > 0))
    process.exitCode = 1
}

const workingIn = ({ document, clauses }: DocumentReport): readonly string[] =>
  clauses.filter(({ status }) => status === 'works').map(({ id }) => `${document}-${id}`)

/** The newest version of the rules of accounts in the pack. */
export function rulesOfAccounts(): DocumentVersion {
  const { documents } = loadPack(join(project, 'packs/luminor'))
  const newest = documents.filter(({ code }) => code === 'RA').at(-1)
  if (newest === undefined) throw new OperatorError('no rules of accounts', 'the pack luminor has no RA', 'Restore it.')
  return newest
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
