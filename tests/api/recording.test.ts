/** Recording over HTTP: who may tell what, what counts as shown, minors, and notices of new purposes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
let compliance: string

beforeAll(async () => {
  api = await ApiUnderTest.open()
  compliance = await api.staffToken('compliance-officer', 'C-01')
}, 120_000)
afterAll(() => api.close())

const marta = () => String(api.bank.marta)
const tell = async (token: string, kind: string, source: string, purpose: string, shown?: readonly object[]) => {
  const facts = [{ kind, value: 'something' }]
  const body = { purpose, source, facts, ...(shown === undefined ? {} : { shown }) }
  const { status, body: answer } = await api.post(`/parties/${marta()}/facts`, body, { token })
  return { status, code: answer.code ?? 'accepted', detail: answer.detail, facts: answer.facts }
}

describe('a customer', () => {
  it.for([
    ['credit-history', 'credit-bureau', 'creditworthiness'],
    ['income', 'authority', 'creditworthiness'],
    ['sanction', 'register', 'aml'],
    ['note', 'staff', 'service'],
  ] as const)('does not tell %s as %s', async ([kind, source, purpose]) => {
    const answer = await tell(api.tokens.marta, kind, source, purpose)
    expect(answer).toMatchObject({ status: 403, code: 'source-not-own', facts: { source } })
    expect(answer.facts.sources).toContain('subject')
    expect(answer.detail).toContain('subject')
  })

  it('tells of themselves, also what no customer reads', async () => {
    expect(await tell(api.tokens.marta, 'income', 'subject', 'creditworthiness')).toMatchObject({ code: 'accepted' })
  })

  it('changes an address as nobody else', async () => {
    const change = (source: string) => ({ change: { kind: 'contacts', email: 'marta.new@example.com', source } })
    const ask = (source: string) => api.post(`/parties/${marta()}/changes`, change(source), { token: api.tokens.marta })
    expect(await ask('register')).toMatchObject({ status: 403, body: { code: 'source-not-own' } })
    expect((await ask('subject')).status).toBe(200)
  })
})

it('staff record what their role reads, and are told what that is', async () => {
  const { teller } = api.tokens
  const refused = await tell(teller, 'sanction', 'register', 'aml')
  expect(refused).toMatchObject({ status: 403, code: 'purpose-not-granted', facts: { role: 'teller', purpose: 'aml' } })
  expect(refused.facts.open).toContain('service')
  expect(await tell(teller, 'note', 'staff', 'service')).toMatchObject({ status: 403, code: 'kind-not-granted' })
  expect(await tell(compliance, 'sanction', 'register', 'aml')).toMatchObject({ code: 'accepted' })
})

it('a consent or an announcement is shown by its record alone, and the refusal says what is needed', async () => {
  const said = [
    { kind: 'consent', reference: 'A-1' },
    { kind: 'announcement', reference: 'A-1' },
  ]
  const { operator } = api.tokens
  const refused = await tell(operator, 'voice', 'call', 'service', said)
  expect(refused).toMatchObject({ status: 403, code: 'condition-missing', facts: { needs: [['announcement']] } })
  const announced = await api.post(`/parties/${marta()}/recording-announcements`, { agreed: true }, { token: operator })
  const shown = [{ kind: 'announcement', reference: announced.body.facts.announcement }]
  expect(await tell(operator, 'voice', 'call', 'service', shown)).toMatchObject({ code: 'accepted' })
  expect(await tell(operator, 'voice', 'call', 'service', shown)).toMatchObject({ code: 'condition-missing' })
})

describe('who is registered', () => {
  const today = () => api.lanes.head(api.institution.laneOf(api.institution.pack.entities[0] as never)).businessDate
  const person = { kind: 'natural', consumer: true, residence: 'LV', name: 'Pēteris Izdoma' }
  const register = (more: object) => api.post('/parties', { ...person, ...more }, { token: api.tokens.teller })

  it('needs a birth date where the code tells none', async () => {
    const { status, body } = await register({ personalCode: '328673-00679' })
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('/birthDate')])
  })

  it('is a minor by the birth date, and taken in as one alone: on the day before the birthday, and not on it', async () => {
    const on = today()
    const young = { personalCode: '328673-00679', birthDate: on.subtract({ years: 18 }).add({ days: 1 }).toString() }
    const refused = await register(young)
    expect(refused).toMatchObject({ status: 422, body: { code: 'minor-not-served' } })
    expect(refused.body.detail).toContain('(minor): minor, parent.')
    expect(refused.body.detail).toContain('with its number: service, or application, or agreement.')
    const served = { minor: 'minor', shown: [{ kind: 'service', reference: 'S-1' }] }
    expect((await register({ ...young, ...served })).status).toBe(200)
    const [row] = await api.database.sql<{ payload: string }[]>`
      select payload::text from decision where kind = 'party.register' order by place desc limit 1`
    expect(row?.payload).toContain('underAge')
    expect(row?.payload).not.toContain(young.birthDate)
    const adult = { personalCode: '320000-00008', birthDate: on.subtract({ years: 18 }).toString() }
    expect((await register(adult)).status).toBe(200)
  })
})

describe('notices of new purposes', () => {
  it('are owed of none while the register has its first versions alone', async () => {
    const { operator, teller } = api.tokens
    expect((await api.get('/purpose-notices', { token: operator })).body).toEqual({ purposes: [] })
    expect(await api.get('/purpose-notices', { token: teller })).toMatchObject({ status: 403 })
    expect(await api.get('/purpose-notices/service/untold', { token: operator })).toMatchObject({
      body: { code: 'purpose-not-registered' },
    })
  })

  it('are refused for what was there from the start', async () => {
    const notice = { purpose: 'service', subjects: [marta()], evidence: 'M-1' }
    const { status, body } = await api.post('/purpose-notices', notice, { token: api.tokens.operator })
    expect([status, body.code, body.facts.since]).toEqual([409, 'purpose-not-new', '2018-05-25'])
    expect(await api.post('/purpose-notices', notice, { token: api.tokens.teller })).toMatchObject({ status: 403 })
  })
})

it('who is responsible stands with each passage and each change of what a person allows', async () => {
  const name = 'Luminor (Latvia)'
  await api.get(`/parties/${marta()}?facts=name`, { token: api.tokens.teller })
  const { passages } = (await api.get(`/parties/${marta()}/passages?limit=1`, { token: api.tokens.marta })).body
  expect(passages).toMatchObject([{ controller: { name, cited: [{ document: 'LP', clause: 'D.controller' }, {}] } }])
  await api.post(`/parties/${marta()}/marketing/refusal`, {}, { token: api.tokens.marta })
  const { changes } = (await api.get(`/parties/${marta()}/consents`, { token: api.tokens.marta })).body
  expect(changes[0]).toMatchObject({ act: 'marketing-refused', controller: { name } })
})
