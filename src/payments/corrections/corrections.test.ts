import { expect, it } from 'vitest'
import { operator, secondOperator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import {
  accountIn,
  ligaWithAccount,
  openActive,
  openInternal,
  payIn,
  payOut,
  transfer,
} from '../../accounts/testing/accounts.ts'
import { idIn, registerPerson, settledBy } from '../../parties/testing/people.ts'
import type { DecisionView } from '../../storage/lane/port.ts'

async function wrongTransfer() {
  const bank = await TestBank.open()
  const { account: from } = await ligaWithAccount(bank)
  const to = await openActive(bank, [await registerPerson(bank, 'janis')])
  const till = await openInternal(bank, 'till')
  await payIn(bank, till, from, 1_000)
  return { bank, from, to, till, wrong: await transfer(bank, from, to, 600) }
}

const propose = (bank: TestBank, { id }: DecisionView): Promise<DecisionView> =>
  bank.do('correction.propose', { decision: id, ground: 'wrong-account' }, { actor: operator })

const approve = (bank: TestBank, proposed: DecisionView, actor = secondOperator): Promise<DecisionView> =>
  bank.do('correction.approve', { correction: String(idIn(proposed, 'correction')) }, { actor })

clause('RA-9.10', 'a wrong entry is corrected by its reversal, with its value date, even without cover', async () => {
  const { bank, from, to, wrong } = await wrongTransfer()
  // The payee has spent it meanwhile.
  await transfer(bank, to, from, 600)
  await bank.cutOver('2026-01-06')
  const approved = await approve(bank, await propose(bank, wrong))
  expect(settledBy(approved)).toEqual(['RA-9.10'])
  expect(accountIn(bank, from).balanceMinor).toBe(1_600n)
  expect(accountIn(bank, to).balanceMinor).toBe(-600n)
  const steps = bank.storage.journal(1 as never).at(-1)?.steps ?? new Map()
  const reversals = [...steps.values()]
    .flat()
    .map(({ event }) => event)
    .filter(({ nature }) => nature === 'reversal')
  expect(reversals.map(({ valueDate, bookingDate }) => `${valueDate} ${bookingDate}`)).toEqual([
    '2026-01-05 2026-01-06',
    '2026-01-05 2026-01-06',
  ])
})

it('takes two people', async () => {
  const { bank, from, wrong } = await wrongTransfer()
  const proposed = await propose(bank, wrong)
  expect(await approve(bank, proposed, operator)).toMatchObject({ code: 'four-eyes' })
  expect(accountIn(bank, from).balanceMinor).toBe(400n)
})

it('reverses an entry once, whoever asks and however it was proposed', async () => {
  const { bank, wrong } = await wrongTransfer()
  const [first, second] = [await propose(bank, wrong), await propose(bank, wrong)]
  expect(await approve(bank, first)).toMatchObject({ outcome: 'accepted' })
  expect(await approve(bank, first)).toMatchObject({ code: 'correction-done' })
  expect(await approve(bank, second)).toMatchObject({ code: 'entries-reversed' })
  expect(await propose(bank, wrong)).toMatchObject({ code: 'entries-reversed' })
})

it('finds nothing to reverse in a decision that booked nothing, or in none', async () => {
  const { bank, from, to } = await wrongTransfer()
  const refused = await transfer(bank, from, to, 999_999)
  expect(await propose(bank, refused)).toMatchObject({ code: 'entries-unknown' })
  const elsewhere = { ...refused, id: '01999999-9999-7000-8000-000000000001' as never }
  expect(await propose(bank, elsewhere)).toMatchObject({ code: 'entries-unknown' })
})

it('a deposit whose cash was paid out since cannot be reversed: the till would owe cash', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  const till = await openInternal(bank, 'till')
  const deposited = await payIn(bank, till, account, 1_000)
  await payOut(bank, till, account, 400)
  const approved = await approve(bank, await propose(bank, deposited))
  expect(approved).toMatchObject({ code: 'till-short', facts: { held: { minor: '600' } } })
})

it('is waived where policy says so', async () => {
  const bank = await TestBank.open({
    change: (pack) => ({ ...pack, policies: { ...pack.policies, 'account.correction': 'never' } }),
  })
  const { account } = await ligaWithAccount(bank)
  const deposited = await payIn(bank, await openInternal(bank, 'till'), account, 1_000)
  expect(await propose(bank, deposited)).toMatchObject({ code: 'entitlement-waived' })
})
