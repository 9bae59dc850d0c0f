import { afterAll, beforeAll, expect, it } from 'vitest'
import { operator } from '../../../tests/bank.ts'
import { expectReplayed } from '../../../tests/sound.ts'
import type { AccountId, PartyId } from '../../kernel/ids.ts'
import { idOf } from '../../kernel/wire.ts'
import { BusyBank } from '../../operations/testing/busy-bank.ts'
import { people, told } from '../../parties/testing/people.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import { cashCodeExpiryStep } from './ending/commands.ts'
import { codesOfAccount } from './store.ts'
import { atm, system } from './testing/cash-codes.ts'

let bank: BusyBank
beforeAll(async () => {
  bank = await BusyBank.open()
}, 120_000)
afterAll(() => bank.close())

const person = `blind of ${people.liga.code}`
const euro = (minor: number) => ({ minor: String(minor), currency: 'EUR' })

/** The fact of an accepted decision; nothing is left in memory then, so that the next command reads what was stored. */
async function fact(deciding: Promise<DecisionView>, name: string): Promise<string> {
  const decision = await deciding
  expect(decision).toMatchObject({ outcome: 'accepted' })
  await bank.restart()
  return String(decision.facts[name])
}

it('what is kept of cash codes comes back from the database as it was, and every decision again', async () => {
  const { ligas, till, liga } = await bank.live()
  await fact(bank.do('atm.install', { atm: 'ATM-01', till }, { actor: operator }), 'atm')
  const limits = { account: ligas, currency: 'EUR', perTransaction: '9000', perDay: '12000' }
  await fact(bank.do('cash-code.agree-limits', limits), 'perDay')
  const ask = {
    actor: { role: 'customer', party: idOf<PartyId>(liga) } as const,
    details: [told('+37126481957', 'contact')],
    blinds: { code: person, chosen: 'chosen 2580' },
  }
  const application = (minor: number) => ({
    account: ligas,
    direction: 'withdrawal',
    amount: euro(minor),
    channel: 'digital',
    signed: true,
    acknowledged: true,
    delivery: 'sms',
    phoneNamed: true,
    chosenLength: 4,
    weak: [],
  })
  const code = await fact(bank.do('cash-code.apply', application(8_000), ask), 'code')
  expect(await bank.do('cash-code.apply', application(4_001), ask)).toMatchObject({ code: 'day-limit-exceeded' })
  const other = await fact(bank.do('cash-code.apply', application(4_000), ask), 'code')
  for (const one of [code, other])
    await fact(
      bank.do(
        'cash-code.assign',
        { code: one, length: 6 },
        { actor: system, blinds: { assigned: `assigned of ${one}` } },
      ),
      'code',
    )
  const enter = (assigned: string) =>
    bank.do('cash-code.enter', {}, { actor: atm, blinds: { code: person, chosen: 'chosen 2580', assigned } })
  await fact(enter('assigned wrongly'), 'entry')
  const entry = await fact(enter(`assigned of ${code}`), 'entry')
  const use = { entry, direction: 'withdrawal', amount: euro(1_500) }
  await fact(bank.do('cash-code.use', use, { actor: atm }), 'left')
  await fact(bank.do('cash-code.report', { code: other, wrong: 'lost' }), 'report')
  await fact(bank.do('cash-code.revoke', { code, channel: 'phone' }), 'code')

  const { sql } = bank.institution
  const codes = await codesOfAccount(sql, bank.lane, idOf<AccountId>(ligas), 10)
  expect(codes).toMatchObject([
    { code: Number(other), state: 'blocked', blockedFor: 'reported', usedMinor: 0n, tries: 1 },
    { code: Number(code), state: 'revoked', blockedFor: null, usedMinor: 1_500n, tries: 0, person: Number(liga) },
  ])
  const last = await bank.do('cash-code.apply', application(8_000), ask)
  const due = codes[0]?.lastDay ?? Temporal.PlainDate.from('2026-01-05')
  expect(await cashCodeExpiryStep.next(sql, bank.lane, due.subtract({ days: 1 }), undefined)).toBeUndefined()
  expect(await cashCodeExpiryStep.next(sql, bank.lane, due, undefined)).toMatchObject({
    payloads: [{ codes: [last.facts['code']] }],
    subjects: 1,
  })
  await expectReplayed(sql, bank.institution.keys)
}, 60_000)
