import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { fallenFrom, reportOn } from '../src/cli/clause-report.ts'
import { runClauseTests } from '../src/cli/clause-run.ts'
import { publishedVersions, readWorking } from '../src/cli/clauses.ts'

const published = publishedVersions()

// Minutes at most: few of the clause tests need a database.
test('every clause that worked still works, also in its knock-outs', async () => {
  const found = await runClauseTests({ knockout: true })
  for (const document of published) {
    const report = reportOn(document, found)
    const working = readWorking().filter((one) => one.startsWith(`${document.code}-`))
    expect(fallenFrom(working, report)).toEqual([])
    expect(report.strays).toEqual([])
  }
})

type Listed = { readonly id: string; readonly kind: string; readonly force?: string }

const sourceOf = (code: string) => new URL(`../../shared/spec/clauses/${code}.yaml`, import.meta.url)
const given = published.every(({ code }) => existsSync(sourceOf(code)))

test.skipIf(!given).each(published.map((document) => [document.code, document] as const))(
  `%s has the clauses of its source, with their kind and force${given ? '' : ' (skipped: the source is not here)'}`,
  (code, document) => {
    const { clauses } = parse(readFileSync(sourceOf(code), 'utf8')) as { clauses: readonly Listed[] }
    const short = ({ id, kind, force }: { id: string; kind: string; force?: string | undefined }) =>
      `${id} ${kind} ${force ?? ''}`.trim()
    expect(document.clauses.map(short)).toEqual(clauses.map(short))
  },
)
