import { expect, test } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { isIban } from '../../kernel/iban.ts'
import type { AccountId } from '../../kernel/ids.ts'
import { settledBy } from '../../parties/testing/people.ts'
import { accountFiles, numberOf, numberOn } from '../files/rules.ts'
import { accountNumbers } from '../numbers/rules.ts'
import { about, ligaWithAccount } from '../testing/accounts.ts'

const announce = (bank: TestBank, account: AccountId, payload: object = {}) =>
  about(bank, 'account.announce-number', account, payload, { actor: operator })
const change = (bank: TestBank, account: AccountId) =>
  about(bank, 'account.change-number', account, {}, { actor: operator })

function fileOf(bank: TestBank, account: AccountId) {
  const file = bank.record(accountFiles, account)
  if (file === undefined) throw new Error('the account has no file')
  return file
}

clause('RA-4.5', 'a number is changed after prior notice only', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  expect(await change(bank, account)).toMatchObject({ outcome: 'refused', code: 'change-not-announced' })
  const announced = await announce(bank, account)
  expect(announced).toMatchObject({ outcome: 'accepted', facts: { from: '2026-03-05' } })
  expect(settledBy(announced)).toEqual(['RA-4.5'])
  await bank.cutOver('2026-03-04')
  const early = await change(bank, account)
  expect(early).toMatchObject({ outcome: 'refused', code: 'notice-running', facts: { from: '2026-03-05' } })
  expect(settledBy(early)).toEqual(['RA-4.5'])
  await bank.cutOver('2026-03-05')
  expect(await change(bank, account)).toMatchObject({
    outcome: 'accepted',
    facts: { number: announced.facts['number'] ?? '' },
  })
})

clause('RA-4.5', 'the old number keeps resolving to the account, marked as former', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  const former = numberOf(fileOf(bank, account))
  const announced = await announce(bank, account, { bankCode: 'NDEA' })
  expect(bank.record(accountNumbers, String(announced.facts['number']))).toBeUndefined()
  await bank.cutOver('2026-03-05')
  await change(bank, account)
  const present = numberOf(fileOf(bank, account))
  expect(isIban(present) && present.includes('NDEA')).toBe(true)
  expect(bank.record(accountNumbers, present)).toEqual({ account, former: false })
  expect(bank.record(accountNumbers, former)).toEqual({ account, former: true })
})

test('the file tells which number the account had on which day', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  const former = numberOf(fileOf(bank, account))
  await announce(bank, account)
  await bank.cutOver('2026-04-01')
  await change(bank, account)
  const file = fileOf(bank, account)
  expect(numberOn(file, Temporal.PlainDate.from('2026-03-31'))).toBe(former)
  expect(numberOn(file, Temporal.PlainDate.from('2026-04-01'))).toBe(numberOf(file))
  expect(numberOn(file, Temporal.PlainDate.from('2020-01-01'))).toBe(former)
})

test("a second announcement waits for the first, and a bank code must be the entity's", async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  expect(await announce(bank, account, { bankCode: 'HABA' })).toMatchObject({ code: 'bank-code-unknown' })
  await announce(bank, account)
  expect(await announce(bank, account)).toMatchObject({ outcome: 'refused', code: 'change-announced' })
})

test('the number of a closed account stays as it is', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  await announce(bank, account)
  await about(bank, 'account.request-closing', account, { channel: 'digital' })
  await about(bank, 'account.close', account)
  await bank.cutOver('2026-03-05')
  expect(await change(bank, account)).toMatchObject({ outcome: 'refused', code: 'account-closed' })
})
