import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
let entry: { decision: string; seq: number }
beforeAll(async () => {
  api = await ApiUnderTest.open()
  const paid = await api.transfer('700', { remittance: 'Rent' })
  const { body } = await api.get(`/accounts/${api.bank.martaEuro}/entries`)
  const { seq } = body.entries.find(({ decision }: { decision: string }) => decision === paid.body.decision)
  entry = { decision: paid.body.decision, seq }
}, 120_000)
afterAll(() => api.close())

/** Marta claims that her transfer went to a wrong account. */
const claim = (more: object = {}, sent: object = {}) =>
  api.post(
    `/accounts/${api.bank.martaEuro}/claims`,
    { entry, error: 'wrong-account', form: 'digital', language: 'lv', words: 'It was for my sister', ...more },
    sent,
  )

describe('a claim over HTTP', () => {
  it('is made by the customer, decided by staff, and answered in the language asked for, with the clauses', async () => {
    const { operator, second, teller } = api.tokens
    const made = await claim()
    expect(made).toMatchObject({ status: 200, body: { facts: { state: 'received', language: 'lv' } } })
    const url = `/claims/${made.body.facts.claim}`
    expect(await api.get(`${url}/answer`)).toMatchObject({ status: 409, body: { code: 'claim-undecided' } })
    const listed = await api.get('/claims', { token: teller })
    expect(listed.body.claims).toContainEqual(
      expect.objectContaining({ claim: made.body.facts.claim, state: 'received', overdue: false }),
    )

    expect(await api.post(`${url}/decision`, { outcome: 'upheld' })).toMatchObject({ status: 403 })
    const upheld = await api.post(`${url}/decision`, { outcome: 'upheld' }, { token: operator })
    expect(upheld.body.clauses).toContainEqual({ document: 'RA', version: '2018-11-01', clause: '9.10' })
    const proposed = await api.get(`${url}/answer`)
    expect(proposed.body).toMatchObject({ language: 'lv', title: expect.stringContaining('Atbilde uz pretenziju') })
    expect(proposed.body.paragraphs.join(' ')).toContain('tiklīdz to apstiprinās otrs darbinieks')

    const approved = await api.post(`/corrections/${upheld.body.facts.correction}/approval`, {}, { token: second })
    expect(approved.status).toBe(200)
    expect((await api.get(`${url}/answer`)).body.paragraphs.join(' ')).toContain('Ieraksts ir reversēts')
    expect((await api.post(`${url}/answer`, {}, { token: teller })).body).toMatchObject({
      facts: { state: 'answered' },
    })
    const { body } = await api.get(`${url}/answer`)
    expect(body.clauses.map(({ document, clause }: Record<string, string>) => `${document} ${clause}`)).toEqual([
      'RA 9.8',
      'RA 9.10',
      'GBT 8.2',
      'RA 2.4',
    ])
    expect(body.entry).toMatchObject({ amount: { minor: '-700', currency: 'EUR' } })
    const printed = await api.get(`${url}/answer/pdf`)
    expect(printed.headers).toMatchObject({ 'content-type': 'application/pdf' })
    expect(printed.body).toMatch(/^%PDF-/)
  })

  it('that takes longer has a holding reply in the language asked for, and is due later', async () => {
    const { teller } = api.tokens
    const made = await claim()
    const url = `/claims/${made.body.facts.claim}`
    expect(await api.get(`${url}/holding-reply`)).toMatchObject({ status: 404, body: { code: 'holding-reply-unsent' } })
    const asked = { reason: 'other-institution-asked' }
    expect(await api.post(`${url}/holding-reply`, asked)).toMatchObject({ status: 403 })
    const held = await api.post(`${url}/holding-reply`, asked, { token: teller })
    expect(held.body.clauses).toContainEqual({ document: 'PSD2', version: '2018-01-13', clause: '101(2)' })
    const { body } = await api.get(`${url}/holding-reply`)
    expect(body).toMatchObject({ language: 'lv', title: expect.stringContaining('atbildei vajadzīgs ilgāks laiks') })
    const [year, month, day] = held.body.facts.answerBy.split('-')
    expect(body.paragraphs).toEqual([
      'Esam vērsušies citā iestādē, un tās atbilde vēl nav saņemta.',
      `Atbildi saņemsiet ne vēlāk kā ${day}.${month}.${year}.`,
    ])
    expect(body.clauses).toEqual([expect.objectContaining({ document: 'PSD2', clause: '101(2)' })])
    const printed = await api.get(`${url}/holding-reply/pdf`)
    expect(printed.body).toMatch(/^%PDF-/)
    expect((await api.get(url)).body.holding).toMatchObject(asked)
    expect((await api.get('/worklists/claims-due', { token: teller })).body).toMatchObject({ items: [], more: false })
  })

  it('in English is answered in English', async () => {
    const made = await claim({ language: 'en' })
    const verdict = { outcome: 'rejected', ground: 'entry-correct' }
    await api.post(`/claims/${made.body.facts.claim}/decision`, verdict, { token: api.tokens.operator })
    const { body } = await api.get(`/claims/${made.body.facts.claim}/answer`)
    expect(body.paragraphs).toEqual([
      'We have looked into your claim and reject it.',
      'The entry is right: it was booked as ordered or as agreed.',
    ])
    expect(body.clauses[0].text).toContain('fifteen days')
  })

  it('tells what the customer wrote to who may know, and who decided to staff alone', async () => {
    const made = await claim()
    const url = `/claims/${made.body.facts.claim}`
    const { body } = await api.get(url)
    expect(body).toMatchObject({ words: 'It was for my sister', state: 'received' })
    expect(body).not.toHaveProperty('decidedBy')
    expect((await api.get(url, { token: api.tokens.teller })).body).toMatchObject({
      words: 'It was for my sister',
      decidedBy: null,
    })
    expect((await api.get(url, { token: api.tokens.auditor })).body.words).toBeNull()
    const passages = await api.get(`/parties/${api.bank.marta}/passages`)
    expect(passages.body.passages[0]).toMatchObject({ purpose: 'service', kinds: ['payment-details'] })
  })

  it('does not exist for who may not see the account, and the lists are for staff', async () => {
    const made = await claim()
    for (const url of [`/claims/${made.body.facts.claim}`, `/claims/${made.body.facts.claim}/answer`, '/claims/7'])
      expect(await api.get(url, { token: api.tokens.janis })).toMatchObject({
        status: 404,
        body: { code: 'claim-unknown' },
      })
    for (const url of ['/claims', '/payment-reports'])
      expect(await api.get(url)).toMatchObject({ status: 403, body: { code: 'role-not-permitted' } })
  })

  it('fences words that tell of health: who wrote them reads them, and who handles the claim does not', async () => {
    const made = await claim({ words: 'I was in surgery and could not object sooner.' })
    const url = `/claims/${made.body.facts.claim}`
    for (const token of [api.tokens.teller, api.tokens.operator])
      expect((await api.get(url, { token })).body).toMatchObject({ words: null, fenced: true })
    expect((await api.get(url)).body).toMatchObject({ words: 'I was in surgery and could not object sooner.' })
    expect((await api.get(url)).body).not.toHaveProperty('fenced')
    const told = await api.get(url, { token: await api.staffToken('compliance-officer', 'C-01') })
    expect(told.body).toMatchObject({ words: expect.stringMatching(/.{10}/) })
  })

  it('is refused with words when it was only said, or names no entry of the account', async () => {
    expect(await claim({ form: 'spoken' })).toMatchObject({ status: 422, body: { code: 'claim-not-written' } })
    expect(await claim({ entry: { ...entry, seq: 1 } })).toMatchObject({ status: 404, body: { code: 'entry-unknown' } })
    expect((await claim({ entry: undefined, on: '2026-02-30' })).status).toBe(400)
  })

  it('that the payment rules rule is a report, in the list of staff until it is closed', async () => {
    const { operator, teller } = api.tokens
    const made = await claim({ error: 'payment-unauthorised', form: 'spoken' })
    expect(made.body).toMatchObject({ facts: { routed: 'payment-rules', state: 'open' } })
    const { report } = made.body.facts
    const listed = async () =>
      (await api.get('/payment-reports', { token: teller })).body.reports.map((one: { report: string }) => one.report)
    expect(await listed()).toContain(report)
    expect((await api.get(`/payment-reports/${report}`, { token: teller })).body).toMatchObject({
      words: 'It was for my sister',
      state: 'open',
      closedBy: null,
    })
    expect(await api.get(`/payment-reports/${report}`, { token: api.tokens.janis })).toMatchObject({
      status: 404,
      body: { code: 'report-unknown' },
    })
    const denied = { outcome: 'denied', ground: 'unfounded' }
    const url = `/payment-reports/${report}/closing`
    expect((await api.post(url, denied, { token: operator })).status).toBe(200)
    expect(await listed()).not.toContain(report)
    const own = await api.get(`/accounts/${api.bank.martaEuro}/claims`)
    expect(own.body.reports).toContainEqual(expect.objectContaining({ report, state: 'denied', ground: 'unfounded' }))
  })

  it('whose answer falls due is in the list of staff from their reminder on', async () => {
    const made = await claim()
    const { claim: id, answerBy } = made.body.facts
    const due = async () =>
      (await api.get('/worklists/claims-due', { token: api.tokens.teller })).body.items.find(
        (one: { claim: string }) => one.claim === id,
      )
    const system = async (kind: string, payload: object) => {
      const from = { client: 'test', key: kind, actor: { role: 'system' }, purpose: 'operations' } as const
      await api.lanes.writer(api.lanes.lanes[0]?.lane).submit({ kind, payload, ...from })
    }
    const to = Temporal.PlainDate.from(answerBy).add({ days: 1 }).toString()
    await system('clock.cut-over', { to })
    expect(await due()).toBeUndefined()
    await system('claim.remind', { claims: [id] })
    expect(await due()).toEqual({
      claim: id,
      account: String(api.bank.martaEuro),
      error: 'wrong-account',
      state: 'received',
      answerBy,
      holdingReplySentOn: null,
      remindedOn: to,
      overdue: true,
    })
  })
})
