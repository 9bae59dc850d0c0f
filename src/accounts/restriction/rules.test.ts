import { expect, test } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { minor } from '../../kernel/money.ts'
import { blocks } from '../../ledger/rules.ts'
import { idIn, settledBy } from '../../parties/testing/people.ts'
import { about, accountIn, eur, ligaWithAccount, openInternal, payIn, payOut } from '../testing/accounts.ts'
import { accountRestrictions, type Restriction, stoppedBy } from './rules.ts'

async function withMoney() {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  const till = await openInternal(bank, 'till')
  await payIn(bank, till, account, 10_000)
  return { bank, account, till }
}

clause('RA-11.1', 'a restriction of the whole account suspends debits and credits', async () => {
  const { bank, account, till } = await withMoney()
  const placed = await about(bank, 'account.restrict', account, { stops: 'all' })
  expect(placed).toMatchObject({ outcome: 'accepted', facts: { debitsStopped: true, creditsStopped: true } })
  const out = await payOut(bank, till, account, 1)
  expect(out).toMatchObject({ outcome: 'refused', code: 'account-restricted' })
  expect(settledBy(out)).toEqual(['RA-11.1'])
  expect(await payIn(bank, till, account, 1)).toMatchObject({ outcome: 'refused', code: 'account-restricted' })
})

clause('RA-11.1', 'a restriction of debits lets credits through', async () => {
  const { bank, account, till } = await withMoney()
  await about(bank, 'account.restrict', account, { stops: 'debits' })
  expect(await payOut(bank, till, account, 1)).toMatchObject({ code: 'account-restricted' })
  expect(await payIn(bank, till, account, 1)).toMatchObject({ outcome: 'accepted' })
})

clause('RA-11.1', 'a restriction of credits lets debits through', async () => {
  const { bank, account, till } = await withMoney()
  await about(bank, 'account.restrict', account, { stops: 'credits' })
  expect(await payIn(bank, till, account, 1)).toMatchObject({ code: 'account-restricted' })
  expect(await payOut(bank, till, account, 1)).toMatchObject({ outcome: 'accepted' })
})

clause('RA-11.1', 'a restricted amount is kept back and the rest can be spent', async () => {
  const { bank, account, till } = await withMoney()
  await about(bank, 'account.restrict', account, { stops: 'amount', amount: eur(4_000) })
  // With the fee of 2.00 for cash paid out.
  const refused = await payOut(bank, till, account, 5_801)
  expect(refused).toMatchObject({ code: 'amount-restricted', facts: { available: eur(6_000), needed: eur(6_001) } })
  expect(settledBy(refused)).toEqual(['RA-11.1', 'PL-3.3'])
  expect(await payOut(bank, till, account, 5_800)).toMatchObject({ outcome: 'accepted' })
})

clause('RA-11.1', 'a restriction that is lifted stops nothing; the others stand', async () => {
  const { bank, account, till } = await withMoney()
  const whole = idIn(await about(bank, 'account.restrict', account, { stops: 'all' }), 'restriction')
  await about(bank, 'account.restrict', account, { stops: 'credits' })
  const lifted = await about(bank, 'account.lift-restriction', account, { restriction: String(whole) })
  expect(settledBy(lifted)).toEqual(['RA-11.1'])
  expect(accountIn(bank, account).blocked).toBe(blocks.credits)
  expect(await payOut(bank, till, account, 1)).toMatchObject({ outcome: 'accepted' })
  expect(bank.record(accountRestrictions, account)?.restrictions).toMatchObject([
    { stops: 'all', placedBy: 'T-01', liftedBy: 'T-01' },
    { stops: 'credits', liftedOn: null },
  ])
})

test('what is unknown or lifted before cannot be lifted', async () => {
  const { bank, account } = await withMoney()
  const restriction = String(idIn(await about(bank, 'account.restrict', account, { stops: 'debits' }), 'restriction'))
  const lift = (id: string) => about(bank, 'account.lift-restriction', account, { restriction: id })
  expect(await lift(String(account))).toMatchObject({ outcome: 'refused', code: 'restriction-unknown' })
  expect(await lift(restriction)).toMatchObject({ outcome: 'accepted' })
  expect(await lift(restriction)).toMatchObject({ outcome: 'refused', code: 'restriction-lifted' })
})

test('an amount in another currency cannot be restricted, and nothing on a closed account', async () => {
  const { bank, account, till } = await withMoney()
  const dollars = { stops: 'amount', amount: { minor: '1', currency: 'USD' } }
  expect(await about(bank, 'account.restrict', account, dollars)).toMatchObject({ code: 'currency-differs' })
  await payOut(bank, till, account, 9_800)
  await about(bank, 'account.request-closing', account, { channel: 'location' })
  await about(bank, 'account.close', account)
  expect(await about(bank, 'account.restrict', account, { stops: 'all' })).toMatchObject({ code: 'account-closed' })
})

test('restrictions stop together what each stops, and amounts add up', () => {
  const restriction = (stops: Restriction['stops'], amount = 0, lifted = false): Restriction => ({
    restriction: 1,
    stops,
    amountMinor: minor(amount),
    placedOn: Temporal.PlainDate.from('2026-01-05'),
    placedBy: 'T-01',
    liftedOn: lifted ? Temporal.PlainDate.from('2026-01-06') : null,
    liftedBy: lifted ? 'T-01' : null,
  })
  expect(stoppedBy([])).toEqual({ blocked: blocks.none, restrictedMinor: 0n })
  expect(stoppedBy([restriction('debits'), restriction('credits')]).blocked).toBe(blocks.all)
  expect(stoppedBy([restriction('amount', 5), restriction('amount', 7), restriction('amount', 9, true)])).toEqual({
    blocked: blocks.none,
    restrictedMinor: 12n,
  })
})
