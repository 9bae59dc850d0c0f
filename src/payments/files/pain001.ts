/**
 * Reads files of credit transfers: ISO 20022 pain.001, versions 001.001.03 and 001.001.09. Checks the structure by the sequences of the
 * message's types down to a payment, and the form of everything that is read; parts that do not matter to a payment are passed over.
 * Source: the message definitions of ISO 20022 and their schemas.
 */
import { decimalForm, scaled, unscaled } from './decimals.ts'
import { type Element, FileFault, parseXml } from './elements.ts'
import type { Counted } from './rules.ts'

export const formats = ['pain.001.001.03', 'pain.001.001.09'] as const
export type Pain001Format = (typeof formats)[number]

/** A payment of a file; `fault` when it is none that can be carried out, which concerns it alone. */
export type FilePayment = {
  readonly path: string
  readonly instructionId: string | undefined
  readonly endToEndId: string
  readonly amount: string
  readonly currency: string
  readonly creditor: { readonly name: string | undefined; readonly number: string | undefined }
  readonly remittance: string | undefined
  readonly fault: FileFault | undefined
}

export type FileBlock = {
  readonly id: string
  /** One entry for the whole block is wished for. */
  readonly batchBooking: boolean
  readonly executionDate: Temporal.PlainDate
  /** The payer's account; undefined when it is named otherwise than by IBAN. */
  readonly debtorNumber: string | undefined
  readonly payments: readonly FilePayment[]
  readonly counted: Counted
}

export type FileRead = {
  readonly format: string
  readonly message: string
  readonly created: string
  readonly counted: Counted
  readonly blocks: readonly FileBlock[]
}

const namespace = /^urn:iso:std:iso:20022:tech:xsd:(pain\.001\.001\.[0-9]{2})$/

const words = (maximum: number) => new RegExp(`^.{1,${maximum}}$`, 'su')
const text35 = (element: Element): string => element.text(words(35), 'a text of 1 to 35 characters')

const header = ['MsgId', 'CreDtTm', 'Authstn', 'NbOfTxs', 'CtrlSum', 'InitgPty', 'FwdgAgt']
const block = [
  'PmtInfId', 'PmtMtd', 'BtchBookg', 'NbOfTxs', 'CtrlSum', 'PmtTpInf', 'ReqdExctnDt', 'PoolgAdjstmntDt', 'Dbtr', 'DbtrAcct',
  'DbtrAgt', 'DbtrAgtAcct', 'InstrForDbtrAgt', 'UltmtDbtr', 'ChrgBr', 'ChrgsAcct', 'ChrgsAcctAgt', 'CdtTrfTxInf',
] // biome-ignore format: the sequence of a type, to read as one
const payment = [
  'PmtId', 'PmtTpInf', 'Amt', 'XchgRateInf', 'ChrgBr', 'ChqInstr', 'UltmtDbtr', 'IntrmyAgt1', 'IntrmyAgt1Acct', 'IntrmyAgt2',
  'IntrmyAgt2Acct', 'IntrmyAgt3', 'IntrmyAgt3Acct', 'CdtrAgt', 'CdtrAgtAcct', 'Cdtr', 'CdtrAcct', 'UltmtCdtr', 'InstrForCdtrAgt',
  'InstrForDbtrAgt', 'Purp', 'RgltryRptg', 'Tax', 'RltdRmtInf', 'RmtInf', 'SplmtryData',
] // biome-ignore format: the sequence of a type, to read as one

/** The format and message id of a file that may be faulty otherwise: for the answer. */
export type FileHead = { readonly format: string; readonly message: string }

export type FileReading = { readonly file: FileRead; readonly head: FileHead; readonly fault?: undefined } | FaultyFile
/** `head`: as far as it could be read. */
export type FaultyFile = { readonly file?: undefined; readonly head: Partial<FileHead>; readonly fault: FileFault }

/** Reads a file; what is wrong with its structure is given as a fault with its path. */
export function readPain001(text: string): FileReading {
  const head: { format?: string; message?: string } = {}
  try {
    const document = parseXml(text)
    const format = formatOf(document)
    head.format = format
    const root = document.one('CstmrCdtTrfInitn')
    document.inOrder(['CstmrCdtTrfInitn'])
    head.message = text35(root.one('GrpHdr').one('MsgId'))
    root.inOrder(['GrpHdr', 'PmtInf', 'SplmtryData'])
    return { file: readFile(root, format, head.message), head: { format, message: head.message } }
  } catch (fault) {
    if (fault instanceof FileFault) return { head, fault }
    throw fault
  }
}

function formatOf(document: Element): string {
  if (document.name !== 'Document') throw new FileFault('the root element', 'is not Document')
  const [, format] = document.attributes.map((value) => namespace.exec(value)).find((found) => found !== null) ?? []
  if (format === undefined) throw new FileFault('the root element', 'names no version of pain.001.001 as its namespace')
  return format
}

function readFile(root: Element, format: string, message: string): FileRead {
  const group = root.one('GrpHdr')
  group.inOrder(header)
  const created = group
    .one('CreDtTm')
    .text(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}(Z|[+-][0-9]{2}:[0-9]{2})?$/, 'a time')
  group.one('InitgPty')
  const stated = { transactions: countOf(group.one('NbOfTxs')), sum: sumOf(group.optional('CtrlSum')) }
  const blocks = root.all('PmtInf')
  if (blocks.length === 0) throw new FileFault(`${root.path}/PmtInf`, 'is missing')
  const read = blocks.map((one) => readBlock(one, format))
  return {
    format,
    message,
    created,
    blocks: read,
    counted: { stated, found: total(read.flatMap(({ payments }) => payments)) },
  }
}

const total = (payments: readonly FilePayment[]): Counted['found'] => ({
  transactions: payments.length,
  sum: unscaled(payments.reduce((sum, { amount }) => sum + scaled(amount), 0n)),
})

const countOf = (element: Element): number => Number(element.text(/^[0-9]{1,15}$/, 'a number of 1 to 15 digits'))
const sumOf = (element: Element | undefined): string | null =>
  element === undefined ? null : unscaled(scaled(element.text(decimalForm, 'a decimal number')))

function readBlock(of: Element, format: string): FileBlock {
  of.inOrder(format === 'pain.001.001.03' ? block.filter((name) => name !== 'InstrForDbtrAgt') : block)
  of.one('PmtMtd').text(/^TRF$/, 'TRF: cheques and transfer advices are not taken')
  const date = of.one('ReqdExctnDt')
  const day = format === 'pain.001.001.03' ? date : (date.optional('Dt') ?? date.one('DtTm'))
  const [count, sum] = [of.optional('NbOfTxs'), of.optional('CtrlSum')]
  of.one('Dbtr')
  of.one('DbtrAgt')
  const payments = of.all('CdtTrfTxInf').map(readPayment)
  if (payments.length === 0) throw new FileFault(`${of.path}/CdtTrfTxInf`, 'is missing')
  return {
    id: text35(of.one('PmtInfId')),
    batchBooking: /^(true|1)$/.test(of.optional('BtchBookg')?.text(/^(true|false|0|1)$/, 'true or false') ?? ''),
    executionDate: dayOf(day),
    debtorNumber: numberOf(of.one('DbtrAcct')),
    payments,
    counted: {
      stated: { transactions: count === undefined ? null : countOf(count), sum: sumOf(sum) },
      found: total(payments),
    },
  }
}

/** A date, or the date of a time, with or without its offset. */
function dayOf(element: Element): Temporal.PlainDate {
  const text = element.text(/^[12][0-9]{3}-[0-9]{2}-[0-9]{2}([TZ+-].{0,24})?$/, 'a date')
  try {
    return Temporal.PlainDate.from(text.slice(0, 10))
  } catch {
    throw new FileFault(element.path, 'is no day of the calendar')
  }
}

const numberOf = (account: Element): string | undefined =>
  account
    .one('Id')
    .optional('IBAN')
    ?.text(/^[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}$/, 'an IBAN in its electronic form')

function readPayment(of: Element): FilePayment {
  of.inOrder(payment)
  const id = of.one('PmtId')
  id.inOrder(['InstrId', 'EndToEndId', 'UETR'])
  const amount = of.one('Amt')
  const instructed = amount.optional('InstdAmt')
  const remittance = remittanceOf(of.optional('RmtInf'))
  const account = of.optional('CdtrAcct')
  const instruction = id.optional('InstrId')
  const read = {
    path: of.path,
    instructionId: instruction && text35(instruction),
    endToEndId: text35(id.one('EndToEndId')),
    amount: instructed?.text(decimalForm, 'an amount') ?? '0',
    currency: instructed?.attribute('Ccy') ?? '',
    creditor: {
      name: of.at('Cdtr', 'Nm')?.text(words(140), 'a name of 1 to 140 characters'),
      number: account && numberOf(account),
    },
    remittance,
  }
  return { ...read, fault: cannotBe(of, amount, read) }
}

/** What a file may say and this institution does not carry out. */
function cannotBe(
  of: Element,
  amount: Element,
  { currency, creditor, remittance }: Pick<FilePayment, 'currency' | 'creditor' | 'remittance'>,
): FileFault | undefined {
  if (amount.optional('InstdAmt') === undefined)
    return new FileFault(`${amount.path}/EqvtAmt`, 'amounts in another currency than that of the payment are not taken')
  if (!/^[A-Z]{3}$/.test(currency)) return new FileFault(`${amount.path}/InstdAmt`, 'has no currency in Ccy')
  if (of.optional('ChqInstr') !== undefined) return new FileFault(`${of.path}/ChqInstr`, 'cheques are not taken')
  if (creditor.number === undefined) return new FileFault(`${of.path}/CdtrAcct`, 'the payee is named without an IBAN')
  if (creditor.name === undefined) return new FileFault(`${of.path}/Cdtr/Nm`, 'is missing')
  if (remittance !== undefined && remittance.length > 140)
    return new FileFault(`${of.path}/RmtInf`, 'is longer than 140 characters')
  return undefined
}

/** Texts, or, where there are none, the creditor's references. */
function remittanceOf(information: Element | undefined): string | undefined {
  const texts = information?.all('Ustrd').map((one) => one.text(words(140), 'a text of 1 to 140 characters')) ?? []
  const references = information?.all('Strd').flatMap((one) => one.at('CdtrRefInf', 'Ref') ?? []) ?? []
  const found = texts.length > 0 ? texts : references.map(text35)
  return found.length === 0 ? undefined : found.join(' ')
}
