/**
 * The answer to a file of orders: ISO 20022 pain.002 (customer payment status report), 001.03 for files of version 03 and 001.10 for those
 * of version 09. Every payment has its status; why one was refused stands as a code, and with the clause that settled it in words beside.
 */
import { XMLBuilder } from 'fast-xml-parser'
import type { Citation } from '../../kernel/decision.ts'
import type { FileBlock, FilePayment, FileRead } from './pain001.ts'
import { reasonOf } from './reasons.ts'

/**
 * `ACSC`: booked on both accounts, or settled by the network. `ACSP`: on its way through the network. `ACCP`: taken for a later day. `RJCT`:
 * refused, or come back from the network.
 */
export type PaymentStatus = 'ACSC' | 'ACSP' | 'ACCP' | 'RJCT'
/** From the least done to the most. */
const done = ['ACCP', 'ACSP', 'ACSC'] as const

/** Why something was refused: the code of Pacta, the clauses that may be told, and, for what no rule was asked about, where it stands. */
export type Reason = {
  readonly code: string
  /** The code of ISO 20022 where it is told as such: the network's own reason. */
  readonly iso?: string | undefined
  readonly clauses: readonly Citation[]
  readonly words?: string | undefined
}

export type PaymentOutcome = {
  readonly status: PaymentStatus
  readonly reason?: Reason | undefined
  /** The decision, by its id. */
  readonly decision?: string | undefined
}

export type ReportHead = {
  /** Of the answer itself. */
  readonly message: string
  readonly created: Temporal.Instant
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  format: true,
  indentBy: '  ',
  processEntities: true,
})

/** The report on a file that was taken: `outcomes` of its payments, block by block. */
export function reportOf(head: ReportHead, file: FileRead, outcomes: readonly (readonly PaymentOutcome[])[]): string {
  return written(file.format, head, {
    OrgnlGrpInfAndSts: {
      ...original(file),
      GrpSts: statusOf(outcomes.flat()),
    },
    OrgnlPmtInfAndSts: file.blocks.map((block, i) => blockReport(block, outcomes[i] ?? [])),
  })
}

/** The report on a file that was refused as a whole, as far as it could be read. */
export function refusalReport(
  head: ReportHead,
  file: FileRead | { readonly format?: string | undefined; readonly message?: string | undefined },
  reason: Reason,
): string {
  const told =
    'blocks' in file
      ? original(file)
      : { OrgnlMsgId: file.message ?? 'NOTPROVIDED', OrgnlMsgNmId: file.format ?? 'pain.001' }
  return written(file.format, head, {
    OrgnlGrpInfAndSts: { ...told, GrpSts: 'RJCT', StsRsnInf: reasonReport(reason) },
  })
}

const original = ({ message, format, created, counted }: FileRead) => ({
  OrgnlMsgId: message,
  OrgnlMsgNmId: format,
  OrgnlCreDtTm: created,
  OrgnlNbOfTxs: counted.stated.transactions ?? counted.found.transactions,
  ...(counted.stated.sum === null ? {} : { OrgnlCtrlSum: counted.stated.sum }),
})

function blockReport({ id, payments }: FileBlock, outcomes: readonly PaymentOutcome[]): object {
  return {
    OrgnlPmtInfId: id,
    OrgnlNbOfTxs: payments.length,
    PmtInfSts: statusOf(outcomes),
    TxInfAndSts: payments.map((payment, i) => paymentReport(payment, outcomes[i])),
  }
}

function paymentReport({ instructionId, endToEndId }: FilePayment, outcome: PaymentOutcome | undefined): object {
  if (outcome === undefined) throw new Error('a payment of a file has no outcome')
  const { status, reason, decision } = outcome
  return {
    ...(instructionId === undefined ? {} : { OrgnlInstrId: instructionId }),
    OrgnlEndToEndId: endToEndId,
    TxSts: status,
    ...(reason === undefined ? {} : { StsRsnInf: reasonReport(reason) }),
    // Max35Text: a UUID without its hyphens.
    ...(decision === undefined ? {} : { AcctSvcrRef: decision.replaceAll('-', '') }),
  }
}

function reasonReport({ code, iso, clauses, words }: Reason): object {
  const cited = clauses.map(({ document, version, clause }) => `${document}-${clause} (${version})`)
  const told = [words ?? code, ...(cited.length === 0 ? [] : [`settled by ${cited.join(', ')}`])]
  return { Rsn: { Cd: iso ?? reasonOf(code) }, AddtlInf: told.map((one) => one.slice(0, 105)) }
}

/** Of a group: refused when all of it is, in part when some is, otherwise as far as its least done payment. */
export function statusOf(outcomes: readonly PaymentOutcome[]): PaymentStatus | 'PART' {
  const statuses = new Set(outcomes.map(({ status }) => status))
  if (statuses.has('RJCT')) return statuses.size === 1 ? 'RJCT' : 'PART'
  return done.find((status) => statuses.has(status)) ?? 'ACSC'
}

function written(format: string | undefined, { message, created }: ReportHead, report: object): string {
  const version = format === 'pain.001.001.09' ? 'pain.002.001.10' : 'pain.002.001.03'
  const document = {
    '@xmlns': `urn:iso:std:iso:20022:tech:xsd:${version}`,
    CstmrPmtStsRpt: {
      GrpHdr: { MsgId: message, CreDtTm: created.round('second').toString() },
      ...report,
    },
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ Document: document })}`
}
