import { expect, test } from 'vitest'
import { operator, type TestBank } from '../../tests/bank.ts'
import { about, ligaWithAccount, openActive, openInternal, payIn } from '../accounts/testing/accounts.ts'
import { testsKeptAlike } from '../accounts/testing/kept-alike.ts'
import type { AccountId, LaneId } from '../kernel/ids.ts'
import type { AnyCollection } from '../kernel/state.ts'
import { registerPerson } from '../parties/testing/people.ts'
import { paymentDetail } from '../payments/details.ts'
import { eraseHolder } from '../privacy/vault/erasure.ts'
import type { Entity } from '../rulebook/pack.ts'
import { arrangements } from './arrangements/rules.ts'
import { informed, statements } from './availability/rules.ts'
import { statementsOf } from './availability/store.ts'
import { camt } from './camt/camt.ts'
import { csv } from './csv/csv.ts'
import { drawStatement, type ReaderOfStatements, type Source } from './drawing/draw.ts'
import type { DrawnLine } from './drawing/drawn.ts'
import { checkReminderStep, monthlyStep } from './issuing/steps.ts'
import { json } from './json.ts'
import { wholeOf } from './testing/drawn.ts'
import { validatorOf } from './testing/schemas.ts'
import { asCustomer, goDigital, makeMonthly, read, request } from './testing/statements.ts'

/** Something of everything that is kept about statements. */
async function live(bank: TestBank) {
  // Staff read nothing personal before.
  await bank.do('confidentiality.undertake', { agreed: true })
  const { liga, account } = await ligaWithAccount(bank)
  const janis = await registerPerson(bank, 'janis')
  const other = await openActive(bank, [janis])
  const till = await openInternal(bank, 'till')
  await openInternal(bank, 'fees')
  await payIn(bank, till, account, 100_000)
  const details = [
    paymentDetail({ name: 'Jānis Paraugs', remittance: 'rent' }),
    paymentDetail({ name: 'Līga Testa', remittance: 'rent' }),
  ]
  const pay = (minor: number) => ({
    from: String(account),
    to: { account: String(other) },
    amount: { minor: String(minor), currency: 'EUR' },
  })
  await bank.do('payment.transfer', pay(2_500), { details })
  await bank.cutOver('2026-01-20')
  await bank.do('payment.transfer', pay(1_250))
  await bank.do('payment.transfer', { ...pay(50), valueDate: '2026-01-02' }, { actor: operator, details })
  await about(bank, 'statement.arrange-monthly', account, { place: 'Riga-1' })
  await about(bank, 'statement.choose-delivery', other, { way: 'post' })
  await about(bank, 'statement.end-delivery', other, {}, { actor: operator })
  await bank.cutOver('2026-02-01')
  await makeMonthly(bank, '2026-01', account, other)
  await request(bank, account, '2026-01-10', '2026-02-01', { delivery: 'post' })
  await about(bank, 'statement.collect', account, { month: '2026-01' })
  await goDigital(bank, janis)
  await read(bank, janis, other, '2026-01-01', '2026-02-01')
  await bank.do('digital-channels.end', { customer: String(janis) }, asCustomer(janis))
  return { liga, janis, account, other, till }
}

const kept: readonly AnyCollection[] = [statements, informed, arrangements]

const lived = testsKeptAlike(live, kept)

test('statements that were made available are listed, the newest month first', async () => {
  const listed = await statementsOf(lived.bank.institution.sql, lived.bank.lane, lived.made.account)
  expect(listed.map(({ month, issues }) => [month, issues.map(({ how }) => how)])).toEqual([
    ['2026-02', ['post']],
    ['2026-01', ['location', 'post']],
  ])
})

test('the close of a month makes statements for accounts with an arrangement, on its last day alone', async () => {
  const { sql } = lived.bank.institution
  const next = (day: string, after?: string) =>
    monthlyStep.next(sql, lived.bank.lane, Temporal.PlainDate.from(day), after)
  expect(await next('2026-02-27')).toBeUndefined()
  const chunk = await next('2026-02-28')
  expect(chunk?.payloads).toEqual([
    { month: '2026-02', accounts: [String(lived.made.account), String(lived.made.other)] },
  ])
  expect(await next('2026-02-28', chunk?.after)).toBeUndefined()
  expect(await next('2028-02-28')).toBeUndefined()
  expect(await next('2028-02-29')).toMatchObject({ subjects: 2 })
})

test('the close of a day finds who is to be reminded, from the day on', async () => {
  const { sql } = lived.bank.institution
  const due = (day: string) => checkReminderStep.next(sql, lived.bank.lane, Temporal.PlainDate.from(day), undefined)
  expect(await due('2026-01-23')).toBeUndefined()
  expect(await due('2026-01-24')).toMatchObject({ payloads: [{ customers: [String(lived.made.liga)] }] })
})

// Drawing

const staff: ReaderOfStatements = { actor: { role: 'teller', staff: 'T-01' } }

const source = (): Source => ({
  sql: lived.bank.institution.sql,
  gate: lived.bank.institution.gate,
  terms: lived.bank.institution.rulebookOf(1 as LaneId).terms(Temporal.PlainDate.from('2026-02-01')),
  entity: lived.bank.institution.pack.entities[0] as Entity,
  now: Temporal.Instant.from('2026-02-01T09:00:00Z'),
})

async function draw(account: AccountId, from: string, to: string, reader: ReaderOfStatements = staff) {
  const period = { from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) }
  const drawn = await drawStatement(source(), account, period, reader)
  if (drawn === undefined) throw new Error('there is no such account')
  const lines: DrawnLine[] = []
  for await (const part of drawn.parts()) lines.push(...part)
  return { head: drawn.head, lines, drawn }
}

test('a statement adds up: opening balance, entries with running balance and value date, closing balance', async () => {
  const { head, lines } = await draw(lived.made.account, '2026-01-20', '2026-01-31')
  expect([head.openingMinor, head.closingMinor]).toEqual([97_500n, 96_200n])
  expect(lines.map(({ amountMinor, balanceMinor }) => [amountMinor, balanceMinor])).toEqual([
    [-1_250n, 96_250n],
    [-50n, 96_200n],
  ])
  expect(lines[1]?.bookingDate.toString()).toBe('2026-01-20')
  expect(lines[1]?.valueDate.toString()).toBe('2026-01-02')
  expect(head).toMatchObject({ credits: { count: 0 }, debits: { count: 2, sumMinor: 1_300n }, holders: ['Līga Testa'] })
  const before = await draw(lived.made.account, '2026-01-01', '2026-01-19')
  expect(before.head.closingMinor).toBe(head.openingMinor)
})

test('a period without entries opens and closes with one balance; a day with none before the account is zero', async () => {
  const none = await draw(lived.made.account, '2026-01-21', '2026-01-31')
  expect([none.head.openingMinor, none.head.closingMinor, none.lines]).toEqual([96_200n, 96_200n, []])
  const early = await draw(lived.made.account, '2020-01-01', '2020-12-31')
  expect([early.head.openingMinor, early.head.closingMinor]).toEqual([0n, 0n])
})

test('what is drawn from the books is valid camt.053, and the same in both versions', async () => {
  const { drawn } = await draw(lived.made.account, '2026-01-01', '2026-01-31')
  const [older, newer] = [await wholeOf(camt(drawn, '053', '02')), await wholeOf(camt(drawn, '053', '08'))]
  // Where the schemas are absent, camt.test.ts says so.
  validatorOf('camt.053.001.02')?.(older)
  validatorOf('camt.053.001.08')?.(newer)
  const references = (xml: string) => [...xml.matchAll(/<NtryRef>([0-9-]+)/g)].map(([, reference]) => reference)
  expect(references(older)).toEqual(references(newer))
  expect(references(older)).toHaveLength(4)
})

test('each side is shown what its own holder was told', async () => {
  const payer = await draw(lived.made.account, '2026-01-05', '2026-01-05')
  const payee = await draw(lived.made.other, '2026-01-05', '2026-01-05')
  expect(payer.lines.at(-1)).toMatchObject({ details: { name: 'Jānis Paraugs' }, detailsState: 'shown' })
  expect(payee.lines.at(-1)).toMatchObject({ details: { name: 'Līga Testa' }, detailsState: 'shown' })
})

test('who may not read details gets the statement without them, with a word', async () => {
  const stranger: ReaderOfStatements = { actor: { role: 'customer', party: lived.made.janis } }
  const { head, lines } = await draw(lived.made.account, '2026-01-01', '2026-01-31', stranger)
  expect(head.holders).toEqual([])
  expect(lines.map(({ detailsState }) => detailsState)).toEqual(['none', 'withheld', 'none', 'withheld'])
  expect(lines.every(({ details }) => details === undefined)).toBe(true)
})

test('an entry that is several payments shows each of them, with what was told of it', async () => {
  const { account, other, janis } = lived.made
  const to = { account: String(other) }
  const payments = [100, 250].map((minor) => ({ to, amount: { minor: String(minor), currency: 'EUR' } }))
  const details = [paymentDetail({ name: 'Jānis Paraugs', remittance: 'first' }), paymentDetail({}), paymentDetail({})]
  await lived.bank.do('payment-batch.send', { from: String(account), payments }, { details })
  const { lines, drawn } = await draw(account, '2026-02-01', '2026-02-01')
  expect(lines.at(-1)).toMatchObject({
    amountMinor: -350n,
    payments: [
      { amountMinor: -100n, details: { name: 'Jānis Paraugs', remittance: 'first' }, detailsState: 'shown' },
      { amountMinor: -250n, details: {}, detailsState: 'shown' },
    ],
  })
  for (const version of ['02', '08'] as const) {
    const xml = await wholeOf(camt(drawn, '053', version))
    validatorOf(`camt.053.001.${version}`)?.(xml)
    expect(xml).toContain('<Btch><NbOfTxs>2</NbOfTxs><TtlAmt Ccy="EUR">3.50</TtlAmt>')
    expect(xml.match(/<TxDtls>/g)).toHaveLength(2)
  }
  expect(await wholeOf(json(drawn))).toContain('"payments":[{"amount":{"minor":"-100"')
  const stranger = await draw(account, '2026-02-01', '2026-02-01', { actor: { role: 'customer', party: janis } })
  expect(stranger.lines.at(-1)?.payments?.map(({ detailsState }) => detailsState)).toEqual(['withheld', 'withheld'])
  const payee = await draw(other, '2026-02-01', '2026-02-01')
  expect(payee.lines.map(({ payments }) => payments)).toEqual([undefined, undefined])
})

test('details that were erased are left out with a word, and the entries stay', async () => {
  const { sql, keys } = lived.bank.institution
  const erasure = { lane: lived.bank.lane, entity: source().entity.id, holder: lived.made.janis }
  const now = Temporal.Instant.from('2026-02-01T09:00:00Z')
  await eraseHolder(sql, keys, { ...erasure, categories: ['payment-details', 'identity'] }, now, [])
  const { head, lines, drawn } = await draw(lived.made.other, '2026-01-01', '2026-01-31')
  expect(head.holders).toEqual([])
  expect(lines.map(({ detailsState, details }) => [detailsState, details])).toEqual([
    ['erased', undefined],
    ['none', undefined],
    ['erased', undefined],
  ])
  expect(await wholeOf(csv(drawn))).toContain(',erased\r\n')
})
