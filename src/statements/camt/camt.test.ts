import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { type Minor, majorToMinor, minorToMajor } from '../../kernel/money.ts'
import type { DrawnLine, StatementHead } from '../drawing/drawn.ts'
import { drawn, drawnOf, wholeOf } from '../testing/drawn.ts'
import { validatorOf } from '../testing/schemas.ts'
import { type CamtMessage, type CamtVersion, camt } from './camt.ts'

const kinds = [
  ['053', '02'],
  ['053', '08'],
  ['054', '02'],
  ['054', '08'],
] as const satisfies (readonly [CamtMessage, CamtVersion])[]

type Node = { readonly [name: string]: Node } & { readonly length?: never }
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  isArray: (name) => name === 'Ntry' || name === 'Bal' || name === 'TxDtls',
})

describe.each(kinds)('camt.%s.001.%s', (message, version) => {
  const name = `camt.${message}.001.${version}`
  const validate = validatorOf(name)
  const absent = validate === undefined
  it.skipIf(absent)(`is valid by its schema${absent ? ' (skipped: the schema is absent)' : ''}`, async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async (statement) => {
        validate?.(await wholeOf(camt(statement, message, version)))
      }),
      { numRuns: 60 },
    )
  })

  it('is read by another parser as the same entries, which add up', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async (statement) => {
        const { head, lines } = statement
        const read = reportOf(parser.parse(await wholeOf(camt(statement, message, version))), message)
        const entries = listOf(read['Ntry'])
        expect(entries.map((one) => entryOf(one, head, version))).toEqual(lines.map((one) => expected(one, head)))
        if (message === '054') return
        const balance = (code: string) =>
          signed(listOf(read['Bal']).find((one) => textOf(one, 'Tp', 'CdOrPrtry', 'Cd') === code) as Node, head)
        const sum = entries.reduce((total, one) => total + signed(one, head), 0n)
        expect(balance('OPBD') + sum).toBe(balance('CLBD'))
        expect([balance('OPBD'), balance('CLBD'), balance('CLAV')]).toEqual([
          head.openingMinor,
          head.closingMinor,
          head.availableMinor,
        ])
      }),
      { numRuns: 100 },
    )
  })
})

it('leaves out what was erased or must not be shown, with a word', async () => {
  const statement = drawnOf([lineWith({ detailsState: 'erased' })], plain)
  expect(await wholeOf(camt(statement, '053', '08'))).toContain('<AddtlNtryInf>Details were erased</AddtlNtryInf>')
  const withheld = drawnOf([lineWith({ detailsState: 'withheld' })], plain)
  expect(await wholeOf(camt(withheld, '053', '02'))).toContain('<AddtlNtryInf>Details are not shown</AddtlNtryInf>')
  const fenced = drawnOf([lineWith({ detailsState: 'fenced' })], plain)
  expect(await wholeOf(camt(fenced, '053', '02'))).toContain('A part of the details is not shown')
})

it('marks a correction as the reversal of the entry that it names', async () => {
  const reversal = lineWith({ nature: 'reversal', reverses: '1099511627777-2' })
  const xml = await wholeOf(camt(drawnOf([reversal], plain), '053', '08'))
  expect(xml).toContain('<RvslInd>true</RvslInd>')
  expect(xml).toContain('Reverses 1099511627777-2')
})

const day = Temporal.PlainDate.from('2026-02-01')
const plain = { opening: 0n, code: 'EUR', held: 0n, limit: 0n, size: 1, holders: [], to: day }
const lineWith = (other: Partial<DrawnLine>): DrawnLine => ({
  seq: 3,
  reference: '1099511627777-3',
  decision: '1',
  nature: 'transfer',
  amountMinor: 100n as DrawnLine['amountMinor'],
  balanceMinor: 100n as DrawnLine['balanceMinor'],
  bookingDate: day,
  valueDate: day,
  reverses: null,
  details: undefined,
  detailsState: 'none',
  ...other,
})

const reportOf = (parsed: Node, message: CamtMessage): Node =>
  at(
    parsed,
    ...(message === '053' ? ['Document', 'BkToCstmrStmt', 'Stmt'] : ['Document', 'BkToCstmrDbtCdtNtfctn', 'Ntfctn']),
  )

const listOf = (node: Node | undefined): readonly Node[] => (node ?? []) as unknown as readonly Node[]

const at = (node: Node, ...path: readonly string[]): Node => path.reduce((one, name) => one?.[name] as Node, node)
const textOf = (node: Node, ...path: readonly string[]): string | undefined =>
  at(node, ...path) as unknown as string | undefined

function signed(node: Node, { currency }: StatementHead): bigint {
  expect(textOf(node, 'Amt', '@Ccy')).toBe(currency)
  const minor = majorToMinor(textOf(node, 'Amt', '#text') ?? '', currency)
  return textOf(node, 'CdtDbtInd') === 'DBIT' ? -minor : minor
}

/** An entry as another program reads it. */
function entryOf(node: Node, head: StatementHead, version: CamtVersion) {
  const transactions = listOf(at(node, 'NtryDtls', 'TxDtls'))
  const batch = at(node, 'NtryDtls', 'Btch') as Node | undefined
  const amountMinor = signed(node, head)
  const side = amountMinor < 0n ? 'Cdtr' : 'Dbtr'
  return {
    reference: textOf(node, 'NtryRef'),
    status: version === '02' ? textOf(node, 'Sts') : textOf(node, 'Sts', 'Cd'),
    nature: textOf(node, 'BkTxCd', 'Prtry', 'Cd'),
    amountMinor,
    bookingDate: textOf(node, 'BookgDt', 'Dt'),
    valueDate: textOf(node, 'ValDt', 'Dt'),
    ...(batch === undefined ? toldBy(transactions[0], side, version) : nothingTold),
    count: batch === undefined ? undefined : textOf(batch, 'NbOfTxs'),
    total: batch === undefined ? undefined : textOf(batch, 'TtlAmt', '#text'),
    payments:
      batch === undefined
        ? undefined
        : transactions.map((one) => ({
            ...toldBy(one, side, version),
            amount: textOf(one, ...(version === '02' ? ['AmtDtls', 'TxAmt', 'Amt', '#text'] : ['Amt', '#text'])),
            note: textOf(one, 'AddtlTxInf'),
          })),
  }
}

const nothingTold = { name: undefined, number: undefined, remittance: undefined, endToEnd: undefined }

function toldBy(transaction: Node | undefined, side: string, version: CamtVersion) {
  if (transaction === undefined) return nothingTold
  const parties = at(transaction, 'RltdPties') as Node | undefined
  const account = parties === undefined ? undefined : at(parties, `${side}Acct`, 'Id')
  const party = version === '02' ? [side, 'Nm'] : [side, 'Pty', 'Nm']
  return {
    name: parties === undefined ? undefined : textOf(parties, ...party),
    number: account === undefined ? undefined : (textOf(account, 'IBAN') ?? textOf(account, 'Othr', 'Id')),
    remittance: textOf(transaction, 'RmtInf', 'Ustrd'),
    endToEnd: textOf(transaction, 'Refs', 'EndToEndId'),
  }
}

function expected(
  { reference, nature, amountMinor, bookingDate, valueDate, details, payments }: DrawnLine,
  { currency }: StatementHead,
) {
  const major = (minor: bigint) => minorToMajor((minor < 0n ? -minor : minor) as Minor, currency)
  return {
    reference,
    status: 'BOOK',
    nature,
    amountMinor,
    bookingDate: bookingDate.toString(),
    valueDate: valueDate.toString(),
    ...expectedOf(details),
    count: payments?.length.toString(),
    total: payments && major(amountMinor),
    payments: payments?.map((one) => ({
      ...expectedOf(one.details),
      amount: major(one.amountMinor),
      note: notes[one.detailsState],
    })),
  }
}

const notes = {
  shown: undefined,
  fenced: 'A part of the details is not shown',
  none: undefined,
  erased: 'Details were erased',
  withheld: 'Details are not shown',
}

const expectedOf = (details: DrawnLine['details']) => ({
  name: kept(details?.name),
  number: details?.number,
  remittance: kept(details?.remittance),
  endToEnd: details?.endToEnd,
})

/** Texts are cut to the length that the standard allows; characters that no XML may hold are replaced. */
function kept(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const cut = [...text].slice(0, 140).join('')
  return cut.replace(/[\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
}
