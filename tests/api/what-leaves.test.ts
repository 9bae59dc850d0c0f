/** What really leaves: messages wait while nobody who may carry them is bound, and what went is told to the person, payments too. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiUnderTest } from '../../src/api/testing/api-under-test.ts'
import { laneOf } from '../../src/kernel/ids.ts'
import { keepExchange } from '../../src/operations/exchange/keeper.ts'
import type { NetworkOrder } from '../../src/payments/network/exchange/port.ts'
import { Messenger } from '../../src/privacy/marketing/delivery/messenger.ts'
import type { Outgoing } from '../../src/privacy/marketing/delivery/port.ts'
import { createUnsubscribeTokens } from '../../src/privacy/marketing/unsubscribe/token.ts'

let api: ApiUnderTest
let operator: string
let security: string
let messenger: Messenger
const mails: Outgoing[] = []
let now = Temporal.Now.instant()
let today: Temporal.PlainDate

beforeAll(async () => {
  api = await ApiUnderTest.open()
  const { institution, lanes, bank, tokens } = api
  operator = tokens.operator
  security = await api.staffToken('security-officer', 'S-01')
  const lane = laneOf(bank.marta)
  today = lanes.head(lane).businessDate
  messenger = new Messenger({
    ...{ sql: institution.sql, lane, entity: { id: 'lv', country: 'LV' }, gate: institution.gate },
    terms: () => institution.rulebookOf(lane).terms(lanes.head(lane).businessDate),
    today: () => today,
    transports: { email: { send: async (mail) => void mails.push(mail) } },
    tokens: createUnsubscribeTokens(institution.keys),
    pages: 'https://bank.example',
    now: () => now,
  })
  const text = { en: 'Please look at your contract.' }
  await done('/letters', { letter: 'reminder', title: { en: 'From the bank' }, text }, operator)
}, 120_000)
afterAll(() => api.close())

async function done(url: string, body: object, token: string): Promise<void> {
  const answer = await api.post(url, body, { token })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
}

const review = (result: 'passed' | 'failed') =>
  done('/processors/e-mail/reviews', { result, on: today.toString(), evidence: 'PR-1' }, security)
const remind = () =>
  done(`/parties/${api.bank.marta}/messages`, { letter: 'reminder', channel: 'email', language: 'en' }, operator)
const held = async () => (await api.get('/worklists/held-messages', { token: operator })).body.items
const outcomes = async () =>
  (await api.get(`/parties/${api.bank.marta}/messages`)).body.messages.map((one: { outcome: string }) => one.outcome)
const went = async () => (await api.get(`/parties/${api.bank.marta}/disclosures?language=en`)).body.disclosures

it('a message waits while its processor failed, with the reason, and goes when it is vetted again', async () => {
  await review('failed')
  await remind()
  expect(await messenger.round()).toMatchObject({ sent: 0, withheld: 0, held: 1, failed: 0 })
  expect(mails).toEqual([])
  expect(await held()).toMatchObject([
    { subject: String(api.bank.marta), channel: 'email', reason: 'processor-not-vetted e-mail failed' },
  ])
  expect((await api.get('/metrics', { token: operator })).body).toContain('pacta_messages_held 1')
  expect(await outcomes()).toEqual(['waiting'])
  expect(await went()).toEqual([])
  await review('passed')
  // Not before its time, and then by itself.
  expect(await messenger.round()).toMatchObject({ sent: 0, held: 0 })
  now = now.add({ seconds: 3_600 })
  expect(await messenger.round()).toMatchObject({ sent: 1, held: 0 })
  expect(mails).toMatchObject([{ to: 'marta@example.com', text: expect.stringContaining('your contract') }])
  expect(await held()).toEqual([])
})

it('a message that went is told as handed to its processor', async () => {
  const [mail] = await went()
  expect(mail).toMatchObject({
    ...{ recipient: 'Skärvind Post AB', processor: 'Skärvind Post AB', country: 'SE', role: 'system' },
    ...{ kinds: ['email'], allowedBy: { document: 'LP', clause: 'III.processors' } },
  })
  expect(JSON.stringify(mail)).not.toContain('marta@example.com')
})

it('a message that waited for more than thirty days goes nowhere any more', async () => {
  await review('failed')
  await remind()
  expect(await messenger.round()).toMatchObject({ held: 1 })
  const queued = today
  for (const [days, counts] of [
    [30, { held: 1, expired: 0 }],
    [31, { held: 0, expired: 1 }],
  ] as const) {
    today = queued.add({ days })
    now = now.add({ seconds: 3_600 })
    expect(await messenger.round()).toMatchObject({ sent: 0, ...counts })
  }
  today = queued
  await review('passed')
  now = now.add({ seconds: 3_600 })
  expect(await messenger.round()).toMatchObject({ sent: 0, held: 0, expired: 0 })
  expect(await outcomes()).toEqual(['expired', 'sent'])
  expect(await held()).toEqual([])
})

it('a payment to another bank is told as a disclosure from the day on which the network took it, once', async () => {
  const { martaEuro } = api.bank
  const counterparty = { name: 'Anna Izdoma', number: 'EE382200221020145685' }
  const amount = { minor: '1000', currency: 'EUR' }
  const ordered = await api.post('/payments', { from: String(martaEuro), amount, counterparty })
  expect(ordered.status, JSON.stringify(ordered.body)).toBe(200)
  const before = await went()
  expect(before).toHaveLength(1)
  const orders: NetworkOrder[] = []
  const network = {
    pay: async (order: NetworkOrder) => {
      orders.push(order)
      return { taken: true } as const
    },
    giveBack: async () => ({ taken: true }) as const,
    events: async () => [],
  }
  const stop = keepExchange(api.institution, api.lanes, { network, everyMs: 20 })
  try {
    await expect.poll(() => orders.map(({ reference }) => reference)).toContain(ordered.body.facts.payment)
    await expect.poll(async () => (await went()).length).toBeGreaterThan(1)
  } finally {
    await stop()
  }
  const [payment, ...others] = await went()
  expect(payment).toMatchObject({
    ...{ disclosure: ordered.body.facts.payment, recipient: 'Credit and financial institutions', country: null },
    ...{ kinds: ['name', 'payment-details'], shown: [{ kind: 'order', reference: ordered.body.facts.payment }] },
    allowedBy: { document: 'LP', clause: 'III.institutions' },
  })
  expect(others.at(-1)).toEqual(before[0])
  // Page by page it is the same list.
  const { disclosures, next } = (await api.get(`/parties/${api.bank.marta}/disclosures?language=en&limit=1`)).body
  expect(disclosures).toEqual([payment])
  const rest = await api.get(`/parties/${api.bank.marta}/disclosures?language=en&cursor=${next}`)
  expect(rest.body.disclosures).toEqual(others)
})

it('a processor whose assessment ends soon is on a list of its own, and counted', async () => {
  const list = async (asOf: string) =>
    (await api.get(`/worklists/ending-processors?asOf=${asOf}`, { token: operator })).body.items
  expect((await list('2027-07-16')).map((one: { processor: string }) => one.processor)).not.toContain('sms')
  const soon = { processor: 'sms', state: 'ending', missing: 'guarantees', lastDay: '2027-09-14' }
  for (const day of ['2027-07-17', '2027-09-14']) expect(await list(day)).toContainEqual(soon)
  expect(await list('2027-09-15')).toContainEqual({ ...soon, state: 'ended', lastDay: null })
  expect((await api.get('/metrics', { token: operator })).body).toContain('pacta_processors_ended 0')
})
