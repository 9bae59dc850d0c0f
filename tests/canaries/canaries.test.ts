/**
 * A demonstration bank that somebody lives with, as a process over a database of its own: afterwards no word of theirs stands in clear in
 * tables, files, logs, metrics, error answers, exports, backups, or in what goes to somebody else.
 */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TokenRole } from '../../src/api/tokens/store.ts'
import { createToken } from '../../src/api/tokens/tokens.ts'
import type { PartyId } from '../../src/kernel/ids.ts'
import { idOf } from '../../src/kernel/wire.ts'
import { NetworkSimulator } from '../../src/payments/network/exchange/simulator.ts'
import { SystemSimulator } from '../../src/privacy/consents/propagation/delivery/simulator.ts'
import { SmtpSimulator } from '../../src/privacy/marketing/delivery/smtp-simulator.ts'
import { clusterDir, runningServer, socketUrl } from '../../src/storage/postgres-server.ts'
import { connect, type Sql } from '../../src/storage/sql.ts'
import { filesIn, filesWith } from '../bytes-scan.ts'
import { demonstrationToken, freePort, PactaProcesses, type Started, serving } from '../pacta-process.ts'
import { scanForPlaintext } from '../plaintext-scan.ts'
import { Client } from './client.ts'
import { type Lived, live, readBack, type Tokens } from './life.ts'
import { readAmiss, sendAmiss, sendBroken, sendStray } from './mishaps.ts'
import { allWords, canary, wordsIn } from './words.ts'

const secret = 'a secret of sixteen'
const mails = new SmtpSimulator()
const systems = new SystemSimulator(secret)
const messages: string[] = []
let folder: string
let pacta: PactaProcesses
let server: Started
let client: Client
let tokens: Tokens
let sql: Sql
let lived: Lived
let network: NetworkSimulator
let phones: Server

const all = () => [tokens.teller, tokens.operator, tokens.officer, tokens.marketer, lived.own]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pacta-canaries-'))
  pacta = new PactaProcesses(join(folder, 'data'))
  network = await NetworkSimulator.start({ secret })
  phones = createServer((request, response) => {
    request.on('data', (part: Buffer) => messages.push(part.toString())).on('end', () => response.end())
  })
  await new Promise<void>((resolve) => phones.listen(0, '127.0.0.1', resolve))
  const targets = Object.fromEntries(
    await Promise.all(['entity:ee', 'entity:lt'].map(async (name) => [name, { url: await listening(), secret }])),
  )
  await writeFile(join(folder, 'systems.json'), JSON.stringify(targets))
  const port = await freePort()
  server = await serving(
    pacta.start(port, {
      PACTA_LOG: 'trace',
      PACTA_SMTP_URL: `smtp://127.0.0.1:${await mails.listen()}`,
      PACTA_SMTP_FROM: 'Bank <news@bank.example>',
      PACTA_PAGES_URL: `http://127.0.0.1:${port}`,
      PACTA_CONSENT_SYSTEMS: join(folder, 'systems.json'),
      PACTA_NETWORK_URL: network.url,
      PACTA_NETWORK_SECRET: secret,
      PACTA_SMS_URL: `http://127.0.0.1:${(phones.address() as { port: number }).port}/sms`,
      PACTA_SMS_SECRET: secret,
    }),
  )
  sql = connect(socketUrl(runningServer(pacta.dataDir)?.socketDir ?? '', 'pacta'), { max: 2 })
  client = new Client(`http://127.0.0.1:${port}`)
  tokens = await tokensOf(port)
  lived = await live(client, tokens, { till: await ownAccount('till'), nostro: await ownAccount('nostro') })
  await vi.waitFor(() => expect(mails.mails.length + messages.length).toBe(3), { timeout: 30_000 })
  await unsubscribe()
  await vi.waitFor(() => expect(systems.words.length).toBeGreaterThan(3), { timeout: 30_000 })
}, 240_000)

afterAll(async () => {
  await sql?.end()
  await pacta.close()
  await Promise.all([mails.close(), systems.close(), network.stop(), new Promise((done) => phones.close(done))])
  await rm(folder, { recursive: true })
}, 60_000)

let address: Promise<string> | undefined
function listening(): Promise<string> {
  address ??= systems.listen()
  return address
}

async function tokensOf(port: number): Promise<Tokens> {
  const compliance = await tokenFor('compliance-officer', { staff: 'C-01' })
  const shown = (name: string) => demonstrationToken(port, name)
  return {
    teller: await shown('Teller T-01'),
    operator: await shown('Operator O-01'),
    officer: await shown('Data-protection officer'),
    marketer: await shown('Marketing officer'),
    compliance,
    of: (party) => tokenFor('customer', { party: idOf<PartyId>(party) }),
  }
}

const tokenFor = (role: TokenRole, { party, staff }: { party?: PartyId; staff?: string }): Promise<string> =>
  createToken(sql, { client: 'test', role, party, staff })

async function ownAccount(product: string): Promise<string> {
  const [row] = await sql<{ account: bigint }[]>`
    select account from account where product = ${product} and currency = 'EUR' order by account limit 1`
  return String(row?.account)
}

/** Presses the link in the offer, as a mail program would. */
async function unsubscribe(): Promise<void> {
  const link = mails.mails.map(({ headers }) => headers['list-unsubscribe']).find((one) => one !== undefined) ?? ''
  const answer = await fetch(link.slice(1, -1), {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  })
  expect(answer.status).toBe(200)
}

describe('what somebody told a bank', () => {
  it('is told back to who may know it', async () => {
    const answers = (await readBack(client, tokens, lived)).join('\n')
    expect(wordsIn(answers, Object.values(canary))).toEqual(Object.values(canary))
    expect(mails.mails.map(({ to }) => to)).toEqual([[canary.email], [canary.email]])
    expect(messages).toEqual([expect.stringContaining(canary.phone)])
  })

  it('goes to other systems as ids alone, and in a message only to where it is for', () => {
    expect(wordsIn(JSON.stringify(systems.words))).toEqual([])
    for (const { headers, body } of mails.mails) {
      const { to: _to, ...others } = headers
      expect(wordsIn(`${JSON.stringify(others)}\n${body}`)).toEqual([])
    }
    expect(messages.flatMap((one) => wordsIn(JSON.parse(one).text))).toEqual([])
  })

  it('is in no error answer, whatever is sent wrongly and wherever it stands', async () => {
    await sendAmiss(client, all())
    await sendBroken(client, tokens.operator)
    expect(new Set(await sendStray(client, tokens.compliance, lived.party))).toEqual(new Set([400]))
    expect(await readAmiss(client, all())).toBeGreaterThan(60)
    expect(client.errors.length).toBeGreaterThan(400)
    expect(client.errors.filter((one) => /"status":5/.test(one))).toEqual([])
    expect([...new Set(client.errors.filter((one) => wordsIn(one).length > 0))]).toEqual([])
  }, 240_000)

  it('is in no line of the log and in no metric', async () => {
    const { text } = await client.get('/metrics', tokens.operator)
    expect(text).toContain('pacta_commands_total')
    expect(wordsIn(text)).toEqual([])
    expect(server.text().split('\n').length).toBeGreaterThan(400)
    expect(
      server
        .text()
        .split('\n')
        .filter((line) => wordsIn(line).length > 0),
    ).toEqual([])
  })

  it('is in no column of any table', async () => {
    expect((await sql`select from fact`).length).toBeGreaterThan(20)
    expect(await scanForPlaintext(sql, [...new Set(allWords.map((word) => word.toLowerCase()))])).toEqual([])
  }, 240_000)

  it('is in nothing that the command line prints or exports', async () => {
    const printed = await Promise.all(
      [
        ['books', 'export', '--hledger', '-'],
        ['register', 'export', '--format', 'notice'],
        ['register', 'export', '--format', 'dpv'],
        ['retention', 'why', lived.party],
        ['consents', 'propagation'],
        ['claims'],
        ['keys', 'status'],
        ['backup', join(folder, 'backup')],
        ['keys', 'backup', join(folder, 'keys-backup')],
      ].map(async (args) => ({ args, ...(await pacta.run(...args)) })),
    )
    expect(printed.filter(({ failed }) => failed)).toEqual([])
    for (const { args, text } of printed) expect([args, wordsIn(text)]).toEqual([args, []])
  }, 240_000)

  it('is in no file: of the server, its indexes and its log of writes, of keys and of backups', async () => {
    await sql`checkpoint`
    const files = filesIn(folder)
    for (const part of ['pg_wal', 'postgres.log', join('data', 'keys'), 'fact.copy.zst', 'keys-backup'])
      expect(
        files.some((file) => file.includes(part)),
        part,
      ).toBe(true)
    expect(filesWith(files, allWords)).toEqual([])
  }, 240_000)
})

it('the same searches find a word that was put in clear on purpose', async () => {
  await sql`create table planted (told text)`
  await sql`insert into planted values (${canary.name})`
  await sql`checkpoint`
  expect(await scanForPlaintext(sql, [canary.name])).toEqual([{ table: 'planted', column: 'told', word: canary.name }])
  const files = filesWith(filesIn(clusterDir(pacta.dataDir)), [canary.name])
  expect(files.filter((file) => file.includes('pg_wal')).length).toBeGreaterThan(0)
  expect(files.filter((file) => file.includes('base')).length).toBeGreaterThan(0)
  expect(wordsIn(JSON.stringify({ detail: `no such party: ${canary.name}` }))).toContain(canary.name)
  expect(wordsIn(`/parties/${encodeURIComponent(canary.email)}`)).toContain(canary.email)
})
