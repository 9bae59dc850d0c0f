/** Payments of somebody whose data are restricted, and payments that the gate keeps in. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { idFrom, openAccount, register } from '../../../../tests/customers.ts'
import { eur } from '../../../accounts/testing/accounts.ts'
import { refuse } from '../../../kernel/decision.ts'
import type { Gate } from '../../../privacy/gate.ts'
import { paymentDetail } from '../../details.ts'
import { Exchanging } from './testing/exchanging.ts'

let bank: Exchanging
let customer: string
let from: string

beforeAll(async () => {
  bank = await Exchanging.open()
  const till = await bank.openOwn('till')
  await bank.openOwn('nostro')
  await bank.openOwn('transit')
  await bank.openOwn('fees')
  customer = await register(bank, 'natural', 'one')
  from = await openAccount(bank, customer)
  await bank.do('cash.deposit', { till, to: from, amount: eur(100_000) })
}, 60_000)
afterAll(() => bank.stop())

const asCustomer = () => ({ role: 'customer', party: Number(customer) as never }) as const
const payee = paymentDetail({ name: 'Anna Izdoma', number: 'EE382200221020145685', remittance: 'invoice 7' })
const send = async (payload: object = { from, amount: eur(500) }) =>
  idFrom(await bank.do('payment.send', payload, { actor: asCustomer(), details: [payee] }), 'payment')
const statusOf = async (payment: string) =>
  (await bank.database.sql`select status, reason from network_payment where payment = ${payment}`)[0]

it('what a customer orders while their data are restricted is carried out, and nothing else opens', async () => {
  const restriction = { subject: customer, ground: 'accuracy' }
  expect(await bank.do('restriction.set', restriction, { actor: asCustomer() })).toMatchObject({ code: null })
  const payment = await send()
  expect(await bank.exchange().round()).toMatchObject({ sent: 1, failed: 0 })
  expect(bank.failures).toEqual([])
  expect(await statusOf(payment)).toEqual({ status: 'settled', reason: null })
  expect(bank.network.orders.at(-1)).toMatchObject({
    debtor: { name: 'Anna Izdoma' },
    creditor: { name: 'Anna Izdoma' },
    remittance: 'invoice 7',
  })
  const passages = await bank.database.sql<{ code: string | null; clauses: string[] }[]>`
    select code, clauses from access_log where purpose = 'payment' order by id desc limit 2`
  for (const { code, clauses } of passages) {
    expect(code).toBeNull()
    expect(clauses.some((one) => one.endsWith('VII.restriction'))).toBe(true)
  }
  const { gate, rulebookOf } = bank.institution
  const terms = rulebookOf(bank.lane).terms(bank.writer.head.businessDate)
  const read = await gate.readFacts(
    { actor: { role: 'system' }, purpose: 'payment', subjects: [Number(customer) as never], kinds: ['name'] },
    terms,
  )
  expect(read).toMatchObject({ outcome: 'refused', code: 'processing-restricted' })
})

const refused = refuse('processing-stopped', { settled: [], disclosed: [] })

it.each([
  ['what was told with it', { readDetails: async () => refused, readKept: async () => refused }],
  ['the name of its payer', { readFacts: async () => refused }],
])('a payment goes back to the payer, and is told of, when the gate keeps in %s', async (_what, shutting) => {
  const { gate } = bank.institution
  const shut = {
    readDetails: gate.readDetails.bind(gate),
    readKept: gate.readKept.bind(gate),
    readFacts: gate.readFacts.bind(gate),
    ...shutting,
  } as unknown as Gate
  bank.failures.length = 0
  const before = await bank.balance(from)
  const payment = await send()
  const taken = bank.network.orders.length
  expect(await bank.exchange(shut).round()).toMatchObject({ sent: 1, failed: 0 })
  expect(bank.network.orders).toHaveLength(taken)
  expect(await statusOf(payment)).toEqual({ status: 'returned', reason: 'RR04' })
  expect(await bank.balance(from)).toBe(before - 36n)
  expect(bank.failures.map(String)).toEqual([expect.stringContaining(`payment ${payment} out`)])
  expect(await bank.exchange().round()).toMatchObject({ sent: 0, failed: 0 })
})
