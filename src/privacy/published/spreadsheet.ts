/** The record of processing as a spreadsheet (Office Open XML). Imported when somebody asks for it. */
import writeExcelFile from 'write-excel-file/node'
import type { ProcessingRecord } from './article-30.ts'

/** Cells are texts, never formulas: whatever a register says, nothing runs in the reader's program. */
export function spreadsheet({ title, columns, rows }: ProcessingRecord): Promise<Buffer> {
  const text = (value: string, more: object = {}) => ({
    type: String,
    value,
    wrap: true,
    alignVertical: 'top' as const,
    ...more,
  })
  const head = [
    [text(title, { fontWeight: 'bold', wrap: false })],
    columns.map((column) => text(column, { fontWeight: 'bold', backgroundColor: '#eeeeee' })),
  ]
  return writeExcelFile([...head, ...rows.map(({ cells }) => cells.map((cell) => text(cell)))], {
    sheet: 'Article 30',
    columns: columns.map(() => ({ width: 36 })),
    stickyRowsCount: 2,
    orientation: 'landscape',
  }).toBuffer()
}
