/** What orders of seizure and recovery do beside the clause: refusals, other restrictions, joint holders, four eyes, prices, the day's close. */
import { expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { about, accountIn, debitFee, eur, openActive, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { available } from '../../ledger/rules.ts'
import { idIn, registerPerson, settledBy } from '../../parties/testing/people.ts'
import {
  ask,
  balance,
  companyInDebt,
  type Debtor,
  keptBy,
  onOrder,
  openWith,
  ordered,
  orderIn,
  paidOut,
  personInDebt,
  restricted,
  stepsIn,
  technicalIn,
} from './testing/orders.ts'

async function company(...amounts: readonly number[]): Promise<Debtor & { readonly accounts: readonly AccountId[] }> {
  const of = await companyInDebt(await TestBank.open())
  const accounts: AccountId[] = []
  for (const amount of amounts) accounts.push(await openWith(of, amount))
  return { ...of, accounts }
}

const spreadAnew = (of: Pick<Debtor, 'bank'>, agreement: string) =>
  of.bank.do('seizure.spread', { agreements: [agreement] }, { actor: { role: 'system' } })

it('an order is refused for debtors without an account, a day to come, nothing at all, an unknown currency, or when it is known', async () => {
  const of = await company(1_000)
  const stranger = await registerPerson(of.bank, 'janis')
  const asked = (other: object, minor = 1) => ask(of, minor, other)
  expect(await asked({ debtors: [String(stranger)] })).toMatchObject({ code: 'debtor-without-account' })
  expect(await asked({ receivedOn: '2026-01-06' })).toMatchObject({ code: 'received-later' })
  expect(await asked({}, 0)).toMatchObject({ code: 'amount-zero' })
  expect(await asked({ amount: { minor: '1', currency: 'JPY' } })).toMatchObject({ code: 'currency-not-offered' })
  expect(await asked({ reference: '7/1' })).toMatchObject({ outcome: 'accepted' })
  expect(await asked({ reference: '7/1' })).toMatchObject({ code: 'order-known' })
  expect(await asked({ reference: '7/1', authority: 'court' })).toMatchObject({ outcome: 'accepted' })
})

it('an order that is unknown is told as such by every command about it', async () => {
  const of = await company(1_000)
  const named = { ...(await ordered(of, 500)), order: '1099511999999' }
  const kinds = [
    ['gather', {}],
    ['convert', { account: String(of.accounts[0]), rate: '1', source: 'ECB' }],
    ['propose-payment', { nostro: String(of.till) }],
    ['approve-payment', {}],
    ['reduce', { amount: eur(1), ground: 'reduced' }],
    ['release', { ground: 'withdrawn' }],
  ] as const
  for (const [kind, more] of kinds)
    expect(await onOrder(of.bank, kind, named, more)).toMatchObject({ code: 'seizure-unknown' })
})

it('other restrictions stand when an order comes and when it ends, and the order stands when they are lifted', async () => {
  const of = await company(1_000)
  const { bank, till, accounts } = of
  const [account] = accounts as [AccountId]
  const amount = idIn(
    await about(bank, 'account.restrict', account, { stops: 'amount', amount: eur(300) }),
    'restriction',
  )
  const debits = idIn(await about(bank, 'account.restrict', account, { stops: 'debits' }), 'restriction')
  const named = await ordered(of, 900)
  // What another restriction keeps is kept for something else.
  expect(keptBy(bank, named)).toEqual({ [account]: 700n })
  expect(restricted(bank, account)).toBe(1_000n)
  await about(bank, 'account.lift-restriction', account, { restriction: String(amount) })
  expect(keptBy(bank, named)).toEqual({ [account]: 900n })
  expect(restricted(bank, account)).toBe(900n)
  expect(await about(bank, 'account.lift-restriction', account, { restriction: named.order })).toMatchObject({
    code: 'restriction-of-order',
  })
  await onOrder(bank, 'release', named, { ground: 'withdrawn' })
  expect(restricted(bank, account)).toBe(0n)
  expect(accountIn(bank, account).blocked).toBe(1)
  await about(bank, 'account.lift-restriction', account, { restriction: String(debits) })
  await payIn(bank, till, account, 5)
  expect(accountIn(bank, account)).toMatchObject({ blocked: 0, restrictedMinor: 0n })
})

it('a restriction that comes later takes nothing from what an order keeps', async () => {
  const of = await company(1_000)
  const { bank, till, accounts } = of
  const [account] = accounts as [AccountId]
  const named = await ordered(of, 1_200)
  await about(bank, 'account.restrict', account, { stops: 'amount', amount: eur(300) })
  expect(keptBy(bank, named)).toEqual({ [account]: 1_000n })
  // Of what comes in, the later restriction keeps its 3.00 first.
  await payIn(bank, till, account, 400)
  expect(keptBy(bank, named)).toEqual({ [account]: 1_100n })
})

it('held money is out of reach until the hold is given back, and then caught', async () => {
  const of = await personInDebt(await TestBank.open())
  const { bank } = of
  const account = await openWith(of, 51_000)
  const hold = await bank.do('hold.place', { from: String(account), amount: eur(600) })
  expect(hold).toMatchObject({ outcome: 'accepted' })
  const named = await ordered(of, 1_000)
  expect(keptBy(bank, named)).toEqual({ [account]: 400n })
  await bank.do('hold.release', { hold: String(hold.facts['hold']) }, { actor: operator })
  expect(keptBy(bank, named)).toEqual({ [account]: 1_000n })
})

it('a permitted limit is no money of the debtor', async () => {
  const of = await company(100)
  const { bank, orderedBy, accounts } = of
  const [account] = accounts as [AccountId]
  const limit = { maximum: eur(5_000), fee: eur(0), ratePercent: '1', orderedBy: String(orderedBy) }
  expect(await about(bank, 'account.agree-limit', account, limit)).toMatchObject({ outcome: 'accepted' })
  const named = await ordered(of, 1_000)
  expect(keptBy(bank, named)).toEqual({ [account]: 100n })
  expect(available(accountIn(bank, account))).toBe(5_000n)
})

it('a joint account is reached by an order against all its holders, and by none against one of them', async () => {
  const of = await personInDebt(await TestBank.open())
  const { bank, till, debtor } = of
  const other = await registerPerson(bank, 'janis')
  const own = await openWith(of, 60_000)
  const joint = await openActive(bank, [debtor, other])
  await payIn(bank, till, joint, 70_000)
  await ordered(of, 90_000)
  expect([restricted(bank, own), restricted(bank, joint)]).toEqual([10_000n, 0n])
  await ordered(of, 90_000, { debtors: [String(other), String(debtor)] })
  expect([restricted(bank, own), restricted(bank, joint)]).toEqual([10_000n, 20_000n])
})

it('a reduction frees the difference on its ground, to the cent, and no reduction goes below what was paid', async () => {
  const of = await company(1_000)
  const { bank, accounts } = of
  const [account] = accounts as [AccountId]
  const named = await ordered(of, 900)
  const reduce = (minor: number) => onOrder(bank, 'reduce', named, { amount: eur(minor), ground: 'reduced' })
  expect(await reduce(900)).toMatchObject({ code: 'amount-not-reduced' })
  expect(await reduce(899)).toMatchObject({ outcome: 'accepted', facts: { freed: eur(1), ground: 'reduced' } })
  expect(restricted(bank, account)).toBe(899n)
  await paidOut(bank, await ordered(of, 50), await openInternal(bank, 'nostro'))
  expect(await reduce(0)).toMatchObject({ code: 'amount-paid-out' })
  expect(
    await onOrder(bank, 'reduce', named, { amount: { minor: '5', currency: 'USD' }, ground: 'reduced' }),
  ).toMatchObject({
    code: 'currency-differs',
  })
  expect(await reduce(400)).toMatchObject({ outcome: 'accepted', facts: { freed: eur(499) } })
})

it('a partly paid order that is reduced to what was paid has ended', async () => {
  const of = await company(500)
  const { bank, till, accounts } = of
  const [account] = accounts as [AccountId]
  const named = await ordered(of, 900)
  await paidOut(bank, named, await openInternal(bank, 'nostro'))
  await payIn(bank, till, account, 100)
  expect(restricted(bank, account)).toBe(100n)
  expect(await onOrder(bank, 'reduce', named, { amount: eur(499), ground: 'reduced' })).toMatchObject({
    code: 'amount-paid-out',
  })
  expect(await onOrder(bank, 'reduce', named, { amount: eur(500), ground: 'paid-otherwise' })).toMatchObject({
    outcome: 'accepted',
  })
  expect(orderIn(bank, named)).toMatchObject({ ground: 'paid-otherwise', kept: [] })
  expect(accountIn(bank, account)).toMatchObject({ restrictedMinor: 0n, blocked: 0 })
})

it('what was gathered goes back to the accounts it came from, and there to the order that waits', async () => {
  const of = await company(300, 400)
  const { bank, accounts } = of
  const [first, second] = accounts as [AccountId, AccountId]
  const named = await ordered(of, 700)
  const waiting = await ordered(of, 50)
  await onOrder(bank, 'gather', named)
  expect([balance(bank, first), balance(bank, second)]).toEqual([0n, 0n])
  const released = await onOrder(bank, 'release', named, { ground: 'annulled' })
  expect(released).toMatchObject({ outcome: 'accepted', facts: { freed: eur(700), gathered: eur(0) } })
  expect([balance(bank, first), balance(bank, second)]).toEqual([300n, 400n])
  expect(technicalIn(bank, named)?.balanceMinor).toBe(0n)
  expect(keptBy(bank, waiting)).toEqual({ [first]: 50n })
  expect(stepsIn(bank, named).filter(({ what }) => what === 'returned')).toEqual([
    { what: 'returned', account: second, amountMinor: 400n, ground: 'annulled' },
    { what: 'returned', account: first, amountMinor: 300n, ground: 'annulled' },
  ])
})

clause('GBT-9.2', 'one member of staff proposes a payment to the authority and another one approves it', async () => {
  const of = await company(1_000)
  const { bank } = of
  const named = await ordered(of, 600)
  const nostro = await openInternal(bank, 'nostro')
  const unproposed = await onOrder(bank, 'approve-payment', named)
  expect(unproposed).toMatchObject({ code: 'payment-not-proposed' })
  const proposed = await onOrder(bank, 'propose-payment', named, { nostro: String(nostro) })
  expect(proposed).toMatchObject({ outcome: 'accepted' })
  expect(orderIn(bank, named).proposed).toEqual({ by: 'O-01', nostro })
  expect(await onOrder(bank, 'approve-payment', named)).toMatchObject({ outcome: 'refused', code: 'four-eyes' })
  expect(balance(bank, nostro)).toBe(0n)
  const paid = await paidOut(bank, named, nostro)
  expect(paid).toMatchObject({ outcome: 'accepted', facts: { paidNow: eur(600) } })
  expect(settledBy(paid)).toContain('GBT-9.2')
})

it('a seizure keeps and never pays; a payment needs a nostro of its currency and something kept', async () => {
  const of = await company(0)
  const { bank, till, accounts } = of
  const [account] = accounts as [AccountId]
  const nostro = await openInternal(bank, 'nostro')
  const propose = (named: Parameters<typeof onOrder>[2], to = nostro) =>
    onOrder(bank, 'propose-payment', named, { nostro: String(to) })
  expect(await propose(await ordered(of, 10, { kind: 'seizure' }))).toMatchObject({ code: 'order-keeps-only' })
  const named = await ordered(of, 10)
  expect(await propose(named, till)).toMatchObject({ code: 'nostro-unknown' })
  expect(await propose(named)).toMatchObject({ code: 'nothing-kept' })
  expect(await onOrder(bank, 'gather', named)).toMatchObject({ code: 'nothing-kept' })
  await payIn(bank, till, account, 15)
  expect(await propose(named)).toMatchObject({ outcome: 'accepted' })
})

it('the price of an order is taken once, with its row, and only from money that is left', async () => {
  const covered = await company(2_000)
  const registered = await ask(covered, 500)
  expect(registered).toMatchObject({ facts: { fee: eur(1_500), feeFrom: String(covered.accounts[0]) } })
  expect(settledBy(registered)).toContain('PL-3.5')
  expect(balance(covered.bank, covered.accounts[0] as AccountId)).toBe(500n)
  const short = await company(1_999)
  const first = await ask(short, 500)
  expect(first.facts['fee']).toBeUndefined()
  expect(balance(short.bank, short.accounts[0] as AccountId)).toBe(1_999n)
  const named = { agreement: String(first.facts['agreement']), order: String(first.facts['order']) }
  await payIn(short.bank, short.till, short.accounts[0] as AccountId, 1)
  const paid = await paidOut(short.bank, named, await openInternal(short.bank, 'nostro'))
  expect(paid).toMatchObject({ facts: { paidNow: eur(500), fee: eur(1_500) } })
  expect(balance(short.bank, short.accounts[0] as AccountId)).toBe(0n)
})

it('an account opened later is reached from the first, and what is gone is no longer said to be kept', async () => {
  const of = await company(1_000)
  const { bank, till, accounts } = of
  const [account] = accounts as [AccountId]
  const named = await ordered(of, 1_500)
  const later = await openWith(of, 800)
  expect(restricted(bank, later)).toBe(500n)
  expect(keptBy(bank, named)).toEqual({ [account]: 1_000n, [later]: 500n })
  expect(await spreadAnew(of, named.agreement)).toMatchObject({ facts: { changed: 0 } })
  // A debit that needs no cover takes money that is kept: the order waits for it again.
  await debitFee(bank, account, await openInternal(bank, 'fees'), 400)
  await spreadAnew(of, named.agreement)
  expect(keptBy(bank, named)).toEqual({ [account]: 600n, [later]: 800n })
  await payIn(bank, till, later, 1_000)
  expect(keptBy(bank, named)).toEqual({ [account]: 600n, [later]: 900n })
})

it('money that one debtor pays to another is caught, and the payer is told nothing of it', async () => {
  const bank = await TestBank.open()
  const of = await companyInDebt(bank)
  const target = await openWith(of, 0)
  const named = await ordered(of, 700)
  const janis = await registerPerson(bank, 'janis')
  const from = await openActive(bank, [janis])
  await payIn(bank, of.till, from, 1_000)
  const paid = await bank.do(
    'payment.transfer',
    { from: String(from), to: { account: String(target) }, amount: eur(800) },
    { actor: { role: 'customer', party: janis } },
  )
  expect(paid).toMatchObject({ outcome: 'accepted', internal: { keptForOrders: [{ amount: eur(700) }] } })
  expect(paid.cited.disclosed.some(({ clause }) => clause === '6.5')).toBe(false)
  expect(keptBy(bank, named)).toEqual({ [target]: 700n })
  expect(stepsIn(bank, named)).toEqual([{ what: 'kept', account: target, amountMinor: 700n, ground: null }])
})

it('a reversal that brings money back is caught, too', async () => {
  const of = await company(0)
  const { bank, till, accounts } = of
  const [account] = accounts as [AccountId]
  const came = await payIn(bank, till, account, 500)
  const fees = await openInternal(bank, 'fees')
  const debited = await debitFee(bank, account, fees, 500)
  expect(came).toMatchObject({ outcome: 'accepted' })
  const named = await ordered(of, 300)
  expect(keptBy(bank, named)).toEqual({})
  const proposed = await bank.do(
    'correction.propose',
    { decision: debited.id, ground: 'not-ordered' },
    { actor: operator },
  )
  const correction = { correction: String(proposed.facts['correction']) }
  const done = await bank.do('correction.approve', correction, { actor: { role: 'operator', staff: 'O-02' } })
  expect(done).toMatchObject({ outcome: 'accepted' })
  expect(keptBy(bank, named)).toEqual({ [account]: 300n })
})
