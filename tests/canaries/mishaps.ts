/** Everything that can be sent wrongly, with personal data where they do not belong: each answer is kept by the client. */
import { commandRoutes, namesIn, wireKinds } from '../../src/api/commands/wires.ts'
import { catalogue } from '../../src/operations/catalogue.ts'
import type { Client } from './client.ts'
import { canary, told } from './words.ts'

const inAddress = [canary.name, canary.personalCode, canary.email, told.claim]

/** Every address of a command, with the words as members, as names of members, in the address, the query and the headers. */
export async function sendAmiss(client: Client, tokens: readonly string[]): Promise<void> {
  const kinds = wireKinds(catalogue)
  const headers = { 'accept-language': canary.email, prefer: canary.email, 'user-agent': canary.email }
  for (const [n, { command, url }] of commandRoutes.entries()) {
    const token = tokens[n % tokens.length] ?? ''
    const word = inAddress[n % inAddress.length] ?? ''
    const address = namesIn(url).reduce((text, name) => text.replace(`:${name}`, encodeURIComponent(word)), url)
    const schema = kinds.get(command.kind)?.schema as { readonly properties?: object }
    const members = Object.keys(schema.properties ?? {})
    await client.post(address, Object.fromEntries(members.map((name) => [name, told.claim])), token, headers)
    await client.post(address, { [canary.name]: canary.phone, [word]: { [canary.email]: 1 } }, token)
    await client.post(`${address}?${encodeURIComponent(canary.name)}=${encodeURIComponent(canary.email)}`, {}, token)
  }
}

/** Numbers of papers are kept in clear; a person's name, code or address in their place is not. */
export async function sendStray(client: Client, compliance: string, subject: string): Promise<readonly number[]> {
  const bare = canary.name.normalize('NFD').replace(/\p{M}/gu, '')
  const disclosure = {
    ...{ subjects: [subject], recipient: 'advisers', receiver: '40000000001', purpose: 'legal', kinds: ['name'] },
    ...{ basis: 'legal-obligation', country: 'LV', shown: [{ kind: 'authorisation', reference: 'A-7' }] },
  }
  const statuses: number[] = []
  for (const word of [bare, canary.personalCode, canary.personalCode.replace('-', '')])
    for (const more of [{ receiver: word }, { shown: [{ kind: 'authorisation', reference: word }] }])
      statuses.push((await client.post('/disclosures', { ...disclosure, ...more }, compliance)).status)
  return statuses
}

/** What is no JSON, no token, no address and no command. */
export async function sendBroken(client: Client, token: string): Promise<void> {
  const { name, email, personalCode } = canary
  const type = (one: string) => ({ 'content-type': one })
  await client.post('/parties', `{"name": "${name}"`, token)
  await client.post('/parties', `${name} ${email}`, token, type('text/plain'))
  await client.post('/parties', `name=${email}`, token, type('application/x-www-form-urlencoded'))
  await client.post('/payment-files', `<Document><Nm>${name}</Nm></Document>`, token, type('application/xml'))
  await client.post('/payment-files', `<Document><Nm>${name}`, token, type('application/xml'))
  await client.post('/commands', { kind: name, payload: { name } }, token)
  await client.post('/commands', { kind: 'party.register', payload: { kind: name, [personalCode]: email } }, token)
  const bulk = [{ kind: email, key: 'one', payload: { name } }]
  await client.post('/commands/bulk', { mode: 'atomic', commands: bulk }, token)
  await client.post('/commands/bulk', { mode: name, commands: [{ kind: 'party.register', [name]: email }] }, token)
  await client.post('/transfers', {}, token, { 'idempotency-key': `${email} ${personalCode} `.repeat(10) })
  await client.get('/parties', email)
  await client.get(`/${encodeURIComponent(name)}/${encodeURIComponent(email)}`, token)
  await client.get(`/unsubscribe/${encodeURIComponent(email)}`, token)
  await client.post('/parties/lookups', { kind: 'natural', code: personalCode.replace('7', '8') }, token)
  await client.post('/parties/lookups', { kind: 'natural', code: '220890-03919', country: name }, token)
  await client.post('/parties/searches', { name, [email]: email }, token)
  // Well formed, and of no account here.
  for (const number of ['GB29NWBK60161331926819', 'LV97HABA0012345678910', email])
    await client.post(
      '/transfers',
      { from: '1099511627999', to: { number }, amount: { minor: '1', currency: 'EUR' } },
      token,
    )
}

/** Every read of the API's own description, asked with the words for ids and for each member of its query. */
export async function readAmiss(client: Client, tokens: readonly string[]): Promise<number> {
  const { body } = await client.get('/openapi.json', tokens[0] ?? '')
  type Described = {
    readonly get?: { readonly parameters?: readonly { readonly in: string; readonly name: string }[] }
  }
  const reads = Object.entries(body.paths as Record<string, Described>).filter(([, { get }]) => get !== undefined)
  for (const [n, [path, { get }]] of reads.entries()) {
    const word = encodeURIComponent(inAddress[n % inAddress.length] ?? '')
    const token = tokens[n % tokens.length] ?? ''
    const address = path.replace(/\{\w+\}/g, word)
    await client.get(address, token)
    for (const { in: place, name } of get?.parameters ?? [])
      if (place === 'query') await client.get(`${path.replace(/\{\w+\}/g, '1099511627790')}?${name}=${word}`, token)
    await client.get(`${address}?${word}=${word}`, token)
  }
  return reads.length
}
