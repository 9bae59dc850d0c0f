import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest, euro } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

const priceOf = async (query: string, token?: string) =>
  (await api.get(`/accounts/${api.bank.martaEuro}/price?${query}`, token === undefined ? {} : { token })).body

describe('fees over HTTP', () => {
  it('tell what a service costs in the channel of whoever asks, with the row', async () => {
    const digital = await priceOf('service=payment.outgoing&amount=100')
    expect(digital).toMatchObject({ channel: 'digital', fee: { amount: euro('36'), row: { clause: '3.1' } } })
    const atLocation = await priceOf('service=payment.outgoing&amount=100', api.tokens.teller)
    expect(atLocation).toMatchObject({ channel: 'location', fee: { amount: euro('350') } })
    expect(await priceOf('service=cash.deposit&amount=100000')).toMatchObject({ fee: null })
    expect(await priceOf('service=cash.deposit&amount=200000')).toMatchObject({ fee: { amount: euro('300') } })
    expect(await priceOf('service=limit.commitment')).toMatchObject({ fee: null, annualPercent: '0.6' })
    expect((await api.get(`/accounts/${api.bank.martaEuro}/price?service=tea`)).status).toBe(400)
    const stranger = { token: api.tokens.janis }
    expect((await api.get(`/accounts/${api.bank.martaEuro}/price?service=cash.deposit`, stranger)).status).toBe(404)
  })

  it('tell the fee in a preview, and take it with the payment', async () => {
    const before = (await api.get(`/accounts/${api.bank.martaEuro}`)).body.now.balance.minor
    const body = { from: String(api.bank.martaEuro), till: String(api.bank.till), amount: euro('1000') }
    const teller = { token: api.tokens.teller }
    const preview = await api.post('/cash/withdrawals?dryRun=true', body, teller)
    expect(preview.body).toMatchObject({ outcome: 'accepted', facts: { fee: { amount: euro('200') } } })
    expect((await api.post('/cash/withdrawals', body, teller)).status).toBe(200)
    const after = (await api.get(`/accounts/${api.bank.martaEuro}`)).body.now.balance.minor
    expect(BigInt(before) - BigInt(after)).toBe(1_200n)
  })

  it('show what is due, and the account that fees are taken from', async () => {
    const company = { token: api.tokens.anna }
    const { body } = await api.get(`/accounts/${api.bank.companyEuro}/dues`, company)
    expect(body).toMatchObject({ dues: [{ kind: 'fee', service: 'account.opening', left: euro('5000') }] })
    const url = `/accounts/${api.bank.martaEuro}/fee-account`
    expect((await api.post(url, {})).body).toMatchObject({ outcome: 'accepted' })
    const chosen = (await api.get(`/accounts/${api.bank.martaEuro}/dues`)).body
    expect(chosen).toMatchObject({
      dues: [],
      feeAccounts: [{ currency: 'EUR', account: String(api.bank.martaEuro) }],
      offerEnds: null,
    })
  })

  it('refuse in words what a special fee still lacks', async () => {
    const teller = { token: api.tokens.teller }
    const fee = {
      service: 'statement.on-request',
      amount: euro('1500'),
      ground: 'extra-work',
      justification: 'search-of-records',
      reference: 'FILE-2026/3',
    }
    const set = await api.post(`/accounts/${api.bank.martaEuro}/special-fees`, fee, teller)
    const { specialFee } = set.body.facts
    const early = await api.post(`/special-fees/${specialFee}/charge`, {}, teller)
    expect(early).toMatchObject({ status: 409, body: { code: 'special-fee-not-shown' } })
    const shown = await api.post(`/special-fees/${specialFee}/showing`, {})
    expect(shown.body).toMatchObject({ outcome: 'accepted', facts: { ground: 'extra-work' } })
    expect((await api.post(`/special-fees/${specialFee}/charge`, {}, teller)).status).toBe(200)
  })
})
