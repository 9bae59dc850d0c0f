import { describe, expect, it } from 'vitest'
import { operator } from '../../../../tests/bank.ts'
import { clause } from '../../../../tests/clause.ts'
import { about, eur, openActive, transfer } from '../../../accounts/testing/accounts.ts'
import { authorise, idIn, registerPerson, settledBy } from '../../../parties/testing/people.ts'
import type { CashCodeId } from '../rules.ts'
import {
  apply,
  assign,
  balanceOf,
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

describe('a transaction with a code', () => {
  clause('RA-7.1', 'cash is taken out at a machine with a code and without a card', async () => {
    const { bank, account, cash } = await liveCode()
    const before = [balanceOf(bank, account), balanceOf(bank, cash)]
    const decision = await use(bank, 4_000)
    expect(decision).toMatchObject({ outcome: 'accepted', facts: { fee: { amount: eur(35) }, left: eur(6_000) } })
    expect(settledBy(decision)).toContain('RA-7.1')
    expect(settledBy(decision)).toContain('PL-3.4')
    expect([balanceOf(bank, account), balanceOf(bank, cash)]).toEqual([
      (before[0] ?? 0n) - 4_035n,
      (before[1] ?? 0n) + 4_000n,
    ])
  })

  clause('RA-7.1', 'cash is paid in at a machine with a code and without a card', async () => {
    const { bank, account, cash } = await liveCode({ direction: 'deposit', minor: 50_000 })
    const before = [balanceOf(bank, account), balanceOf(bank, cash)]
    const decision = await use(bank, 30_000, 'deposit')
    // 0.2 % of 300.00
    expect(decision).toMatchObject({ outcome: 'accepted', facts: { fee: { amount: eur(60) }, left: eur(20_000) } })
    expect(settledBy(decision)).toContain('RA-7.1')
    expect([balanceOf(bank, account), balanceOf(bank, cash)]).toEqual([
      (before[0] ?? 0n) + 29_940n,
      (before[1] ?? 0n) - 30_000n,
    ])
  })

  clause('RA-7.5', 'several transactions go through while their sum stays within the amount applied for', async () => {
    const setUp = await codeBank()
    const { bank, liga, account } = setUp
    const applied = await apply(bank, customer(liga), { account })
    expect(applied).toMatchObject({ facts: { validUntil: '2026-01-05T23:59:59+02:00' } })
    await assign(bank, idIn<CashCodeId>(applied, 'code'))
    expect(await use(bank, 6_000)).toMatchObject({ outcome: 'accepted', facts: { left: eur(4_000) } })
    const tooMuch = await use(bank, 4_001)
    expect(tooMuch).toMatchObject({ code: 'amount-exceeds-code', facts: { left: eur(4_000) } })
    expect(settledBy(tooMuch)).toContain('RA-7.5')
    expect(await use(bank, 4_000)).toMatchObject({ outcome: 'accepted', facts: { left: eur(0) } })
    const usedUp = await use(bank, 1)
    expect(usedUp).toMatchObject({ code: 'cash-code-used-up' })
    expect(settledBy(usedUp)).toContain('RA-7.5')
  })

  // Midnight of Riga, on days of 24, 23 and 25 hours: clocks change on 29 March and 25 October 2026.
  const days = [
    { day: '2026-01-05', offset: '+02:00', next: '2026-01-06' },
    { day: '2024-02-29', offset: '+02:00', next: '2024-03-01' },
    { day: '2026-12-31', offset: '+02:00', next: '2027-01-01' },
    { day: '2026-03-29', offset: '+03:00', next: '2026-03-30' },
    { day: '2026-10-25', offset: '+02:00', next: '2026-10-26' },
  ]
  for (const { day, offset, next } of days)
    clause('RA-7.5', `a code works through 23:59:59 of ${day} and not at midnight`, async () => {
      const setUp = await codeBank(day)
      const { bank } = setUp
      bank.clock.at = inRiga(`${day}T00:00`)
      const code = await codeOf(setUp)
      bank.clock.at = inRiga(`${day}T23:59:59.999`)
      const last = await use(bank, 1_000)
      expect(last).toMatchObject({ outcome: 'accepted' })
      expect(settledBy(last)).toContain('RA-7.5')
      bank.clock.at = inRiga(`${next}T00:00`)
      const late = await use(bank, 1_000)
      expect(late).toMatchObject({ code: 'cash-code-expired', facts: { lastDay: day } })
      expect(settledBy(late)).toEqual(['RA-7.5'])
      // The record still says live: the decision looked at the time.
      expect(codeIn(bank, code).state).toBe('live')
      expect(offset).toHaveLength(6)
    })

  it('tells the last second of a code with the offset of that moment, on days on which clocks change', async () => {
    for (const { day, offset } of days) {
      const { bank, liga, account } = await codeBank(day)
      bank.clock.at = inRiga(`${day}T00:30`)
      expect(await apply(bank, customer(liga), { account })).toMatchObject({
        facts: { validUntil: `${day}T23:59:59${offset}` },
      })
    }
  })

  clause('RA-7.7', 'a limit that was agreed after the application binds the transaction', async () => {
    const { bank, account } = await liveCode()
    await bank.do('cash-code.agree-limits', {
      account: String(account),
      currency: 'EUR',
      perTransaction: '5000',
      perDay: '9000',
    })
    const over = await use(bank, 5_001)
    expect(over).toMatchObject({ code: 'transaction-limit-exceeded', facts: { limit: eur(5_000) } })
    expect(settledBy(over)).toEqual(['RA-7.7'])
    expect(await use(bank, 5_000)).toMatchObject({ outcome: 'accepted' })
    const overDay = await use(bank, 4_001)
    expect(overDay).toMatchObject({ code: 'day-limit-exceeded', facts: { limit: eur(9_000) } })
    expect(settledBy(overDay)).toEqual(['RA-7.7'])
  })

  clause('RA-7.9', 'nobody but the named person can use the code, though they know all its digits', async () => {
    const setUp = await codeBank()
    const { bank } = setUp
    await registerPerson(bank, 'janis')
    const code = await codeOf(setUp)
    const stranger = await use(bank, 1_000, 'withdrawal', { person: 'janis' })
    expect(stranger).toMatchObject({ code: 'cash-code-wrong' })
    expect(settledBy(stranger)).toEqual(['RA-7.9'])
    // The machine is told what it is told of any wrong code.
    expect(stranger.cited.disclosed.map(({ clause }) => clause)).toEqual(['7.13', '7.13.1'])
    expect(codeIn(bank, code).tries).toBe(0)
    const named = await use(bank, 1_000)
    expect(named).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(named)).toContain('RA-7.9')
  })

  clause('RA-7.13', 'the institution refuses in the listed cases, whatever the account has', async () => {
    const setUp = await codeBank()
    await codeOf(setUp)
    const decision = await use(setUp.bank, 1_000, 'deposit')
    expect(decision).toMatchObject({ outcome: 'refused', code: 'details-differ' })
    expect(settledBy(decision)).toEqual(['RA-7.13', 'RA-7.13.2'])
  })

  clause('RA-7.13.1', 'a transaction with a wrong code is refused', async () => {
    const { bank } = await liveCode()
    for (const wrong of [{ chosen: '2581' }, { assigned: '604914' }]) {
      const decision = await use(bank, 1_000, 'withdrawal', wrong)
      expect(decision).toMatchObject({ outcome: 'refused', code: 'cash-code-wrong' })
      expect(settledBy(decision)).toEqual(['RA-7.13', 'RA-7.13.1'])
    }
  })

  clause('RA-7.1', 'a machine without cash of the currency applied for refuses the transaction', async () => {
    const { bank, liga } = await codeBank()
    const dollars = await openActive(bank, [liga], { currency: 'USD' })
    const opened = await bank.do('internal.open', { product: 'nostro', currency: 'USD' }, { actor: operator })
    await bank.do(
      'payment.incoming',
      { nostro: opened.facts['account'], to: { account: String(dollars) }, amount: { minor: '9000', currency: 'USD' } },
      { actor: operator },
    )
    const wanted = { account: dollars, more: { amount: { minor: '5000', currency: 'USD' } } }
    await assign(bank, idIn<CashCodeId>(await apply(bank, customer(liga), wanted), 'code'))
    const asked = { entry: await enter(bank), direction: 'withdrawal', amount: { minor: '5000', currency: 'USD' } }
    const refused = await bank.do('cash-code.use', asked, { actor: { role: 'atm', staff: 'ATM-01' } })
    expect(refused).toMatchObject({ code: 'currency-not-at-machine', facts: { currency: 'EUR' } })
    expect(settledBy(refused)).toEqual(['RA-7.1'])
    expect(balanceOf(bank, dollars)).toBe(9_000n)
  })

  clause('RA-7.13.2', 'a transaction in the other direction, or in another currency, is refused', async () => {
    const { bank } = await liveCode()
    const dollars = await bank.do(
      'cash-code.use',
      { entry: await enter(bank), direction: 'withdrawal', amount: { minor: '1000', currency: 'USD' } },
      { actor: { role: 'atm', staff: 'ATM-01' } },
    )
    expect(dollars).toMatchObject({ code: 'details-differ', facts: { currency: 'EUR' } })
    const decision = await use(bank, 1_000, 'deposit')
    expect(decision).toMatchObject({ code: 'details-differ', facts: { direction: 'withdrawal' } })
    expect(settledBy(decision)).toContain('RA-7.13.2')
  })

  clause('RA-7.13.3', 'a transaction on an account that was restricted meanwhile is refused', async () => {
    const { bank, account } = await liveCode()
    await about(bank, 'account.restrict', account, { stops: 'debits' })
    const decision = await use(bank, 1_000)
    expect(decision).toMatchObject({ code: 'account-restricted' })
    expect(settledBy(decision)).toEqual(['RA-7.13', 'RA-7.13.3'])
  })

  clause('RA-7.13.3', 'a deposit on an account whose credits were stopped meanwhile is refused', async () => {
    const { bank, account } = await liveCode({ direction: 'deposit' })
    await about(bank, 'account.restrict', account, { stops: 'credits' })
    const decision = await use(bank, 1_000, 'deposit')
    expect(decision).toMatchObject({ code: 'account-restricted' })
    expect(settledBy(decision)).toEqual(['RA-7.13', 'RA-7.13.3'])
  })

  clause('RA-7.13.4', 'a withdrawal that leaves no room for its fee is refused, by a cent', async () => {
    const { bank, account } = await liveCode()
    const to = await openActive(bank, [await registerPerson(bank, 'janis')])
    // 500.00 less the fee of the application (0.50), less what is paid: 50.35 are left.
    expect(await transfer(bank, account, to, 44_915)).toMatchObject({ outcome: 'accepted' })
    const short = await use(bank, 5_001)
    expect(short).toMatchObject({ code: 'insufficient-funds', facts: { available: eur(5_035), needed: eur(5_036) } })
    expect(settledBy(short)).toEqual(['RA-7.13', 'RA-7.13.4', 'PL-3.4'])
    expect(await use(bank, 5_000)).toMatchObject({ outcome: 'accepted' })
    const empty = await use(bank, 1)
    expect(empty).toMatchObject({ code: 'insufficient-funds', facts: { available: eur(0) } })
    expect(settledBy(empty)).toContain('RA-7.13.4')
  })

  clause('RA-7.4', 'a representative whose power was revoked meanwhile can use the code no more', async () => {
    const setUp = await codeBank()
    const { bank, account, liga } = setUp
    const janis = await registerPerson(bank, 'janis')
    const authorisation = await authorise(bank, { customer: liga, representatives: [janis] })
    const applied = await apply(bank, { role: 'representative', party: janis }, { account, person: 'janis' })
    expect(settledBy(applied)).toContain('RA-7.4')
    await assign(bank, idIn<CashCodeId>(applied, 'code'))
    expect(await use(bank, 1_000, 'withdrawal', { person: 'janis' })).toMatchObject({ outcome: 'accepted' })
    await bank.do('authorisation.revoke', { customer: String(liga), authorisation: String(authorisation) })
    const after = await use(bank, 1_000, 'withdrawal', { person: 'janis' })
    expect(after).toMatchObject({ code: 'person-not-entitled' })
    expect(settledBy(after)).toEqual(['RA-7.4'])
  })

  it('needs an entry of its own at its own machine', async () => {
    const { bank, cash } = await liveCode()
    const entry = await enter(bank)
    const other = { role: 'atm', staff: 'ATM-02' } as const
    expect(await transact(bank, entry, 1_000, 'withdrawal', other)).toMatchObject({ code: 'atm-unknown' })
    await bank.do('atm.install', { atm: 'ATM-02', till: String(cash) }, { actor: { role: 'operator', staff: 'O-01' } })
    expect(await transact(bank, entry, 1_000, 'withdrawal', other)).toMatchObject({ code: 'code-entry-unknown' })
    expect(await transact(bank, entry, 1_000)).toMatchObject({ outcome: 'accepted' })
    expect(await transact(bank, entry, 1_000)).toMatchObject({ code: 'code-entry-unknown' })
    expect(await transact(bank, '1099511999999', 1_000)).toMatchObject({ code: 'code-entry-unknown' })
  })

  it('of more than the machine holds is refused', async () => {
    const { bank } = await liveCode({ minor: 30_000 })
    expect(await use(bank, 20_001)).toMatchObject({ code: 'till-short', facts: { held: eur(20_000) } })
    expect(await use(bank, 0)).toMatchObject({ code: 'amount-zero' })
  })

  it('is refused by other clauses where the pack leaves the right of RA-7.13 unused', async () => {
    const setUp = await codeBank('2026-01-05', (pack) => ({
      ...pack,
      policies: { ...pack.policies, 'cash-code.use.refuse': 'never' },
    }))
    const { bank, account } = setUp
    await codeOf(setUp)
    expect(settledBy(await use(bank, 1_000, 'withdrawal', { chosen: '1357' }))).toEqual(['RA-7.3'])
    expect(settledBy(await use(bank, 1_000, 'deposit'))).toEqual(['RA-7.2'])
    await about(bank, 'account.restrict', account, { stops: 'debits' })
    expect(settledBy(await use(bank, 1_000))).not.toContain('RA-7.13')
  })
})
