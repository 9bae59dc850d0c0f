import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'

let api: ApiUnderTest
beforeAll(async () => {
  api = await ApiUnderTest.open()
}, 120_000)
afterAll(() => api.close())

describe('personal data', () => {
  it('part from the payload at the edge: the journal holds none of them', async () => {
    const { teller, operator } = api.tokens
    const person = {
      kind: 'natural',
      consumer: true,
      residence: 'LV',
      name: 'Ilze Izdomāta',
      personalCode: '280295-01365',
    }
    const told = await api.post('/parties', { ...person, email: 'ilze@example.com' }, { token: teller })
    expect(told.status).toBe(200)
    const { party } = told.body.facts
    await api.transfer('3', { payeeName: 'Ilze Izdomāta', remittance: 'For the secret garden' })
    const { sql } = api.database
    const rows = await sql<{ row: string }[]>`select d::text as row from decision d`
    for (const { row } of rows) expect(row).not.toMatch(/Izdomāta|280295|ilze@|secret garden/)
    const read = await api.get(`/parties/${party}?facts=name,personal-code`, { token: operator })
    expect(read.body.facts.map(({ value }: { value: string }) => value)).toEqual(['Ilze Izdomāta', '280295-01365'])
    const found = await api.post('/parties/lookups', { kind: 'natural', code: '28029501365' }, { token: teller })
    expect(found.body).toEqual({ party })
    const passages = await api.get(`/parties/${party}/passages`, { token: teller })
    expect(passages.body.passages.length).toBeGreaterThanOrEqual(2)
    expect(JSON.stringify(passages.body)).not.toContain('O-01')
  })

  it('lead to a person by parts of the name, in any letters, and to staff alone', async () => {
    const { teller, marta } = api.tokens
    const search = (name: string, token = teller) => api.post('/parties/searches', { name }, { token })
    const found = await search('paraudzina MARTA')
    const nobody = { parties: [], withheld: [], notShown: 0 }
    const paraudzina = { party: String(api.bank.marta), names: ['Marta Paraudziņa'] }
    expect(found.body).toEqual({ ...nobody, parties: [paraudzina] })
    expect((await search('Paraudziņa Jānis')).body).toEqual(nobody)
    expect((await search('Parau')).body).toEqual(nobody)
    expect((await search('x')).status).toBe(400)
    expect(await search('Marta', marta)).toMatchObject({ status: 403, body: { code: 'role-not-permitted' } })
    const rows = await api.database.sql<{ row: string }[]>`select n::text as row from party_name n`
    expect(rows.length).toBeGreaterThan(5)
    for (const { row } of rows) expect(row).not.toMatch(/marta|paraudz/i)
  })

  it('with a wrong check digit are refused before anything is kept', async () => {
    const head = await api.head()
    const person = { kind: 'natural', consumer: true, residence: 'LV', name: 'Ilze', personalCode: '280295-01366' }
    expect(await api.post('/parties', person, { token: api.tokens.teller })).toMatchObject({
      status: 400,
      body: { code: 'request-invalid', facts: { faults: [{ at: '/personalCode' }] } },
    })
    expect(await api.head()).toBe(head)
  })
})
