/** Staff over HTTP: what they undertake before they see anything, what of their reading is noted, and what waits for whom. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest, type Told } from '../../src/api/testing/api-under-test.ts'
import type { TokenRole } from '../../src/api/tokens/store.ts'
import { createToken } from '../../src/api/tokens/tokens.ts'
import { people } from '../../src/operations/demonstration/people.ts'

let api: ApiUnderTest
let officer: string
beforeAll(async () => {
  api = await ApiUnderTest.open()
  officer = await api.staffToken('data-protection-officer', 'D-01')
}, 120_000)
afterAll(() => api.close())

const marta = () => String(api.bank.marta)

describe('staff who have not undertaken confidentiality', () => {
  const fresh = (role: TokenRole, staff: string) =>
    createToken(api.institution.sql, { client: 'test', role, party: undefined, staff })

  it('read and hand over nothing, and are told what to do', async () => {
    const party = marta()
    const asked: readonly (readonly [TokenRole, string, object?])[] = [
      ['teller', `/parties/${party}`],
      ['teller', `/parties/${party}/consents`],
      ['teller', `/parties/${party}/accounts`],
      ['teller', `/parties/${party}/passages`],
      ['teller', '/worklists/data-notices'],
      ['operator', '/parties'],
      ['auditor', `/accounts/${api.bank.martaEuro}/entries`],
      ['data-protection-officer', '/access-log'],
      ['data-protection-officer', `/parties/${party}/disclosures`],
      ['security-officer', '/breaches'],
      ['teller', '/parties/lookups', { kind: 'natural', code: people.marta.personalCode }],
      ['teller', '/parties/searches', { name: 'Marta' }],
      ['compliance-officer', `/parties/${party}/readings`, { purpose: 'risk', facts: ['name'] }],
      ['teller', `/parties/${party}/facts`, { purpose: 'service', source: 'subject', facts: [] }],
      ['compliance-officer', '/disclosures', { subjects: [party] }],
      ['teller', '/commands', { kind: 'party.change', payload: { party } }],
    ]
    for (const [role, url, body] of asked) {
      const token = await fresh(role, 'X-77')
      const { status, body: told } =
        body === undefined ? await api.get(url, { token }) : await api.post(url, body, { token })
      expect({ status, code: told.code }, `${role} ${url}`).toEqual({
        status: 403,
        code: 'confidentiality-not-undertaken',
      })
      expect(told.clauses).toMatchObject([{ document: 'LP', clause: 'I.7' }])
    }
  })

  it('do once they have', async () => {
    const token = await fresh('teller', 'X-78')
    expect((await api.get(`/parties/${marta()}`, { token })).status).toBe(403)
    const undertaken = await api.post('/staff/confidentiality', { agreed: true }, { token })
    expect(undertaken.status, JSON.stringify(undertaken.body)).toBe(200)
    expect((await api.get(`/parties/${marta()}`, { token })).body.facts).toMatchObject([{ value: people.marta.name }])
  })
})

describe('staff who have undertaken confidentiality to one entity', () => {
  it('undertake it to another before they work for that', async () => {
    const token = await api.staffToken('teller', 'X-79')
    const [lv, ee] = ['/worklists/deadlines', '/worklists/deadlines?entity=ee']
    expect((await api.get(lv, { token })).status).toBe(200)
    const refused = await api.get(ee, { token })
    expect(refused.body).toMatchObject({ code: 'confidentiality-not-undertaken', facts: { entity: 'ee' } })
    expect((await api.post('/staff/confidentiality?entity=ee', { agreed: true }, { token })).status).toBe(200)
    expect((await api.get(ee, { token })).status).toBe(200)
  })
})

describe('records that staff look into', () => {
  it('are noted in the log, for the person to see', async () => {
    const { janis } = api.bank
    for (const [path, kind] of [
      ['consents', 'consent-mark'],
      ['messages', 'correspondence'],
      ['disclosures', 'activity-log'],
      ['debt-reports', 'liabilities'],
    ]) {
      const { status } = await api.get(`/parties/${janis}/${path}`, { token: officer })
      expect(status, path).toBe(200)
      const { passages } = (
        await api.get(`/parties/${janis}/passages?limit=1&language=lv`, { token: api.tokens.janis })
      ).body
      expect(passages, path).toMatchObject([{ role: 'data-protection-officer', purpose: 'rights', kinds: [kind] }])
      expect(passages[0].words.purpose).toBe('Atbildes uz pieprasījumiem par personas datiem')
    }
  })

  it('are noted for nobody who reads their own', async () => {
    const own = await createToken(api.institution.sql, {
      ...{ client: 'test', role: 'customer', party: api.bank.peteris, staff: undefined },
    })
    const all = () => api.get(`/parties/${api.bank.peteris}/passages?limit=500`, { token: own })
    const before = (await all()).body.passages.length
    expect((await api.get(`/parties/${api.bank.peteris}/consents`, { token: own })).status).toBe(200)
    expect((await all()).body.passages.length).toBe(before)
  })

  it('are told page by page', async () => {
    const token = api.tokens.janis
    const whole = (await api.get(`/parties/${api.bank.janis}/passages?limit=4`, { token })).body
    const first = (await api.get(`/parties/${api.bank.janis}/passages?limit=2`, { token })).body
    const second = (await api.get(`/parties/${api.bank.janis}/passages?limit=2&cursor=${first.next}`, { token })).body
    expect([...first.passages, ...second.passages]).toEqual(whole.passages)
  })
})

describe('what can be consented to', () => {
  it('stands with what somebody allows, with the wording and version that a consent names', async () => {
    const { open } = (await api.get(`/parties/${marta()}/consents`)).body
    const offers = open.find(({ purpose }: { purpose: string }) => purpose === 'direct-marketing')
    expect(offers).toMatchObject({
      languages: expect.arrayContaining(['en', 'lv']),
      wording: { en: expect.any(String) },
      categories: expect.arrayContaining(['contact']),
    })
    const { purpose, version, languages } = offers
    const given = await api.post(`/parties/${marta()}/consents`, { purpose, version, language: languages[0] })
    expect(given.status, JSON.stringify(given.body)).toBe(200)
  })
})

describe('a worklist', () => {
  it('of duties about personal data is for those who answer for them, and for no teller', async () => {
    for (const name of ['privacy-deadlines', 'breaches', 'late-processors', 'late-consent-confirmations']) {
      const url = `/worklists/${name}`
      expect((await api.get(url, { token: officer })).status, name).toBe(200)
      expect((await api.get(url, { token: api.tokens.teller })).status, name).toBe(403)
    }
    expect((await api.get('/drills', { token: officer })).status).toBe(200)
  })

  it('has each deadline on the list of whose duty it is', async () => {
    expect((await api.post(`/parties/${marta()}/purposes/improvement/objections`, {})).status).toBe(200)
    const [deadlines, duties] = await Promise.all(
      ['deadlines', 'privacy-deadlines'].map((name) =>
        api.get(`/worklists/${name}?asOf=2999-01-01&limit=500`, { token: api.tokens.operator }),
      ),
    )
    const kindsOn = (told: Told | undefined) => new Set(told?.body.items.map(({ kind }: { kind: string }) => kind))
    expect(kindsOn(duties)).toContain('objection-answer')
    expect(kindsOn(deadlines).has('objection-answer')).toBe(false)
  })
})
