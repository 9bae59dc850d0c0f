import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest, euro } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
let today: string
beforeAll(async () => {
  api = await ApiUnderTest.open()
  const [held] = api.lanes.lanes
  if (held === undefined) throw new Error('no lane')
  today = api.lanes.head(held.lane).businessDate.toString()
}, 120_000)
afterAll(() => api.close())

const asked = (reference: string, minor: string) => ({
  debtors: [String(api.bank.company)],
  kind: 'recovery',
  authority: 'bailiff',
  reference,
  amount: euro(minor),
  receivedOn: today,
})

describe('an order of an authority', () => {
  it('is registered by operators alone, and its reference holds no sentence about anybody', async () => {
    const { teller, operator } = api.tokens
    expect((await api.post('/seizures', asked('1/2026', '100'), { token: teller })).status).toBe(403)
    const named = await api.post('/seizures', asked('against Janis Paraugs', '100'), { token: operator })
    expect(named.status).toBe(400)
  })

  it('is read by staff with what was taken when, and by nobody else', async () => {
    const { operator, teller, auditor, anna } = api.tokens
    const registered = await api.post('/seizures', asked('00123/045', '1000'), { token: operator })
    expect(registered).toMatchObject({ status: 200, body: { outcome: 'accepted', facts: { waiting: euro('0') } } })
    const { order, agreement } = registered.body.facts
    const released = await api.post(
      `/seizures/${order}/release`,
      { agreement, ground: 'withdrawn' },
      { token: operator },
    )
    expect(released).toMatchObject({ status: 200, body: { facts: { ground: 'withdrawn', freed: euro('1000') } } })
    const url = `/parties/${api.bank.company}/seizures`
    const { body } = await api.get(url, { token: teller })
    const own = { account: String(api.bank.companyEuro), amount: euro('1000'), on: today }
    expect(body.orders).toMatchObject([
      {
        order,
        agreement,
        authority: 'bailiff',
        reference: '00123/045',
        receivedOn: today,
        ordered: euro('1000'),
        kept: [],
        paid: euro('0'),
        ground: 'withdrawn',
        steps: [
          { what: 'kept', ground: null, decision: registered.body.decision, ...own },
          { what: 'fee', ground: null, decision: registered.body.decision, ...own, amount: euro('1500') },
          { what: 'freed', ground: 'withdrawn', decision: released.body.decision, ...own },
        ],
      },
    ])
    expect((await api.get(url, { token: auditor })).status).toBe(200)
    expect((await api.get(url, { token: anna })).status).toBe(403)
    const again = await api.post(`/seizures/${order}/release`, { agreement, ground: 'withdrawn' }, { token: operator })
    expect(again).toMatchObject({ status: 409, body: { code: 'seizure-ended' } })
  })
})
