import { expect, test } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import type { AgreementId } from '../../kernel/ids.ts'
import { registerPerson, settledBy } from '../../parties/testing/people.ts'
import { agreements } from '../../terms/agreements/rules.ts'
import { overdrafts } from '../limits/rules.ts'
import {
  about,
  accountIn,
  eur,
  ligaWithAccount,
  openActive,
  openInternal,
  payIn,
  transfer,
} from '../testing/accounts.ts'

const ask = { channel: 'digital' }

clause('RA-12.1', 'the customer can request closing in writing at any time', async () => {
  const bank = await TestBank.open()
  const { liga, account } = await ligaWithAccount(bank)
  const byPhone = await about(bank, 'account.request-closing', account, { channel: 'phone' })
  const accepted = ['location', 'digital', 'post']
  expect(byPhone).toMatchObject({ outcome: 'refused', code: 'form-not-written', facts: { accepted } })
  const actor = { role: 'customer', party: liga } as const
  for (const channel of accepted)
    expect(
      await bank.preview('account.request-closing', { account: String(account), channel }, { actor }),
    ).toMatchObject({
      outcome: 'accepted',
    })
  const requested = await about(bank, 'account.request-closing', account, ask, { actor })
  expect(settledBy(requested)).toContain('RA-12.1')
  expect(accountIn(bank, account).status).toBe('closing')
})

clause('RA-12.1', 'closing the only account, or all of them, counts as withdrawing from the agreement', async () => {
  const bank = await TestBank.open()
  const { liga, account } = await ligaWithAccount(bank)
  const second = await openActive(bank, [liga])
  const agreement = accountIn(bank, account).agreement as AgreementId
  const first = await about(bank, 'account.request-closing', account, { channel: 'location' })
  expect(first).toMatchObject({ outcome: 'accepted', facts: { withdraws: false } })
  expect(bank.record(agreements, agreement)?.withdrawnOn).toBeNull()
  await about(bank, 'account.close', account)
  const last = await about(bank, 'account.request-closing', second, ask)
  expect(last).toMatchObject({ outcome: 'accepted', facts: { withdraws: true } })
  expect(bank.record(agreements, agreement)?.withdrawnOn?.toString()).toBe('2026-01-05')
  expect(await about(bank, 'account.close', second)).toMatchObject({ facts: { agreementEnded: true } })
  expect(bank.record(agreements, agreement)?.status).toBe('ended')
})

clause(
  'RA-12.4',
  'from receipt of the request orders are no longer accepted and incoming money is refused',
  async () => {
    const bank = await TestBank.open()
    const { liga, account } = await ligaWithAccount(bank)
    const other = await openActive(bank, [liga])
    const till = await openInternal(bank, 'till')
    await payIn(bank, till, account, 100)
    await about(bank, 'account.request-closing', account, ask)
    const order = await transfer(bank, account, other, 100)
    expect(order).toMatchObject({ outcome: 'refused', code: 'account-closing' })
    expect(settledBy(order)).toEqual(['RA-12.4'])
    expect(await payIn(bank, till, account, 100)).toMatchObject({ outcome: 'refused', code: 'account-closing' })
  },
)

test('an account is closed once it is empty, at a request only, and once', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  const till = await openInternal(bank, 'till')
  expect(await about(bank, 'account.close', account)).toMatchObject({ code: 'closing-not-requested' })
  await payIn(bank, till, account, 100)
  await about(bank, 'account.request-closing', account, ask)
  expect(await about(bank, 'account.request-closing', account, ask)).toMatchObject({ code: 'closing-requested' })
  expect(await about(bank, 'account.close', account)).toMatchObject({
    code: 'account-not-empty',
    facts: { balance: eur(100) },
  })
})

test('a closed account is closed for good, and its overdraft has ended with it', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  await about(bank, 'account.agree-limit', account, { maximum: eur(100), fee: eur(0), ratePercent: '0' })
  await about(bank, 'account.request-closing', account, ask)
  await about(bank, 'account.close', account)
  expect(accountIn(bank, account)).toMatchObject({ status: 'closed', limitMinor: 0n })
  expect(bank.record(overdrafts, account)?.endedOn?.toString()).toBe('2026-01-05')
  expect(await about(bank, 'account.request-closing', account, ask)).toMatchObject({ code: 'account-closed' })
  expect(await about(bank, 'account.close', account)).toMatchObject({ code: 'closing-not-requested' })
})

test('only who may act for the holder can ask for the closing', async () => {
  const bank = await TestBank.open()
  const { account } = await ligaWithAccount(bank)
  const actor = { role: 'customer', party: await registerPerson(bank, 'janis') } as const
  const asked = await about(bank, 'account.request-closing', account, ask, { actor })
  expect(asked).toMatchObject({ outcome: 'refused', code: 'no-authorisation' })
})
