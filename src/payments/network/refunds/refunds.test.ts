import { describe, expect, it } from 'vitest'
import { operator, secondOperator, TestBank } from '../../../../tests/bank.ts'
import { clause } from '../../../../tests/clause.ts'
import {
  accountIn,
  eur,
  ligaWithAccount,
  openActive,
  openInternal,
  payIn,
  transfer,
} from '../../../accounts/testing/accounts.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { idIn, registerPerson, settledBy, told } from '../../../parties/testing/people.ts'
import type { DecisionView } from '../../../storage/lane/port.ts'
import { type NetworkPaymentId, networkPayments } from '../rules.ts'

const system = { actor: { role: 'system' } } as const
const own = async (bank: TestBank, product: string) =>
  idIn<AccountId>(await bank.do('internal.open', { product, currency: 'EUR' }, { actor: operator }), 'account')

/** 100.00 on an account; what is sent from it costs nothing, since the system orders it. */
async function funded() {
  const bank = await TestBank.open()
  const { account: from } = await ligaWithAccount(bank)
  const to = await openActive(bank, [await registerPerson(bank, 'janis')])
  await payIn(bank, await openInternal(bank, 'till'), from, 10_000)
  await openInternal(bank, 'fees')
  const nostro = await openInternal(bank, 'nostro')
  const transit = await own(bank, 'transit')
  const balances = () => [from, transit, nostro].map((id) => accountIn(bank, id).balanceMinor)
  const propose = ({ id }: DecisionView) =>
    bank.do('correction.propose', { decision: id, ground: 'not-ordered' }, { actor: operator })
  const approve = (proposed: DecisionView) =>
    bank.do('correction.approve', { correction: String(idIn(proposed, 'correction')) }, { actor: secondOperator })
  const answer = (kind: 'settle' | 'return', payment: number) =>
    bank.do(`payment.${kind}`, { payment: String(payment), ...(kind === 'return' ? { reason: 'AC04' } : {}) }, system)
  const statusOf = (payment: NetworkPaymentId) => bank.record(networkPayments, payment)?.status
  return { bank, from, to, nostro, transit, balances, propose, approve, answer, statusOf }
}

/** 60.00 of it sent through the network. */
async function sent() {
  const of = await funded()
  const decision = await of.bank.do('payment.send', { from: String(of.from), amount: eur(6_000) }, system)
  return { ...of, decision, payment: idIn<NetworkPaymentId>(decision, 'payment') }
}

clause('PR-2.3', 'a debit is not taken back while its money is on the way', async () => {
  const { decision, payment, balances, propose, answer, statusOf } = await sent()
  const refused = await propose(decision)
  expect(refused).toMatchObject({ code: 'payment-under-way', facts: { payment: String(payment) } })
  expect(settledBy(refused)).toContain('PR-2.3')
  await answer('return', payment)
  expect(balances()).toEqual([10_000n, 0n, 0n])
  expect(statusOf(payment)).toBe('returned')
})

clause('PR-2.4', 'what came back is not given back a second time by a correction', async () => {
  const { decision, payment, balances, propose, answer } = await sent()
  await answer('settle', payment)
  const proposed = await propose(decision)
  expect(proposed).toMatchObject({ outcome: 'accepted' })
  expect(await answer('return', payment)).toMatchObject({ outcome: 'accepted' })
  const again = await propose(decision)
  expect(again).toMatchObject({ code: 'payment-returned', facts: { reason: 'AC04', payment: String(payment) } })
  expect(settledBy(again)).toContain('PR-2.4')
  expect(balances()).toEqual([10_000n, 0n, 0n])
})

it('nor by one that was proposed before it came back', async () => {
  const { decision, payment, balances, propose, approve, answer } = await sent()
  await answer('settle', payment)
  const proposed = await propose(decision)
  await answer('return', payment)
  expect(await approve(proposed)).toMatchObject({ code: 'payment-returned' })
  expect(balances()).toEqual([10_000n, 0n, 0n])
})

describe('the debit of a settled payment', () => {
  clause('PR-2.6', 'is taken back at once, and what the network returns later stays with the institution', async () => {
    const { decision, payment, balances, propose, approve, answer, statusOf } = await sent()
    await answer('settle', payment)
    const approved = await approve(await propose(decision))
    expect(settledBy(approved)).toEqual(expect.arrayContaining(['RA-9.10', 'PR-2.6']))
    expect(statusOf(payment)).toBe('refunded')
    // Transit is short of what the institution paid the customer itself.
    expect(balances()).toEqual([10_000n, -6_000n, 6_000n])
    expect(await answer('settle', payment)).toMatchObject({ code: 'payment-settled' })
    const returned = await answer('return', payment)
    expect(returned).toMatchObject({ outcome: 'accepted', facts: { refunded: true, amount: eur(6_000) } })
    expect(settledBy(returned)).toEqual(expect.arrayContaining(['PR-2.4', 'PR-2.6']))
    expect(balances()).toEqual([10_000n, 0n, 0n])
    expect(statusOf(payment)).toBe('returned')
    expect(await answer('return', payment)).toMatchObject({ code: 'payment-returned' })
  })

  clause('PR-2.6', 'is taken back once: its correction is not reversed', async () => {
    const { decision, payment, balances, propose, approve, answer } = await sent()
    await answer('settle', payment)
    const approved = await approve(await propose(decision))
    const refused = await propose(approved)
    expect(refused).toMatchObject({ code: 'payment-refunded' })
    expect(settledBy(refused)).toContain('PR-2.6')
    expect(balances()).toEqual([10_000n, -6_000n, 6_000n])
  })
})

it('what the network answered is not reversed', async () => {
  const { payment, balances, propose, answer } = await sent()
  expect(await propose(await answer('settle', payment))).toMatchObject({ code: 'payment-answered' })
  expect(await propose(await answer('return', payment))).toMatchObject({ code: 'payment-answered' })
  expect(balances()).toEqual([10_000n, 0n, 0n])
})

it('an entry of several payments is reversed once all that travel are settled, and each comes back to transit', async () => {
  const { bank, from, to, balances, propose, approve, answer } = await funded()
  const payments = [{ amount: eur(1_000) }, { to: { account: String(to) }, amount: eur(500) }, { amount: eur(2_000) }]
  const decision = await bank.do('payment-batch.send', { from: String(from), payments })
  const [one, other] = (decision.facts['sent'] as { payment: string }[]).map(({ payment }) => Number(payment))
  await answer('settle', one as number)
  expect(await propose(decision)).toMatchObject({ code: 'payment-under-way', facts: { payment: String(other) } })
  await answer('settle', other as number)
  expect(await approve(await propose(decision))).toMatchObject({ outcome: 'accepted' })
  expect(accountIn(bank, to).balanceMinor).toBe(0n)
  expect(balances()).toEqual([10_000n, -3_000n, 3_000n])
  await answer('return', other as number)
  expect(balances()).toEqual([10_000n, -1_000n, 1_000n])
})

describe('orders for a later day', () => {
  const placed = async (bank: TestBank, from: AccountId, to: AccountId | undefined, minor: number) => {
    const payee = to === undefined ? {} : { to: { account: String(to) } }
    const asked = { from: String(from), ...payee, amount: eur(minor), on: '2026-01-05' }
    const details = [told('{"name":"Anna Izdoma"}', 'payment-details'), told('{"name":"Liga"}', 'payment-details')]
    return String(idIn(await bank.do('scheduled-order.place', asked, { details }), 'order'))
  }

  it('that went through the network: as any other payment', async () => {
    const { bank, from, balances, propose, approve, answer, statusOf } = await funded()
    const order = await placed(bank, from, undefined, 1_000)
    const ran = await bank.do('payment-order.run-due', { day: '2026-01-05', orders: [order] }, system)
    const [{ payment = '' } = {}] = ran.facts['sent'] as { order: string; payment?: string }[]
    expect(await propose(ran)).toMatchObject({ code: 'payment-under-way', facts: { payment } })
    await answer('settle', Number(payment))
    expect(await approve(await propose(ran))).toMatchObject({ outcome: 'accepted' })
    expect(statusOf(Number(payment) as NetworkPaymentId)).toBe('refunded')
    await answer('return', Number(payment))
    expect(balances()).toEqual([10_000n, 0n, 0n])
  })

  clause('RA-9.10', 'that were carried out together are not reversed together', async () => {
    const { bank, from, to, propose, approve } = await funded()
    const orders = [await placed(bank, from, to, 1_000), await placed(bank, from, to, 500)]
    const ran = await bank.do('payment-order.run-due', { day: '2026-01-05', orders }, system)
    const refused = await propose(ran)
    expect(refused).toMatchObject({ code: 'entries-of-several', facts: { payments: 2 } })
    expect(settledBy(refused)).toContain('RA-9.10')
    const alone = { day: '2026-01-05', orders: [await placed(bank, from, to, 250)] }
    const one = await bank.do('payment-order.run-due', alone, system)
    expect(await approve(await propose(one))).toMatchObject({ outcome: 'accepted' })
    expect(accountIn(bank, to).balanceMinor).toBe(1_500n)
  })
})

it('what the close of a day debited from several customers is not reversed together', async () => {
  const { bank, from, to, propose, approve } = await funded()
  await own(bank, 'compensation')
  await transfer(bank, from, to, 1_000)
  const agreements = [from, to].map((account) => String(accountIn(bank, account).agreement))
  const owed = async (account: AccountId) => {
    const loss = { account: String(account), amount: eur(100), dueOn: '2026-01-05' }
    expect(await bank.do('loss.record', loss, { actor: operator })).toMatchObject({ outcome: 'accepted' })
  }
  await owed(from)
  await owed(to)
  const both = await bank.do('due.collect', { day: '2026-01-05', agreements }, system)
  expect(await propose(both)).toMatchObject({ code: 'entries-of-several', facts: { agreements: 2 } })
  await owed(to)
  const one = await bank.do('due.collect', { day: '2026-01-05', agreements }, system)
  expect(await approve(await propose(one))).toMatchObject({ outcome: 'accepted' })
  expect([from, to].map((account) => accountIn(bank, account).balanceMinor)).toEqual([8_900n, 900n])
})

it('a credit that came in wrongly goes back to the nostro account, once', async () => {
  const { bank, from, nostro, balances, propose, approve } = await funded()
  const asked = { nostro: String(nostro), to: { account: String(from) }, amount: eur(700) }
  const credited = await bank.do('payment.incoming', asked, system)
  expect(balances()).toEqual([10_700n, 0n, -700n])
  expect(await approve(await propose(credited))).toMatchObject({ outcome: 'accepted' })
  expect(balances()).toEqual([10_000n, 0n, 0n])
  expect(await propose(credited)).toMatchObject({ code: 'entries-reversed' })
})

it('a transfer between accounts is reversed as before', async () => {
  const { bank, from, to, propose, approve } = await funded()
  const wrong = await transfer(bank, from, to, 600)
  expect(await approve(await propose(wrong))).toMatchObject({ outcome: 'accepted' })
  expect(accountIn(bank, from).balanceMinor).toBe(10_000n)
})
