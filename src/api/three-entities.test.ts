import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LaneId, laneOf, type PartyId } from '../kernel/ids.ts'
import { legsOf } from '../ledger/rules.ts'
import { catalogue } from '../operations/catalogue.ts'
import { DayEndRuns } from '../operations/day-end/runs.ts'
import { people } from '../operations/demonstration/people.ts'
import { forgets } from '../operations/forgets.ts'
import { GroupChoices, type GroupLanes } from '../operations/group/choices.ts'
import { knownElsewhere } from '../operations/group/store.ts'
import { rulesVersion } from '../operations/institution.ts'
import { whyKept } from '../operations/retention/why.ts'
import { stores } from '../operations/stores.ts'
import { isSound, verifyLanes } from '../operations/verify/verify.ts'
import { PropagationDelivery } from '../privacy/consents/propagation/delivery/delivery.ts'
import type { OtherSystems, Word } from '../privacy/consents/propagation/delivery/port.ts'
import { standings } from '../privacy/consents/propagation/store.ts'
import { changesOf } from '../privacy/consents/store.ts'
import type { GateRequest } from '../privacy/gate/rules.ts'
import { eraseHolder } from '../privacy/vault/erasure.ts'
import { createHeadSigner } from '../privacy/vault/signer.ts'
import { ApiUnderTest, type Told } from './testing/api-under-test.ts'
import { createToken } from './tokens/tokens.ts'

let api: ApiUnderTest
let lanes: Readonly<Record<'lv' | 'ee' | 'lt', LaneId>>
/** A teller of the Estonian entity, and one of the Lithuanian. */
let mari: string
let jonas: string
/** Marta as Estonia knows her. */
let marta: PartyId

beforeAll(async () => {
  api = await ApiUnderTest.open()
  lanes = Object.fromEntries(api.lanes.lanes.map(({ lane, entity }) => [entity.id, lane])) as typeof lanes
  const teller = (staff: string) =>
    createToken(api.institution.sql, { client: 'test', role: 'teller', party: undefined, staff })
  mari = await teller('T-EE')
  jonas = await teller('T-LT')
  await api.post('/staff/confidentiality?entity=ee', { agreed: true }, { token: mari })
  await api.post('/staff/confidentiality?entity=lt', { agreed: true }, { token: jonas })
  const marketer = await createToken(api.institution.sql, {
    ...{ client: 'test', role: 'marketing-officer', party: undefined, staff: 'M-01' },
  })
  for (const entity of ['ee', 'lt'])
    await api.post(`/staff/confidentiality?entity=${entity}`, { agreed: true }, { token: marketer })
  marta = partyIn(await register('ee', mari))
})
afterAll(() => api.close())

const partyIn = ({ body }: Told): PartyId => Number(body.facts?.party) as PartyId

/** Makes Marta of the demonstration known in an entity, with the code that she has everywhere. */
const register = (entity: string, token: string, person: object = {}) =>
  api.post(
    `/parties?entity=${entity}`,
    {
      ...{ kind: 'natural', consumer: true, residence: 'LV', source: 'subject' },
      ...{ ...people.marta, ...person },
    },
    { token },
  )

const groupLanes = (): GroupLanes => ({
  lanes: api.lanes.lanes,
  head: (lane) => api.lanes.head(lane),
  submit: async (lane, command) => (await api.lanes.writer(lane).submit(command)).decision,
})

/** Lets every word and every newcomer's choices go over, and what follows from them. */
async function settle(further?: OtherSystems): Promise<void> {
  await goOver(further)
  await goOver(further)
}

async function goOver(further?: OtherSystems): Promise<void> {
  const { institution } = api
  const group = groupLanes()
  for (const { lane } of api.lanes.lanes) {
    const choices = new GroupChoices(institution, group, lane)
    await choices.round()
    const { sql, storage } = institution
    await new PropagationDelivery({
      ...{ sql, lane, storage, systems: choices.systems(further) },
      submit: (command) => group.submit(lane, command),
      now: () => Temporal.Now.instant(),
      onFailure: (error) => {
        throw error
      },
    }).round()
  }
}

const passes = async (party: PartyId, asked: Pick<GateRequest, 'actor' | 'purpose' | 'kinds' | 'channel'>) => {
  const { gate, rulebookOf } = api.institution
  const lane = laneOf(party)
  const terms = rulebookOf(lane).terms(api.lanes.head(lane).businessDate)
  const passed = await gate.pass({ ...asked, subjects: [party] }, terms)
  return passed.outcome === 'refused' ? passed.code : 'permitted'
}

/** What the gate says of segments for advertising, which rest on consent alone. */
const maySegment = (party: PartyId) =>
  passes(party, { actor: { role: 'marketing-officer', staff: 'M-01' }, purpose: 'advertising', kinds: ['segment'] })

/** What it says of an offer by e-mail. */
const mayOffer = (party: PartyId) =>
  passes(party, { actor: { role: 'system' }, purpose: 'direct-marketing', kinds: ['email'], channel: 'email' })

const consent = async (more: object = {}): Promise<Told> => {
  const version = api.institution.pack.documents.findLast(({ code }) => code === 'LP')?.version
  return api.post(`/parties/${api.bank.marta}/consents`, {
    purpose: 'advertising',
    version,
    language: 'en',
    ...more,
  })
}

it('a person is told apart from all others in each entity by itself', async () => {
  expect(laneOf(marta)).toBe(lanes.ee)
  expect((await register('ee', mari)).body).toMatchObject({ code: 'code-taken' })
  const lookup = (entity: string, token: string) =>
    api.post(
      `/parties/lookups?entity=${entity}`,
      { kind: 'natural', code: people.marta.personalCode, country: 'LV' },
      { token },
    )
  expect((await lookup('ee', mari)).body).toEqual({ party: String(marta) })
  expect((await lookup('lv', api.tokens.teller)).body).toEqual({ party: String(api.bank.marta) })
  expect((await lookup('lt', jonas)).body).toMatchObject({ code: 'party-unknown' })
  const search = async (entity: string, token: string) =>
    (await api.post(`/parties/searches?entity=${entity}`, { name: 'marta' }, { token })).body.parties
  expect(await search('ee', mari)).toMatchObject([{ party: String(marta) }])
  expect(await search('lt', jonas)).toEqual([])
})

it('staff of one entity have undertaken nothing in another', async () => {
  const found = await api.post('/parties/searches?entity=ee', { name: 'marta' }, { token: jonas })
  expect(found.body).toMatchObject({ code: 'confidentiality-not-undertaken' })
})

it('what no document of an entity rules is refused in words, and nothing is done', async () => {
  const before = await api.fingerprint()
  const account = { holders: [String(marta)], currency: 'EUR', channel: 'location' }
  const opened = await api.post('/accounts', account, { token: mari })
  expect(opened).toMatchObject({
    status: 422,
    body: { code: 'entity-not-served', facts: { entity: 'Luminor (Estonia)' } },
  })
  expect(opened.body.detail).toContain('No documents on this are loaded for Luminor (Estonia)')
  const previewed = await api.post('/accounts?dryRun=true', account, { token: mari })
  expect(previewed.status).toBe(422)
  expect(await api.fingerprint()).toBe(before)
})

it('an entity that there is not, or another than the command is about, is a wrong request', async () => {
  const { teller } = api.tokens
  await api.post('/staff/confidentiality?entity=ee', { agreed: true }, { token: teller })
  const nowhere = await register('se', teller)
  expect(nowhere).toMatchObject({ status: 400, body: { code: 'request-invalid' } })
  const body = { reference: 'C-1' }
  const crossed = await api.post(`/parties/${api.bank.marta}/marketing/refusal?entity=ee`, body, { token: teller })
  expect(crossed.status).toBe(400)
  expect((await api.get('/parties?entity=se', { token: teller })).status).toBe(400)
})

it('many commands at once go to the entity that is asked', async () => {
  const payload = {
    ...{ kind: 'natural', consumer: true, residence: 'LV', source: 'subject' },
    ...{ name: 'Jonas Pavyzdys', personalCode: people.peteris.personalCode },
  }
  const commands = [{ kind: 'party.register', key: 'jonas', payload }]
  const { body } = await api.post('/commands/bulk?entity=lt', { mode: 'atomic', commands }, { token: jonas })
  expect(body).toMatchObject({ carriedOut: 1, refused: 0 })
  expect(laneOf(Number(body.results[0].answer.facts.party))).toBe(lanes.lt)
  const nowhere = await api.post('/commands/bulk?entity=se', { mode: 'atomic', commands }, { token: api.tokens.teller })
  expect(nowhere.status).toBe(400)
})

it('lists are of the entity that is asked', async () => {
  const parties = async (entity: string, token: string) =>
    (await api.get(`/parties?entity=${entity}`, { token })).body.parties.map(({ party }: { party: string }) => party)
  expect(await parties('ee', mari)).toEqual([String(marta)])
  expect(await parties('lv', api.tokens.teller)).toContain(String(api.bank.marta))
  expect(await parties('lt', jonas)).toHaveLength(1)
  expect((await api.get('/worklists/overdue-activations?entity=ee', { token: mari })).body.items).toEqual([])
})

it('a consent goes to where the person is a customer, and a refusal there comes back', async () => {
  expect((await consent()).status).toBe(200)
  expect([await maySegment(api.bank.marta), await maySegment(marta)]).toEqual(['permitted', 'consent-missing'])
  await settle()
  expect(await maySegment(marta)).toBe('permitted')
  const [over] = await changesOf(api.institution.sql, lanes.ee, marta, 5)
  expect(over).toMatchObject({ act: 'consent-given', way: 'group', shown: { document: 'LP', language: 'en' } })
  const ended = await api.post(`/parties/${marta}/marketing/refusal`, { way: 'unit' }, { token: mari })
  expect(ended.status).toBe(200)
  expect([await mayOffer(api.bank.marta), await mayOffer(marta)]).toEqual(['permitted', 'processing-stopped'])
  await settle()
  expect(await mayOffer(api.bank.marta)).toBe('processing-stopped')
  expect(await maySegment(api.bank.marta)).toBe('permitted')
  const { sql } = api.institution
  for (const { lane } of api.lanes.lanes) {
    const late = await standings(sql, lane, api.lanes.head(lane).businessDate.add({ years: 1 }))
    // Processors have no address here: their words wait, and only theirs.
    expect(late.filter(({ kind }) => kind === 'entity').every(({ waiting }) => waiting === 0)).toBe(true)
  }
})

it('systems of an entity hear of its own customer, whom its own lane names', async () => {
  const heard: (readonly [string, Word])[] = []
  const systems: OtherSystems = {
    known: new Set(['entity:ee', 'entity:lt']),
    tell: async (system, word) => {
      heard.push([system, word])
      return 'confirmed'
    },
  }
  await consent()
  await settle(systems)
  await settle(systems)
  const toEstonia = heard.filter(([system]) => system === 'entity:ee')
  expect(toEstonia.map(([, { subject, act }]) => [subject, act])).toEqual([[String(marta), 'consent-given']])
  // Lithuania does not know her: its systems are told whose change it is in Latvia.
  const toLithuania = heard.filter(([system]) => system === 'entity:lt')
  expect(toLithuania.map(([, { subject }]) => subject)).toContain(String(api.bank.marta))
  expect(await maySegment(marta)).toBe('permitted')
})

it('whoever becomes known in another entity brings along what they chose, save what they excepted it from', async () => {
  await consent({ except: ['lt'] })
  const there = partyIn(await register('lt', jonas))
  expect(await maySegment(there)).toBe('consent-missing')
  await settle()
  const brought = await changesOf(api.institution.sql, lanes.lt, there, 5)
  expect(brought).toContainEqual(expect.objectContaining({ act: 'consent-given', except: ['lt'], way: 'group' }))
  // She refused offers before; that comes along, too.
  expect(await mayOffer(there)).toBe('processing-stopped')
  expect(await maySegment(there)).toBe('consent-missing')
  expect(await maySegment(marta)).toBe('permitted')
  await consent()
  await settle()
  expect(await maySegment(there)).toBe('permitted')
  const changes = await api.institution.sql`select count(*)::int as count from switch_change`
  await settle()
  await settle()
  expect(await api.institution.sql`select count(*)::int as count from switch_change`).toEqual(changes)
})

it('what a lane could not take over is carried again, once', async () => {
  const version = api.institution.pack.documents.findLast(({ code }) => code === 'LP')?.version
  const asked = { purpose: 'advertising', version, language: 'en' }
  await api.post(`/parties/${api.bank.janis}/consents`, asked, { token: api.tokens.janis })
  await settle()
  const janis = partyIn(await register('ee', mari, people.janis))
  const lost: GroupLanes = { ...groupLanes(), submit: () => Promise.reject(new Error('the lane is lost')) }
  const choices = new GroupChoices(api.institution, lost, lanes.ee)
  await expect(choices.round()).rejects.toThrow('the lane is lost')
  await expect(choices.round()).rejects.toThrow('the lane is lost')
  expect(await maySegment(janis)).toBe('consent-missing')
  await settle()
  expect(await maySegment(janis)).toBe('permitted')
  expect(await changesOf(api.institution.sql, lanes.ee, janis, 5)).toHaveLength(1)
})

it('one index alone is the same in two entities, and goes with the code', async () => {
  const { sql, keys } = api.institution
  const codes = async (party: PartyId) =>
    (await sql<{ code: string }[]>`select code from party_code where party = ${party}`).map(({ code }) => code)
  const [here, there] = [await codes(api.bank.marta), await codes(marta)]
  expect([here.length, there.length]).toEqual([2, 2])
  expect(here.filter((code) => there.includes(code))).toHaveLength(1)
  expect(await knownElsewhere(sql, lanes.lv, [api.bank.marta])).toContainEqual({ party: api.bank.marta, other: marta })
  const third = partyIn(await register('ee', mari, { name: 'Anna Izdoma', personalCode: people.anna.personalCode }))
  expect(await knownElsewhere(sql, lanes.ee, [third])).toEqual([{ party: third, other: api.bank.anna }])
  const erasure = { lane: lanes.ee, entity: 'ee', holder: third, categories: ['identity'] as const }
  await eraseHolder(sql, keys, erasure, Temporal.Now.instant(), forgets)
  expect(await codes(third)).toEqual([])
  expect(await knownElsewhere(sql, lanes.lv, [api.bank.anna])).toEqual([])
  expect(await codes(api.bank.anna)).toHaveLength(2)
})

it('why a datum is kept follows the law of the entity', async () => {
  const why = async (entity: 'lv' | 'ee' | 'lt', party: PartyId) => {
    const found = api.institution.pack.entities.find(({ id }) => id === entity)
    if (found === undefined) throw new Error('no such entity')
    const kept = await whyKept(api.institution, found, party, api.lanes.head(lanes[entity]).businessDate)
    return new Set(
      kept.flatMap(({ grounds }) => grounds.flatMap(({ cited }) => cited.settled.map((one) => one.document))),
    )
  }
  const [latvia, estonia] = [await why('lv', api.bank.marta), await why('ee', marta)]
  expect(latvia).toContain('LP')
  expect(estonia).toContain('LP')
  for (const law of ['ACC', 'AMLD']) expect(estonia).not.toContain(law)
  for (const law of ['RPS', 'RAHAPTS']) expect(latvia).not.toContain(law)
})

it('what is published names each entity, its terms and its law', async () => {
  const statement = async (kind: string, entity: string) =>
    (await api.get(`/privacy/${kind}?entity=${entity}`, { headers: { accept: 'application/json' } })).body
  expect((await statement('retention', 'lt')).facts).toContainEqual({
    label: 'Controller',
    text: 'Luminor (Lithuania)',
  })
  const text = async (entity: string) => JSON.stringify(await statement('retention', entity))
  expect(await text('lt')).toContain('Law on Accounting (Lithuania), 19')
  expect(await text('ee')).toContain('Accounting Act (Estonia), 12')
  expect(await text('lv')).not.toContain('Estonia), 12')
  const officer = await createToken(api.institution.sql, {
    ...{ client: 'test', role: 'data-protection-officer', party: undefined, staff: 'D-01' },
  })
  for (const entity of ['lv', 'ee', 'lt']) {
    await api.post(`/staff/confidentiality?entity=${entity}`, { agreed: true }, { token: officer })
    const sheet = await api.get(`/privacy/article-30.xlsx?entity=${entity}`, { token: officer })
    expect(sheet.status).toBe(200)
  }
})

it.each(['ee', 'lt'])('the pages of %s lead to its own pages, and each entity is offered', async (entity) => {
  const page = async (address: string) => (await api.get(address, { headers: { accept: 'text/html' } })).body as string
  const linked = (html: string) =>
    [...html.matchAll(/href="(\/privacy[^"#]+)"/g)].map(([, address = '']) => address.replaceAll('&amp;', '&'))
  const first = linked(await page('/privacy?language=en'))
  expect(first).toContain(`/privacy?language=en&entity=${entity}`)
  const index = linked(await page(`/privacy?language=en&entity=${entity}`))
  const own = index.filter((address) => address.startsWith('/privacy/'))
  expect(own).toContain(`/privacy/register.jsonld?entity=${entity}`)
  for (const address of own) expect(address).toContain(`entity=${entity}`)
  for (const kind of ['notice', 'interests']) {
    const html = await page(`/privacy/${kind}?language=en&entity=${entity}`)
    const links = linked(html)
    expect(links).toContain(`/privacy/${kind}?format=pdf&language=en&entity=${entity}`)
    for (const address of links) expect(new URLSearchParams(address.split('?')[1]).get('entity')).toBe(entity)
  }
  const headers = { authorization: `Bearer ${api.tokens.teller}` }
  const noticeAt = async (query: string) => {
    const asked = { method: 'POST', url: `/parties?entity=${query}`, headers, payload: {} } as const
    return (await api.server.inject(asked)).headers.link
  }
  expect(await noticeAt(entity)).toBe(`</privacy/notice?entity=${entity}>; rel="privacy-policy"`)
  expect(await noticeAt('%3E')).toBe('</privacy/notice>; rel="privacy-policy"')
  const data = (await api.get(`/privacy?entity=${entity}`, { headers: { accept: 'application/json' } })).body
  expect([...data.statements, data.register, data.record].every((one) => one.endsWith(`?entity=${entity}`))).toBe(true)
})

it('a document says whom it binds', async () => {
  const { documents } = (await api.get('/documents', { headers: { accept: 'application/json' } })).body
  const binding = (code: string) => documents.flat().find((one: { code: string }) => one.code === code).entities
  expect([binding('RA'), binding('LP'), binding('BAI')]).toEqual([['lv'], ['lv', 'ee', 'lt'], ['lt']])
  const page = (await api.get('/documents', { headers: { accept: 'text/html' } })).body
  expect(page).toContain('Binds: Luminor (Lithuania)')
})

it('each entity closes its days by itself, and one with nothing to do at once', async () => {
  const days = new DayEndRuns(api.institution, api.lanes)
  for (const { lane, entity } of api.lanes.lanes) {
    const from = api.lanes.head(lane).businessDate
    const closed = await days.advance(lane, from.add({ days: entity.id === 'ee' ? 40 : 1 }))
    expect(closed.flatMap(({ problems }) => problems)).toEqual([])
    expect(closed).toHaveLength(entity.id === 'ee' ? 40 : 1)
    const subjects = closed.flatMap(({ steps }) => steps.map((step) => step.subjects))
    if (entity.id !== 'lv') expect(subjects.every((one) => one === 0)).toBe(true)
  }
})

it('every lane replays to the same decisions', async () => {
  const found = await verifyLanes(api.institution.sql, {
    stores,
    rules: { catalogue, legsOf, rulesVersion },
    heads: { dir: '/nowhere', publicKey: createHeadSigner(api.institution.keys).publicKey },
  })
  expect(found).toHaveLength(3)
  for (const one of found) expect(isSound(one)).toBe(true)
})
