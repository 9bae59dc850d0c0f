import { afterAll, beforeAll, expect, it } from 'vitest'
import { DatabaseBank } from '../../accounts/testing/database-bank.ts'
import { registerPerson, told } from '../../parties/testing/people.ts'
import { acceptancesOf } from '../consents/store.ts'
import { announcements, refusedRecordings } from './announcement/rules.ts'

let [bank, lender] = [undefined as unknown as DatabaseBank, undefined as unknown as DatabaseBank]
beforeAll(async () => {
  bank = await DatabaseBank.open()
  lender = await DatabaseBank.open('koduliising')
})
afterAll(async () => {
  await bank?.close()
  await lender?.close()
})

it('that a version of the notice was shown is kept once, also by a process that was not there', async () => {
  const liga = await registerPerson(lender.asTestBank, 'liga')
  const give = async () => {
    const asked = { party: String(liga), facts: ['address'], purpose: 'contract', source: 'subject' }
    return lender.do('fact.record', asked, { details: [told('Tartu mnt 4', 'contact')] })
  }
  const shown = () => acceptancesOf(lender.institution.sql, lender.lane, liga, 10)
  expect(await shown()).toMatchObject([{ document: 'KL', version: '2018-05-25', by: 'handed-over' }])
  await lender.restart()
  expect(await give()).toMatchObject({ outcome: 'accepted' })
  expect(await shown()).toHaveLength(1)
  const version = { subject: String(liga), document: 'KL', version: '2018-05-25', by: 'accepted' }
  await lender.do('notice.accept', version, { actor: { role: 'customer', party: liga } })
  await lender.restart()
  await give()
  expect((await shown()).map(({ by }) => by)).toEqual(['accepted', 'handed-over'])
})

it('what was answered to an announcement, and what was recorded under it, outlives the process', async () => {
  const liga = await registerPerson(bank.asTestBank, 'liga')
  const announce = async (agreed: boolean) =>
    String((await bank.do('recording.announce', { subject: String(liga), agreed })).facts['announcement'])
  const keep = async (announcement: string) => {
    const shown = [{ kind: 'announcement', reference: announcement }]
    const asked = { party: String(liga), facts: ['voice'], purpose: 'service', source: 'call', shown }
    const actor = { role: 'operator', staff: 'O-01' } as const
    const { outcome, code } = await bank.do('fact.record', asked, { details: [told('tape 7', 'recording')], actor })
    return code ?? outcome
  }
  const [first, second] = [await announce(true), await announce(true)]
  await bank.restart()
  expect(await keep(first)).toBe('accepted')
  await bank.restart()
  expect(await keep(first)).toBe('condition-missing')
  await announce(false)
  await bank.restart()
  expect(await keep(second)).toBe('condition-missing')
  const on = Temporal.PlainDate.from('2026-01-05')
  expect(await bank.stored(announcements, Number(first))).toMatchObject({ subject: liga, on, recordedOn: on })
  expect(await bank.stored(announcements, Number(second))).not.toHaveProperty('recordedOn')
  expect(await bank.stored(refusedRecordings, liga)).toMatchObject({ subject: liga, on })
})
