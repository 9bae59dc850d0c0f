import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PartyId } from '../../kernel/ids.ts'
import { people, told } from '../../parties/testing/people.ts'
import { BusyBank, type Names } from '../testing/busy-bank.ts'
import { sweepEntity } from './sweeping.ts'
import { whyHeld } from './why.ts'

let bank: BusyBank
let names: Names
beforeAll(async () => {
  bank = await BusyBank.open()
  names = await bank.live()
}, 60_000)
afterAll(() => bank.close())

const entity = () => bank.institution.pack.entities[0] ?? expect.fail('no entity')
const why = (party: string, on: string) =>
  whyHeld(bank.institution, entity(), Number(party) as PartyId, Temporal.PlainDate.from(on))

describe('all that is held about a person', () => {
  it('is facts and details of records, each with its grounds, clauses and end', async () => {
    const { facts, details } = await why(names.liga, '2026-02-01')
    expect(facts.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['name', 'personal-code']))
    for (const { grounds } of facts) expect(grounds.some(({ holds }) => holds)).toBe(true)
    const paid = details.find(({ what }) => what === 'account entries') ?? expect.fail('no entries are told of')
    const [row] = await bank.institution.sql<{ count: number }[]>`
      select count(*)::int as count from account_event e join account a using (lane, account)
      where a.holder = ${names.liga} and e.details is not null`
    expect(paid).toMatchObject({ class: 'payment-details', until: undefined })
    expect(details.reduce((sum, one) => sum + (one.what === 'account entries' ? one.count : 0), 0)).toBe(row?.count)
    const items = paid.grounds.map(({ item, holds }) => [item, holds])
    expect(items).toEqual(
      expect.arrayContaining([
        ['contract', true],
        ['vouchers', true],
      ]),
    )
  })

  it('stays of whoever acts for a customer as long as what the customer has', async () => {
    const { name, code } = people.anna
    const registered = await bank.do(
      'party.register',
      { kind: 'natural', consumer: true, residence: 'LV', facts: ['name', 'personal-code'] },
      { details: [told(name, 'identity'), told(code, 'identity')], blinds: { code: 'blind of anna' } },
    )
    const anna = String(registered.facts['party'])
    const alone = await why(anna, '2026-02-01')
    expect(alone.facts[0]?.grounds.map(({ item }) => item)).toEqual(['application'])
    await bank.institution.sql`
      insert into represented_by (lane, representative, customers) values (${bank.lane}, ${anna}, ${[names.liga]})`
    const acting = await why(anna, '2026-02-01')
    expect(acting.facts[0]).toMatchObject({ until: undefined })
    expect(acting.facts[0]?.grounds.map(({ item }) => item)).toContain('contract')
    // The year for which a mere application is kept is long over.
    await sweepEntity(bank.institution, entity(), Temporal.PlainDate.from('2028-01-01'))
    expect((await why(anna, '2028-01-01')).facts).toHaveLength(2)
    await bank.institution.sql`delete from represented_by where representative = ${anna}`
    await sweepEntity(bank.institution, entity(), Temporal.PlainDate.from('2028-01-02'))
    expect((await why(anna, '2028-01-02')).facts).toEqual([])
  })
})
