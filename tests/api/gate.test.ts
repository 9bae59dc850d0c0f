/** The gate over HTTP: every role asks for any purpose of the register, and the register answers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest, type Told } from '../../src/api/testing/api-under-test.ts'
import type { TokenRole } from '../../src/api/tokens/store.ts'
import { people } from '../../src/operations/demonstration/people.ts'

let api: ApiUnderTest
const codes = {
  'credit-officer': 'K-01',
  'compliance-officer': 'C-01',
  'security-officer': 'S-01',
  'marketing-officer': 'M-01',
  'data-protection-officer': 'D-01',
} as const
type Officer = keyof typeof codes
let tokens: Record<Officer, string>

beforeAll(async () => {
  api = await ApiUnderTest.open()
  const made = await Promise.all(
    Object.entries(codes).map(async ([role, code]) => [role, await api.staffToken(role as TokenRole, code)]),
  )
  tokens = Object.fromEntries(made)
}, 120_000)
afterAll(() => api.close())

const marta = () => String(api.bank.marta)
const ask = (token: string, body: object, party = marta()): Promise<Told> =>
  api.post(`/parties/${party}/readings`, body, { token })

describe('a reading', () => {
  it.for([
    ['credit-officer', { purpose: 'creditworthiness', facts: ['name'] }],
    ['compliance-officer', { purpose: 'risk', facts: ['name', 'personal-code'] }],
    ['security-officer', { purpose: 'security', facts: ['name', 'device'] }],
    ['data-protection-officer', { purpose: 'rights', facts: ['name', 'email'] }],
  ] as const)('is for the %s what the register opens, and is logged as that', async ([role, asked]) => {
    const { status, body } = await ask(tokens[role], asked)
    expect(status, JSON.stringify(body)).toBe(200)
    const name = body.facts.find(({ kind }: { kind: string }) => kind === 'name')
    expect(name).toMatchObject({ value: people.marta.name, erased: false, valid: true, validUntil: null })
    const { passages } = (await api.get(`/parties/${marta()}/passages?limit=1`)).body
    expect(passages).toMatchObject([{ role, purpose: asked.purpose, kinds: asked.facts, code: null }])
  })

  it('for a purpose of other roles is refused, with the purposes that are open', async () => {
    for (const role of Object.keys(codes) as Officer[]) {
      const { status, body } = await ask(tokens[role], { purpose: 'payment', facts: ['name'] })
      expect({ status, code: body.code }, role).toEqual({ status: 403, code: 'purpose-not-granted' })
      expect(body.facts.open.length, role).toBeGreaterThan(0)
      expect(body.facts.open).not.toContain('payment')
      expect(body.detail).toContain(body.facts.open[0])
    }
  })

  it('for a purpose that nobody registered says which there are', async () => {
    const { status, body } = await ask(api.tokens.teller, { purpose: 'curiosity', facts: ['name'] })
    expect(status).toBe(422)
    expect(body).toMatchObject({ code: 'purpose-not-registered', facts: { open: expect.arrayContaining(['service']) } })
  })

  it('with a condition says what must be shown, and opens once it is', async () => {
    const asked = { purpose: 'rights', facts: ['conviction'] }
    const { status, body } = await ask(tokens['data-protection-officer'], asked)
    expect(status, JSON.stringify(body)).toBe(403)
    expect(body).toMatchObject({ code: 'condition-missing', facts: { needs: expect.any(Array) } })
    const [all] = body.facts.needs as string[][]
    expect(body.detail).toContain(all?.join(' and '))
    const shown = all?.map((kind) => ({ kind, reference: 'N-7' }))
    expect((await ask(tokens['data-protection-officer'], { ...asked, shown })).status).toBe(200)
  })

  it('takes nobody’s word for a consent, and no personal datum for evidence', async () => {
    for (const kind of ['consent', 'explicit-consent']) {
      const { status, body } = await ask(tokens['compliance-officer'], {
        purpose: 'risk',
        facts: ['name'],
        shown: [{ kind, reference: 'C-1' }],
      })
      expect(status).toBe(400)
      expect(body.facts.faults).toMatchObject([{ at: '/shown/0/kind', message: expect.stringContaining('order') }])
    }
    const code = { kind: 'case', reference: people.anna.personalCode }
    const strayed = await ask(api.tokens.teller, { purpose: 'service', facts: ['name'], shown: [code] })
    expect(strayed).toMatchObject({ status: 400, body: { facts: { faults: [{ at: '/shown/0/reference' }] } } })
  })

  it('is for a customer about themselves alone', async () => {
    const asked = { purpose: 'service', facts: ['name'] }
    expect((await ask(api.tokens.marta, asked)).body.facts).toMatchObject([{ value: people.marta.name }])
    expect(await ask(api.tokens.marta, asked, String(api.bank.janis))).toMatchObject({ status: 404 })
    expect(await ask(api.tokens.atm, asked)).toMatchObject({ status: 404 })
  })
})

describe('of several data of a kind', () => {
  it('the newest that holds is the current one, and each says when it holds', async () => {
    const { peteris } = api.bank
    const told = (value: string, more: object) =>
      api.post(
        `/parties/${peteris}/facts`,
        { purpose: 'service', source: 'subject', facts: [{ kind: 'address', value }], ...more },
        { token: api.tokens.teller },
      )
    expect((await told('First street 1', {})).status).toBe(200)
    expect((await told('Second street 2', { validFrom: '2020-01-01' })).status).toBe(200)
    expect((await told('Third street 3', { validFrom: '2999-01-01' })).status).toBe(200)
    expect((await told('Summer house', { validFrom: '2020-06-01', validUntil: '2020-08-31' })).status).toBe(200)
    const { facts } = (await api.get(`/parties/${peteris}?facts=address`, { token: api.tokens.teller })).body
    expect(facts.map(({ value, valid, current }: Record<string, unknown>) => [value, valid, current])).toEqual([
      ['First street 1', true, false],
      ['Second street 2', true, true],
      ['Third street 3', false, false],
      ['Summer house', false, false],
    ])
    expect(facts[3]).toMatchObject({ validFrom: '2020-06-01', validUntil: '2020-08-31' })
  })
})

describe('a reading under pseudonyms', () => {
  const asked = { purpose: 'improvement', facts: ['satisfaction'] }

  it('tells what is known of everybody, and of nobody who it is', async () => {
    const given = {
      purpose: 'improvement',
      source: 'subject',
      facts: [{ kind: 'satisfaction', value: 'very content' }],
    }
    const told = await api.post(`/parties/${marta()}/facts`, given)
    expect(told.status, JSON.stringify(told.body)).toBe(200)
    const read = () => api.post('/readings', asked, { token: tokens['marketing-officer'] })
    const { status, body } = await read()
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body.persons).toMatchObject([{ pseudonym: expect.stringMatching(/^[\w-]{22}$/) }])
    expect(body.persons[0].facts).toMatchObject([{ kind: 'satisfaction', value: 'very content' }])
    for (const secret of [marta(), people.marta.name]) expect(JSON.stringify(body)).not.toContain(secret)
    expect((await read()).body.persons[0].pseudonym).toBe(body.persons[0].pseudonym)
  })

  it('leaves out whoever stopped this use, and says how many', async () => {
    const before = (await api.post('/readings', asked, { token: tokens['marketing-officer'] })).body.notShown
    const stopped = await api.post(`/parties/${marta()}/purposes/improvement/objections`, {})
    expect(stopped.status, JSON.stringify(stopped.body)).toBe(200)
    const { body } = await api.post('/readings', asked, { token: tokens['marketing-officer'] })
    expect(body).toMatchObject({ persons: [], notShown: before + 1, next: null })
  })

  it('is refused about one person, and where it would tell who somebody is', async () => {
    const about = await ask(tokens['marketing-officer'], asked, String(api.bank.janis))
    expect(about).toMatchObject({ status: 422, body: { code: 'pseudonyms-needed' } })
    const named = { purpose: 'rights', facts: ['name'] }
    const token = tokens['data-protection-officer']
    expect(await api.post('/readings', named, { token })).toMatchObject({ body: { code: 'pseudonyms-not-used' } })
    expect(await api.post('/readings', asked)).toMatchObject({ status: 403, body: { code: 'role-not-permitted' } })
  })
})

describe('finding somebody', () => {
  const search = (name: string, token = api.tokens.teller) => api.post('/parties/searches', { name }, { token })

  it('is for every role to which the register opens names for a purpose', async () => {
    const body = { name: 'Jānis', purpose: 'rights' }
    const token = tokens['data-protection-officer']
    const { janis } = api.bank
    expect((await api.post('/parties/searches', body, { token })).body.parties).toMatchObject([
      { party: String(janis) },
    ])
    const lookup = { kind: 'natural', code: people.janis.personalCode, purpose: 'rights' }
    expect((await api.post('/parties/lookups', lookup, { token })).body).toEqual({ party: String(janis) })
    for (const code of [people.janis.personalCode, '280295-01365']) {
      const service = await api.post('/parties/lookups', { kind: 'natural', code }, { token })
      expect(service).toMatchObject({ status: 403, body: { code: 'purpose-not-granted' } })
    }
  })

  it('whose data are restricted tells the others, and them by id alone', async () => {
    const namesake = {
      kind: 'natural',
      consumer: true,
      residence: 'LV',
      name: 'Anna Cita',
      personalCode: '280295-01365',
    }
    const other = await api.post('/parties', namesake, { token: api.tokens.teller })
    const anna = String(api.bank.anna)
    const restricted = await api.post(
      `/parties/${anna}/restrictions`,
      { ground: 'accuracy' },
      { token: api.tokens.operator },
    )
    expect(restricted.status, JSON.stringify(restricted.body)).toBe(200)
    const withheld = [{ party: anna, code: 'processing-restricted' }]
    expect((await search('Anna')).body).toEqual({
      parties: [{ party: other.body.facts.party, names: ['Anna Cita'] }],
      withheld,
      notShown: 0,
    })
    const lookup = { kind: 'natural', code: people.anna.personalCode }
    const found = await api.post('/parties/lookups', lookup, { token: api.tokens.teller })
    expect(found.body).toEqual({ party: anna, withheld: 'processing-restricted' })
    const read = await api.get(`/parties/${anna}`, { token: api.tokens.teller })
    expect(read).toMatchObject({ status: 403, body: { code: 'processing-restricted' } })
    const hold = { case: 'C-2026-4' }
    await api.post(`/parties/${anna}/legal-holds`, hold, { token: tokens['data-protection-officer'] })
    const claim = await api.get(`/parties/${anna}?case=C-2026-4`, { token: api.tokens.teller })
    expect(claim.body.facts).toMatchObject([{ kind: 'name', value: people.anna.name }])
    const log = await api.get(`/access-log?subject=${anna}&role=teller&limit=2`, {
      token: tokens['data-protection-officer'],
    })
    expect(log.body.passages.map(({ shown }: { shown: unknown }) => shown)).toEqual([['case C-2026-4'], null])
  })
})
