import { expect } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { about, eur, openInternal, payIn, payOut } from '../../accounts/testing/accounts.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { idIn, settledBy, told } from '../../parties/testing/people.ts'
import type { Pack } from '../../rulebook/pack.ts'
import {
  ask,
  balance,
  companyInDebt,
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

const policy = (value: 'always' | 'never') => (pack: Pack) => ({
  ...pack,
  policies: { ...pack.policies, 'seizure.execution': value },
})

clause(
  'RA-6.5',
  'an order with issuer and reference keeps back exactly what it asks for, and the rest can be spent',
  async () => {
    const of = await personInDebt(await TestBank.open())
    const { bank, till } = of
    const account = await openWith(of, 60_000)
    const registered = await ask(of, 4_000, { kind: 'seizure', authority: 'tax-authority', reference: 'VID-17/1' })
    expect(registered).toMatchObject({ outcome: 'accepted', facts: { waiting: eur(0), ordered: eur(4_000) } })
    expect(settledBy(registered)).toContain('RA-6.5')
    const named = { agreement: String(registered.facts['agreement']), order: String(registered.facts['order']) }
    expect(orderIn(bank, named)).toMatchObject({ authority: 'tax-authority', reference: 'VID-17/1' })
    expect(restricted(bank, account)).toBe(4_000n)
    // A withdrawal costs 2.00.
    expect(await payOut(bank, till, account, 55_801)).toMatchObject({ code: 'amount-restricted' })
    expect(await payOut(bank, till, account, 55_800)).toMatchObject({ outcome: 'accepted' })
  },
)

clause('RA-6.5', 'it is kept on several accounts, one cent more or less than there is', async () => {
  for (const [minor, onSecond, waiting] of [
    [1_499, 499n, 0],
    [1_500, 500n, 0],
    [1_501, 500n, 1],
  ] as const) {
    const of = await companyInDebt(await TestBank.open())
    const [first, second] = [await openWith(of, 1_000), await openWith(of, 500)]
    const registered = await ask(of, minor)
    expect(registered).toMatchObject({ outcome: 'accepted', facts: { waiting: eur(waiting) } })
    expect(settledBy(registered)).toContain('RA-6.5')
    expect([restricted(of.bank, first), restricted(of.bank, second)]).toEqual([1_000n, onSecond])
  }
})

clause(
  'RA-6.5',
  'money is gathered from several accounts in a technical account opened for the order, and paid out from there',
  async () => {
    const of = await companyInDebt(await TestBank.open())
    const { bank } = of
    const [first, second] = [await openWith(of, 1_000), await openWith(of, 500)]
    const named = await ordered(of, 1_200)
    const gathered = await onOrder(bank, 'gather', named)
    expect(gathered).toMatchObject({ outcome: 'accepted', facts: { gatheredNow: eur(1_200) } })
    expect(settledBy(gathered)).toContain('RA-6.5')
    expect([balance(bank, first), balance(bank, second)]).toEqual([0n, 300n])
    expect(technicalIn(bank, named)).toMatchObject({ kind: 'internal', product: 'seizure', balanceMinor: 1_200n })
    expect([restricted(bank, first), restricted(bank, second)]).toEqual([0n, 0n])
    const nostro = await openInternal(bank, 'nostro')
    const paid = await paidOut(bank, named, nostro)
    expect(paid).toMatchObject({ outcome: 'accepted', facts: { paidNow: eur(1_200), fulfilled: true } })
    expect(settledBy(paid)).toContain('RA-6.5')
    expect(technicalIn(bank, named)?.balanceMinor).toBe(0n)
    expect(balance(bank, nostro)).toBe(1_200n)
    expect(stepsIn(bank, named).map(({ what, amountMinor }) => [what, amountMinor])).toEqual([
      ['kept', 1_000n],
      ['kept', 200n],
      ['gathered', 1_000n],
      ['gathered', 200n],
      ['paid', 1_000n],
      ['paid', 200n],
    ])
  },
)

clause('RA-6.5', "or in one of the customer's accounts that the institution selects", async () => {
  const of = await companyInDebt(await TestBank.open())
  const { bank } = of
  const [first, second] = [await openWith(of, 1_000), await openWith(of, 500)]
  const named = await ordered(of, 1_200)
  const gathered = await onOrder(bank, 'gather', named, { into: String(second) })
  expect(gathered).toMatchObject({ outcome: 'accepted', facts: { into: String(second), gatheredNow: eur(1_000) } })
  expect(settledBy(gathered)).toContain('RA-6.5')
  expect([balance(bank, first), balance(bank, second)]).toEqual([0n, 1_500n])
  expect([restricted(bank, first), restricted(bank, second)]).toEqual([0n, 1_200n])
  expect(technicalIn(bank, named)).toBeUndefined()
  const stranger = await onOrder(bank, 'gather', named, { into: String(of.till) })
  expect(stranger).toMatchObject({ outcome: 'refused', code: 'account-out-of-reach' })
  expect(settledBy(stranger)).toContain('RA-6.5')
})

clause(
  'RA-6.5',
  'gathering is at the discretion of the institution: by policy, by named staff, or not at all',
  async () => {
    const kept = async (change?: (pack: Pack) => Pack) => {
      const of = await companyInDebt(await TestBank.open(change === undefined ? {} : { change }))
      await openWith(of, 1_000)
      return { bank: of.bank, named: await ordered(of, 1_000) }
    }
    const system = { actor: { role: 'system' } } as const
    const byStaff = await kept()
    expect(await onOrder(byStaff.bank, 'gather', byStaff.named, {}, system)).toMatchObject({
      code: 'staff-decision-needed',
    })
    expect(await onOrder(byStaff.bank, 'gather', byStaff.named)).toMatchObject({ outcome: 'accepted' })
    const always = await kept(policy('always'))
    expect(await onOrder(always.bank, 'gather', always.named, {}, system)).toMatchObject({ outcome: 'accepted' })
    const never = await kept(policy('never'))
    const waived = await onOrder(never.bank, 'gather', never.named)
    expect(waived).toMatchObject({ outcome: 'refused', code: 'entitlement-waived' })
    expect(settledBy(waived)).toEqual(['RA-6.5'])
  },
)

clause(
  'RA-6.5',
  'nothing beyond the ordered amount is touched: neither by the payment nor by what comes in afterwards',
  async () => {
    const of = await companyInDebt(await TestBank.open())
    const { bank, till } = of
    const account = await openWith(of, 1_000)
    const named = await ordered(of, 1_500)
    const nostro = await openInternal(bank, 'nostro')
    expect(await paidOut(bank, named, nostro)).toMatchObject({ facts: { paidNow: eur(1_000), fulfilled: false } })
    await payIn(bank, till, account, 2_000)
    expect(restricted(bank, account)).toBe(500n)
    const rest = await paidOut(bank, named, nostro)
    expect(rest).toMatchObject({ outcome: 'accepted', facts: { paidNow: eur(500), paid: eur(1_500), fulfilled: true } })
    expect(settledBy(rest)).toContain('RA-6.5')
    expect([balance(bank, nostro), restricted(bank, account)]).toEqual([1_500n, 0n])
    const again = await onOrder(bank, 'propose-payment', named, { nostro: String(nostro) })
    expect(again).toMatchObject({ outcome: 'refused', code: 'seizure-ended' })
  },
)

clause('RA-6.5', 'segregated accounts whose regime keeps them from seizure are excluded, others are not', async () => {
  for (const [subject, keptMinor] of [
    ['sworn-notary', 0n],
    ['house-manager', 700n],
  ] as const) {
    const of = await companyInDebt(await TestBank.open())
    const { bank, till, debtor, orderedBy } = of
    const own = await openWith(of, 300)
    const payload = {
      holder: String(debtor),
      currency: 'EUR',
      channel: 'location',
      subject,
      orderedBy: String(orderedBy),
    }
    const opened = await bank.do('segregated-account.open', payload, { details: [told('certificate 17')] })
    const apart = idIn<AccountId>(opened, 'account')
    await about(bank, 'account.activate', apart)
    await payIn(bank, till, apart, 5_000)
    const registered = await ask(of, 1_000)
    expect(registered).toMatchObject({ outcome: 'accepted', facts: { waiting: eur(String(700n - keptMinor)) } })
    expect(settledBy(registered)).toContain('RA-6.5')
    expect([restricted(bank, own), restricted(bank, apart)]).toEqual([300n, keptMinor])
    expect(registered.facts['apart']).toEqual(keptMinor === 0n ? [String(apart)] : [])
  }
})

clause('RA-6.5', 'sums that law protects stay free, to the cent', async () => {
  for (const [there, kept] of [
    [49_999, 0n],
    [50_000, 0n],
    [50_001, 1n],
    [70_000, 20_000n],
    [70_001, 20_000n],
  ] as const) {
    const of = await personInDebt(await TestBank.open())
    const { bank } = of
    const [first, second] = [await openWith(of, 20_000), await openWith(of, there - 20_000)]
    const registered = await ask(of, 20_000)
    expect(registered).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(registered)).toEqual(expect.arrayContaining(['RA-6.5', 'GBT-9.1']))
    expect(restricted(bank, first) + restricted(bank, second)).toBe(kept)
  }
})

clause(
  'GBT-9.1',
  'law protects this much of the money of natural persons, all accounts together, and nothing of a company',
  async () => {
    const person = await personInDebt(await TestBank.open())
    const [first, second] = [await openWith(person, 40_000), await openWith(person, 40_000)]
    const registered = await ask(person, 80_000)
    expect(registered).toMatchObject({ facts: { waiting: eur(50_000) } })
    expect(settledBy(registered)).toContain('GBT-9.1')
    expect([restricted(person.bank, first), restricted(person.bank, second)]).toEqual([0n, 30_000n])
    const company = await companyInDebt(await TestBank.open())
    await openWith(company, 40_000)
    expect(await ask(company, 40_000)).toMatchObject({ facts: { waiting: eur(0) } })
  },
)

clause(
  'RA-6.5',
  'conversion from an account in another currency is recorded with its rate and source, and balances',
  async () => {
    const bank = await TestBank.open()
    const of = await companyInDebt(bank)
    const dollars = await of.open({ currency: 'USD' })
    const own: Record<string, AccountId> = {}
    for (const [product, currency] of [
      ['nostro', 'USD'],
      ['seizure', 'USD'],
      ['seizure', 'EUR'],
    ] as const)
      own[`${product} ${currency}`] = idIn(
        await bank.do('internal.open', { product, currency }, { actor: operator }),
        'account',
      )
    const usd = (minor: number) => ({ minor: String(minor), currency: 'USD' })
    const paidIn = { nostro: String(own['nostro USD']), to: { account: String(dollars) }, amount: usd(10_000) }
    expect(await bank.do('payment.incoming', paidIn, { actor: operator })).toMatchObject({ outcome: 'accepted' })
    const named = await ordered(of, 5_000)
    const registered = orderIn(bank, named)
    expect(registered.kept).toEqual([])
    const convert = (rate: string) =>
      onOrder(bank, 'convert', named, { account: String(dollars), rate, source: 'ECB 2026-01-05' })
    const converted = await convert('0.9')
    expect(converted).toMatchObject({
      outcome: 'accepted',
      facts: { taken: usd(5_556), converted: eur(5_000), rate: '0.9', source: 'ECB 2026-01-05', waiting: eur(0) },
    })
    expect(settledBy(converted)).toContain('RA-6.5')
    expect(balance(bank, dollars)).toBe(4_444n)
    expect(balance(bank, own['seizure USD'] as AccountId)).toBe(5_556n)
    expect(balance(bank, own['seizure EUR'] as AccountId)).toBe(-5_000n)
    expect(technicalIn(bank, named)?.balanceMinor).toBe(5_000n)
    const more = await convert('0.9')
    expect(more).toMatchObject({ outcome: 'refused', code: 'order-satisfied' })
    expect(settledBy(more)).toContain('RA-6.5')
  },
)

clause(
  'RA-6.5',
  'several orders are served in the order of their arrival, and the second waits for the first',
  async () => {
    const of = await companyInDebt(await TestBank.open())
    const { bank, till } = of
    const account = await openWith(of, 1_000)
    const second = await ordered(of, 800, { receivedOn: '2026-01-04' })
    const first = await ordered(of, 700, { receivedOn: '2026-01-03' })
    // Registered later, received earlier: it comes before.
    expect([keptBy(bank, first), keptBy(bank, second)]).toEqual([{ [account]: 700n }, { [account]: 300n }])
    expect(restricted(bank, account)).toBe(1_000n)
    await payIn(bank, till, account, 499)
    expect(keptBy(bank, second)).toEqual({ [account]: 799n })
    const last = await payIn(bank, till, account, 2)
    expect(settledBy(last)).toContain('RA-6.5')
    expect(keptBy(bank, second)).toEqual({ [account]: 800n })
    expect(restricted(bank, account)).toBe(1_500n)
  },
)

clause('RA-6.5', 'what is missing is kept back at once as money comes in, and whoever pays is not told', async () => {
  const of = await companyInDebt(await TestBank.open())
  const { bank, till } = of
  const account = await openWith(of, 100)
  const named = await ordered(of, 1_000)
  const came = await payIn(bank, till, account, 899)
  expect(came).toMatchObject({
    outcome: 'accepted',
    internal: { keptForOrders: [{ order: named.order, amount: eur(899) }] },
  })
  expect(settledBy(came)).toContain('RA-6.5')
  expect(came.cited.disclosed.map(({ clause }) => clause)).not.toContain('6.5')
  expect(JSON.stringify(came.facts)).not.toContain(named.order)
  expect(restricted(bank, account)).toBe(999n)
  await payIn(bank, till, account, 2)
  expect(restricted(bank, account)).toBe(1_000n)
})

clause(
  'RA-6.5',
  'a release gives its ground, and frees what was kept for the order that waits, or for the customer',
  async () => {
    const of = await companyInDebt(await TestBank.open())
    const { bank } = of
    const account = await openWith(of, 1_000)
    const first = await ordered(of, 800)
    const second = await ordered(of, 500)
    expect(keptBy(bank, second)).toEqual({ [account]: 200n })
    const released = await onOrder(bank, 'release', first, { ground: 'withdrawn' })
    expect(released).toMatchObject({ outcome: 'accepted', facts: { ground: 'withdrawn', freed: eur(800) } })
    expect(settledBy(released)).toContain('RA-6.5')
    expect(keptBy(bank, second)).toEqual({ [account]: 500n })
    expect(restricted(bank, account)).toBe(500n)
    expect(stepsIn(bank, first).at(-1)).toEqual({ what: 'freed', account, amountMinor: 800n, ground: 'withdrawn' })
    const last = await onOrder(bank, 'release', second, { ground: 'annulled' })
    expect(last).toMatchObject({ outcome: 'accepted', facts: { ground: 'annulled' } })
    expect(restricted(bank, account)).toBe(0n)
    expect(await onOrder(bank, 'release', second, { ground: 'annulled' })).toMatchObject({ code: 'seizure-ended' })
  },
)
