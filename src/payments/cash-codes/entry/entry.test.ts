import { describe, expect, it } from 'vitest'
import { clause } from '../../../../tests/clause.ts'
import { settledBy } from '../../../parties/testing/people.ts'
import {
  apply,
  assign,
  codeBank,
  codeIn,
  codeOf,
  customer,
  enter,
  inRiga,
  liveCode,
  transact,
  use,
} from '../testing/cash-codes.ts'

describe('entering a code', () => {
  clause('PR-3.3', 'wrongly three times blocks it, and the right digits help no more', async () => {
    const { bank, code } = await liveCode()
    await enter(bank, { chosen: '1357' })
    await enter(bank, { assigned: '111111' })
    expect(codeIn(bank, code)).toMatchObject({ state: 'live', tries: 2 })
    await enter(bank, { chosen: '1358' })
    expect(codeIn(bank, code)).toMatchObject({ state: 'blocked', blockedFor: 'tries', tries: 3 })
    const right = await use(bank, 1_000)
    expect(right).toMatchObject({ code: 'cash-code-wrong' })
    const again = await bank.do('cash-code.renew', { code: String(code), delivery: 'sms' })
    expect(again).toMatchObject({ code: 'cash-code-blocked' })
    expect(settledBy(again)).toContain('PR-3.3')
  })

  it('wrongly twice is forgotten once it served for a transaction; new digits forget nothing', async () => {
    const { bank, code } = await liveCode()
    await enter(bank, { chosen: '1357' })
    await enter(bank, { chosen: '1357' })
    await assign(bank, code, '777123')
    expect(codeIn(bank, code).tries).toBe(2)
    // The digits before are worth nothing now: that is the third wrong entry of three, had it not been used rightly.
    expect(await use(bank, 1_000, 'withdrawal', { assigned: '777123' })).toMatchObject({ outcome: 'accepted' })
    expect(codeIn(bank, code).tries).toBe(0)
    expect(await use(bank, 1_000)).toMatchObject({ code: 'cash-code-wrong' })
  })

  it('counts although the transaction is refused, and tells the machine nothing', async () => {
    const { bank, code } = await liveCode()
    const wrong = await bank.do(
      'cash-code.enter',
      {},
      { actor: { role: 'atm', staff: 'ATM-01' }, blinds: { code: 'nobody', chosen: 'x', assigned: 'y' } },
    )
    expect(Object.keys(wrong.facts)).toEqual(['entry'])
    expect(wrong.internal).toEqual({ found: 'not-named' })
    const entry = await enter(bank, { chosen: '1357' })
    expect(await transact(bank, entry, 1_000)).toMatchObject({ code: 'cash-code-wrong' })
    expect(await transact(bank, entry, 1_000)).toMatchObject({ code: 'cash-code-wrong' })
    expect(codeIn(bank, code).tries).toBe(1)
  })

  it('finds the right one of several codes, and one that ended is told as ended', async () => {
    const setUp = await codeBank()
    const { bank, liga, account } = setUp
    const first = await codeOf(setUp)
    const second = await codeOf(setUp, { direction: 'deposit', digits: '8264' })
    expect(await use(bank, 1_000, 'deposit', { chosen: '8264' })).toMatchObject({
      outcome: 'accepted',
      facts: { code: String(second) },
    })
    const revoke = { code: String(first), channel: 'digital' }
    await bank.do('cash-code.revoke', revoke, { actor: customer(liga) })
    expect(await use(bank, 1_000)).toMatchObject({ code: 'cash-code-revoked' })
    // On the next day the codes of the day before are forgotten with the next application.
    bank.clock.at = inRiga('2026-01-06T09:00')
    expect(await use(bank, 1_000, 'deposit', { chosen: '8264' })).toMatchObject({ code: 'cash-code-expired' })
    await apply(bank, customer(liga), { account })
    expect(await use(bank, 1_000, 'deposit', { chosen: '8264' })).toMatchObject({ code: 'cash-code-wrong' })
  })

  it('at a machine that is not installed is refused', async () => {
    const { bank } = await codeBank()
    const actor = { role: 'atm', staff: 'ATM-09' } as const
    expect(await bank.do('cash-code.enter', {}, { actor })).toMatchObject({ code: 'atm-unknown' })
  })
})
