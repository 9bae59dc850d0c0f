import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest, euro } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

describe('reads', () => {
  it('give balances as booked, by value date, and as known at a moment', async () => {
    const { martaEuro, jointEuro } = api.bank
    const url = `/accounts/${martaEuro}`
    const before = (await api.get(url)).body
    const moment = Temporal.Now.instant().toString()
    const yesterday =
      before.asOf === undefined ? '' : Temporal.PlainDate.from(before.asOf).subtract({ days: 1 }).toString()
    const body = {
      from: String(martaEuro),
      to: { account: String(jointEuro) },
      amount: euro('11'),
      valueDate: yesterday,
    }
    expect((await api.post('/transfers', body, { token: api.tokens.operator })).status).toBe(200)
    const after = (await api.get(url)).body
    expect(BigInt(after.balances.booked.minor)).toBe(BigInt(before.balances.booked.minor) - 11n)
    expect((await api.get(`${url}?knownAt=${moment}&by=booked`)).body.balances).toEqual({
      booked: before.balances.booked,
    })
    expect((await api.get(`${url}?asOf=${yesterday}`)).body.balances).toEqual({ booked: euro('0'), value: euro('-11') })
  })

  it('page entries with opaque cursors that serve their own list alone', async () => {
    const url = `/accounts/${api.bank.martaEuro}/entries`
    for (const minor of ['1', '2', '3', '4']) await api.transfer(minor)
    const all = (await api.get(`${url}?limit=500`)).body.entries
    const paged: unknown[] = []
    for (let next: string | null = '', query = '?limit=3'; next !== null; query = `?limit=3&cursor=${next}`) {
      const page = (await api.get(`${url}${query}`)).body
      paged.push(...page.entries)
      next = page.next
    }
    expect(paged.length).toBeGreaterThan(3)
    expect(paged).toEqual(all)
    const { next } = (await api.get(`${url}?limit=3`)).body
    const other = `/accounts/${api.bank.jointEuro}/entries?cursor=${next}`
    for (const wrong of [other, `${url}?cursor=abc`, `${url}?cursor=A${next}`])
      expect(await api.get(wrong)).toMatchObject({ status: 400, body: { code: 'cursor-invalid' } })
  })

  it('let a joint holder see what the other paid', async () => {
    const { body } = await api.get(`/accounts/${api.bank.jointEuro}/entries`, { token: api.tokens.janis })
    expect(body.entries[0].details).toEqual({ remittance: 'Household' })
  })

  it('explain a decision with the wording of the clause that bound', async () => {
    const refused = await api.transfer('99999999')
    const { body } = await api.get(`/decisions/${refused.body.decision}?language=lv`)
    expect(body).toMatchObject({ outcome: 'refused', code: 'insufficient-funds', actor: { role: 'customer' } })
    expect(body.clauses[0]).toMatchObject({
      clause: '6.1',
      title: 'Kontu noteikumi',
      page: '/documents/RA/2018-11-01#6.1',
    })
    expect(body.clauses[0].text).toContain('brīvi pieejamo naudu')
    expect(body.settled).toBeUndefined()
  })

  it('tell of a decision without reason the neutral clause, and staff who may know the reason', async () => {
    const { teller, operator } = api.tokens
    const body = {
      refused: 'opening',
      customer: String(api.bank.peteris),
      reason: 'purpose-unclear',
      note: 'Said two things',
    }
    const { decision } = (await api.post('/accounts/refusals', body, { token: operator })).body
    expect((await api.get(`/decisions/${decision}`, { token: operator })).body.internal).toEqual({
      reason: 'purpose-unclear',
    })
    expect(JSON.stringify((await api.get(`/decisions/${decision}`, { token: teller })).body)).not.toContain(
      'purpose-unclear',
    )
  })

  it('show auditors the journal and a trial balance that sums to zero', async () => {
    const { auditor } = api.tokens
    const journal = await api.get('/journal?limit=5', { token: auditor })
    expect(journal.body.decisions).toHaveLength(5)
    const next = await api.get(`/journal?limit=5&cursor=${journal.body.next}`, { token: auditor })
    const [first, last] = [journal.body.decisions[0], next.body.decisions[4]]
    expect(last.decision > first.decision).toBe(true)
    expect(next.body.decisions).not.toContainEqual(journal.body.decisions[4])
    const { totals } = (await api.get('/trial-balance', { token: auditor })).body
    expect(totals).toEqual([euro('0'), { minor: '0', currency: 'USD' }])
  })
})
