/** Draws statements: the books, and through the gate, for the purpose of service, what is personal about the entries. */
import { numberOn } from '../../accounts/files/rules.ts'
import { filesOf } from '../../accounts/files/store.ts'
import { type AccountId, laneOf, type PartyId } from '../../kernel/ids.ts'
import { minus, negate, zero } from '../../kernel/money.ts'
import { periodTotals, type StatementLine, statementLines } from '../../ledger/readers.ts'
import type { Account, EntryNature } from '../../ledger/rules.ts'
import { accountsById } from '../../ledger/store.ts'
import { type PaymentDetails, readPaymentDetail } from '../../payments/details.ts'
import type { GateRequest } from '../../privacy/gate/rules.ts'
import type { Gate } from '../../privacy/gate.ts'
import { toldAmong } from '../../privacy/kept/store.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Sql } from '../../storage/sql.ts'
import { statementsOf } from '../availability/store.ts'
import type { Period } from '../reading/rules.ts'
import { paymentsAmong } from './batches.ts'
import { type DetailsState, type Drawn, type DrawnLine, lineOf, RunningBalance, stateOfRead } from './drawn.ts'

/** How many entries are read, and decrypted by one passage through the gate, at a time. */
const linesAtOnce = 2000

/** Where statements are drawn from. */
export type Source = {
  readonly sql: Sql
  readonly gate: Gate
  readonly terms: Terms
  readonly entity: Entity
  readonly now: Temporal.Instant
}

/** Who reads; undefined draws the statement without anything personal. */
export type ReaderOfStatements = Pick<GateRequest, 'actor' | 'represented' | 'ordered'> | undefined

/** Draws the statement of a period; undefined when there is no such customer account. */
export async function drawStatement(
  source: Source,
  account: AccountId,
  period: Period,
  asks: ReaderOfStatements,
): Promise<Drawn | undefined> {
  const { sql, entity, now } = source
  const lane = laneOf(account)
  const reader = await withOrder(source, account, period, asks)
  const [accounts, files] = await Promise.all([accountsById(sql, lane, [account]), filesOf(sql, lane, [account])])
  const [found, file] = [accounts.get(account), files.get(account)]
  if (found === undefined || file === undefined) return undefined
  const { lastSeq, ...totals } = await periodTotals(sql, lane, account, period)
  const head = {
    ...period,
    ...totals,
    account,
    number: numberOn(file, period.to),
    currency: found.currency,
    holders: await namesOf(source, file.holders, reader),
    institution: entity.name,
    drawnAt: now,
    timeZone: entity.timeZone,
  }
  return { head, parts: () => checked(head, partsOf(source, found, period, lastSeq, reader)) }
}

/** Staff who draw what the customer asked or arranged for on paper carry that out; what they look at otherwise, nobody ordered. */
async function withOrder(
  { sql }: Source,
  account: AccountId,
  { from, to }: Period,
  reader: ReaderOfStatements,
): Promise<ReaderOfStatements> {
  if (reader?.actor.staff === undefined) return reader
  const made = await statementsOf(sql, laneOf(account), account)
  const isOrdered = made.some(({ issues }) => issues.some((one) => one.from.equals(from) && one.to.equals(to)))
  return isOrdered ? { ...reader, ordered: true } : reader
}

/** Draws one entry, as a notification of it; undefined when the account has no such entry. */
export async function drawEntry(
  source: Source,
  account: AccountId,
  seq: number,
  reader: ReaderOfStatements,
): Promise<Drawn | undefined> {
  const { sql } = source
  const [line] = await statementLines(sql, laneOf(account), account, { ...always, after: seq - 1, limit: 1 })
  if (line?.seq !== seq) return undefined
  const day = { from: line.bookingDate, to: line.bookingDate }
  const drawn = await drawStatement(source, account, day, reader)
  const found = (await accountsById(sql, laneOf(account), [account])).get(account)
  if (drawn === undefined || found === undefined) return undefined
  const lines = await withDetails(source, found, [line], reader)
  const { amountMinor, balanceMinor } = line
  const sum = { count: 1, sumMinor: amountMinor < 0n ? negate(amountMinor) : amountMinor }
  const none = { count: 0, sumMinor: zero }
  const head = {
    ...drawn.head,
    openingMinor: minus(balanceMinor, amountMinor),
    closingMinor: balanceMinor,
    credits: amountMinor < 0n ? none : sum,
    debits: amountMinor < 0n ? sum : none,
  }
  return { head, parts: () => checked(head, only(lines)) }
}

async function* only(lines: readonly DrawnLine[]): AsyncGenerator<readonly DrawnLine[]> {
  yield lines
}

const always = { from: Temporal.PlainDate.from('1000-01-01'), to: Temporal.PlainDate.from('2999-12-31') }

/** At most `limit` lines after one: a page of a statement on a screen. */
export async function drawPage(
  source: Source,
  account: Account,
  page: Period & { readonly after: number; readonly limit: number },
  reader: ReaderOfStatements,
): Promise<readonly DrawnLine[]> {
  const lines = await statementLines(source.sql, laneOf(account.account), account.account, page)
  return withDetails(source, account, lines, reader)
}

async function* checked(head: Drawn['head'], parts: AsyncIterable<readonly DrawnLine[]>) {
  const balance = new RunningBalance(head)
  for await (const part of parts) {
    for (const line of part) balance.follow(line)
    yield part
  }
  balance.end()
}

async function* partsOf(
  source: Source,
  account: Account,
  period: Period,
  lastSeq: number,
  reader: ReaderOfStatements,
): AsyncGenerator<readonly DrawnLine[]> {
  const lane = laneOf(account.account)
  for (let after = 0; after < lastSeq; ) {
    const asked = { ...period, after, limit: linesAtOnce }
    const read = await statementLines(source.sql, lane, account.account, asked)
    // Booked while the statement is drawn: none of it.
    const lines = read.filter(({ seq }) => seq <= lastSeq)
    const last = lines.at(-1)
    if (last === undefined) return
    yield await withDetails(source, account, lines, reader)
    if (read.length < linesAtOnce) return
    after = last.seq
  }
}

/** What is told of the entries, and the payments that some of them stand for. */
async function withDetails(
  source: Source,
  account: Account,
  lines: readonly StatementLine[],
  reader: ReaderOfStatements,
): Promise<readonly DrawnLine[]> {
  const told = await withToldOf(source, account, lines, reader)
  const sent = lines.filter(({ amountMinor, nature }) => amountMinor < 0n && batched.has(nature)).map(({ seq }) => seq)
  if (sent.length === 0) return told
  const payments = await paymentsAmong(source, account.account, sent, reader)
  return payments.size === 0 ? told : told.map((line) => ({ ...line, payments: payments.get(line.seq) }))
}

/** What an entry of several payments can be. */
const batched: ReadonlySet<EntryNature> = new Set(['transfer', 'outgoing'])

/** Details of each side are under its own holder: what is read is what this side was told. */
async function withToldOf(
  { sql, gate, terms }: Source,
  { account, holder }: Account,
  lines: readonly StatementLine[],
  reader: ReaderOfStatements,
): Promise<readonly DrawnLine[]> {
  const told = await toldAmong(sql, account, lines)
  const events = [...told].map((seq) => ({ account, seq }))
  if (events.length === 0 || holder === null || reader === undefined)
    return lines.map((line) => lineOf(line, undefined, told.has(line.seq) ? 'withheld' : 'none'))
  const request = { ...reader, purpose: 'service', events, categories: ['payment-details'] } as const
  const read = await gate.readDetails(request, terms)
  const found = new Map<number, PaymentDetails | 'erased'>()
  if (read.outcome === 'permitted')
    for (const { seq, plain } of read.values) found.set(seq, plain === undefined ? 'erased' : readPaymentDetail(plain))
  return lines.map((line) => {
    const details = found.get(line.seq)
    if (typeof details === 'object') return lineOf(line, details, stateOfRead(details))
    return lineOf(line, undefined, stateOf(told.has(line.seq), details, read.outcome === 'permitted'))
  })
}

const stateOf = (told: boolean, found: 'erased' | undefined, permitted: boolean): DetailsState =>
  !told ? 'none' : found === 'erased' ? 'erased' : permitted ? 'none' : 'withheld'

/** Names of the holders, as far as whoever reads may know them. */
async function namesOf(
  { gate, terms }: Source,
  holders: readonly PartyId[],
  reader: ReaderOfStatements,
): Promise<readonly string[]> {
  if (reader === undefined) return []
  const names: string[] = []
  for (const holder of holders) {
    const read = await gate.readFacts({ ...reader, purpose: 'service', subjects: [holder], kinds: ['name'] }, terms)
    const plain = read.outcome === 'permitted' ? read.values.at(-1)?.plain : undefined
    if (plain !== undefined) names.push(Buffer.from(plain).toString())
  }
  return names
}
