/** What is published, as the knock-outs of clause tests are to see it. Put into the place of the functions by `vi.mock`. */
import { watchStatement } from '../../../../tests/clause.ts'
import type { processingRecord } from '../article-30.ts'
import type { listReport } from '../late.ts'
import type { publish } from '../publish.ts'
import { citedBy } from '../statement.ts'

export const watchedPublish = (make: typeof publish): typeof publish =>
  watchStatement(make, citedBy, (statement, isCited) => ({
    ...statement,
    sections: isCited(statement.cited)
      ? []
      : statement.sections.map((section) => ({
          ...section,
          entries: section.entries.filter(({ cited }) => !isCited(cited)),
        })),
  }))

export const watchedRecord = (make: typeof processingRecord): typeof processingRecord =>
  watchStatement(
    make,
    ({ cited, rows }) => [...cited, ...rows.flatMap((row) => row.cited)],
    (record, isCited) => ({
      ...record,
      rows: isCited(record.cited) ? [] : record.rows.filter(({ cited }) => !isCited(cited)),
    }),
  )

export const watchedReport = (make: typeof listReport): typeof listReport =>
  watchStatement(
    make,
    (report) => report?.cited ?? [],
    (report) => report && { ...report, late: [] },
  )
