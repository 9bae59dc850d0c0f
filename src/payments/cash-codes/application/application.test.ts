import { describe, expect, it } from 'vitest'
import { operator, TestBank, teller } from '../../../../tests/bank.ts'
import { clause } from '../../../../tests/clause.ts'
import {
  about,
  eur,
  openActive,
  openInternal,
  openPending,
  payIn,
  transfer,
} from '../../../accounts/testing/accounts.ts'
import type { AccountId, PartyId } from '../../../kernel/ids.ts'
import { authorise, idIn, registerCompany, registerPerson, settledBy } from '../../../parties/testing/people.ts'
import { keptDetails } from '../../../privacy/kept/rules.ts'
import type { Pack } from '../../../rulebook/pack.ts'
import type { Actor } from '../../../storage/command.ts'
import type { CashCodeId } from '../rules.ts'
import { apply, assign, balanceOf, codeBank, codeIn, codeOf, customer, inRiga, use } from '../testing/cash-codes.ts'

/** A company with 1,000.00, represented by Līga; Jānis has no power yet. */
async function companyBank() {
  const bank = await TestBank.open()
  const liga = await registerPerson(bank, 'liga')
  const janis = await registerPerson(bank, 'janis')
  const firm = await registerCompany(bank)
  await authorise(bank, { customer: firm, representatives: [liga] })
  const account = await openActive(bank, [firm], { orderedBy: String(liga) })
  await openInternal(bank, 'fees')
  expect(await payIn(bank, await openInternal(bank, 'till'), account, 100_000)).toMatchObject({ outcome: 'accepted' })
  return { bank, liga, janis, firm, account }
}

const representative = (party: PartyId): Actor => ({ role: 'representative', party })
const atLocation = { channel: 'location' }

/** Leaves so much on an account. */
async function leave(bank: TestBank, account: AccountId, minor: bigint): Promise<void> {
  const to = await openActive(bank, [await registerPerson(bank, 'janis')])
  expect(await transfer(bank, account, to, Number(balanceOf(bank, account) - minor))).toMatchObject({
    outcome: 'accepted',
  })
}

describe('an application for a cash code', () => {
  clause('RA-7.2', 'is taken signed, digitally from the customer and at a location by staff', async () => {
    const { bank, liga, account } = await codeBank()
    const digital = await apply(bank, customer(liga), { account })
    expect(digital).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(digital)).toContain('RA-7.2')
    expect(await apply(bank, teller, { account, more: atLocation })).toMatchObject({ outcome: 'accepted' })
    expect(await apply(bank, teller, { account })).toMatchObject({ code: 'channel-not-accepted' })
    expect(await apply(bank, customer(liga), { account, more: atLocation })).toMatchObject({
      code: 'channel-not-accepted',
    })
    const unsigned = await apply(bank, customer(liga), { account, more: { signed: false } })
    expect(unsigned).toMatchObject({ code: 'application-unsigned' })
    expect(settledBy(unsigned)).toEqual(['RA-7.2'])
  })

  clause('RA-7.2', 'names the phone that receives the part of the institution', async () => {
    const { bank, liga, account } = await codeBank()
    const code = idIn<CashCodeId>(await apply(bank, customer(liga), { account }), 'code')
    const { phone } = codeIn(bank, code)
    expect(phone === null ? undefined : bank.record(keptDetails, phone)).toEqual({ detail: phone, holder: liga })
    const without = await apply(bank, customer(liga), { account, more: { phoneNamed: false } })
    expect(without).toMatchObject({ code: 'phone-missing' })
    expect(settledBy(without)).toEqual(['RA-7.2'])
  })

  clause('RA-7.3', 'leads to a code of both parts: one without the institution’s is wrong', async () => {
    const { bank, liga, account } = await codeBank()
    const code = idIn<CashCodeId>(await apply(bank, customer(liga), { account }), 'code')
    expect(codeIn(bank, code).assigned).toBeNull()
    expect(await use(bank, 1_000)).toMatchObject({ code: 'cash-code-wrong' })
    const assigned = await assign(bank, code)
    expect(assigned).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(assigned)).toContain('RA-7.3')
    expect(await use(bank, 1_000, 'withdrawal', { chosen: '1357' })).toMatchObject({ code: 'cash-code-wrong' })
    expect(await use(bank, 1_000)).toMatchObject({ outcome: 'accepted' })
    // Nothing of the digits is kept but hashes, which differ from code to code.
    const second = await codeOf({ bank, liga, account, till: account, cash: account })
    expect(codeIn(bank, second).chosen).toMatch(/^[0-9a-f]{64}$/)
    expect(codeIn(bank, second).chosen).not.toBe(codeIn(bank, code).chosen)
    expect(codeIn(bank, second).assigned).not.toBe(codeIn(bank, code).assigned)
  })

  clause('RA-7.3', 'may ask to be shown that part only in the digital channel', async () => {
    const { bank, liga, account } = await codeBank()
    const shown = await apply(bank, customer(liga), { account, more: { delivery: 'display' } })
    expect(shown).toMatchObject({ outcome: 'accepted', facts: { delivery: 'display' } })
    const code = String(idIn<CashCodeId>(shown, 'code'))
    const byLiga = { actor: customer(liga) }
    expect(await bank.do('cash-code.renew', { code, delivery: 'display' }, byLiga)).toMatchObject({
      outcome: 'accepted',
    })
    const sent = String(idIn<CashCodeId>(await apply(bank, customer(liga), { account }), 'code'))
    expect(await bank.do('cash-code.renew', { code: sent, delivery: 'sms' }, byLiga)).toMatchObject({
      outcome: 'accepted',
    })
    // The application through the channel must have asked for it.
    expect(await bank.do('cash-code.renew', { code: sent, delivery: 'display' }, byLiga)).toMatchObject({
      code: 'display-not-offered',
      facts: { because: 'application' },
    })
    const location = await apply(bank, teller, { account, more: { ...atLocation, delivery: 'display' } })
    expect(location).toMatchObject({ code: 'display-not-offered', facts: { because: 'location' } })
    expect(settledBy(location)).toEqual(['RA-7.3'])
  })

  clause('RA-7.3', 'above an amount that the institution named gets that part by SMS alone', async () => {
    const { bank, liga, account } = await codeBank()
    const shown = (minor: number) => apply(bank, customer(liga), { account, minor, more: { delivery: 'display' } })
    expect(await shown(30_000)).toMatchObject({ outcome: 'accepted' })
    const above = await shown(30_001)
    expect(above).toMatchObject({ code: 'display-not-offered', facts: { because: 'amount' } })
    expect(settledBy(above)).toEqual(['RA-7.3', 'PR-3.4', 'RA-2.3'])
  })

  clause('PR-3.4', 'of EUR 300.00 may be shown, of a cent more not', async () => {
    const { bank, liga, account } = await codeBank()
    const shown = (minor: number) => apply(bank, customer(liga), { account, minor, more: { delivery: 'display' } })
    expect(await shown(30_000)).toMatchObject({ outcome: 'accepted' })
    expect(await shown(30_001)).toMatchObject({ code: 'display-not-offered' })
  })

  clause('PR-3.2', 'has 4 digits of the customer and 6 of the institution', async () => {
    const { bank, liga, account } = await codeBank()
    const chosen = (chosenLength: number) => apply(bank, customer(liga), { account, more: { chosenLength } })
    expect(await chosen(3)).toMatchObject({ code: 'digits-length', facts: { digits: 4 } })
    expect(await chosen(5)).toMatchObject({ code: 'digits-length' })
    const code = idIn<CashCodeId>(await chosen(4), 'code')
    expect(await assign(bank, code, '60491')).toMatchObject({ code: 'digits-length', facts: { digits: 6 } })
    expect(await assign(bank, code, '604913')).toMatchObject({ outcome: 'accepted' })
  })

  clause('RA-7.4', 'of a natural person is for themselves, or for a representative who files it', async () => {
    const { bank, liga, account } = await codeBank()
    const janis = await registerPerson(bank, 'janis')
    expect(await apply(bank, customer(liga), { account })).toMatchObject({ outcome: 'accepted' })
    // Without proof of the representation.
    const stranger = await apply(bank, customer(liga), { account, person: 'janis' })
    expect(stranger).toMatchObject({ code: 'person-not-entitled' })
    expect(settledBy(stranger)).toEqual(['RA-7.4'])
    await authorise(bank, { customer: liga, representatives: [janis] })
    // With it, but filed by the customer.
    expect(await apply(bank, customer(liga), { account, person: 'janis' })).toMatchObject({
      code: 'person-not-entitled',
    })
    const filed = await apply(bank, representative(janis), { account, person: 'janis' })
    expect(filed).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(filed)).toContain('RA-7.4')
    const brought = { ...atLocation, orderedBy: String(janis) }
    expect(await apply(bank, teller, { account, person: 'janis', more: brought })).toMatchObject({
      outcome: 'accepted',
    })
    const broughtByLiga = await apply(bank, teller, { account, person: 'janis', more: atLocation })
    expect(broughtByLiga).toMatchObject({ code: 'person-not-entitled' })
  })

  clause('RA-7.4', 'of a legal person is for a representative who files it', async () => {
    const { bank, liga, janis, firm, account } = await companyBank()
    await authorise(bank, { customer: firm, representatives: [janis] })
    const byLiga = { ...atLocation, orderedBy: String(liga) }
    const filed = await apply(bank, teller, { account, person: 'liga', more: byLiga })
    expect(filed).toMatchObject({ outcome: 'accepted' })
    // At a location somebody else’s filing does not do.
    const other = await apply(bank, teller, { account, person: 'janis', more: byLiga })
    expect(other).toMatchObject({ code: 'person-not-entitled' })
    expect(settledBy(other)).toEqual(['RA-7.4'])
  })

  clause(
    'RA-7.4',
    'of a legal person through the digital channel may be for any user entitled to act there',
    async () => {
      const { bank, liga, janis, firm, account } = await companyBank()
      const asked = () => apply(bank, representative(liga), { account, person: 'janis' })
      const stranger = await asked()
      expect(stranger).toMatchObject({ code: 'person-not-entitled' })
      expect(settledBy(stranger)).toEqual(['RA-7.4'])
      await authorise(bank, { customer: firm, representatives: [janis] })
      const user = await asked()
      expect(user).toMatchObject({ outcome: 'accepted' })
      expect(settledBy(user)).toContain('RA-7.4')
    },
  )

  clause('RA-7.6', 'to take out cash is refused on a restricted account; to pay in it is taken', async () => {
    const { bank, liga, account } = await codeBank()
    await about(bank, 'account.restrict', account, { stops: 'debits' })
    const deposit = await apply(bank, customer(liga), { account, direction: 'deposit' })
    expect(deposit).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(deposit)).toContain('RA-7.6')
    const withdrawal = await apply(bank, customer(liga), { account })
    expect(withdrawal).toMatchObject({ code: 'account-restricted' })
    expect(settledBy(withdrawal)).toEqual(['RA-7.6'])
  })

  clause('RA-7.6', 'to pay in may be limited too: where a restriction stops credits', async () => {
    const { bank, liga, account } = await codeBank()
    await about(bank, 'account.restrict', account, { stops: 'debits' })
    expect(await apply(bank, customer(liga), { account, direction: 'deposit' })).toMatchObject({ outcome: 'accepted' })
    await about(bank, 'account.restrict', account, { stops: 'credits' })
    const deposit = await apply(bank, customer(liga), { account, direction: 'deposit' })
    expect(deposit).toMatchObject({ code: 'account-restricted' })
    expect(settledBy(deposit)).toEqual(['RA-7.6'])
  })

  clause('RA-7.7', 'keeps the payment limit of the digital channel, and the price list’s at a location', async () => {
    const { bank, liga, account } = await codeBank()
    const digital = (minor: number) => apply(bank, customer(liga), { account, minor })
    const over = await digital(50_001)
    expect(over).toMatchObject({ code: 'transaction-limit-exceeded', facts: { limit: eur(50_000) } })
    expect(settledBy(over)).toEqual(['RA-7.7', 'PL-3.6', 'PR-3.5', 'RA-2.3', 'RA-7.12'])
    const location = (minor: number) => apply(bank, teller, { account, minor, direction: 'deposit', more: atLocation })
    expect(await location(60_001)).toMatchObject({ code: 'transaction-limit-exceeded', facts: { limit: eur(60_000) } })
    const within = await location(60_000)
    expect(within).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(within)).toContain('RA-7.7')
  })

  clause('RA-7.7', 'keeps limits that the parties agreed on instead', async () => {
    const { bank, liga, account } = await codeBank()
    const agree = (perTransaction: string, perDay: string, currency = 'EUR') =>
      bank.do('cash-code.agree-limits', { account: String(account), currency, perTransaction, perDay })
    expect(await agree('70001', '70000')).toMatchObject({ code: 'limits-contradict' })
    expect(await agree('70000', '90000', 'USD')).toMatchObject({ code: 'currency-differs' })
    const agreed = await agree('70000', '90000')
    expect(agreed).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(agreed)).toEqual(['RA-7.7'])
    const asked = (minor: number) => apply(bank, customer(liga), { account, minor, direction: 'deposit' })
    expect(await asked(70_001)).toMatchObject({ code: 'transaction-limit-exceeded', facts: { limit: eur(70_000) } })
    expect(await asked(70_000)).toMatchObject({ outcome: 'accepted' })
    expect(await asked(20_001)).toMatchObject({ code: 'day-limit-exceeded', facts: { limit: eur(90_000) } })
    const last = await asked(20_000)
    expect(last).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(last)).toContain('RA-7.7')
  })

  it('counts what is applied for in a day, each direction for itself, and not what a revoked code left', async () => {
    const { bank, liga, account } = await codeBank()
    const asked = (minor: number, direction: 'withdrawal' | 'deposit' = 'withdrawal') =>
      apply(bank, customer(liga), { account, minor, direction })
    expect(await asked(50_000)).toMatchObject({ outcome: 'accepted' })
    expect(await asked(30_001)).toMatchObject({ code: 'day-limit-exceeded', facts: { limit: eur(80_000) } })
    const second = await asked(30_000)
    expect(second).toMatchObject({ outcome: 'accepted' })
    expect(await asked(50_000, 'deposit')).toMatchObject({ outcome: 'accepted' })
    expect(await asked(1)).toMatchObject({ code: 'day-limit-exceeded' })
    const code = String(second.facts['code'])
    await bank.do('cash-code.revoke', { code, channel: 'digital' }, { actor: customer(liga) })
    expect(await asked(30_000)).toMatchObject({ outcome: 'accepted' })
    bank.clock.at = inRiga('2026-01-06T00:00')
    expect(await asked(50_000)).toMatchObject({ outcome: 'accepted' })
  })

  clause('RA-7.8', 'with digits that are easily guessed is refused, and says why', async () => {
    const { bank, liga, account } = await codeBank()
    for (const weak of [['repeated'], ['run'], ['birth-date'], ['phone', 'run']]) {
      const decision = await apply(bank, customer(liga), { account, more: { weak } })
      expect(decision).toMatchObject({ code: 'digits-guessable', facts: { because: weak } })
      expect(settledBy(decision)).toEqual(['RA-7.8'])
    }
  })

  clause('RA-7.8', 'acknowledges the duties of secrecy', async () => {
    const { bank, liga, account } = await codeBank()
    const decision = await apply(bank, customer(liga), { account, more: { acknowledged: false } })
    expect(decision).toMatchObject({ code: 'duties-not-acknowledged' })
    expect(settledBy(decision)).toEqual(['RA-7.8'])
    const acknowledged = await apply(bank, customer(liga), { account })
    expect(acknowledged).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(acknowledged)).toContain('RA-7.8')
  })

  clause('RA-7.9', 'names one natural person of the register', async () => {
    const { bank, liga, account } = await codeBank()
    const unknown = await apply(bank, customer(liga), { account, person: 'janis' })
    expect(unknown).toMatchObject({ code: 'person-unknown' })
    expect(settledBy(unknown)).toEqual(['RA-7.9'])
    await registerCompany(bank)
    const firm = await apply(bank, customer(liga), { account, person: 'baltais' })
    expect(firm).toMatchObject({ code: 'person-not-natural' })
    expect(settledBy(firm)).toEqual(['RA-7.9'])
  })

  clause('RA-7.12', 'to take out cash is declined when its fee exceeds the free money, by a cent', async () => {
    const { bank, liga, account } = await codeBank()
    await leave(bank, account, 99n)
    expect(await apply(bank, customer(liga), { account })).toMatchObject({
      outcome: 'accepted',
      facts: { fee: { amount: eur(50) } },
    })
    expect(balanceOf(bank, account)).toBe(49n)
    const declined = await apply(bank, customer(liga), { account })
    expect(declined).toMatchObject({
      code: 'application-fee-not-covered',
      facts: { available: eur(49), needed: eur(50) },
    })
    expect(settledBy(declined)).toEqual(['RA-7.12', 'PL-3.4'])
  })

  it('to pay in is not declined for its fee, which is due until there is money for it', async () => {
    const { bank, liga, account } = await codeBank()
    await leave(bank, account, 49n)
    const decision = await apply(bank, customer(liga), { account, direction: 'deposit' })
    expect(decision).toMatchObject({ outcome: 'accepted', facts: { fee: { amount: eur(50), dueOn: '2026-01-05' } } })
    expect(settledBy(decision)).toContain('PL-3.4')
    expect(balanceOf(bank, account)).toBe(49n)
  })

  for (const direction of ['withdrawal', 'deposit'] as const)
    clause('RA-7.12', `for a ${direction} is declined when it would break a limit`, async () => {
      const { bank, liga, account } = await codeBank()
      const asked = (minor: number) => apply(bank, customer(liga), { account, direction, minor })
      expect(await asked(50_000)).toMatchObject({ outcome: 'accepted' })
      const ofTransaction = await asked(50_001)
      expect(ofTransaction).toMatchObject({ code: 'transaction-limit-exceeded' })
      const ofDay = await asked(30_001)
      expect(ofDay).toMatchObject({ code: 'day-limit-exceeded', facts: { limit: eur(80_000) } })
      expect(settledBy(ofDay)).toContain('RA-7.12')
    })

  it('is not declined where the pack leaves that right unused; the limit still binds the transaction', async () => {
    const never = (pack: Pack): Pack => ({
      ...pack,
      policies: { ...pack.policies, 'cash-code.application.decline': 'never' },
    })
    const bank = await TestBank.open({ change: never })
    const liga = await registerPerson(bank, 'liga')
    const account = await openActive(bank, [liga])
    await openInternal(bank, 'fees')
    const cash = await openInternal(bank, 'till')
    await payIn(bank, cash, account, 100_000)
    await bank.do('atm.install', { atm: 'ATM-01', till: String(cash) }, { actor: operator })
    await codeOf({ bank, liga, account, till: cash, cash }, { minor: 60_000 })
    const over = await use(bank, 50_001)
    expect(over).toMatchObject({ code: 'transaction-limit-exceeded' })
    expect(settledBy(over)).toContain('RA-7.7')
    expect(await use(bank, 50_000)).toMatchObject({ outcome: 'accepted' })
    // The day has a limit whatever the number of codes.
    await codeOf({ bank, liga, account, till: cash, cash }, { minor: 60_000, digits: '8264' })
    const overDay = await use(bank, 30_001, 'withdrawal', { chosen: '8264' })
    expect(overDay).toMatchObject({ code: 'day-limit-exceeded', facts: { limit: eur(80_000) } })
    expect(await use(bank, 30_000, 'withdrawal', { chosen: '8264' })).toMatchObject({ outcome: 'accepted' })
  })

  it('comes only from who may act for the customer, about an account that is there, active and fitting', async () => {
    const { bank, liga, account } = await codeBank()
    const janis = await registerPerson(bank, 'janis')
    expect(await apply(bank, customer(janis), { account })).toMatchObject({ code: 'no-authorisation' })
    const unknown = { account: 1_099_511_999_999 as AccountId }
    expect(await apply(bank, customer(liga), unknown)).toMatchObject({ code: 'account-unknown' })
    const pending = await openPending(bank, [liga])
    expect(await apply(bank, customer(liga), { account: pending })).toMatchObject({ code: 'account-not-active' })
    expect(await apply(bank, customer(liga), { account, minor: 0 })).toMatchObject({ code: 'amount-zero' })
    const dollars = { amount: { minor: '100', currency: 'USD' } }
    expect(await apply(bank, customer(liga), { account, more: dollars })).toMatchObject({ code: 'currency-differs' })
  })
})
