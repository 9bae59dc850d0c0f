import { expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { about, accountIn, eur, ligaWithAccount, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { idIn, settledBy, told } from '../../parties/testing/people.ts'
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
  return { bank, from, decision, payment, balances }
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

clause('RA-12.4', 'what comes back to a closed account is not credited: the money waits in transit', async () => {
  const { bank, from, payment, balances } = await sent()
  const left = accountIn(bank, from).balanceMinor
  const holder = accountIn(bank, from).holder
  const other = idIn<AccountId>(
    await bank.do('account.open', { holders: [String(holder)], currency: 'EUR', channel: 'location' }),
    'account',
  )
  await about(bank, 'account.activate', other)
  await bank.do('payment.transfer', { from: String(from), to: { account: String(other) }, amount: eur(String(left)) })
  await about(bank, 'account.request-closing', from, { channel: 'location' })
  expect(await about(bank, 'account.close', from)).toMatchObject({ outcome: 'accepted' })
  expect(await answer(bank, 'payment.return', payment, { reason: 'AC04' })).toMatchObject({ code: 'account-closed' })
  expect(balances()).toEqual([0n, 6_000n, 0n])
  expect(bank.record(networkPayments, payment)?.status).toBe('under-way')
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
