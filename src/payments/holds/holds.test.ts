import { expect, it } from 'vitest'
import { operator, TestBank } from '../../../tests/bank.ts'
import {
  about,
  accountIn,
  eur,
  ligaWithAccount,
  openActive,
  openInternal,
  payIn,
  transfer,
} from '../../accounts/testing/accounts.ts'
import type { AccountId, HoldId } from '../../kernel/ids.ts'
import { idIn, registerPerson } from '../../parties/testing/people.ts'

/** 100.00 on an account, 60.00 of it held. */
async function held() {
  const bank = await TestBank.open()
  const { account: from } = await ligaWithAccount(bank)
  const to = await openActive(bank, [await registerPerson(bank, 'janis')])
  await payIn(bank, await openInternal(bank, 'till'), from, 10_000)
  const placed = await bank.do('hold.place', { from: String(from), amount: eur(6_000) })
  return { bank, from, to, hold: idIn<HoldId>(placed, 'hold'), expiresOn: String(placed.facts['expiresOn']) }
}

const capture = (bank: TestBank, hold: HoldId, to: AccountId, minor: number, final: boolean) =>
  bank.do('hold.capture', { hold: String(hold), to: String(to), amount: eur(minor), final }, { actor: operator })

const give = (bank: TestBank, kind: 'hold.release' | 'hold.expire', hold: HoldId) =>
  bank.do(kind, { hold: String(hold) }, { actor: operator })

it('held money cannot be spent otherwise', async () => {
  const { bank, from, to } = await held()
  expect(await transfer(bank, from, to, 4_001)).toMatchObject({ code: 'insufficient-funds' })
  expect(await transfer(bank, from, to, 4_000)).toMatchObject({ outcome: 'accepted' })
})

it('is captured in parts, and what a final part leaves is released', async () => {
  const { bank, from, to, hold } = await held()
  expect(await capture(bank, hold, to, 2_000, false)).toMatchObject({ facts: { left: eur(4_000) } })
  expect(accountIn(bank, from)).toMatchObject({ balanceMinor: 8_000n, heldMinor: 4_000n })
  expect(await capture(bank, hold, to, 4_001, false)).toMatchObject({ code: 'hold-exceeded' })
  expect(await capture(bank, hold, to, 1_000, true)).toMatchObject({ facts: { left: eur(0) } })
  expect(accountIn(bank, from)).toMatchObject({ balanceMinor: 7_000n, heldMinor: 0n })
  expect(await capture(bank, hold, to, 1, true)).toMatchObject({ code: 'hold-ended' })
  expect(accountIn(bank, to).balanceMinor).toBe(3_000n)
})

it('is captured although the account was restricted meanwhile: the money was covered when it was held', async () => {
  const { bank, from, to, hold } = await held()
  await about(bank, 'account.restrict', from, { stops: 'all' })
  expect(await capture(bank, hold, to, 6_000, true)).toMatchObject({ outcome: 'accepted' })
})

it('is given back once', async () => {
  const { bank, from, hold } = await held()
  expect(await give(bank, 'hold.release', hold)).toMatchObject({ outcome: 'accepted' })
  expect(accountIn(bank, from).heldMinor).toBe(0n)
  expect(await give(bank, 'hold.release', hold)).toMatchObject({ code: 'hold-ended' })
})

it('stands through its last day and expires on the next', async () => {
  const { bank, from, hold, expiresOn } = await held()
  await bank.cutOver(expiresOn)
  expect(await give(bank, 'hold.expire', hold)).toMatchObject({ code: 'hold-stands' })
  await bank.cutOver(Temporal.PlainDate.from(expiresOn).add({ days: 1 }).toString())
  expect(await give(bank, 'hold.expire', hold)).toMatchObject({ outcome: 'accepted' })
  expect(accountIn(bank, from).heldMinor).toBe(0n)
})

it('an unknown hold is told as such', async () => {
  const { bank, to } = await held()
  expect(await give(bank, 'hold.release', 1_099_511_999_999 as HoldId)).toMatchObject({ code: 'hold-unknown' })
  expect(await capture(bank, 1_099_511_999_999 as HoldId, to, 1, true)).toMatchObject({ code: 'hold-unknown' })
})

it('cannot be captured after its last day, nor into an account that takes nothing, nor into a till', async () => {
  const { bank, to, hold, expiresOn } = await held()
  expect(await capture(bank, hold, await openInternal(bank, 'till'), 1, false)).toMatchObject({ code: 'payee-unknown' })
  await about(bank, 'account.restrict', to, { stops: 'credits' })
  expect(await capture(bank, hold, to, 1, false)).toMatchObject({ code: 'account-restricted' })
  await bank.cutOver(Temporal.PlainDate.from(expiresOn).add({ days: 1 }).toString())
  expect(await capture(bank, hold, to, 1, false)).toMatchObject({ code: 'hold-ended' })
})
