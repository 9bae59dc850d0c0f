import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

it('tells what has accrued through yesterday, to those alone who may see the account', async () => {
  const url = `/accounts/${api.bank.companyEuro}/interest`
  const { asOf } = (await api.get(`/accounts/${api.bank.martaEuro}`)).body
  const yesterday = Temporal.PlainDate.from(asOf).subtract({ days: 1 }).toString()
  const seen = await api.get(url, { token: api.tokens.operator })
  expect(seen).toMatchObject({ status: 200, body: { through: yesterday, accrued: [] } })
  expect(await api.get(url, { token: api.tokens.marta })).toMatchObject({ status: 404 })
})

it('tells what the posting will credit', async () => {
  const { companyEuro } = api.bank
  const operator = { token: api.tokens.operator }
  const { body: account } = await api.get(`/accounts/${companyEuro}`, operator)
  const yesterday = Temporal.PlainDate.from(account.asOf).subtract({ days: 1 })
  // 1,000,000.00 valued on the first of the month in which yesterday lies.
  const first = yesterday.with({ day: 1 })
  const incoming = {
    nostro: String(api.bank.nostroEuro),
    to: { account: String(companyEuro) },
    amount: { minor: '100000000', currency: 'EUR' },
    valueDate: first.toString(),
  }
  expect((await api.post('/payments/incoming', incoming, operator)).status).toBe(200)
  const { body } = await api.get(`/accounts/${companyEuro}/interest`, operator)
  const days = yesterday.day
  // 0.05 % a year over 365 days, rounded half up; nothing is withheld from a company.
  const cents = Math.floor((100_000_000 * 0.0005 * days) / 365 + 0.5)
  expect(body.accrued).toEqual([
    {
      through: yesterday.toString(),
      interest: { minor: String(cents), currency: 'EUR' },
      tax: { minor: '0', currency: 'EUR' },
    },
  ])
})
