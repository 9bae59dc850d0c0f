/** Statements as comma-separated values. Source: RFC 4180; a byte order mark, so that spreadsheets read UTF-8. */
import { minorToMajor } from '../../kernel/money.ts'
import type { Drawn, DrawnLine, StatementHead } from '../drawing/drawn.ts'

const columns = [
  'reference',
  'booking_date',
  'value_date',
  'nature',
  'amount',
  'currency',
  'balance',
  'counterparty_name',
  'counterparty_account',
  'remittance',
  'end_to_end',
  'reverses',
  'details',
] as const

/** The file in parts of text: a header, the opening balance, a row for each entry, the closing balance. */
export async function* csv({ head, parts }: Drawn): AsyncGenerator<string> {
  yield `\ufeff${columns.join()}\r\n${balanceRow('opening-balance', head.from, head.openingMinor, head)}`
  for await (const part of parts()) yield part.map((line) => entryRow(line, head)).join('')
  yield balanceRow('closing-balance', head.to, head.closingMinor, head)
}

const balanceRow = (
  name: string,
  day: Temporal.PlainDate,
  minor: StatementHead['openingMinor'],
  { currency }: StatementHead,
): string => row([name, day.toString(), '', '', '', currency, minorToMajor(minor, currency), '', '', '', '', '', ''])

const entryRow = (line: DrawnLine, { currency }: StatementHead): string =>
  row([
    line.reference,
    line.bookingDate.toString(),
    line.valueDate.toString(),
    line.nature,
    minorToMajor(line.amountMinor, currency),
    currency,
    minorToMajor(line.balanceMinor, currency),
    text(line.details?.name),
    text(line.details?.number),
    text(line.details?.remittance),
    text(line.details?.endToEnd),
    line.reverses ?? '',
    line.detailsState,
  ])

/** What others wrote must not become a formula of the reader's spreadsheet. Source: OWASP, "CSV Injection". */
const text = (value: string | undefined): string =>
  value === undefined ? '' : /^[=+\-@\t\r]/.test(value) ? `'${value}` : value

const row = (values: readonly string[]): string => `${values.map(quoted).join()}\r\n`

const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
