import { describe, expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import {
  about,
  accountIn,
  eur,
  ligaWithAccount,
  openActive,
  openInternal,
  payIn,
} from '../../accounts/testing/accounts.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { accounts } from '../../ledger/rules.ts'
import { idIn, registerPerson, settledBy, told } from '../../parties/testing/people.ts'
import { keptDetails } from '../../privacy/kept/rules.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import { type NetworkPaymentId, networkPayments } from '../network/rules.ts'
import { batchKey, paymentBatches } from './rules.ts'

/** Līga with 100.00, and Jānis with nothing. */
async function two() {
  const bank = await TestBank.open()
  const { liga, account: from } = await ligaWithAccount(bank)
  const to = await openActive(bank, [await registerPerson(bank, 'janis')])
  await payIn(bank, await openInternal(bank, 'till'), from, 10_000)
  const open = async (product: 'transit' | 'nostro') =>
    idIn<AccountId>(await bank.do('internal.open', { product, currency: 'EUR' }, { actor: operator }), 'account')
  const transit = await open('transit')
  await open('nostro')
  const digital = { role: 'customer', party: liga } as const
  const send = (payments: readonly object[], count = payments.length): Promise<DecisionView> =>
    bank.do(
      'payment-batch.send',
      { from: String(from), payments },
      {
        actor: digital,
        details: Array.from({ length: 2 * count }, (_, i) => told(`{"remittance":"${i}"}`, 'payment-details')),
      },
    )
  const here = (minor: number) => ({ to: { account: String(to) }, amount: eur(minor) })
  const away = (minor: number) => ({ amount: eur(minor) })
  /** The entries that a decision booked on the payer's account. */
  const booked = ({ place }: DecisionView) =>
    bank.storage
      .journal(1 as never)
      .flatMap(({ steps }) => steps.get(accounts) ?? [])
      .filter((step) => step.place === place && step.key === from)
      .map(({ event }) => event as { kind: string; amountMinor: bigint; nature: string })
      .filter(({ kind }) => kind === 'entry')
      .map(({ amountMinor, nature }) => [nature, amountMinor])
  return { bank, from, to, transit, send, here, away, booked }
}

describe('payments that are one entry', () => {
  clause('PR-1.7', 'those that go through are debited together, and what was told of each is kept', async () => {
    const { bank, from, to, transit, send, here, away, booked } = await two()
    const sent = await send([here(1_000), away(2_000), here(500)])
    expect(sent).toMatchObject({ outcome: 'accepted', facts: { paid: 3, refused: [] } })
    // 0.36 is what a payment to another institution costs.
    expect(booked(sent)).toEqual([
      ['outgoing', -3_500n],
      ['fee', -36n],
    ])
    expect([from, to, transit].map((id) => accountIn(bank, id).balanceMinor)).toEqual([6_464n, 1_500n, 2_000n])
    const seq = Number(sent.facts['entry'])
    const { items = [] } = bank.record(paymentBatches, batchKey({ account: from, seq })) ?? {}
    expect(items.map(({ amountMinor, payee }) => [amountMinor, payee])).toEqual([
      [1_000n, to],
      [2_000n, null],
      [500n, to],
    ])
    expect(new Set(items.map(({ detail }) => detail)).size).toBe(3)
    for (const { detail } of items) expect(bank.record(keptDetails, detail as never)).toBeDefined()
    expect(settledBy(sent)).toEqual(expect.arrayContaining(['PR-1.7', 'PR-1.1', 'PR-2.3', 'RA-6.1', 'PL-3.1']))
  })

  clause('PR-1.7', 'each is decided for itself, on what those before it left', async () => {
    const { bank, from, send, here, away, booked } = await two()
    const nobody = { to: { account: '1099511999999' }, amount: eur(1) }
    const sent = await send([here(6_000), away(5_000), nobody, here(4_000), here(1)])
    expect(sent).toMatchObject({
      outcome: 'accepted',
      facts: {
        paid: 2,
        refused: [
          { n: 1, code: 'insufficient-funds' },
          { n: 2, code: 'payee-unknown', clauses: [{ document: 'PR', clause: '2.2' }, {}] },
          { n: 4, code: 'insufficient-funds' },
        ],
      },
    })
    expect(booked(sent)).toEqual([['transfer', -10_000n]])
    expect(accountIn(bank, from).balanceMinor).toBe(0n)
  })

  clause('PR-1.7', 'where none goes through nothing is booked, and each is told why', async () => {
    const { bank, from, send, here } = await two()
    await about(bank, 'account.restrict', from, { stops: 'debits' })
    const sent = await send([here(1), here(2)])
    expect(sent).toMatchObject({
      code: 'batch-unpaid',
      facts: { refused: [{ code: 'account-restricted' }, { code: 'account-restricted' }] },
    })
    expect(settledBy(sent)).toContain('PR-1.7')
    expect(accountIn(bank, from).balanceMinor).toBe(10_000n)
  })
})

it('one of them that the network sends back is credited by itself', async () => {
  const { bank, from, send, away } = await two()
  const sent = await send([away(1_000), away(2_000)])
  const payments = (sent.facts['sent'] as { payment: string }[]).map(({ payment }) => payment)
  expect(payments.map((one) => bank.record(networkPayments, Number(one) as NetworkPaymentId)?.seq)).toEqual(
    payments.map(() => Number(sent.facts['entry'])),
  )
  const system = { actor: { role: 'system' } } as const
  await bank.do('payment.settle', { payment: payments[0] }, system)
  await bank.do('payment.return', { payment: payments[1], reason: 'AC04' }, system)
  expect(accountIn(bank, from).balanceMinor).toBe(10_000n - 3_072n + 2_000n)
})

it('from an account of nobody is refused', async () => {
  const { bank, here } = await two()
  const asked = { from: '1099511999999', payments: [here(1)] }
  expect(await bank.do('payment-batch.send', asked)).toMatchObject({ code: 'account-unknown' })
})
