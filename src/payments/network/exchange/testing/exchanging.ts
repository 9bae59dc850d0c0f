/** A bank on a database and a simulated payment network, for tests. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ask, operator } from '../../../../../tests/bank.ts'
import { commandOf, idFrom } from '../../../../../tests/customers.ts'
import { type TestDatabase, testDatabase } from '../../../../../tests/database.ts'
import { accountFiles, numberOf } from '../../../../accounts/files/rules.ts'
import type { AccountId, LaneId } from '../../../../kernel/ids.ts'
import { need } from '../../../../kernel/state.ts'
import { type Account, accounts } from '../../../../ledger/rules.ts'
import { type Institution, openInstitution } from '../../../../operations/institution.ts'
import type { Gate } from '../../../../privacy/gate.ts'
import { topics } from '../../../../rulebook/register/topics.ts'
import type { DecisionView } from '../../../../storage/lane/port.ts'
import type { LaneWriter } from '../../../../storage/lane/writer.ts'
import { NetworkExchange } from '../exchange.ts'
import { httpNetwork } from '../http.ts'
import { NetworkSimulator } from '../simulator.ts'

const secret = 'a secret of both ends'
const pack = join(import.meta.dirname, '../../../../../packs/luminor')

/** One bank on a database, and a network that it exchanges messages with. */
export class Exchanging {
  readonly database: TestDatabase
  readonly institution: Institution
  writer: LaneWriter
  readonly network: NetworkSimulator
  now = Temporal.Instant.from('2026-01-05T09:00:00Z')
  /** What the exchange told of. */
  readonly failures: unknown[] = []
  #keys = 0

  /** Where `keys` are. */
  readonly dataDir: string

  private constructor(
    database: TestDatabase,
    institution: Institution,
    writer: LaneWriter,
    network: NetworkSimulator,
    dataDir: string,
  ) {
    this.database = database
    this.institution = institution
    this.writer = writer
    this.network = network
    this.dataDir = dataDir
  }

  static async open(): Promise<Exchanging> {
    const database = await testDatabase()
    const dataDir = await mkdtemp(join(tmpdir(), 'pacta-exchange-'))
    const keysDir = join(dataDir, 'keys')
    const openingDate = Temporal.PlainDate.from('2026-01-05')
    const institution = await openInstitution({ databaseUrl: database.url, pack, keysDir, openingDate })
    const [entity] = institution.pack.entities
    if (entity === undefined) throw new Error('the pack has no entity')
    const network = await NetworkSimulator.start({ secret })
    return new Exchanging(database, institution, await institution.takeLane(entity), network, dataDir)
  }

  async stop(): Promise<void> {
    await this.network.stop()
    await this.writer.close()
    await this.institution.close()
    await this.database.close()
    await rm(this.dataDir, { recursive: true })
  }

  /** Opens an account of the institution's own, and gives its id as text. */
  async openOwn(product: 'till' | 'nostro' | 'transit' | 'fees'): Promise<string> {
    return idFrom(await this.do('internal.open', { product, currency: 'EUR' }, { actor: operator }), 'account')
  }

  /** Another writer, which has nothing in memory yet. */
  async restart(): Promise<void> {
    await this.writer.close()
    const [entity] = this.institution.pack.entities
    if (entity !== undefined) this.writer = await this.institution.takeLane(entity)
  }

  get lane(): LaneId {
    return this.writer.head.lane
  }

  async do(kind: string, payload: unknown, ask: Ask = {}): Promise<DecisionView> {
    this.#keys += 1
    return (await this.writer.submit(commandOf(kind, payload, { key: `key ${this.#keys}`, ...ask }))).decision
  }

  /** @param gate instead of the institution's own */
  exchange(gate: Gate = this.institution.gate): NetworkExchange {
    const { sql, storage, rulebookOf } = this.institution
    return new NetworkExchange({
      sql,
      lane: this.lane,
      network: httpNetwork({ url: this.network.url, secret, timeoutMs: 2_000 }),
      gate,
      storage,
      terms: () => rulebookOf(this.lane).terms(this.writer.head.businessDate),
      fences: topics,
      submit: async (command) => (await this.writer.submit(command)).decision,
      now: () => this.now,
      onFailure: (error) => this.failures.push(error),
    })
  }

  async balance(account: string): Promise<bigint> {
    const [found] = await this.institution.storage.load(this.lane, [need(accounts, Number(account) as AccountId)])
    return (found as Account).balanceMinor
  }

  async number(account: string): Promise<string> {
    const [file] = await this.institution.storage.load(this.lane, [need(accountFiles, Number(account) as AccountId)])
    return numberOf(file as never)
  }
}
