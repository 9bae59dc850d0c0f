/** Carries out a file of orders: it is taken as a whole first, and then each payment is a command of its own, in their order. */
import { createHash } from 'node:crypto'
import type { Citation, Facts } from '../../kernel/decision.ts'
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
  /** What it sent through the network, if it sent anything. */
  readonly payment?: string | undefined
  readonly words?: string | undefined
  /** What the decision told of itself. */
  readonly facts?: Facts | undefined
}

/** How a payment stands that went through the network; `reason` is the code of ISO 20022 with which it came back. */
export type NetworkStanding = {
  readonly status: 'under-way' | 'settled' | 'back'
  readonly reason: string | null
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
  /** What the network has answered by now to payments that were sent. */
  standingOf(payments: readonly string[]): Promise<ReadonlyMap<string, NetworkStanding>>
}

export type Imported = { readonly taken: boolean; readonly report: string }

/** How many payments are on their way into the lane at once. */
const atOnce = 500

/**
 * Imports a file and gives the status report on it. The same file again gives the same decisions, and a report that tells what the network has
 * answered since; another file under the same message id is refused as a duplicate.
 */
export async function importFile(text: string, carrier: Carrier): Promise<Imported> {
  const { file, head, fault } = readPain001(text)
  const digest = createHash('sha256').update(text).digest()
  const report = { message: messageOf(digest), created: carrier.now }
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
  const accounts = await payersOf(file.blocks, carrier)
  const outcomes: Sent[] = []
  for (const [i, block] of file.blocks.entries()) {
    const first = outcomes.length
    const asked = block.payments.map((payment) => commandOf(payment, block, accounts.get(block), carrier))
    const together = block.batchBooking
      ? await carryOutTogether(asked, `${received.file} block ${i}`, carrier)
      : undefined
    outcomes.push(...(together ?? (await carryOutAlone(asked, (n) => `${received.file} ${first + n}`, carrier))))
  }
  const answered = await withAnswers(outcomes, carrier)
  const told = { ...report, message: messageOf(digest, answered) }
  return { taken: true, report: reportOf(told, file, byBlock(file, answered)) }
}

/** A report is known by the file and by what it tells of the payments: one that tells more is another message. */
function messageOf(digest: Buffer, outcomes: readonly PaymentOutcome[] = []): string {
  const hash = createHash('sha256').update(digest)
  for (const { status, reason } of outcomes) hash.update(`${status} ${reason?.code ?? ''};`)
  return hash.digest('hex').slice(0, 35)
}

/** What became of a payment of the file, and what it sent through the network. */
type Sent = PaymentOutcome & { readonly payment?: string | undefined }

/** The outcomes as the network has answered by now: settled, rejected or sent back, or still on the way. */
async function withAnswers(outcomes: readonly Sent[], carrier: Carrier): Promise<readonly PaymentOutcome[]> {
  const sent = outcomes.flatMap(({ payment }) => payment ?? [])
  if (sent.length === 0) return outcomes
  const standings = await carrier.standingOf(sent)
  return outcomes.map((outcome): PaymentOutcome => {
    const standing = outcome.payment === undefined ? undefined : standings.get(outcome.payment)
    if (standing === undefined || standing.status === 'under-way') return outcome
    if (standing.status === 'settled') return { ...outcome, status: 'ACSC' }
    const words = 'the payment came back through the payment network'
    return {
      ...outcome,
      status: 'RJCT',
      reason: { code: standing.reason ?? 'NARR', iso: standing.reason ?? 'NARR', clauses: [], words },
    }
  })
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

/** Each payment as a command of its own. */
async function carryOutAlone(
  asked: readonly Asked[],
  keyOf: (n: number) => string,
  carrier: Carrier,
): Promise<readonly Sent[]> {
  const outcomes: Sent[] = []
  for (let begin = 0; begin < asked.length; begin += atOnce) {
    const some = asked.slice(begin, begin + atOnce).map((one, n) => carryOut(one, keyOf(begin + n), carrier))
    outcomes.push(...(await Promise.all(some)))
  }
  return outcomes
}

async function carryOut(asked: Asked, key: string, carrier: Carrier): Promise<Sent> {
  if ('reason' in asked) return { status: 'RJCT', reason: asked.reason }
  const { code, clauses, decision, payment, words } = await carrier.carryOut(asked.kind, asked.body, key)
  return code === null
    ? { status: asked.status, decision, payment }
    : { status: 'RJCT', decision, reason: { code, clauses, words } }
}

/** What a decision about several payments tells of those that were refused, and of those that went through the network. */
type Told = {
  readonly refused?: readonly { readonly n: number; readonly code: string; readonly clauses: readonly Citation[] }[]
  readonly sent?: readonly { readonly n: number; readonly payment: string }[]
}

/**
 * The payments of a block as one entry. Undefined where they cannot be one: they are for a later day, there are fewer than two, or what is
 * said of one of them is not to be carried out as it stands, so that each is tried for itself.
 */
async function carryOutTogether(
  asked: readonly Asked[],
  key: string,
  carrier: Carrier,
): Promise<readonly Sent[] | undefined> {
  const sound = asked.flatMap((one) => ('reason' in one ? [] : [one]))
  const [first] = sound
  if (first === undefined || sound.length < 2 || sound.some(({ kind }) => kind === 'scheduled-order.place'))
    return undefined
  const payments = sound.map(({ body: { from: _from, orderedBy: _orderedBy, ...part } }) => part)
  const { from, orderedBy } = first.body
  const body = { from, payments, ...(orderedBy === undefined ? {} : { orderedBy }) }
  const { code, clauses, decision, words, facts } = await carrier.carryOut('payment-batch.send', body, key)
  if (code === 'content-not-taken') return undefined
  const { refused, sent = [] } = (facts ?? {}) as Told
  const outcomes = sound.map(({ status }, n): Sent => {
    const no = refused?.find((one) => one.n === n)
    if (no !== undefined) return { status: 'RJCT', decision, reason: no }
    if (code !== null) return { status: 'RJCT', decision, reason: { code, clauses, words } }
    return { status, decision, payment: sent.find((one) => one.n === n)?.payment }
  })
  let next = 0
  return asked.map((one): Sent => {
    if ('reason' in one) return { status: 'RJCT', reason: one.reason }
    next += 1
    return outcomes[next - 1] as Sent
  })
}

/** A body of the command's: what is told of all payments of a block, and of this one. */
type Body = { readonly from: string; readonly orderedBy?: string; readonly [told: string]: unknown }

type Asked =
  | { readonly kind: string; readonly body: Body; readonly status: PaymentOutcome['status'] }
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
