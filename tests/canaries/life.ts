/** A life at the bank, over HTTP alone: whatever a person tells an institution, told once. */
import { pain001 } from '../../src/payments/files/testing/pain001.ts'
import type { Client } from './client.ts'
import { canary, friend, told } from './words.ts'

export type Tokens = {
  readonly teller: string
  readonly operator: string
  readonly officer: string
  readonly marketer: string
  readonly compliance: string
  /** A token of a customer's own. */
  of(party: string): Promise<string>
}
export type Lived = { readonly party: string; readonly other: string; readonly account: string; readonly own: string }

const euro = (minor: string) => ({ minor, currency: 'EUR' })
const elsewhere = { name: told.counterparty, number: 'EE382200221020145685' }

/** @param bank accounts of the demonstration that money comes from and goes to */
export async function live(
  client: Client,
  tokens: Tokens,
  bank: { readonly till: string; readonly nostro: string },
): Promise<Lived> {
  const { teller, operator } = tokens
  const person = { kind: 'natural', consumer: true, residence: 'LV' }
  const party: string = (await client.done('/parties', { ...person, ...canary }, teller)).facts.party
  const other: string = (await client.done('/parties', { ...person, ...friend }, teller)).facts.party
  const account = await accountOf(client, teller, party)
  const theirs = await accountOf(client, teller, other)
  const own = await tokens.of(party)
  await client.done(`/parties/${party}/changes`, { change: { kind: 'contacts', address: canary.address } }, teller)
  const cash = { till: bank.till, to: account, amount: euro('500000'), remittance: told.cash }
  await client.done('/cash/deposits', cash, teller)
  const salary = { nostro: bank.nostro, to: { account }, amount: euro('200000') }
  await client.done('/payments/incoming', { ...salary, counterparty: elsewhere, remittance: told.salary }, operator)
  await pay(client, own, { account, theirs, nostro: bank.nostro })
  await complain(client, tokens, { party, other, account, own })
  await choose(client, tokens, { party, other, account, own })
  await represent(client, teller, party, other)
  return { party, other, account, own }
}

async function accountOf(client: Client, teller: string, holder: string): Promise<string> {
  const body = { holders: [holder], currency: 'EUR', channel: 'location' }
  const { account } = (await client.done('/accounts', body, teller)).facts
  await client.done(`/accounts/${account}/activation`, {}, teller)
  await client.done(`/parties/${holder}/digital-channels`, {}, teller)
  return account
}

type Paying = { readonly account: string; readonly theirs: string; readonly nostro: string }

async function pay(client: Client, own: string, { account, theirs, nostro }: Paying): Promise<void> {
  const [from, to] = [account, { account: theirs }]
  const transfer = { from, to, amount: euro('700'), payeeName: told.payee, remittance: told.transfer }
  await client.done('/transfers', transfer, own)
  const refused = { ...transfer, amount: euro('99999999') }
  await client.post('/transfers', refused, own)
  const abroad = { counterparty: elsewhere, remittance: told.sent }
  await client.done('/payments', { from, amount: euro('900'), ...abroad }, own)
  await client.done(
    '/payments/outgoing',
    { from, nostro, amount: euro('800'), ...abroad, remittance: told.outgoing },
    own,
  )
  const today = Temporal.Now.plainDateISO('Europe/Riga')
  const later = { from, to, amount: euro('100'), payeeName: told.payee }
  const day = today.add({ days: 3 }).toString()
  await client.done('/scheduled-orders', { ...later, on: day, remittance: told.scheduled }, own)
  const rhythm = { ...later, schedule: { every: 'month', from: day }, remittance: told.standing }
  await client.done('/standing-orders', rhythm, own)
  const each = { to, amount: euro('50'), payeeName: told.payee, remittance: told.batch }
  await client.done('/payment-batches', { from, payments: [each, { ...each, to: undefined, ...abroad }] }, own)
  const { number } = (await client.get(`/accounts/${account}`, own)).body
  const payments = [
    { id: 'A', amount: '1.00', name: told.counterparty, number: elsewhere.number, remittance: told.file },
  ]
  const file = pain001({ message: 'M-1', date: today.toString(), debtor: number, payments })
  await client.done('/payment-files', file, own, { 'content-type': 'application/xml' })
}

async function complain(client: Client, { teller, officer }: Tokens, { party, other, account, own }: Lived) {
  const { entries } = (await client.get(`/accounts/${account}/entries`, own)).body
  const { decision, seq } = entries.at(-1)
  const claim = { entry: { decision, seq }, error: 'wrong-account', form: 'digital', language: 'lv', words: told.claim }
  await client.done(`/accounts/${account}/claims`, claim, own)
  const refusal = { refused: 'opening', customer: other, reason: 'other', note: told.staffNote }
  await client.done('/accounts/refusals', refusal, teller)
  const { objection } = (await client.done(`/parties/${party}/purposes/claims/objections`, {}, own)).facts
  const answer = { outcome: 'overridden', reasons: told.objection }
  await client.done(`/parties/${party}/objections/${objection}/answer`, answer, officer)
  const facts = [{ kind: 'employer', value: told.employer }]
  await client.done(`/parties/${party}/facts`, { facts, purpose: 'creditworthiness', source: 'subject' }, own)
}

async function choose(client: Client, tokens: Tokens, { party, own }: Lived): Promise<void> {
  const about = (path: string) => `/parties/${party}/${path}`
  const { documents } = (await client.get('/documents', own, { accept: 'application/json' })).body
  const { version } = documents.flat().find(({ code }: { code: string }) => code === 'LP')
  await client.done(about('consents'), { purpose: 'direct-marketing', version, language: 'lv' }, own)
  await client.done(about('marketing/channel'), { channel: 'email' }, own)
  const text = { en: 'There is something new.', lv: 'Ir kas jauns.' }
  for (const [letter, purpose] of [['news', 'direct-marketing'], ['reminder']])
    await client.done('/letters', { letter, purpose, title: text, text }, tokens.marketer)
  await client.done(about('offers'), { letter: 'news', channel: 'email', language: 'lv' }, tokens.marketer)
  for (const channel of ['email', 'sms'])
    await client.done(about('messages'), { letter: 'reminder', channel, language: 'lv' }, tokens.operator)
  const disclosure = {
    ...{ subjects: [party], recipient: 'advisers', receiver: '40000000001', purpose: 'legal', kinds: ['name'] },
    ...{ basis: 'legal-obligation', country: 'LV', shown: [{ kind: 'authorisation', reference: 'A-7' }] },
  }
  await client.done('/disclosures', disclosure, tokens.compliance)
}

async function represent(client: Client, teller: string, customer: string, representative: string): Promise<void> {
  const image = Buffer.from(told.specimen).toString('base64')
  const document = {
    ...{ customer, representatives: [representative], form: 'institution' },
    specimens: [{ kind: 'signature', of: representative, image }],
  }
  await client.done(`/parties/${customer}/authorisations`, document, teller)
}

/** Reads everything back: what was told, statements in each form, and who looked. */
export async function readBack(
  client: Client,
  tokens: Tokens,
  { party, account, own }: Lived,
): Promise<readonly string[]> {
  const facts = 'name,personal-code,email,phone,address'
  const answers = [await client.get(`/parties/${party}?facts=${facts}`, tokens.teller)]
  for (const format of ['json', 'page', 'csv', 'pdf', 'camt053-08', 'camt053-02'])
    answers.push(await client.get(`/accounts/${account}/statement?format=${format}`, own))
  for (const path of ['passages', 'consents', 'messages', 'disclosures'])
    answers.push(await client.get(`/parties/${party}/${path}`, own))
  answers.push(await client.post('/parties/searches', { name: 'kanarijputnina' }, tokens.teller))
  const code = { kind: 'natural', code: canary.personalCode }
  answers.push(await client.post('/parties/lookups', code, tokens.teller))
  for (const { status, text } of answers) if (status >= 300) throw new Error(`a read failed: ${text}`)
  return answers.map(({ text }) => text)
}
