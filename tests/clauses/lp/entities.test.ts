import { expect, it } from 'vitest'
import { businessDateAt } from '../../../src/operations/clock/rules.ts'
import { people, settledBy, told } from '../../../src/parties/testing/people.ts'
import { UnboundProvision } from '../../../src/rulebook/terms.ts'
import { operator, TestBank } from '../../bank.ts'
import { clause } from '../../clause.ts'

const { liga } = people

/** Registers somebody with a name, and with a code where there is one. */
const register = (bank: TestBank, code: string | undefined) =>
  bank.do(
    'party.register',
    {
      ...{ kind: 'natural', consumer: true, residence: 'LV' },
      facts: code === undefined ? ['name'] : ['name', 'personal-code'],
    },
    {
      details: [told(liga.name), ...(code === undefined ? [] : [told(code)])],
      ...(code === undefined ? {} : { blinds: { code: `blind of ${code}` } }),
    },
  )

for (const [entity, clauseId] of [
  ['lt', 'PPTFPI-9'],
  ['ee', 'RAHAPTS-20'],
] as const)
  clause(clauseId, 'nobody becomes a client who was not identified', async () => {
    const bank = await TestBank.open({ entity })
    const nameless = await register(bank, undefined)
    expect(nameless).toMatchObject({ code: 'details-incomplete', facts: { missing: ['personal-code'] } })
    expect(settledBy(nameless)).toContain(clauseId)
    const known = await register(bank, liga.code)
    expect(known).toMatchObject({ outcome: 'accepted' })
    expect(settledBy(known)).toContain(clauseId)
  })

for (const [entity, clauseId] of [
  ['lt', 'BAI-business-date'],
  ['ee', 'RPS-business-date'],
] as const)
  clause(clauseId, 'the entity has a business date of its own, and closes the day that it leaves behind', async () => {
    const bank = await TestBank.open({ entity })
    const ask = (to: string) => bank.do('clock.cut-over', { to }, { actor: operator })
    expect(await ask('2026-01-07')).toMatchObject({ code: 'business-date-ahead', facts: { latest: '2026-01-06' } })
    expect(settledBy(await ask('2026-01-06'))).toContain(clauseId)
    const { timeZone } = bank.rulebook.entity
    const { at } = bank.rulebook.terms(bank.writer.head.businessDate).parameters('business-date.cut-over')
    expect(at).toBe('00:00')
    const dateAt = (moment: string) => String(businessDateAt(Temporal.Instant.from(moment), timeZone, at))
    expect([dateAt('2026-01-05T21:59:59Z'), dateAt('2026-01-05T22:00:00Z')]).toEqual(['2026-01-05', '2026-01-06'])
    const system = { actor: { role: 'system' } } as const
    await bank.do('day.begin', { day: '2026-01-05', steps: [] }, system)
    const closed = await bank.do('day.close', { day: '2026-01-05' }, system)
    expect(closed).toMatchObject({ outcome: 'accepted', facts: { day: '2026-01-05', problems: [] } })
    expect(settledBy(closed)).toContain(clauseId)
  })

it('what only the rules of another entity carry is no command there, and nothing is kept of it', async () => {
  const bank = await TestBank.open({ entity: 'ee' })
  const { batch } = bank.writer.head
  const failed = await bank
    .do('internal.open', { product: 'till', currency: 'EUR' }, { actor: operator })
    .catch((error: Error) => error)
  expect(failed).toBeInstanceOf(Error)
  expect((failed as Error).cause).toBeInstanceOf(UnboundProvision)
  expect((failed as Error).cause).toMatchObject({ entity: { id: 'ee' }, elsewhere: true })
  expect(bank.writer.head.batch).toBe(batch)
})
