import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operator, secondOperator, teller } from '../../../../tests/bank.ts'
import { idFrom, openAccount, register, system } from '../../../../tests/customers.ts'
import { scanForPlaintext } from '../../../../tests/plaintext-scan.ts'
import { expectSound } from '../../../../tests/sound.ts'
import { eur } from '../../../accounts/testing/accounts.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { checkBooks } from '../../../operations/books/check.ts'
import type { GateRequest } from '../../../privacy/gate/rules.ts'
import { topics } from '../../../rulebook/register/topics.ts'
import { paymentDetail, readPaymentDetail } from '../../details.ts'
import { ordersStep } from '../../scheduled/step.ts'
import { refundedPayments } from '../store.ts'
import { httpNetwork } from './http.ts'
import { Exchanging } from './testing/exchanging.ts'

/** A customer with 1,000.00, and the institution's own accounts. */
let bank: Exchanging
let own: Record<'nostro' | 'transit', string>
let customer: string
let from: string

beforeAll(async () => {
  bank = await Exchanging.open()
  const till = await bank.openOwn('till')
  own = { nostro: await bank.openOwn('nostro'), transit: await bank.openOwn('transit') }
  await bank.openOwn('fees')
  customer = await register(bank, 'natural', 'one')
  from = await openAccount(bank, customer)
  await bank.do('cash.deposit', { till, to: from, amount: eur(100_000) })
}, 60_000)
afterAll(() => bank.stop())

const good = 'EE382200221020145685'
const payee = (number: string) => [
  paymentDetail({ name: 'Anna Izdoma', number, remittance: 'invoice 7', endToEnd: 'E2E-7' }),
]

async function send(minor: number, number = good): Promise<string> {
  const actor = { role: 'customer', party: Number(customer) as never } as const
  return idFrom(
    await bank.do('payment.send', { from, amount: eur(minor) }, { actor, details: payee(number) }),
    'payment',
  )
}

const statusOf = async (payment: string) =>
  (await bank.database.sql`select status, reason from network_payment where payment = ${payment}`)[0]

/** Valid numbers with the endings that the simulator answers otherwise. */
const rejected = 'GB25TEST12345600000404'
const comesBack = 'GB14TEST12345600000505'

describe('a payment to another institution', () => {
  it('leaves the customer at once, waits in transit, and is settled when the network says so', async () => {
    const before = await bank.balance(from)
    const payment = await send(10_000)
    expect(await bank.balance(from)).toBe(before - 10_036n)
    expect(await bank.balance(own.transit)).toBe(10_000n)
    expect(await bank.exchange().round()).toMatchObject({ sent: 1, received: 1 })
    expect(await bank.balance(own.transit)).toBe(0n)
    expect(await bank.balance(own.nostro)).toBe(10_000n)
    expect(await statusOf(payment)).toEqual({ status: 'settled', reason: null })
    expect(bank.network.orders.at(-1)).toEqual({
      reference: payment,
      amount: eur(10_000),
      debtor: { name: 'Anna Izdoma', number: await bank.number(from) },
      creditor: { name: 'Anna Izdoma', number: good },
      remittance: 'invoice 7',
      endToEnd: 'E2E-7',
    })
    expect(await bank.exchange().round()).toEqual({ sent: 0, failed: 0, received: 0 })
  })

  it('that is one of several in an entry leaves with what was told of it', async () => {
    const actor = { role: 'customer', party: Number(customer) as never } as const
    const details = ['one', 'other'].flatMap((remittance) => [
      paymentDetail({ name: 'Anna Izdoma', number: good, remittance }),
      paymentDetail({}),
    ])
    const before = await bank.balance(from)
    const batch = { from, payments: [{ amount: eur(300) }, { amount: eur(400) }] }
    expect(await bank.do('payment-batch.send', batch, { actor, details })).toMatchObject({ outcome: 'accepted' })
    expect(await bank.balance(from)).toBe(before - 772n)
    expect(await bank.exchange().round()).toMatchObject({ sent: 2, received: 2 })
    const sent = bank.network.orders.slice(-2).map(({ amount, creditor, remittance }) => [amount, creditor, remittance])
    expect(sent).toEqual([
      [eur(300), { name: 'Anna Izdoma', number: good }, 'one'],
      [eur(400), { name: 'Anna Izdoma', number: good }, 'other'],
    ])
  })

  it('is sent once although answers are lost and rounds overlap', async () => {
    const payment = await send(100)
    bank.network.loseAnswers(1)
    expect(await bank.exchange().round()).toMatchObject({ sent: 0, failed: 1 })
    bank.now = bank.now.add({ seconds: 2 })
    await Promise.all([bank.exchange().round(), bank.exchange().round()])
    expect(bank.network.orders.filter(({ reference }) => reference === payment)).toHaveLength(1)
    expect(await statusOf(payment)).toMatchObject({ status: 'settled' })
    expect(await bank.balance(own.transit)).toBe(0n)
  })

  it('waits longer with each failure and is sent when the network is there again', async () => {
    const payment = await send(100)
    bank.network.fail(10)
    const at = bank.now
    expect(await bank.exchange().round()).toMatchObject({ failed: 1 })
    expect(await bank.exchange().round()).toMatchObject({ failed: 0, sent: 0 })
    bank.now = at.add({ seconds: 1 })
    expect(await bank.exchange().round()).toMatchObject({ failed: 1 })
    bank.now = at.add({ seconds: 2 })
    expect(await bank.exchange().round()).toMatchObject({ failed: 0 })
    bank.network.fail(0)
    bank.now = at.add({ seconds: 3 })
    expect(await bank.exchange().round()).toMatchObject({ sent: 1, received: 1 })
    expect(await statusOf(payment)).toMatchObject({ status: 'settled' })
  })

  it('comes back with its reason when the network rejects it', async () => {
    const before = await bank.balance(from)
    const payment = await send(500, rejected)
    await bank.exchange().round()
    expect(await statusOf(payment)).toEqual({ status: 'returned', reason: 'AC04' })
    expect(await bank.balance(from)).toBe(before - 36n)
    expect(await bank.balance(own.transit)).toBe(0n)
  })

  it('comes back at once when the network does not take it', async () => {
    const before = await bank.balance(from)
    const payment = await send(500, 'no number at all')
    await bank.exchange().round()
    expect(await statusOf(payment)).toEqual({ status: 'returned', reason: 'AC01' })
    expect(await bank.balance(from)).toBe(before - 36n)
  })

  it('does not come back to a customer who has the money by a correction', async () => {
    const [before, transit, nostro] = await Promise.all([from, own.transit, own.nostro].map((id) => bank.balance(id)))
    const actor = { role: 'customer', party: Number(customer) as never } as const
    const payments = [{ amount: eur(600) }, { amount: eur(200) }]
    const details = payments.flatMap(() => [...payee(good), paymentDetail({})])
    const { id, facts } = await bank.do('payment-batch.send', { from, payments }, { actor, details })
    const [payment = ''] = (facts['sent'] as { payment: string }[]).map((one) => one.payment)
    const ask = { decision: id, ground: 'not-ordered' }
    await bank.restart()
    expect(await bank.do('correction.propose', ask, { actor: operator })).toMatchObject({ code: 'payment-under-way' })
    await bank.exchange().round()
    await bank.restart()
    const correction = idFrom(await bank.do('correction.propose', ask, { actor: operator }), 'correction')
    await bank.restart()
    const reversed = await bank.do('correction.approve', { correction }, { actor: secondOperator })
    expect(reversed).toMatchObject({ outcome: 'accepted' })
    expect(await statusOf(payment)).toMatchObject({ status: 'refunded' })
    const refunded = await refundedPayments(bank.database.sql, bank.lane, 10)
    expect(refunded.map(({ amountMinor }) => amountMinor)).toEqual([600n, 200n])
    await bank.restart()
    const again = { decision: reversed.id, ground: 'other' }
    expect(await bank.do('correction.propose', again, { actor: operator })).toMatchObject({ code: 'payment-refunded' })
    for (const one of refunded)
      await bank.do('payment.return', { payment: String(one.payment), reason: 'FOCR' }, { actor: system })
    expect(await Promise.all([from, own.transit, own.nostro].map((id) => bank.balance(id)))).toEqual([
      before,
      transit,
      nostro,
    ])
  })

  it('comes back after settlement from the nostro account, to a restricted account, too', async () => {
    const [before, nostro] = [await bank.balance(from), await bank.balance(own.nostro)]
    const payment = await send(700, comesBack)
    await bank.do('account.restrict', { account: from, stops: 'all' })
    await bank.exchange().round()
    expect(await statusOf(payment)).toEqual({ status: 'returned', reason: 'AC04' })
    expect([await bank.balance(from), await bank.balance(own.nostro)]).toEqual([before - 36n, nostro])
    const { facts } = await bank.do('payment.return', { payment, reason: 'AC04' }, { actor: system })
    expect(facts).toMatchObject({ reason: 'AC04' })
    const [row] = await bank.database.sql`
      select nature from account_event where account = ${from} order by seq desc limit 1`
    expect(row).toEqual({ nature: 14 })
    const [open] = await bank.database.sql`select restriction from restriction where account = ${from} limit 1`
    await bank.do('account.lift-restriction', { account: from, restriction: String(open?.['restriction']) })
  })

  it('cannot be settled or returned twice, nor be one that is unknown', async () => {
    const payment = await send(100)
    await bank.exchange().round()
    const ask = { actor: system }
    expect(await bank.do('payment.settle', { payment }, ask)).toMatchObject({ code: 'payment-settled' })
    await bank.do('payment.return', { payment, reason: 'AC04' }, ask)
    expect(await bank.do('payment.return', { payment, reason: 'AC04' }, ask)).toMatchObject({
      code: 'payment-returned',
    })
    expect(await bank.do('payment.settle', { payment }, ask)).toMatchObject({ code: 'payment-returned' })
    const none = { payment: '1099511999999' }
    expect(await bank.do('payment.settle', none, ask)).toMatchObject({ code: 'payment-unknown' })
  })

  it('in another currency than those of the network is refused', async () => {
    const dollars = { from, amount: { minor: '100', currency: 'USD' } }
    expect(await bank.do('payment.send', dollars, { details: payee(good) })).toMatchObject({
      code: 'currency-not-sent',
      facts: { sent: ['EUR'] },
    })
  })
})

describe('money that comes in', () => {
  let credits = 0
  const credit = (number: string, minor = 2_500) => {
    credits += 1
    const reference = `credit-${credits}`
    const debtor = { name: 'Oskars Ozols', number: good }
    bank.network.credit({ reference, amount: eur(minor), debtor, creditor: { number }, remittance: 'thanks' })
    return reference
  }
  const reasonOf = (reference: string) => bank.network.returns.find((one) => one.reference === reference)?.reason

  it('is credited by the number that it names, once, with what was told', async () => {
    const before = await bank.balance(from)
    const reference = credit(await bank.number(from))
    expect(await bank.exchange().round()).toMatchObject({ received: 1 })
    await bank.exchange().round()
    expect(await bank.balance(from)).toBe(before + 2_500n)
    expect(reasonOf(reference)).toBeUndefined()
  })

  it('goes back from unknown, closed and restricted accounts, each for its reason and once', async () => {
    const another = await openAccount(bank, customer)
    const numberOfAnother = await bank.number(another)
    const unknown = credit(good)
    const nonsense = credit('not a number')
    await bank.do('account.restrict', { account: from, stops: 'credits' })
    const restricted = credit(await bank.number(from))
    await bank.do('account.request-closing', { account: another, channel: 'location' })
    const closing = credit(numberOfAnother)
    await bank.exchange().round()
    await bank.do('account.close', { account: another, at: 3 }, { actor: operator })
    const closed = credit(numberOfAnother)
    await bank.exchange().round()
    await bank.exchange().round()
    expect([unknown, nonsense, restricted, closing, closed].map(reasonOf)).toEqual([
      'AC01',
      'AC01',
      'AC06',
      'AC04',
      'AC04',
    ])
    expect(bank.network.returns).toHaveLength(5)
    const [open] = await bank.database.sql`
      select restriction from restriction where account = ${from} order by restriction desc limit 1`
    await bank.do('account.lift-restriction', { account: from, restriction: String(open?.['restriction']) })
  })
})

it('many payments under failures of every kind are each sent once and settled or returned once', async () => {
  const before = await bank.balance(from)
  const taken = bank.network.orders.length
  const sent: string[] = []
  // A small generator (Lehmer) instead of chance: the same failures each time.
  let seed = 20_260_105
  const dice = (sides: number): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % sides
  }
  for (let i = 0; i < 40; i += 1) {
    sent.push(await send(100, [good, rejected, comesBack][dice(3)]))
    if (dice(3) === 0) bank.network.fail(dice(4))
    if (dice(3) === 0) bank.network.loseAnswers(dice(4))
    if (dice(4) === 0) await bank.restart()
    if (dice(2) === 0) await Promise.all(Array.from({ length: 1 + dice(2) }, () => bank.exchange().round()))
    bank.now = bank.now.add({ seconds: dice(30) })
  }
  bank.network.fail(0)
  bank.network.loseAnswers(0)
  for (let i = 0; i < 4; i += 1) {
    bank.now = bank.now.add({ minutes: 10 })
    await bank.exchange().round()
  }
  const references = bank.network.orders.slice(taken).map(({ reference }) => reference)
  expect(references.toSorted()).toEqual(sent.toSorted())
  const rows = await bank.database.sql<{ status: string; payments: number }[]>`
    select status, count(*)::int as payments from network_payment where payment = any(${sent}) group by status`
  const returned = rows.find(({ status }) => status === 'returned')?.payments ?? 0
  expect(rows.reduce((sum, { payments }) => sum + payments, 0)).toBe(40)
  expect(rows.find(({ status }) => status === 'under-way')).toBeUndefined()
  expect(await bank.balance(own.transit)).toBe(0n)
  expect(await bank.balance(from)).toBe(before - 40n * 136n + BigInt(returned) * 100n)
}, 60_000)

it('a message that the other end did not sign is not believed', async () => {
  const liar = httpNetwork({ url: bank.network.url, secret: 'another secret' })
  await expect(liar.events(0, 1)).rejects.toThrow('not signed')
})

it('what was told with an order for a later day leaves through the gate and shows on both sides', async () => {
  const asked = { from, amount: eur(900), on: '2026-01-06' }
  const order = idFrom(await bank.do('scheduled-order.place', asked, { details: payee(good) }), 'order')
  const janis = await register(bank, 'natural', 'two')
  const to = await openAccount(bank, janis)
  const told = [
    paymentDetail({ name: 'Jānis', remittance: 'for your blue kite' }),
    paymentDetail({ remittance: 'for your blue kite' }),
  ]
  await bank.do('scheduled-order.place', { ...asked, to: { account: to } }, { details: told })
  await bank.do('clock.cut-over', { to: '2026-01-07' }, { actor: system })
  const day = Temporal.PlainDate.from('2026-01-06')
  const chunk = await ordersStep.next(bank.database.sql, bank.lane, day, undefined)
  expect(chunk?.payloads).toHaveLength(1)
  await bank.restart()
  expect(await bank.do('payment-order.run-due', chunk?.payloads[0], { actor: system })).toMatchObject({
    facts: { paid: 2 },
  })
  expect(await ordersStep.next(bank.database.sql, bank.lane, day, undefined)).toBeUndefined()
  await bank.restart()
  await bank.exchange().round()
  expect(bank.network.orders.at(-1)).toMatchObject({ creditor: { number: good }, remittance: 'invoice 7' })
  const [stored] = await bank.database
    .sql`select status, paid, schedule from payment_order where payment_order = ${order}`
  expect(stored).toEqual({ status: 'ended', paid: 1, schedule: { every: 'once', on: '2026-01-06' } })

  const { gate, rulebookOf } = bank.institution
  const shown = await gate.readDetails(
    {
      actor: { role: 'customer', party: Number(janis) as never },
      purpose: 'service',
      events: [1, 2, 3].map((seq) => ({ account: Number(to) as AccountId, seq })),
      categories: ['payment-details'],
    },
    rulebookOf(bank.lane).terms(bank.writer.head.businessDate),
  )
  const values = shown.outcome === 'permitted' ? shown.values : []
  expect(values.map(({ seq, plain }) => [seq, plain && readPaymentDetail(plain)])).toEqual([
    [3, { remittance: 'for your blue kite' }],
  ])
})

it('what a payment is for goes to the other end and to the customer whole, and to staff without what it tells unasked', async () => {
  const remittance = 'for her chemotherapy'
  const number = await bank.number(from)
  const detail = paymentDetail({ name: 'Oskars', number: good, remittance }, { fences: topics })
  await bank.do('payment.send', { from, amount: eur(300_00) }, { details: [detail] })
  await bank.restart()
  await bank.exchange().round()
  expect(bank.network.orders.at(-1)).toMatchObject({ creditor: { number: good }, remittance })
  const debtor = { name: 'Oskars', number: good }
  bank.network.credit({ reference: 'fenced', amount: eur(200_00), debtor, creditor: { number }, remittance })
  await bank.exchange().round()

  const { gate, rulebookOf, sql } = bank.institution
  const account = Number(from) as AccountId
  const rows = await sql<{ seq: number }[]>`
    select seq from account_event where account = ${from} and kind = 3 and amount in (-30000, 20000) order by seq desc limit 2`
  const read = async (actor: GateRequest['actor']) => {
    const events = rows.map(({ seq }) => ({ account, seq }))
    const asked = { actor, purpose: 'service', events, categories: ['payment-details'] } as const
    const shown = await gate.readDetails(asked, rulebookOf(bank.lane).terms(bank.writer.head.businessDate))
    return shown.outcome === 'refused' ? shown.code : shown.values.map(({ plain }) => plain && readPaymentDetail(plain))
  }
  const rest = { name: 'Oskars', number: good }
  expect(await read({ role: 'customer', party: Number(customer) as never })).toEqual([
    { ...rest, remittance },
    { ...rest, remittance },
  ])
  await bank.do('confidentiality.undertake', { agreed: true }, { actor: teller })
  expect(await read(teller)).toEqual([
    { ...rest, fenced: true },
    { ...rest, fenced: true },
  ])
})

it('nothing personal stands in any table, and the books are whole', async () => {
  expect(await scanForPlaintext(bank.database.sql, ['invoice 7', 'Oskars', good, 'for your blue kite'])).toEqual([])
  expect((await checkBooks(bank.database.sql)).filter(({ faults }) => faults.length > 0)).toEqual([])
  await expectSound(bank.database.sql, bank.dataDir)
})
