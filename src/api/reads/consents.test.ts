import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiUnderTest } from '../testing/api-under-test.ts'
import { createToken } from '../tokens/tokens.ts'

let api: ApiUnderTest
let officer: string
beforeAll(async () => {
  api = await ApiUnderTest.open()
  const bearer = { client: 'test', role: 'data-protection-officer', party: undefined, staff: 'D-01' } as const
  officer = await createToken(api.institution.sql, bearer)
})
afterAll(() => api.close())

const about = (path: string) => `/parties/${api.bank.marta}/${path}`

it('an objection waits on the list of staff until it is answered in writing', async () => {
  const raised = await api.post(about('purposes/claims/objections'), {})
  expect(raised.body).toMatchObject({ outcome: 'accepted', facts: { state: 'weighed' } })
  const { objection } = raised.body.facts
  const list = await api.get('/objections', { token: officer })
  expect(list.body.objections).toMatchObject([{ objection, purpose: 'claims', overdue: false }])
  expect((await api.get('/objections')).status).toBe(403)
  const answer = (body: object, token = officer) => api.post(about(`objections/${objection}/answer`), body, { token })
  expect((await answer({ outcome: 'overridden' })).body).toMatchObject({ code: 'reasons-not-written' })
  expect((await answer({ outcome: 'overridden', reasons: 'x' }, api.tokens.teller)).status).toBe(403)
  const reasons = 'A suit about the loan is at hand.'
  const answered = await answer({ outcome: 'overridden', reasons })
  expect(answered.body).toMatchObject({ outcome: 'accepted', facts: { state: 'overridden', late: false } })
  expect(JSON.stringify(answered.body)).not.toContain(reasons)
  expect((await api.get('/objections', { token: officer })).body.objections).toEqual([])
})

it('a restriction is set by its person, and lifted by staff after a notice', async () => {
  const set = await api.post(about('restrictions'), { ground: 'accuracy' })
  expect(set.body).toMatchObject({ outcome: 'accepted' })
  const lift = () => api.post(about('restrictions/accuracy/lifting'), {}, { token: officer })
  expect((await lift()).body).toMatchObject({ status: 409, code: 'subject-not-told' })
  await api.post(about('restrictions/accuracy/notice'), { evidence: 'L-2026-1' }, { token: officer })
  expect((await lift()).body).toMatchObject({ outcome: 'accepted' })
})

it('another system confirms a change by its number, once', async () => {
  const { body } = await api.post(about('marketing/refusal'), {})
  const [word] = body.facts.told
  expect(word).toMatchObject({ kind: 'entity', target: 'ee' })
  const confirm = () =>
    api.post(`/consents/propagation/${word.propagation}/confirmation`, {}, { token: api.tokens.operator })
  expect((await confirm()).body).toMatchObject({ outcome: 'accepted', facts: { late: false } })
  expect((await confirm()).body).toMatchObject({ code: 'propagation-confirmed' })
})

it('nobody speaks for another, and each refusal has words in both languages', async () => {
  const janis = { token: api.tokens.janis }
  expect((await api.post(about('marketing/refusal'), {}, janis)).body).toMatchObject({ code: 'subject-not-concerned' })
  const consent = { purpose: 'payment', version: '2018-05-25', language: 'lv' }
  const en = await api.post(about('consents'), consent)
  expect(en.body).toMatchObject({ code: 'consent-not-asked', detail: expect.stringContaining('contract') })
  const lv = await api.post(about('consents'), consent, { headers: { 'accept-language': 'lv' } })
  expect(lv.body.detail).toContain('piekrišanu')
  const byRepresentative = await api.post(about('marketing/refusal'), {}, { token: api.tokens.anna })
  expect(byRepresentative.body).toMatchObject({ code: 'role-not-permitted' })
})
