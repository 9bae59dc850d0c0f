import { expect, test } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { registerPerson, settledBy } from '../../parties/testing/people.ts'
import { about, accountIn, eur, ligaWithAccount, openInternal, openPending, payOut } from '../testing/accounts.ts'
import { overdrafts } from './rules.ts'

const agreed = { maximum: eur(50_000), fee: eur(500), ratePercent: '18.25' }

clause(
  'RA-1.6',
  'an overdraft exists only by a separate agreement that fixes maximum, fee and interest rate',
  async () => {
    const bank = await TestBank.open()
    const { account } = await ligaWithAccount(bank)
    const decision = await about(bank, 'account.agree-limit', account, agreed)
    expect(settledBy(decision)).toEqual(['RA-1.6'])
    expect(accountIn(bank, account).limitMinor).toBe(50_000n)
    expect(bank.record(overdrafts, account)).toMatchObject({
      maximumMinor: 50_000n,
      feeMinor: 500n,
      ratePercent: '18.25',
      endedOn: null,
    })
  },
)

clause('RA-1.6', 'without an agreement the permitted limit is zero', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  const till = await openInternal(bank, 'till')
  expect(accountIn(bank, account).limitMinor).toBe(0n)
  expect(await about(bank, 'account.end-limit', account)).toMatchObject({ outcome: 'refused', code: 'no-limit' })
  await about(bank, 'account.agree-limit', account, agreed)
  const ended = await about(bank, 'account.end-limit', account)
  expect(settledBy(ended)).toEqual(['RA-1.6'])
  expect(accountIn(bank, account).limitMinor).toBe(0n)
  expect(await payOut(bank, till, account, 1)).toMatchObject({ outcome: 'refused' })
})

test.each([
  ['in another currency', { ...agreed, maximum: { minor: '50000', currency: 'USD' } }, 'currency-differs'],
  ['with a fee in another currency', { ...agreed, fee: { minor: '500', currency: 'USD' } }, 'currency-differs'],
  ['over nothing', { ...agreed, maximum: eur(0) }, 'limit-zero'],
])('an overdraft agreement %s is refused', async (_what, payload, code) => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  expect(await about(bank, 'account.agree-limit', account, payload)).toMatchObject({ outcome: 'refused', code })
})

test('no overdraft is agreed on an account that waits for its activation', async () => {
  const bank = await TestBank.open()
  const account = await openPending(bank, [await registerPerson(bank, 'liga')])
  expect(await about(bank, 'account.agree-limit', account, agreed)).toMatchObject({ code: 'account-not-active' })
})

test('a later agreement takes the place of the earlier one', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  await about(bank, 'account.agree-limit', account, agreed)
  await about(bank, 'account.agree-limit', account, { ...agreed, maximum: eur(100) })
  expect(accountIn(bank, account).limitMinor).toBe(100n)
  expect(bank.record(overdrafts, account)).toMatchObject({ maximumMinor: 100n })
})
