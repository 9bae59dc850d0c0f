import { describe, expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { about, accountIn, debitFee, eur, openActive, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { idIn, registerPerson, settledBy, told } from '../../parties/testing/people.ts'
import { keptDetails, shownDetails, shownKey } from '../../privacy/kept/rules.ts'
import { type NetworkPaymentId, networkPayments } from '../network/rules.ts'
import { companyInDebt, openWith, ordered } from '../seizures/testing/orders.ts'
import type { OrderId } from './rules.ts'
import { bankWithTwo, close, customer, orderIn, schedule, stand } from './testing/orders.ts'

describe('on its day', () => {
  clause('RA-11.1', 'an order on an account that was restricted meanwhile is not carried out', async () => {
    const two = await bankWithTwo()
    const { bank, from } = two
    const order = idIn<OrderId>(await schedule(two, '2026-01-08'), 'order')
    await about(bank, 'account.restrict', from, { stops: 'debits' })
    const run = await close(bank, '2026-01-08', order)
    expect(run).toMatchObject({ outcome: 'accepted', facts: { unpaid: [{ code: 'account-restricted' }] } })
    expect(accountIn(bank, from).balanceMinor).toBe(10_000n)
    expect(orderIn(bank, order).last?.code).toBe('account-restricted')
  })

  clause('RA-12.4', 'an order on an account whose closing was asked for is not carried out', async () => {
    const two = await bankWithTwo()
    const { bank, from } = two
    const order = idIn<OrderId>(await schedule(two, '2026-01-08'), 'order')
    await about(bank, 'account.request-closing', from, { channel: 'location' })
    const run = await close(bank, '2026-01-08', order)
    expect(run).toMatchObject({ outcome: 'accepted', facts: { unpaid: [{ code: 'account-closing' }] } })
    expect(accountIn(bank, from).balanceMinor).toBe(10_000n)
  })

  it('an order on a closed account ends', async () => {
    const two = await bankWithTwo(0)
    const { bank, from } = two
    const order = idIn<OrderId>(await stand(two, { every: 'week', from: '2026-01-08' }), 'order')
    await about(bank, 'account.request-closing', from, { channel: 'location' })
    expect(await about(bank, 'account.close', from, {}, { actor: operator })).toMatchObject({ outcome: 'accepted' })
    expect(await close(bank, '2026-01-08', order)).toMatchObject({ facts: { missed: 1 } })
    expect(orderIn(bank, order)).toMatchObject({ status: 'ended', dueOn: null, last: { code: 'account-closed' } })
  })

  it('why the account of the payee takes nothing is not told to the payer', async () => {
    const two = await bankWithTwo()
    const { bank, to } = two
    const order = idIn<OrderId>(await schedule(two, '2026-01-08'), 'order')
    await about(bank, 'account.restrict', to, { stops: 'credits' })
    expect(await close(bank, '2026-01-08', order)).toMatchObject({ facts: { unpaid: [{ code: 'payee-unavailable' }] } })
  })

  it('what law lets the institution debit first leaves less for orders', async () => {
    const two = await bankWithTwo(6_000)
    const { bank, from, fees } = two
    const order = idIn<OrderId>(await schedule(two, '2026-01-08'), 'order')
    await debitFee(bank, from, fees, 1)
    expect(await close(bank, '2026-01-08', order)).toMatchObject({ facts: { waits: 1 } })
  })
})

describe('before orders', () => {
  clause('RA-10.4', 'comes what is due to the institution since before their day', async () => {
    const two = await bankWithTwo(1_000)
    const { bank, from } = two
    const order = idIn<OrderId>(await schedule(two, '2026-02-03', 901), 'order')
    const next = idIn<OrderId>(await schedule(two, '2026-02-03', 900), 'order')
    await payIn(bank, await openInternal(bank, 'till'), two.to, 1)
    await bank.do('payment.transfer', { from: String(from), to: { account: String(two.to) }, amount: eur(1_000) })
    await bank.cutOver('2026-02-01')
    const fee = { day: '2026-01-31', accounts: [String(from)] }
    expect(await bank.do('fee.charge-maintenance', fee, { actor: { role: 'system' } })).toMatchObject({
      facts: { due: 1 },
    })
    await payIn(bank, await openInternal(bank, 'till'), from, 1_000)
    const run = await close(bank, '2026-02-03', order, next)
    expect(run).toMatchObject({ facts: { paid: 1, unpaid: [{ order: String(order), code: 'dues-first' }] } })
    expect(accountIn(bank, from).balanceMinor).toBe(100n)
  })

  it('comes what an authority ordered: money that an order brings in the same run is kept back first', async () => {
    const bank = await TestBank.open()
    const debtor = await companyInDebt(bank)
    const seized = await openWith(debtor, 0)
    await ordered(debtor, 5_000)
    await bank.do(
      'seizure.spread',
      { agreements: [String(accountIn(bank, seized).agreement)] },
      { actor: { role: 'system' } },
    )
    const from = await openActive(bank, [await registerPerson(bank, 'janis')])
    await payIn(bank, debtor.till, from, 10_000)
    const place = (payer: AccountId, payee: AccountId, minor: number, other: object = {}) =>
      bank.do('scheduled-order.place', {
        from: String(payer),
        to: { account: String(payee) },
        amount: eur(minor),
        on: '2026-01-08',
        ...other,
      })
    const bringing = idIn<OrderId>(await place(from, seized, 6_000), 'order')
    const spending = idIn<OrderId>(await place(seized, from, 5_900, { orderedBy: String(debtor.orderedBy) }), 'order')
    expect(await close(bank, '2026-01-08', bringing, spending)).toMatchObject({ facts: { paid: 1, waits: 0 } })
    expect(accountIn(bank, seized)).toMatchObject({ balanceMinor: 6_000n, restrictedMinor: 5_000n })
    expect(orderIn(bank, spending)).toMatchObject({ status: 'waiting', tries: 0 })
    expect(await close(bank, '2026-01-09', spending)).toMatchObject({
      facts: { unpaid: [{ code: 'amount-restricted' }] },
    })
  })
})

describe('what was told with an order', () => {
  const details = [told('{"remittance":"rent"}', 'payment-details'), told('{"remittance":"rent!"}', 'payment-details')]

  it('is kept under the holder of each side and shown by the entries, and no entry has a copy', async () => {
    const two = await bankWithTwo()
    const { bank, from, to } = two
    const order = idIn<OrderId>(await schedule(two, '2026-01-08', 100, { details }), 'order')
    const { payerDetail, payeeDetail } = orderIn(bank, order)
    expect(bank.record(keptDetails, payerDetail as never)?.holder).toBe(accountIn(bank, from).holder)
    expect(bank.record(keptDetails, payeeDetail as never)?.holder).toBe(accountIn(bank, to).holder)
    await close(bank, '2026-01-08', order)
    for (const [account, detail] of [
      [from, payerDetail],
      [to, payeeDetail],
    ] as const) {
      const { seq } = accountIn(bank, account)
      expect(bank.record(shownDetails, shownKey({ account, seq }))).toEqual({ account, seq, detail })
    }
  })

  it('is nothing where nothing was told', async () => {
    const two = await bankWithTwo()
    const { bank, from } = two
    const order = idIn<OrderId>(await schedule(two, '2026-01-08', 100), 'order')
    expect(orderIn(bank, order)).toMatchObject({ payerDetail: null, payeeDetail: null })
    await close(bank, '2026-01-08', order)
    expect(bank.record(shownDetails, shownKey({ account: from, seq: accountIn(bank, from).seq }))).toBeUndefined()
  })
})

describe('an order to another institution', () => {
  const details = [told('{"name":"Anna","number":"EE382200221020145685"}', 'payment-details')]

  it('goes to the transit account with its fee, for the network to carry on', async () => {
    const two = await bankWithTwo()
    const { bank, from, liga } = two
    const asked = { from: String(from), amount: eur(1_000), on: '2026-01-08' }
    const ask = { details, actor: customer(liga) }
    const order = idIn<OrderId>(await bank.do('scheduled-order.place', asked, ask), 'order')
    const run = await close(bank, '2026-01-08', order)
    expect(run).toMatchObject({ facts: { paid: 1 } })
    expect(settledBy(run)).toEqual(expect.arrayContaining(['PL-3.1', 'PR-2.3']))
    expect(accountIn(bank, from).balanceMinor).toBe(10_000n - 1_000n - 36n)
    const [payment] = [...bank.storage.records(1 as never, networkPayments.name).keys()] as NetworkPaymentId[]
    expect(bank.record(networkPayments, payment as NetworkPaymentId)).toMatchObject({
      account: from,
      status: 'under-way',
      amountMinor: 1_000n,
      seq: accountIn(bank, from).seq - 1,
    })
    const seq = accountIn(bank, from).seq - 1
    expect(bank.record(shownDetails, shownKey({ account: from, seq }))?.detail).toBe(orderIn(bank, order).payerDetail)
  })

  it('waits when the fee is not covered', async () => {
    const two = await bankWithTwo(1_035)
    const { bank, from, liga } = two
    const asked = { from: String(from), amount: eur(1_000), on: '2026-01-08' }
    const order = idIn<OrderId>(
      await bank.do('scheduled-order.place', asked, { details, actor: customer(liga) }),
      'order',
    )
    expect(await close(bank, '2026-01-08', order)).toMatchObject({ facts: { waits: 1 } })
    expect(accountIn(bank, from).balanceMinor).toBe(1_035n)
  })
})
