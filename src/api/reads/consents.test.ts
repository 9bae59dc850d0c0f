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

it('an objection waits on the list of staff until its answer went out', async () => {
  const raised = await api.post(about('purposes/claims/objections'), { language: 'lv' })
  expect(raised.body).toMatchObject({ outcome: 'accepted', facts: { state: 'weighed' } })
  const { objection } = raised.body.facts
  const waiting = () => api.get('/objections', { token: officer })
  expect((await waiting()).body.objections).toMatchObject([{ objection, purpose: 'claims', overdue: false }])
  expect((await api.get('/objections')).status).toBe(403)
  const own = async () => (await api.get(about('objections'))).body.objections
  expect(await own()).toMatchObject([
    { objection, purpose: 'claims', language: 'lv', state: 'weighed', stopped: true, reasons: null, sentOn: null },
  ])
  const letter = (token = api.tokens.marta) => api.get(about(`objections/${objection}/answer`), { token })
  expect((await letter()).body).toMatchObject({ status: 409, code: 'objection-unanswered' })
  const answer = (body: object, token = officer) => api.post(about(`objections/${objection}/answer`), body, { token })
  expect((await answer({ outcome: 'overridden' })).body).toMatchObject({ code: 'reasons-not-written' })
  expect((await answer({ outcome: 'overridden', reasons: 'x' }, api.tokens.teller)).status).toBe(403)
  const reasons = 'A suit about the loan is at hand.'
  const answered = await answer({ outcome: 'overridden', reasons })
  expect(answered.body).toMatchObject({ outcome: 'accepted', facts: { state: 'overridden' } })
  expect(JSON.stringify(answered.body)).not.toContain(reasons)
  // Written, and not told yet: it still waits, and the purpose stands still.
  expect((await waiting()).body.objections).toMatchObject([{ objection, state: 'overridden', stopped: true }])
  const dispatch = (body: object) =>
    api.post(about(`objections/${objection}/answer/dispatch`), body, { token: officer })
  expect((await dispatch({})).body).toMatchObject({ code: 'evidence-missing' })
  // The person has their answer although their data are restricted.
  expect((await api.post(about('restrictions'), { ground: 'claims' })).body).toMatchObject({ outcome: 'accepted' })
  for (const token of [api.tokens.marta, officer, api.tokens.operator]) {
    const written = (await letter(token)).body
    expect(written).toMatchObject({ objection, language: 'lv', title: `Atbilde uz iebildumiem ${objection}` })
    expect(written.paragraphs).toContain(reasons)
    expect(written.paragraphs.at(-1)).toContain('Datu valsts inspekcija')
    expect(written.clauses).toContainEqual(expect.objectContaining({ document: 'LP', clause: 'VII.objection' }))
  }
  expect((await letter(api.tokens.janis)).status).toBe(404)
  // Who sees that there was an objection is not told why it was not followed.
  expect((await letter(api.tokens.teller)).status).toBe(403)
  const pdf = await api.server.inject({
    url: about(`objections/${objection}/answer/pdf`),
    headers: { authorization: `Bearer ${api.tokens.marta}` },
  })
  expect([pdf.statusCode, pdf.headers['content-type']]).toEqual([200, 'application/pdf'])
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  expect((await dispatch({ evidence: 'L-2026-3' })).body).toMatchObject({ outcome: 'accepted', facts: { late: false } })
  expect((await waiting()).body.objections).toEqual([])
  expect(await own()).toMatchObject([{ state: 'overridden', stopped: false, reasons, sentOn: expect.any(String) }])
  expect((await own())[0]).not.toHaveProperty('answeredBy')
  await api.post(about('restrictions/claims/notice'), { evidence: 'L-2' }, { token: officer })
  await api.post(about('restrictions/claims/lifting'), {}, { token: officer })
})

it('an answer that had to be fenced reaches the person, and is closed to the officer', async () => {
  const { objection } = (await api.post(about('purposes/risk/objections'), {})).body.facts
  const reasons = 'Your diabetes was diagnosed before the loan, and we have to weigh that.'
  const path = about(`objections/${objection}/answer`)
  expect((await api.post(path, { outcome: 'overridden', reasons }, { token: officer })).body).toMatchObject({
    outcome: 'accepted',
  })
  expect((await api.get(path)).body.paragraphs).toContain(reasons)
  const list = (token: string) => api.get(about('objections'), { token })
  expect((await list(api.tokens.marta)).body.objections[0]).toMatchObject({ objection, reasons, withheld: null })
  expect((await list(api.tokens.operator)).body.objections[0]).toMatchObject({ objection, reasons: null })
})

it('nobody of staff switches on what a person stopped, without the person or what shows their will', async () => {
  expect((await api.post(about('purposes/direct-marketing/objections'), {})).body.facts).toMatchObject({
    state: 'upheld',
  })
  const permit = (token: string, body: object = {}) =>
    api.post(about('purposes/direct-marketing/permission'), body, { token })
  const { teller, operator, marta } = api.tokens
  expect((await permit(teller)).body).toMatchObject({ status: 403, code: 'officer-needed' })
  expect((await permit(operator, { evidence: 'S-1' })).body).toMatchObject({ code: 'officer-needed' })
  expect((await permit(officer)).body).toMatchObject({ code: 'evidence-missing' })
  expect((await permit(officer, { evidence: 'S-1' })).body).toMatchObject({ outcome: 'accepted' })
  await api.post(about('marketing/refusal'), {})
  expect((await permit(teller)).body).toMatchObject({ code: 'evidence-missing' })
  expect((await permit(teller, { evidence: 'S-2' })).body).toMatchObject({ outcome: 'accepted' })
  await api.post(about('purposes/direct-marketing/objections'), {})
  expect((await permit(marta)).body).toMatchObject({ outcome: 'accepted', facts: { way: 'internet-bank' } })
  // What is done in the internet bank is done there.
  const bank = { channel: 'phone', way: 'internet-bank' }
  expect((await api.post(about('marketing/channel'), bank, { token: teller })).status).toBe(400)
})

it('a restriction is set by its person, and lifted by staff after a notice', async () => {
  const set = await api.post(about('restrictions'), { ground: 'accuracy' })
  expect(set.body).toMatchObject({ outcome: 'accepted' })
  const lift = () => api.post(about('restrictions/accuracy/lifting'), {}, { token: officer })
  expect((await lift()).body).toMatchObject({ status: 409, code: 'subject-not-told' })
  const standing = async () => (await api.get(about('consents'), { token: officer })).body.now.restrictions
  expect(await standing()).toMatchObject([{ ground: 'accuracy', toldOn: null }])
  await api.post(about('restrictions/accuracy/notice'), { evidence: 'L-2026-1' }, { token: officer })
  expect(await standing()).toMatchObject([{ ground: 'accuracy', toldOn: expect.any(String), evidence: 'L-2026-1' }])
  const twice = await api.post(about('restrictions/accuracy/notice'), { evidence: 'L-2026-2' }, { token: officer })
  expect(twice.body).toMatchObject({ status: 409, code: 'subject-told' })
  expect((await lift()).body).toMatchObject({ outcome: 'accepted' })
})

it('a restriction that nobody looked into yet leaves legal claims and what law demands in the public interest', async () => {
  expect((await api.post(about('restrictions'), { ground: 'unlawful' })).body).toMatchObject({ outcome: 'accepted' })
  const compliance = await api.staffToken('compliance-officer', 'C-01')
  const name = async (query: string) => {
    const { status, body } = await api.get(`/parties/${api.bank.marta}?facts=name&${query}`, { token: compliance })
    return status === 200 ? 'shown' : body.code
  }
  expect(await name('purpose=aml')).toBe('shown')
  expect(await name('purpose=legal')).toBe('processing-restricted')
  expect(await name('purpose=claims&case=C30123426')).toBe('shown')
  // A teller's word opens nothing; a case for which her data are held does, and no other.
  const read = (kind: string, reference: string) =>
    api.post(
      about('readings'),
      { purpose: 'service', facts: ['name', 'personal-code'], shown: [{ kind, reference }] },
      { token: api.tokens.teller },
    )
  expect((await api.post(about('legal-holds'), { case: 'C-7/26' }, { token: officer })).body).toMatchObject({
    outcome: 'accepted',
  })
  for (const [kind, reference] of Object.entries({ 'public-interest': '1', 'aml-case': '1', case: '1' }))
    expect((await read(kind, reference)).body, kind).toMatchObject({
      status: 403,
      code: 'processing-restricted',
      facts: { shownBy: ['compliance-officer', 'data-protection-officer'] },
    })
  expect((await read('case', 'C-7/26')).status).toBe(200)
  const legalHold = `/parties/${api.bank.marta}?facts=name&case=C-7/26`
  expect((await api.get(legalHold, { token: api.tokens.teller })).status).toBe(200)
  await api.post(about('restrictions/unlawful/notice'), { evidence: 'L-3' }, { token: officer })
  await api.post(about('restrictions/unlawful/lifting'), {}, { token: officer })
  expect(await name('purpose=legal')).not.toBe('processing-restricted')
})

it('a demand to stop says what ends, and what goes on by which clause; where nothing would end it is refused', async () => {
  const stop = (purpose: string) => api.post(about(`purposes/${purpose}/stop`), { cause: 'unlawful' })
  const carried = (await stop('payment')).body
  expect(carried).toMatchObject({ status: 422, code: 'processing-carried', facts: { bases: ['contract'] } })
  expect(carried.facts.stays).toContainEqual({
    category: 'name',
    grounds: expect.arrayContaining([{ ground: 'payment', basis: 'contract', law: null, clause: 'LP-II.services' }]),
  })
  const stopped = (await stop('service')).body
  expect(stopped).toMatchObject({ outcome: 'accepted', facts: { goesOn: ['contract'] } })
  expect(stopped.facts.stays).toContainEqual({
    category: 'name',
    grounds: expect.arrayContaining([expect.objectContaining({ ground: 'service', basis: 'contract' })]),
  })
  const reading = (query: object) =>
    api.post(about('readings'), { purpose: 'service', facts: ['name'], ...query }, { token: api.tokens.teller })
  expect((await reading({})).status).toBe(200)
  expect((await reading({ interest: 'communication' })).body).toMatchObject({ code: 'processing-stopped' })
  expect((await api.post(about('purposes/service/permission'), {})).body).toMatchObject({ outcome: 'accepted' })
})

it('another system confirms a change by its number, once', async () => {
  const { body } = await api.post(about('marketing/refusal'), {})
  const [word] = body.facts.told
  expect(word).toMatchObject({ kind: 'entity', target: 'lv' })
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
  expect(byRepresentative.body).toMatchObject({ code: 'subject-not-concerned' })
})
