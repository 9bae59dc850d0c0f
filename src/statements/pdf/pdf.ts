/** Statements as PDF, on A4, in the customer's language. Imported when somebody prints: it loads fonts. */
import { formatMoney, type Minor } from '../../kernel/money.ts'
import type { Drawn, DrawnLine, DrawnPayment, StatementHead } from '../drawing/drawn.ts'
import { type StatementLanguage, words } from '../words.ts'
import { pageWidth, Typesetter } from './typesetter.ts'

const left = 48
const right = pageWidth - 48
const columns = { booked: left, value: left + 54, what: left + 108, amount: right - 84, balance: right }
const whatWidth = columns.amount - 76 - columns.what
const top = 64
const bottom = 780
const size = 8
const leading = 10.5

/** The whole file. Throws where the entries do not come to the closing balance. */
export async function pdf({ head, parts }: Drawn, language: StatementLanguage): Promise<Buffer> {
  const say = words[language]
  const title = `${say.title} ${head.from} – ${head.to}`
  const at = new Date(head.drawnAt.epochMilliseconds)
  const page = new Typesetter({ title, author: head.institution, language, at })
  let y = headOf(page, head, language)
  let entries = 0
  for await (const part of parts())
    for (const line of part) {
      const what = whatOf(page, line, language)
      if (y + what.length * leading > bottom) {
        page.addPage()
        y = columnHeads(page, top, language)
      }
      y = entryOf(page, line, what, y, head, language)
      for (const one of line.payments ?? []) {
        const part = partOf(page, one, head, language)
        if (y + part.length * leading > bottom) {
          page.addPage()
          y = columnHeads(page, top, language)
        }
        y = linesOf(page, part, y)
      }
      entries += 1
    }
  if (entries === 0) page.text(say.none, left, y + leading, size)
  return page.finish((number, count) => {
    page.textTo(`${head.institution} · ${say.title}`, right, 36, 8, 'normal', 0.4)
    page.text(`${say.drawn} ${drawnAt(head)}`, left, 812, 7, 'normal', 0.4)
    page.textTo(`${say.page} ${number} / ${count}`, right, 812, 7, 'normal', 0.4)
  })
}

/** Title, account, and what the period comes to. */
function headOf(page: Typesetter, head: StatementHead, language: StatementLanguage): number {
  const say = words[language]
  let y = top + 16
  page.text(say.title, left, y, 20, 'bold')
  y += 24
  const money = (minor: Minor): string => formatMoney({ minor, currency: head.currency }, language)
  const rows: readonly (readonly [string, string])[] = [
    [say.account, `${head.number} (${head.currency})`],
    ...head.holders.map((name): readonly [string, string] => [say.holder, name]),
    [say.period, `${head.from} – ${head.to}`],
    [say.opening, money(head.openingMinor)],
    [`${say.credits} (${head.credits.count})`, money(head.credits.sumMinor)],
    [`${say.debits} (${head.debits.count})`, money(head.debits.sumMinor)],
    [say.closing, money(head.closingMinor)],
    [say.available, money(head.availableMinor)],
  ]
  for (const [name, value] of rows) {
    page.text(name, left, y, 9, 'normal', 0.35)
    for (const line of page.wrapped(value, right - left - 130, 9)) {
      page.text(line, left + 130, y, 9)
      y += 13
    }
  }
  return columnHeads(page, y + 10, language)
}

function columnHeads(page: Typesetter, y: number, language: StatementLanguage): number {
  const say = words[language]
  page.text(say.booked, columns.booked, y, size, 'bold')
  page.text(say.value, columns.value, y, size, 'bold')
  page.text(say.what, columns.what, y, size, 'bold')
  page.textTo(say.amount, columns.amount, y, size, 'bold')
  page.textTo(say.balance, columns.balance, y, size, 'bold')
  page.rule(left, right, y + 4, 0.3)
  return y + 4
}

/** What an entry is, and what is known of it, in lines. */
function whatOf(page: Typesetter, line: DrawnLine, language: StatementLanguage): readonly string[] {
  const say = words[language]
  const { details, reverses } = line
  const left = say.left[line.detailsState]
  const texts = [
    [say.natures[line.nature], ...(reverses === null ? [] : [`(${say.reverses} ${reverses})`])].join(' '),
    [details?.name, details?.number].filter((one) => one !== undefined && one !== '').join(', '),
    details?.remittance ?? '',
    left === '' ? '' : `[${left}]`,
  ]
  return texts.filter((text) => text !== '').flatMap((text) => page.wrapped(text, whatWidth, size))
}

function entryOf(
  page: Typesetter,
  line: DrawnLine,
  what: readonly string[],
  y: number,
  head: StatementHead,
  language: StatementLanguage,
): number {
  let at = y + leading
  page.text(line.bookingDate.toString(), columns.booked, at, size)
  page.text(line.valueDate.toString(), columns.value, at, size)
  page.textTo(plainAmount(line.amountMinor, head, language), columns.amount, at, size)
  page.textTo(plainAmount(line.balanceMinor, head, language), columns.balance, at, size)
  for (const text of what) {
    page.text(text, columns.what, at, size)
    at += leading
  }
  return ruled(page, at)
}

/** One of several payments that are one entry: its amount first, since the column of amounts is the entry's. */
function partOf(
  page: Typesetter,
  { amountMinor, details, detailsState }: DrawnPayment,
  head: StatementHead,
  language: StatementLanguage,
): readonly string[] {
  const left = words[language].left[detailsState]
  const told = [details?.name, details?.number, details?.remittance, left === '' ? '' : `[${left}]`]
  const text = [plainAmount(amountMinor, head, language), ...told.filter((one) => one !== undefined && one !== '')]
  return page.wrapped(text.join(' · '), whatWidth, size)
}

function linesOf(page: Typesetter, texts: readonly string[], y: number): number {
  for (const [i, text] of texts.entries()) page.text(text, columns.what, y + (i + 1) * leading, size, 'normal', 0.3)
  return ruled(page, y + (texts.length + 1) * leading)
}

/** A line under what was written; gives where the next begins. */
function ruled(page: Typesetter, at: number): number {
  const end = at - leading + 4
  page.rule(left, right, end)
  return end
}

/** As people of the language write it, without the currency, which stands at the head of the statement. */
function plainAmount(minor: Minor, { currency }: StatementHead, language: StatementLanguage): string {
  return formatMoney({ minor, currency }, language)
    .replace(/[^0-9.,\s\u2212-]/g, '')
    .trim()
}

const drawnAt = ({ drawnAt: at, timeZone }: StatementHead): string =>
  at.toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
