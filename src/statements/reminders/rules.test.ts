import { expect, test } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { about, ligaWithAccount } from '../../accounts/testing/accounts.ts'
import { calendarOf } from '../../kernel/calendar.ts'
import { deadlineKey, deadlines } from '../../kernel/deadline.ts'
import type { PartyId } from '../../kernel/ids.ts'
import { settledBy } from '../../parties/testing/people.ts'
import { informed } from '../availability/rules.ts'
import { goDigital, read, system } from '../testing/statements.ts'
import { checkingFrom, reminderDeadline } from './rules.ts'

async function digital(on = '2026-01-05') {
  const bank = await TestBank.open({ on })
  const { liga, account } = await ligaWithAccount(bank)
  await goDigital(bank, liga)
  return { bank, liga, account }
}

const remind = (bank: TestBank, ...customers: PartyId[]) =>
  bank.do('statement.remind', { customers: customers.map(String) }, { actor: system })

const deadlineOn = (bank: TestBank, due: string, subject: PartyId) =>
  bank.record(deadlines, deadlineKey({ due: Temporal.PlainDate.from(due), kind: reminderDeadline, subject }))

clause('RA-9.6', 'a customer who read no statement in a calendar month is reminded of it once', async () => {
  const { bank, liga } = await digital()
  expect(deadlineOn(bank, '2026-01-24', liga)).toBe('set')
  await bank.cutOver('2026-01-24')
  expect(await remind(bank, liga)).toMatchObject({ outcome: 'accepted', facts: { reminded: [] } })
  await bank.cutOver('2026-01-25')
  const reminded = await remind(bank, liga)
  expect(reminded).toMatchObject({ outcome: 'accepted', facts: { reminded: [String(liga)] } })
  expect(settledBy(reminded)).toEqual(['RA-9.6'])
  expect(deadlineOn(bank, '2026-01-24', liga)).toBe('cleared')
  expect(deadlineOn(bank, '2026-02-21', liga)).toBe('set')
  expect(await remind(bank, liga)).toMatchObject({ outcome: 'accepted', facts: { reminded: [] } })
})

clause('RA-9.6', 'a customer who read one in that month is not', async () => {
  const { bank, liga, account } = await digital()
  await read(bank, liga, account, '2026-01-01', '2026-01-05')
  await bank.cutOver('2026-01-25')
  expect(await remind(bank, liga)).toMatchObject({ outcome: 'accepted', facts: { reminded: [] } })
  expect(deadlineOn(bank, '2026-02-21', liga)).toBe('set')
  // What was read in January is not enough for February.
  await bank.cutOver('2026-02-22')
  expect(await remind(bank, liga)).toMatchObject({ outcome: 'accepted', facts: { reminded: [String(liga)] } })
  expect(bank.record(informed, liga)?.remindedOn?.toString()).toBe('2026-02-22')
})

test('days closed late remind once, not once for each month', async () => {
  const { bank, liga } = await digital()
  await bank.cutOver('2026-06-30')
  expect(await remind(bank, liga)).toMatchObject({ facts: { reminded: [String(liga)] } })
  expect(await remind(bank, liga)).toMatchObject({ facts: { reminded: [] } })
  expect(deadlineOn(bank, '2026-07-24', liga)).toBe('set')
})

test('who has left and reads nothing in digital channels is not reminded any more', async () => {
  const { bank, liga, account } = await digital()
  await bank.do('digital-channels.end', { customer: String(liga) })
  await about(bank, 'account.request-closing', account, { channel: 'location' })
  await about(bank, 'account.close', account)
  await bank.cutOver('2026-01-25')
  expect(await remind(bank, liga)).toMatchObject({ outcome: 'accepted', facts: { reminded: [] } })
  expect(bank.record(informed, liga)?.checking).toBeNull()
  expect(deadlineOn(bank, '2026-01-24', liga)).toBe('cleared')
})

test.each([
  ['2026-02-21', '2026-02-01', '2026-02-21'],
  ['2026-02-22', '2026-03-01', '2026-03-24'],
  ['2028-02-22', '2028-02-01', '2028-02-22'],
  ['2028-02-23', '2028-03-01', '2028-03-24'],
  ['2026-12-24', '2026-12-01', '2026-12-24'],
  ['2026-12-25', '2027-01-01', '2027-01-24'],
])('asked on %s, the time to check begins on %s and the reminder comes on %s', async (on, from, remindOn) => {
  const { rulebook } = await TestBank.open()
  const day = Temporal.PlainDate.from(on)
  const checking = checkingFrom(day, calendarOf('LV'), rulebook.terms(day))
  expect([String(checking.from), String(checking.remindOn)]).toEqual([from, remindOn])
})
