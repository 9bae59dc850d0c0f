import { afterAll, beforeAll, expect, it } from 'vitest'
import { DatabaseBank } from '../../../accounts/testing/database-bank.ts'
import { registerPerson } from '../../../parties/testing/people.ts'
import { cooperationAgreements } from './rules.ts'

let bank: DatabaseBank
beforeAll(async () => {
  bank = await DatabaseBank.open()
})
afterAll(() => bank.close())

const operator = { role: 'operator', staff: 'O-01' } as const
const day = (text: string) => Temporal.PlainDate.from(text)

it('an agreement with a seller, and its end, outlive the process that recorded them', async () => {
  const subject = String(await registerPerson(bank.asTestBank, 'liga'))
  const asked = { seller: '40000000001', file: 'S-2018/4', from: '2026-01-01' }
  const made = await bank.do('cooperation-agreement.record', asked, { actor: operator })
  const agreement = String(made.facts['agreement'])
  const calculate = async () => {
    const terms = { principal: { minor: '1000000', currency: 'EUR' }, marketRate: '5.4', campaignRate: '1.8' }
    const shown = [{ kind: 'cooperation', reference: agreement }]
    const campaign = { subject, ...terms, from: '2026-01-01', to: '2026-03-01', shown }
    const { code, outcome } = await bank.do('dealer-compensation.calculate', campaign, { actor: operator })
    return code ?? outcome
  }
  await bank.restart()
  expect(await calculate()).toBe('accepted')
  const end = { agreement, until: '2026-02-28' }
  expect(await bank.do('cooperation-agreement.end', end, { actor: operator })).toMatchObject({ outcome: 'accepted' })
  await bank.restart()
  expect(await calculate()).toBe('condition-missing')
  expect(await bank.stored(cooperationAgreements, Number(agreement))).toEqual({
    ...{ agreement: Number(agreement), seller: '40000000001', file: 'S-2018/4' },
    ...{ from: day('2026-01-01'), until: day('2026-02-28') },
  })
})
