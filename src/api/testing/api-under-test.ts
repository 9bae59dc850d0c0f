/** The API over the demonstration bank, on a database of its own. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import { type DemonstrationBank, demonstrate } from '../../operations/demonstration/bank.ts'
import { type Institution, openInstitution } from '../../operations/institution.ts'
import { LaneHolder } from '../../operations/lane-holder.ts'
import { buildServer } from '../server.ts'
import type { Bearer, TokenRole } from '../tokens/store.ts'
import { createToken } from '../tokens/tokens.ts'

export const euro = (minor: string) => ({ minor, currency: 'EUR' })

export type Sent = { readonly token?: string; readonly key?: string; readonly headers?: Record<string, string> }
export type Told = {
  readonly status: number
  readonly headers: LightMyRequestResponse['headers']
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly body: any
}

export class ApiUnderTest {
  readonly database: TestDatabase
  readonly institution: Institution
  readonly lanes: LaneHolder
  readonly server: FastifyInstance
  readonly bank: DemonstrationBank
  readonly tokens: Readonly<
    Record<'marta' | 'anna' | 'janis' | 'teller' | 'operator' | 'second' | 'auditor' | 'atm', string>
  >
  readonly #keysDir: string
  #keys = 0

  private constructor(
    parts: Pick<ApiUnderTest, 'database' | 'institution' | 'lanes' | 'server' | 'bank' | 'tokens'>,
    keysDir: string,
  ) {
    this.database = parts.database
    this.institution = parts.institution
    this.lanes = parts.lanes
    this.server = parts.server
    this.bank = parts.bank
    this.tokens = parts.tokens
    this.#keysDir = keysDir
  }

  static async open(): Promise<ApiUnderTest> {
    const database = await testDatabase()
    const keysDir = await mkdtemp(join(tmpdir(), 'pacta-keys-'))
    const pack = join(import.meta.dirname, '../../../packs/luminor')
    const institution = await openInstitution({ databaseUrl: database.url, pack, keysDir })
    const lanes = await LaneHolder.take(institution, database.url)
    const [held] = lanes.lanes
    if (held === undefined) throw new Error('the pack has no entity')
    const bank = await demonstrate(institution, held.entity, lanes.writer(held.lane))
    if (bank === undefined) throw new Error('the lane was not empty')
    const token = (role: TokenRole, who: Partial<Bearer>): Promise<string> =>
      createToken(institution.sql, { client: 'test', role, party: who.party, staff: who.staff })
    const tokens = {
      marta: await token('customer', { party: bank.marta }),
      anna: await token('representative', { party: bank.anna }),
      janis: await token('customer', { party: bank.janis }),
      teller: await token('teller', { staff: 'T-01' }),
      operator: await token('operator', { staff: 'O-01' }),
      second: await token('operator', { staff: 'O-02' }),
      auditor: await token('auditor', { staff: 'A-01' }),
      atm: await token('atm', { staff: 'ATM-01' }),
    }
    const server = await buildServer(institution, { lanes })
    return new ApiUnderTest({ database, institution, lanes, server, bank, tokens }, keysDir)
  }

  /** A token of one of staff, who has undertaken confidentiality. */
  async staffToken(role: TokenRole, staff: string): Promise<string> {
    const token = await createToken(this.institution.sql, { client: 'test', role, party: undefined, staff })
    const { status } = await this.post('/staff/confidentiality', { agreed: true }, { token })
    // 409: of the demonstration.
    if (status !== 200 && status !== 409) throw new Error(`${role} ${staff} could not undertake confidentiality`)
    return token
  }

  async post(url: string, body: unknown, { token = this.tokens.marta, key, headers = {} }: Sent = {}): Promise<Told> {
    this.#keys += 1
    return this.#told({
      method: 'POST',
      url,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': key ?? `key-${this.#keys}`,
        ...headers,
      },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  async get(url: string, { token = this.tokens.marta, headers = {} }: Sent = {}): Promise<Told> {
    return this.#told({ method: 'GET', url, headers: { authorization: `Bearer ${token}`, ...headers } })
  }

  async #told(options: {
    method: 'GET' | 'POST'
    url: string
    headers: Record<string, string>
    payload?: string
  }): Promise<Told> {
    const { statusCode, headers, payload } = await this.server.inject(options)
    const isJson = String(headers['content-type']).includes('json')
    return { status: statusCode, headers, body: isJson ? JSON.parse(payload) : payload }
  }

  /** A transfer of Marta's to the joint account. */
  transfer(minor: string, more: object = {}, sent: Sent = {}): Promise<Told> {
    const { martaEuro, jointEuro } = this.bank
    const body = { from: String(martaEuro), to: { account: String(jointEuro) }, amount: euro(minor), ...more }
    return this.post('/transfers', body, sent)
  }

  /**
   * What the institution keeps: a hash of every table, without the journal (whose refusals are kept), the lane's head, and what only
   * looks.
   */
  async fingerprint(): Promise<string> {
    const { sql } = this.database
    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'
        and table_name not in ('decision', 'batch', 'lane', 'citation_set', 'access_log')
      order by 1`
    const hashes: string[] = []
    for (const { name } of tables) {
      const [row] = await sql<{ hash: string | null }[]>`
        select md5(string_agg(t::text, E'\n' order by t::text)) as hash from ${sql(name)} t`
      hashes.push(`${name} ${row?.hash}`)
    }
    return hashes.join('\n')
  }

  /** The hash of the lane's chain: changes with every decision that is kept. */
  async head(): Promise<string> {
    const [row] = await this.database.sql<{ hash: Buffer }[]>`select hash from lane order by lane limit 1`
    return row?.hash.toString('hex') ?? ''
  }

  async close(): Promise<void> {
    await this.server.close()
    await this.lanes.close()
    await this.institution.close()
    await this.database.close()
    await rm(this.#keysDir, { recursive: true })
  }
}
