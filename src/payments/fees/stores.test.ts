import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operator } from '../../../tests/bank.ts'
import { about, eur, openActive, openInternal, payIn } from '../../accounts/testing/accounts.ts'
import { DatabaseBank } from '../../accounts/testing/database-bank.ts'
import type { AccountId, AgreementId } from '../../kernel/ids.ts'
import { accounts } from '../../ledger/rules.ts'
import { idIn, registerPerson } from '../../parties/testing/people.ts'
import { dues } from '../../pricing/dues/rules.ts'
import type { DayStep } from '../../storage/day-step.ts'
import { collectStep } from '../dues/commands.ts'
import { feeAccounts } from './choice/rules.ts'
import { maintenanceStep } from './maintenance/commands.ts'
import { feePeriods, periodKey } from './periods/rules.ts'
import { type SpecialFeeId, specialFees } from './special/rules.ts'

let bank: DatabaseBank
let till: AccountId
let rich: AccountId
let poor: AccountId
let agreement: AgreementId

beforeAll(async () => {
  bank = await DatabaseBank.open()
  till = await openInternal(bank.asTestBank, 'till')
  rich = await openActive(bank.asTestBank, [await registerPerson(bank.asTestBank, 'liga')])
  poor = await openActive(bank.asTestBank, [await registerPerson(bank.asTestBank, 'janis')])
  await payIn(bank.asTestBank, till, rich, 10_000)
  agreement = (await bank.stored(accounts, poor))?.agreement as AgreementId
}, 120_000)
afterAll(() => bank.close())

const day = (text: string) => Temporal.PlainDate.from(text)

/** Runs a step for a day as the close of a day does, part by part; gives how many subjects it had. */
async function run(step: DayStep, on: string): Promise<number> {
  let subjects = 0
  for (let after: string | undefined; ; ) {
    const chunk = await step.next(bank.institution.sql, bank.lane, day(on), after)
    if (chunk === undefined) return subjects
    subjects += chunk.subjects
    after = chunk.after
    for (const payload of chunk.payloads) await bank.do(step.command.kind, payload, { actor: { role: 'system' } })
  }
}

const balance = async (account: AccountId) => (await bank.stored(accounts, account))?.balanceMinor

describe('fees on a database', () => {
  it('are charged once for a month, however often its close runs, and what has no cover stays due', async () => {
    await bank.cutOver('2026-02-01')
    expect(await run(maintenanceStep, '2026-01-30')).toBe(0)
    expect(await run(maintenanceStep, '2026-01-31')).toBe(2)
    await bank.restart()
    expect(await run(maintenanceStep, '2026-01-31')).toBe(2)
    expect(await balance(rich)).toBe(9_900n)
    const through = await bank.stored(feePeriods, periodKey(rich, 'account.maintenance'))
    expect(through?.toString()).toBe('2026-02-01')
    const owed = await bank.stored(dues, agreement)
    expect(owed?.open).toMatchObject([{ kind: 'fee', account: poor, leftMinor: 100n, service: 'account.maintenance' }])
    expect(owed?.open[0]?.dueOn).toEqual(day('2026-01-31'))
    expect(owed?.open[0]?.rests).toContainEqual({ document: 'PL', version: '2018-11-01', clause: '2.2' })
  })

  it('come first, and are taken at the close of the day on which money came in', async () => {
    expect(await run(collectStep, '2026-01-31')).toBe(1)
    await bank.restart()
    await payIn(bank.asTestBank, till, poor, 130)
    const order = { from: String(poor), to: { account: String(rich) }, amount: eur(31) }
    expect(await bank.do('payment.transfer', order)).toMatchObject({ code: 'dues-first' })
    expect(await run(collectStep, '2026-02-01')).toBe(1)
    expect(await run(collectStep, '2026-02-01')).toBe(0)
    expect(await balance(poor)).toBe(30n)
    expect((await bank.stored(dues, agreement))?.open).toEqual([])
  })

  it('remember the account that was chosen, and what was set, shown and charged', async () => {
    await about(bank.asTestBank, 'fee-account.choose', poor)
    await about(bank.asTestBank, 'fee-account.end-offer', poor, {}, { actor: operator })
    const set = await about(bank.asTestBank, 'special-fee.set', rich, {
      service: 'statement.on-request',
      amount: eur(700),
      ground: 'unforeseen-expense',
      justification: 'courier',
      reference: 'FILE-2026/4',
    })
    const specialFee = idIn<SpecialFeeId>(set, 'specialFee')
    await bank.restart()
    expect(await bank.do('special-fee.show', { specialFee: String(specialFee) })).toMatchObject({ outcome: 'accepted' })
    expect(await bank.do('special-fee.charge', { specialFee: String(specialFee) })).toMatchObject({
      facts: { fee: { amount: eur(700) } },
    })
    expect(await bank.stored(feeAccounts, agreement)).toEqual({
      agreement,
      chosen: { EUR: poor },
      offerEnds: day('2026-04-01'),
    })
    expect(await bank.stored(specialFees, specialFee)).toMatchObject({
      account: rich,
      amountMinor: 700n,
      ground: 'unforeseen-expense',
      justification: 'courier',
      setBy: 'T-01',
      shownOn: day('2026-02-01'),
      chargedOn: day('2026-02-01'),
    })
    expect(await balance(rich)).toBe(9_200n)
  })
})
