/** Carries out a file of orders: it is taken as a whole first, and then each payment is a command of its own, in their order. */
import { createHash } from 'node:crypto'
import type { Citation } from '../../kernel/decision.ts'
import { bankCodeOf, countryOf, type Iban, parseIban } from '../../kernel/iban.ts'
import type { AccountId } from '../../kernel/ids.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Detail } from '../../storage/command.ts'
import { minorOf } from './decimals.ts'
import { type FileBlock, type FilePayment, type FileRead, readPain001 } from './pain001.ts'
import { type PaymentOutcome, type Reason, refusalReport, reportOf } from './pain002.ts'
import type { Counted } from './rules.ts'

/** What became of a command: refused by a rule, or not to be carried out as it stands (`words`). */
export type Carried = {
  readonly code: string | null
  readonly clauses: readonly Citation[]
  readonly decision?: string | undefined
  readonly file?: string | undefined
  readonly words?: string | undefined
}

/** The way of the file's commands into the lane. */
export interface Carrier {
  readonly entity: Entity
  readonly businessDate: Temporal.PlainDate
  readonly now: Temporal.Instant
  /** Who sends, as far as it tells one sender's files from another's. */
  readonly sender: string
  /** Whose orders staff pass on. */
  readonly orderedBy?: string | undefined
  /** The account that a number names. */
  accountOf(number: string): Promise<AccountId | undefined>
  /** Carries out the body that a kind of command has at its own address. */
  carryOut(kind: string, body: object, key: string, details?: readonly Detail[]): Promise<Carried>
}

export type Imported = { readonly taken: boolean; readonly report: string }

/** How many payments are on their way into the lane at once. */
const atOnce = 500

/**
 * Imports a file and gives the status report on it. The same file again gives the same decisions; another one under the same message id is
 * refused as a duplicate.
 */
export async function importFile(text: string, carrier: Carrier): Promise<Imported> {
  const { file, head, fault } = readPain001(text)
  const digest = createHash('sha256').update(text).digest()
  const report = { message: digest.toString('hex').slice(0, 35), created: carrier.now }
  if (fault !== undefined) {
    const reason: Reason = { code: 'file-malformed', clauses: [], words: `${fault.at} ${fault.message}` }
    return { taken: false, report: refusalReport(report, head, reason) }
  }
  const received = await receive(file, digest, carrier)
  if (received.code !== null || received.file === undefined)
    return {
      taken: false,
      report: refusalReport(report, file, { ...received, code: received.code ?? 'file-malformed' }),
    }
  const payments = file.blocks.flatMap((block) => block.payments.map((payment) => ({ block, payment })))
  const accounts = await payersOf(file.blocks, carrier)
  const outcomes: PaymentOutcome[] = []
  for (let begin = 0; begin < payments.length; begin += atOnce) {
    const some = payments.slice(begin, begin + atOnce)
    const carried = some.map(({ block, payment }, i) =>
      carryOut(payment, block, accounts.get(block), `${received.file} ${begin + i}`, carrier),
    )
    outcomes.push(...(await Promise.all(carried)))
  }
  return { taken: true, report: reportOf(report, file, byBlock(file, outcomes)) }
}

function receive(file: FileRead, digest: Buffer, carrier: Carrier): Promise<Carried> {
  const parts: readonly Counted[] = [file.counted, ...file.blocks.map(({ counted }) => counted)]
  const body = { format: file.format, parts }
  // In the body's code and nowhere else: what a file tells of persons could be guessed from its digest.
  const detail: Detail = { category: 'payment-details', plain: digest }
  return carrier.carryOut('payment-file.receive', body, `pain.001 ${carrier.sender} ${file.message}`, [detail])
}

async function payersOf(
  blocks: readonly FileBlock[],
  carrier: Carrier,
): Promise<ReadonlyMap<FileBlock, AccountId | undefined>> {
  const found = blocks.map(async (block): Promise<[FileBlock, AccountId | undefined]> => {
    const number = parseIban(block.debtorNumber ?? '', { lenient: true })
    return [block, number && (await carrier.accountOf(number))]
  })
  return new Map(await Promise.all(found))
}

async function carryOut(
  payment: FilePayment,
  block: FileBlock,
  from: AccountId | undefined,
  key: string,
  carrier: Carrier,
): Promise<PaymentOutcome> {
  const asked = commandOf(payment, block, from, carrier)
  if ('reason' in asked) return { status: 'RJCT', reason: asked.reason }
  const { code, clauses, decision, words } = await carrier.carryOut(asked.kind, asked.body, key)
  return code === null
    ? { status: asked.status, decision }
    : { status: 'RJCT', decision, reason: { code, clauses, words } }
}

type Asked =
  | { readonly kind: string; readonly body: object; readonly status: PaymentOutcome['status'] }
  | { readonly reason: Reason }

/** The command that a payment of a file is: for a later day, within the institution, or through the network. */
export function commandOf(
  { fault, path, amount, currency, creditor, remittance, endToEndId }: FilePayment,
  { executionDate }: FileBlock,
  from: AccountId | undefined,
  { entity, businessDate, orderedBy }: Pick<Carrier, 'entity' | 'businessDate' | 'orderedBy'>,
): Asked {
  const notTaken = (words: string): Asked => ({ reason: { code: 'content-not-taken', clauses: [], words } })
  if (fault !== undefined) return notTaken(`${fault.at} ${fault.message}`)
  if (from === undefined)
    return { reason: { code: 'account-unknown', clauses: [], words: 'the account of the debtor is not kept here' } }
  const minor = minorOf(amount, currency)
  if (minor === undefined) return notTaken(`${path}/Amt is no amount of ${currency}`)
  const number = parseIban(creditor.number ?? '', { lenient: true })
  if (number === undefined)
    return { reason: { code: 'payee-unknown', clauses: [], words: `${path}/CdtrAcct is no IBAN` } }
  const told = {
    ...(remittance === undefined ? {} : { remittance }),
    // What ISO 20022 writes where there is none.
    ...(endToEndId === 'NOTPROVIDED' ? {} : { endToEnd: endToEndId }),
    ...(orderedBy === undefined ? {} : { orderedBy }),
  }
  const body = { from: String(from), amount: { minor: minor.toString(), currency }, ...told }
  const whom = isKeptBy(entity, number)
    ? { to: { number }, payeeName: creditor.name }
    : { counterparty: { name: creditor.name, number } }
  if (Temporal.PlainDate.compare(executionDate, businessDate) > 0)
    return { kind: 'scheduled-order.place', status: 'ACCP', body: { ...body, ...whom, on: executionDate.toString() } }
  return 'to' in whom
    ? { kind: 'payment.transfer', status: 'ACSC', body: { ...body, ...whom } }
    : { kind: 'payment.send', status: 'ACSP', body: { ...body, ...whom } }
}

/** Whether the number has a bank code of the entity: no other institution has it, whether or not such an account was opened. */
function isKeptBy({ country, bankCodes }: Entity, number: Iban): boolean {
  return countryOf(number) === country && bankCodes.includes(bankCodeOf(number) ?? '')
}

function byBlock(file: FileRead, outcomes: readonly PaymentOutcome[]): readonly (readonly PaymentOutcome[])[] {
  let begin = 0
  return file.blocks.map(({ payments }) => {
    begin += payments.length
    return outcomes.slice(begin - payments.length, begin)
  })
}
