import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { fallenFrom, reportOn } from '../src/cli/clause-report.ts'
import { runClauseTests } from '../src/cli/clause-run.ts'
import { newestVersion, readWorking } from '../src/cli/clauses.ts'

// A minute at most: the clause tests need no database.
test('every clause that worked still works, also in its knock-outs', async () => {
  const report = reportOn(newestVersion(), await runClauseTests({ knockout: true }))
  expect(fallenFrom(readWorking(), report)).toEqual([])
  expect(report.strays).toEqual([])
})

type Listed = { readonly id: string; readonly kind: string; readonly force?: string }

const source = new URL('../../shared/spec/clauses/RA.yaml', import.meta.url)
const given = existsSync(source)

test.skipIf(!given)(
  `the pack has the clauses of the source, with their kind and force${given ? '' : ' (skipped: the source is not here)'}`,
  () => {
    const { clauses } = parse(readFileSync(source, 'utf8')) as { clauses: readonly Listed[] }
    const short = ({ id, kind, force }: { id: string; kind: string; force?: string | undefined }) =>
      `${id} ${kind} ${force ?? ''}`.trim()
    expect(newestVersion().clauses.map(short)).toEqual(clauses.map(short))
  },
)
