import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
let today: Temporal.PlainDate
beforeAll(async () => {
  api = await ApiUnderTest.open()
  const [held] = api.lanes.lanes
  if (held === undefined) throw new Error('no lane')
  today = api.lanes.head(held.lane).businessDate
}, 120_000)
afterAll(() => api.close())

/** A list of staff on a day from now. */
const list = async (name: string, asOf: Temporal.PlainDate, query = '') =>
  (await api.get(`/worklists/${name}?asOf=${asOf}${query}`, { token: api.tokens.teller })).body

describe('a list of what waits for staff', () => {
  it('has the accounts that were not activated in time, from the day after their last', async () => {
    const opened = await api.post(
      '/accounts',
      { holders: [String(api.bank.janis)], currency: 'EUR', channel: 'location', documents: ['income-proof'] },
      { token: api.tokens.teller },
    )
    const { account } = opened.body.facts
    const { activateBy } = (await api.get(`/accounts/${account}`, { token: api.tokens.teller })).body
    const last = Temporal.PlainDate.from(activateBy)
    const mine = ({ items }: { items: { account: string }[] }) => items.filter((one) => one.account === account)
    expect(mine(await list('overdue-activations', last))).toEqual([])
    expect(mine(await list('overdue-activations', last.add({ days: 1 })))).toEqual([
      {
        account,
        holders: [String(api.bank.janis)],
        openedOn: today.toString(),
        activateBy,
        documents: [{ document: 1, kind: 'income-proof', status: 'requested' }],
      },
    ])
  })

  it('has the applications for basic accounts that were not decided in time', async () => {
    const { peteris } = api.bank
    const applied = await api.post(
      `/parties/${peteris}/basic-account/application`,
      { currency: 'EUR', channel: 'location' },
      { token: api.tokens.teller },
    )
    const last = Temporal.PlainDate.from(applied.body.facts.decideBy)
    expect((await list('late-basic-applications', last)).items).toEqual([])
    expect((await list('late-basic-applications', last.add({ days: 1 }))).items).toEqual([
      {
        customer: String(peteris),
        currency: 'EUR',
        channel: 'location',
        appliedOn: today.toString(),
        decideBy: last.toString(),
      },
    ])
  })

  it('has the documents that customers have to replace, and the deadlines of their reminders', async () => {
    const { company } = api.bank
    const [row] = await api.database.sql<{ authorisation: bigint }[]>`
      select authorisation from authorisation where customer = ${String(company)} and status = 'accepted'`
    const payload = { customer: String(company), authorisation: String(row?.authorisation) }
    const kind = 'authorisation.demand-replacement'
    const demanded = await api.post('/commands', { kind, payload }, { token: api.tokens.teller })
    const { due, remindOn } = demanded.body.facts
    const [duty] = (await list('replacement-duties', Temporal.PlainDate.from(due))).items
    expect(duty).toEqual({ ...payload, cause: 'asked', since: today.toString(), due, reminders: 0, overdue: false })
    const after = await list('replacement-duties', Temporal.PlainDate.from(due).add({ days: 1 }))
    expect(after.items[0].overdue).toBe(true)

    const reminder = { due: remindOn, kind: 'authorisation-reminder', subject: String(company) }
    const day = Temporal.PlainDate.from(remindOn)
    expect((await list('deadlines', day.subtract({ days: 1 }), '&limit=500')).items).not.toContainEqual(reminder)
    expect((await list('deadlines', day, '&limit=500')).items).toContainEqual(reminder)
  })

  it('has the persons to be told of data that others gave, until they are told', async () => {
    const { janis } = api.bank
    const { teller: token } = api.tokens
    const declared = [{ kind: 'declaration', reference: 'D-1' }]
    const recorded = await api.post(
      `/commands`,
      {
        kind: 'fact.record',
        payload: {
          party: String(janis),
          purpose: 'service',
          source: 'other-person',
          shown: declared,
          facts: [{ kind: 'address', value: 'Baznīcas iela 4, Rīga' }],
        },
      },
      { token },
    )
    const due = Temporal.PlainDate.from(recorded.body.facts.noticeDue)
    expect(due).toEqual(today.add({ months: 1 }))
    const owed = { subject: String(janis), since: today.toString(), due: due.toString() }
    const mine = async (day: Temporal.PlainDate) =>
      (await list('data-notices', day)).items.filter(({ subject }: { subject: string }) => subject === String(janis))
    expect(await mine(due)).toEqual([{ ...owed, overdue: false }])
    expect(await mine(due.add({ days: 1 }))).toEqual([{ ...owed, overdue: true }])
    const payload = { party: String(janis), version: '2018-05-25' }
    const told = await api.post('/commands', { kind: 'fact.give-notice', payload }, { token })
    expect(told.body.facts).toMatchObject({ late: false })
    expect(await mine(due)).toEqual([])
  })

  it('has the payments that came back to closed accounts, until they are paid out', async () => {
    const { teller: token, operator } = api.tokens
    const { janis, janisEuro, till } = api.bank
    const asked = { holders: [String(janis)], currency: 'EUR', channel: 'location' }
    const { account } = (await api.post('/accounts', asked, { token })).body.facts
    await api.post(`/accounts/${account}/activation`, {}, { token })
    const amount = (minor: number) => ({ minor: String(minor), currency: 'EUR' })
    await api.post('/cash/deposits', { till: String(till), to: account, amount: amount(1_350) }, { token })
    const counterparty = { name: 'Anna Izdoma', number: 'EE382200221020145685' }
    const order = { from: account, amount: amount(1_000), counterparty }
    const { payment } = (await api.post('/payments', order, { token })).body.facts
    await api.post(`/accounts/${account}/closing-requests`, { channel: 'location' }, { token })
    const { lastEvent } = (await api.get(`/accounts/${account}`, { token })).body
    const closed = await api.post(`/accounts/${account}/closing`, { at: lastEvent }, { token })
    expect(closed.status).toBe(200)
    expect((await list('returned-payments', today)).items).toEqual([])
    await api.post(`/payments/${payment}/return`, { reason: 'AC04' }, { token: operator })
    const item = { payment, account, amount: amount(1_000), reason: 'AC04', returnedOn: today.toString() }
    expect((await list('returned-payments', today)).items).toEqual([{ ...item, status: 'unclaimed' }])
    expect((await api.post(`/payments/${payment}/keeping`, {}, { token: operator })).status).toBe(200)
    expect((await list('returned-payments', today)).items).toEqual([{ ...item, status: 'kept' }])
    const paid = await api.post(`/payments/${payment}/paying-out`, { to: String(janisEuro) }, { token: operator })
    expect(paid.body).toMatchObject({ outcome: 'accepted', facts: { amount: amount(1_000) } })
    expect((await list('returned-payments', today)).items).toEqual([])
  })

  it('has the payments of which customers have the money by a correction, until they come back', async () => {
    const { teller, operator, second } = api.tokens
    const { janisEuro, till } = api.bank
    const amount = { minor: '700', currency: 'EUR' }
    await api.post(
      '/cash/deposits',
      { till: String(till), to: String(janisEuro), amount: { minor: '2000', currency: 'EUR' } },
      { token: teller },
    )
    const counterparty = { name: 'Anna Izdoma', number: 'EE382200221020145685' }
    const sent = (await api.post('/payments', { from: String(janisEuro), amount, counterparty }, { token: teller }))
      .body
    const { payment } = sent.facts
    await api.post(`/payments/${payment}/settlement`, {}, { token: operator })
    const asked = { decision: sent.decision, ground: 'not-ordered' }
    const proposed = await api.post('/corrections', asked, { token: operator })
    await api.post(`/corrections/${proposed.body.facts.correction}/approval`, {}, { token: second })
    const items = [{ payment, account: String(janisEuro), amount }]
    expect((await list('refunded-payments', today)).items).toEqual(items)
    await api.post(`/payments/${payment}/return`, { reason: 'FOCR' }, { token: operator })
    expect((await list('refunded-payments', today)).items).toEqual([])
  })

  it('is cut where its limit is, and says that there is more', async () => {
    const far = today.add({ years: 5 })
    const all = await list('deadlines', far, '&limit=500')
    expect(all.items.length).toBeGreaterThan(1)
    expect(all.more).toBe(false)
    expect(await list('deadlines', far, '&limit=1')).toEqual({
      asOf: far.toString(),
      items: all.items.slice(0, 1),
      more: true,
    })
  })

  it('is for staff alone', async () => {
    for (const name of ['overdue-activations', 'late-basic-applications', 'replacement-duties', 'deadlines']) {
      const url = `/worklists/${name}`
      expect(await api.get(url)).toMatchObject({ status: 403, body: { code: 'role-not-permitted' } })
      expect(await api.get(url, { token: api.tokens.anna })).toMatchObject({ status: 403 })
      expect((await api.get(url, { token: api.tokens.auditor })).status).toBe(200)
    }
    expect((await api.get('/worklists/deadlines?asOf=soon', { token: api.tokens.teller })).status).toBe(400)
  })
})
