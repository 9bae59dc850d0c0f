import { expect, test } from 'vitest'
import { TestBank } from '../../../tests/bank.ts'
import { clause } from '../../../tests/clause.ts'
import { representations } from '../representation/rules.ts'
import { companyWithRepresentative, idIn, registerPerson, settledBy, verify } from '../testing/people.ts'

async function bankWithLimit() {
  const bank = await TestBank.open()
  const known = await companyWithRepresentative(bank)
  const recorded = await bank.do('representation.record-limit', {
    customer: String(known.customer),
    representative: String(known.representative),
    kinds: ['amounts', 'consent'],
  })
  return { bank, recorded, ...known }
}

const transaction = '019b8e5a-0000-7000-8000-000000000001'

clause(
  'RA-3.4',
  'a limit in another document is not checked: the institution relies on the authorisation document',
  async () => {
    const { bank, recorded, customer, representative } = await bankWithLimit()
    expect(recorded).toMatchObject({ outcome: 'accepted', facts: { enforced: false } })
    expect(settledBy(recorded)).toEqual(['RA-3.4'])
    const amount = { minor: '99999999', currency: 'EUR' }
    expect(await verify(bank, customer, representative, { service: 'payments', amount })).toMatchObject({
      outcome: 'accepted',
    })
  },
)

clause('RA-3.4', 'a known limit is recorded, with who recorded it and when', async () => {
  const { bank, recorded, customer, representative } = await bankWithLimit()
  expect(settledBy(recorded)).toEqual(['RA-3.4'])
  expect(bank.record(representations, customer)?.knownLimits).toMatchObject([
    {
      limit: idIn(recorded, 'limit'),
      representative,
      kinds: ['amounts', 'consent'],
      recordedBy: 'T-01',
      recordedOn: Temporal.PlainDate.from('2026-01-05'),
    },
  ])
})

clause(
  'RA-3.4',
  'a transaction that was carried out is not invalid for breaching it, unless staff waive that',
  async () => {
    const { bank, recorded, customer } = await bankWithLimit()
    const objection = { customer: String(customer), limit: String(idIn(recorded, 'limit')), transaction }
    const refused = await bank.do('representation.contest', objection)
    expect(refused).toMatchObject({ outcome: 'refused', code: 'transaction-stands', facts: { transaction } })
    expect(settledBy(refused)).toEqual(['RA-3.4'])
    const waived = await bank.do('representation.contest', { ...objection, waived: true })
    expect(waived).toMatchObject({ outcome: 'accepted', internal: { waivedBy: 'T-01' } })
    expect(settledBy(waived)).toEqual(['RA-3.4'])
  },
)

clause(
  'RA-3.4',
  'papers that conflict on who may represent are no such limit: they are recorded as a ground to restrict',
  async () => {
    const bank = await TestBank.open()
    const { customer } = await companyWithRepresentative(bank)
    const record = (standing: boolean) =>
      bank.do('representation.record-conflict', { customer: String(customer), standing })
    const recorded = await record(true)
    expect(recorded).toMatchObject({
      outcome: 'accepted',
      facts: { conflictSince: '2026-01-05', restrictionGround: 'contradictory-representation' },
    })
    expect(settledBy(recorded)).toEqual(['RA-3.4'])
    expect(await record(true)).toMatchObject({ code: 'conflict-unchanged' })
    expect(bank.record(representations, customer)).toMatchObject({
      conflictSince: Temporal.PlainDate.from('2026-01-05'),
    })
    expect(await record(false)).toMatchObject({ outcome: 'accepted' })
    expect(bank.record(representations, customer)?.conflictSince).toBeUndefined()
  },
)

test('a limit is recorded of somebody who has an authorisation document, by named staff', async () => {
  const bank = await TestBank.open()
  const { customer, representative } = await companyWithRepresentative(bank)
  const janis = await registerPerson(bank, 'janis')
  const limit = { customer: String(customer), representative: String(janis), kinds: ['place'] }
  expect(await bank.do('representation.record-limit', limit)).toMatchObject({ code: 'no-authorisation' })
  const nameless = { actor: { role: 'teller' } } as const
  expect(
    await bank.do('representation.record-limit', { ...limit, representative: String(representative) }, nameless),
  ).toMatchObject({ code: 'staff-unnamed' })
  const unknown = { customer: String(customer), limit: '1099511628999', transaction }
  expect(await bank.do('representation.contest', unknown)).toMatchObject({ code: 'limit-unknown' })
})
