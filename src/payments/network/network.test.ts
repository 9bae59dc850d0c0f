import { expect, it } from 'vitest'
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
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { idIn, registerPerson, settledBy, told } from '../../parties/testing/people.ts'
import { type NetworkPaymentId, networkPayments } from './rules.ts'

const system = { actor: { role: 'system' } } as const

/** 100.00 on an account, of which 60.00 are sent away for a fee of 3.50 at a location. */
async function sent() {
  const bank = await TestBank.open()
  const { account: from } = await ligaWithAccount(bank)
  await payIn(bank, await openInternal(bank, 'till'), from, 10_000)
  await openInternal(bank, 'fees')
  const nostro = await openInternal(bank, 'nostro')
  const transit = idIn<AccountId>(
    await bank.do('internal.open', { product: 'transit', currency: 'EUR' }, { actor: operator }),
    'account',
  )
  const details = [told('{"name":"Anna Izdoma","number":"EE382200221020145685"}', 'payment-details')]
  const decision = await bank.do('payment.send', { from: String(from), amount: eur(6_000) }, { details })
  const payment = idIn<NetworkPaymentId>(decision, 'payment')
  const balances = () => [from, transit, nostro].map((id) => accountIn(bank, id).balanceMinor)
  return { bank, from, nostro, decision, payment, balances }
}

const answer = (bank: TestBank, kind: 'payment.settle' | 'payment.return', payment: number, more: object = {}) =>
  bank.do(kind, { payment: String(payment), ...more }, system)

clause(
  'PR-2.3',
  'a payment is on its way until the network has settled it, in the currencies of the network',
  async () => {
    const { bank, from, decision, payment, balances } = await sent()
    expect(settledBy(decision)).toEqual(expect.arrayContaining(['RA-6.1', 'PR-1.1', 'PR-2.3', 'PL-3.1']))
    expect(balances()).toEqual([3_650n, 6_000n, 0n])
    expect(bank.record(networkPayments, payment)?.status).toBe('under-way')
    const dollars = { from: String(from), amount: { minor: '1', currency: 'USD' } }
    expect(await bank.do('payment.send', dollars)).toMatchObject({
      code: 'currency-not-sent',
      facts: { sent: ['EUR'] },
    })
    expect(await answer(bank, 'payment.settle', payment)).toMatchObject({ outcome: 'accepted' })
    expect(balances()).toEqual([3_650n, 0n, 6_000n])
    expect(bank.record(networkPayments, payment)?.status).toBe('settled')
  },
)

clause(
  'PR-2.4',
  'what the network rejects comes back with its reason, restriction and closing notwithstanding',
  async () => {
    const { bank, from, payment, balances } = await sent()
    await about(bank, 'account.restrict', from, { stops: 'all' })
    await about(bank, 'account.request-closing', from, { channel: 'location' })
    const returned = await answer(bank, 'payment.return', payment, { reason: 'AC04' })
    expect(returned).toMatchObject({ outcome: 'accepted', facts: { reason: 'AC04', amount: eur(6_000) } })
    expect(balances()).toEqual([9_650n, 0n, 0n])
    expect(bank.record(networkPayments, payment)).toMatchObject({ status: 'returned', reason: 'AC04' })
  },
)

it('what comes back after settlement comes from the nostro account', async () => {
  const { bank, payment, balances } = await sent()
  await answer(bank, 'payment.settle', payment)
  await answer(bank, 'payment.return', payment, { reason: 'AC04' })
  expect(balances()).toEqual([9_650n, 0n, 0n])
})

/** The same, after the account was closed and its holder opened another; returned by the network then. */
async function returnedToClosed(change?: (of: Awaited<ReturnType<typeof sent>>) => Promise<unknown>) {
  const before = await sent()
  const { bank, from, payment } = before
  const owed = idIn<AccountId>(
    await bank.do('internal.open', { product: 'owed', currency: 'EUR' }, { actor: operator }),
    'account',
  )
  const other = await openActive(bank, [accountIn(bank, from).holder as PartyId])
  await about(bank, 'account.request-closing', from, { channel: 'location' })
  expect(await about(bank, 'account.close', from, { payTo: String(other) })).toMatchObject({ outcome: 'accepted' })
  await change?.(before)
  const returned = await answer(bank, 'payment.return', payment, { reason: 'AC04' })
  const status = () => bank.record(networkPayments, payment)?.status
  return { ...before, other, owed, returned, status }
}

const onReturned = (bank: TestBank, kind: 'keep' | 'pay-out', payment: number, more: object = {}) =>
  bank.do(`returned-payment.${kind}`, { payment: String(payment), ...more }, { actor: operator })

clause('RA-12.4', 'what comes back to a closed account is not credited: the money waits in transit', async () => {
  const { bank, payment, returned, balances, status } = await returnedToClosed()
  expect(returned).toMatchObject({ outcome: 'accepted', facts: { unclaimed: true, reason: 'AC04' } })
  expect(settledBy(returned)).toEqual(expect.arrayContaining(['RA-12.4', 'PR-2.4', 'PR-2.5']))
  expect([balances(), status()]).toEqual([[0n, 6_000n, 0n], 'unclaimed'])
  expect(await answer(bank, 'payment.return', payment, { reason: 'AC04' })).toMatchObject({ code: 'payment-returned' })
  expect(await answer(bank, 'payment.settle', payment)).toMatchObject({ code: 'payment-returned' })
})

it('what comes back to a closed account after settlement waits in transit, too', async () => {
  const { returned, balances, status } = await returnedToClosed(({ bank, payment }) =>
    answer(bank, 'payment.settle', payment),
  )
  expect(returned).toMatchObject({ outcome: 'accepted', facts: { unclaimed: true } })
  expect([balances(), status()]).toEqual([[0n, 6_000n, 0n], 'unclaimed'])
})

clause('PR-2.5', 'staff pay it to another account of the customer', async () => {
  const { bank, payment, other, balances, status } = await returnedToClosed()
  const before = accountIn(bank, other).balanceMinor
  const stranger = await openActive(bank, [await registerPerson(bank, 'janis')])
  for (const to of [stranger, 1_099_511_999_999])
    expect(await onReturned(bank, 'pay-out', payment, { to: String(to) })).toMatchObject({ code: 'payee-unknown' })
  const paid = await onReturned(bank, 'pay-out', payment, { to: String(other) })
  expect(paid).toMatchObject({ outcome: 'accepted', facts: { amount: eur(6_000), to: String(other) } })
  expect(settledBy(paid)).toContain('PR-2.5')
  expect([accountIn(bank, other).balanceMinor - before, balances(), status()]).toEqual([
    6_000n,
    [0n, 0n, 0n],
    'returned',
  ])
  expect(await onReturned(bank, 'pay-out', payment, { to: String(other) })).toMatchObject({
    code: 'payment-not-waiting',
  })
})

clause('PR-2.5', 'until they can pay it out, it is noted as owed; then it goes to an account elsewhere', async () => {
  const { bank, payment, owed, nostro, status } = await returnedToClosed()
  const kept = await onReturned(bank, 'keep', payment)
  expect(kept).toMatchObject({ outcome: 'accepted', facts: { amount: eur(6_000), to: String(owed) } })
  expect([accountIn(bank, owed).balanceMinor, status()]).toEqual([6_000n, 'kept'])
  expect(await onReturned(bank, 'keep', payment)).toMatchObject({ code: 'payment-kept' })
  const details = [told('{"name":"Liga","number":"EE382200221020145685"}', 'payment-details')]
  const asked = { payment: String(payment), to: String(nostro) }
  const paid = await bank.do('returned-payment.pay-out', asked, { actor: operator, details })
  expect(paid).toMatchObject({ outcome: 'accepted' })
  expect([accountIn(bank, owed).balanceMinor, accountIn(bank, nostro).balanceMinor, status()]).toEqual([
    0n,
    6_000n,
    'returned',
  ])
})

it('a payment that does not wait for its customer is neither kept nor paid out', async () => {
  const { bank, payment, from } = await sent()
  await bank.do('internal.open', { product: 'owed', currency: 'EUR' }, { actor: operator })
  for (const kind of ['keep', 'pay-out'] as const) {
    const to = kind === 'keep' ? {} : { to: String(from) }
    expect(await onReturned(bank, kind, payment, to)).toMatchObject({ code: 'payment-not-waiting' })
    expect(await onReturned(bank, kind, 1_099_511_999_999, to)).toMatchObject({ code: 'payment-unknown' })
  }
})

it('an order to another institution is refused as every order is', async () => {
  const { bank, from } = await sent()
  const send = (minor: number) => bank.do('payment.send', { from: String(from), amount: eur(minor) })
  // 36.50 are left; 3.50 is the fee.
  expect(await send(3_301)).toMatchObject({ code: 'insufficient-funds' })
  expect(await send(0)).toMatchObject({ code: 'amount-zero' })
  await about(bank, 'account.restrict', from, { stops: 'debits' })
  expect(await send(1)).toMatchObject({ code: 'account-restricted' })
  const unknown = { from: '1099511999999', amount: eur(1) }
  expect(await bank.do('payment.send', unknown)).toMatchObject({ code: 'account-unknown' })
})
