/** Who may not know whether somebody is a customer learns it neither from the answer nor from how long it takes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiUnderTest, type Told } from '../../src/api/testing/api-under-test.ts'
import type { TokenRole } from '../../src/api/tokens/store.ts'
import { createToken } from '../../src/api/tokens/tokens.ts'
import { people } from '../../src/operations/demonstration/people.ts'

let api: ApiUnderTest
let unbound: string
const others: Partial<Record<TokenRole, string>> = {}

beforeAll(async () => {
  api = await ApiUnderTest.open()
  const { sql } = api.institution
  const staff = (role: TokenRole, code: string) =>
    createToken(sql, { client: 'test', role, party: undefined, staff: code })
  // Staff who have not undertaken confidentiality: the gate lets nothing through to them.
  unbound = await staff('teller', 'T-99')
  others['marketing-officer'] = await staff('marketing-officer', 'M-99')
  others['credit-officer'] = await staff('credit-officer', 'C-99')
}, 120_000)
afterAll(() => api.close())

const unknownId = '1099511999999'
const unknownCode = people.anna.personalCode.replace('220890-03918', '280295-01365')

/** All of an answer but for when it was given. */
const seen = ({ status, headers: { date: _date, ...headers }, body }: Told) => ({ status, headers, body })

type Pair = readonly [known: () => Promise<Told>, unknown: () => Promise<Told>]

/** Both in turn, each as often; the median of each in milliseconds. */
async function medians([known, unknown]: Pair, times: number): Promise<readonly [number, number]> {
  const taken: [number[], number[]] = [[], []]
  for (let i = 0; i < times; i += 1)
    for (const which of i % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const start = performance.now()
      await [known, unknown][which]?.()
      taken[which].push(performance.now() - start)
    }
  const median = (of: number[]): number => of.sort((a, b) => a - b)[of.length >> 1] ?? 0
  return [median(taken[0]), median(taken[1])]
}

/** Whether somebody could tell them apart by their time: by more than a millisecond, and more than a quarter of it. */
const isApart = ([one, other]: readonly [number, number]): boolean =>
  Math.abs(one - other) > 1 + Math.min(one, other) / 4

/** Once more where the machine was busy: what is apart is apart again. */
async function expectAlike(what: string, pair: Pair): Promise<void> {
  const first = await medians(pair, 20)
  expect(isApart(first) && isApart(await medians(pair, 60)), `${what}: ${first}`).toBe(false)
}

const reads = (party: string, account: string): readonly string[] => [
  `/parties/${party}`,
  `/parties/${party}?facts=personal-code`,
  `/parties/${party}/passages`,
  `/parties/${party}/consents`,
  `/parties/${party}/messages`,
  `/parties/${party}/disclosures`,
  `/parties/${party}/enquiries`,
  `/parties/${party}/accounts`,
  `/parties/${party}/agreements`,
  `/parties/${party}/representation`,
  `/accounts/${account}`,
  `/accounts/${account}/entries`,
  `/accounts/${account}/statement`,
  `/accounts/${account}/statements`,
  `/accounts/${account}/claims`,
]

/** The same reads of somebody else's party and account, and of none. */
const pairs = (token: string): readonly (readonly [path: string, pair: Pair])[] => {
  const { peteris, janisEuro } = api.bank
  const unknown = reads(unknownId, unknownId)
  return reads(String(peteris), String(janisEuro)).map((path, n) => [
    path,
    [() => api.get(path, { token }), () => api.get(unknown[n] ?? '', { token })],
  ])
}

/** What Janis has: a claim, an agreement, a change of what he allows, and the decision that made it. */
async function ofJanis(): Promise<Readonly<Record<string, string>>> {
  const { janis, janisEuro } = api.bank
  const token = api.tokens.janis
  const refused = await api.post(`/parties/${janis}/marketing/refusal`, {}, { token })
  const { body: entries } = await api.get(`/accounts/${janisEuro}/entries`, { token })
  const { decision, seq } = entries.entries.at(-1)
  const words = { entry: { decision, seq }, error: 'wrong-account', form: 'digital', language: 'lv' }
  const made = await api.post(`/accounts/${janisEuro}/claims`, words, { token })
  const { agreements } = (await api.get(`/parties/${janis}/agreements`, { token })).body
  const agreement = agreements.find(({ holders }: { holders: readonly string[] }) => holders.length === 1)
  const [change] = await api.database.sql<{ change: bigint }[]>`
    select change from switch_change where subject = ${janis} limit 1`
  return {
    claims: made.body.facts.claim,
    agreements: agreement.agreement,
    consents: String(change?.change),
    decisions: refused.body.decision,
  }
}

// Time is measured on whatever machine this is: what is told apart is told apart four times running.
describe('somebody whom one may not see, and nobody', { retry: 3 }, () => {
  it('are the same answer to customers, representatives and roles without need', async () => {
    const { marta, anna } = api.tokens
    for (const token of [marta, anna, others['credit-officer'] ?? ''])
      for (const [path, [known, unknown]] of pairs(token)) {
        const answer = await known()
        expect(answer.status, path).toBeGreaterThanOrEqual(403)
        expect(seen(answer), path).toEqual(seen(await unknown()))
      }
  })

  it('are the same answer, in the same time, where something of theirs is asked for by its own id', async () => {
    for (const [what, id] of Object.entries(await ofJanis())) {
      const other = what === 'decisions' ? id.replace(/^(.{24})../, '$1f0') : unknownId
      expect((await api.get(`/${what}/${id}`, { token: api.tokens.janis })).status, what).toBe(200)
      for (const token of [api.tokens.marta, api.tokens.anna]) {
        const pair: Pair = [() => api.get(`/${what}/${id}`, { token }), () => api.get(`/${what}/${other}`, { token })]
        expect((await pair[0]()).status, what).toBe(404)
        expect(seen(await pair[0]()), what).toEqual(seen(await pair[1]()))
        await expectAlike(what, pair)
      }
    }
  }, 120_000)

  it('are the same answer to whoever asks for something to happen to their data', async () => {
    const asked: readonly (readonly [path: string, body: object])[] = [
      ['restrictions', { ground: 'accuracy' }],
      ['marketing/refusal', {}],
      ['purposes/improvement/objections', {}],
      ['purposes/service/stop', { cause: 'unlawful' }],
      ['consents', { purpose: 'direct-marketing', version: '2018-05-25', language: 'en' }],
      ['notice-acceptances', { document: 'LP', version: '2018-05-25', by: 'accepted' }],
      ['marketing/channel', { channel: 'email' }],
      ['declined-facts', { facts: ['address'], purpose: 'service' }],
      ['facts', { purpose: 'service', source: 'subject', facts: [{ kind: 'address', value: 'Iela 1' }] }],
    ]
    for (const token of [api.tokens.marta, api.tokens.anna])
      for (const [path, body] of asked) {
        const [known, unknown] = await Promise.all(
          [api.bank.peteris, unknownId].map(async (party) => {
            const told = await api.post(`/parties/${party}/${path}`, body, { token })
            const { decision: _decision, ...rest } = told.body
            return { status: told.status, body: rest }
          }),
        )
        expect(known?.status, path).toBeGreaterThanOrEqual(403)
        expect(known, path).toEqual(unknown)
      }
  })

  it('take the same time', async () => {
    for (const token of [api.tokens.marta, api.tokens.anna])
      await Promise.all(pairs(token).map(([path, pair]) => expectAlike(path, pair)))
  }, 120_000)

  it('are the same to staff who look for a code or a name, if the gate lets them know nothing', async () => {
    const ask = (path: string, body: object) => () => api.post(path, body, { token: unbound, key: 'same' })
    const code = (of: string) => ask('/parties/lookups', { kind: 'natural', code: of })
    const name = (of: string) => ask('/parties/searches', { name: of })
    for (const [known, unknown] of [
      [code(people.anna.personalCode), code(unknownCode)],
      [name(people.marta.name), name('Neviens Nekurienē')],
    ] as const) {
      expect(seen(await known())).toEqual(seen(await unknown()))
      expect(isApart(await medians([known, unknown], 15))).toBe(false)
    }
    // Others find them by the same words.
    const found = await api.post(
      '/parties/lookups',
      { kind: 'natural', code: people.anna.personalCode },
      { token: api.tokens.teller },
    )
    expect(found.body).toEqual({ party: String(api.bank.anna) })
  })

  it('would be told apart by the same measure where one took longer', async () => {
    const slow = async (): Promise<Told> => {
      await new Promise((resolve) => setTimeout(resolve, 4))
      return api.get('/health')
    }
    expect(isApart(await medians([slow, () => api.get('/health')], 30))).toBe(true)
  })
})
