/** A bank on a database of its own that has seen a bit of everything, for tests of what reads a whole history. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { operator, secondOperator, teller } from '../../../tests/bank.ts'
import { type TestDatabase, testDatabase } from '../../../tests/database.ts'
import type { LaneId } from '../../kernel/ids.ts'
import { people, told } from '../../parties/testing/people.ts'
import { paymentDetail } from '../../payments/details.ts'
import type { Actor, Command, Detail } from '../../storage/command.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import type { LaneWriter } from '../../storage/lane/writer.ts'
import { catalogue } from '../catalogue.ts'
import { type Institution, openInstitution } from '../institution.ts'

type Ask = {
  readonly actor?: Actor
  readonly details?: readonly Detail[]
  readonly blinds?: Readonly<Record<string, string>>
}

/** What the bank knows by name, as ids on the wire. */
export type Names = {
  readonly liga: string
  readonly janis: string
  readonly ligas: string
  readonly janisAccount: string
  readonly nostro: string
  readonly till: string
  readonly fees: string
}

const euro = (minor: number) => ({ minor: String(minor), currency: 'EUR' })

export class BusyBank {
  readonly database: TestDatabase
  readonly institution: Institution
  readonly lane: LaneId
  /** A folder that goes when the bank is closed. */
  readonly folder: string
  #writer: LaneWriter
  #keys = 0

  private constructor(database: TestDatabase, institution: Institution, folder: string, writer: LaneWriter) {
    this.database = database
    this.institution = institution
    this.folder = folder
    this.#writer = writer
    this.lane = writer.head.lane
  }

  /** A bank with no customers, on Monday, 5 January 2026. */
  static async open(): Promise<BusyBank> {
    const database = await testDatabase()
    const folder = mkdtempSync(join(tmpdir(), 'pacta-busy-'))
    const institution = await openInstitution({
      databaseUrl: database.url,
      pack: join(import.meta.dirname, '../../../packs/luminor'),
      keysDir: join(folder, 'keys'),
      openingDate: Temporal.PlainDate.from('2026-01-05'),
    })
    return new BusyBank(database, institution, folder, await takeLane(institution))
  }

  command(kind: string, payload: object, { actor = teller, details, blinds }: Ask = {}): Command {
    this.#keys += 1
    const { purpose } = catalogue.get(kind)
    return { kind, client: 'test', key: `key-${this.#keys}`, actor, purpose, payload, details, blinds }
  }

  async do(kind: string, payload: object, ask: Ask = {}): Promise<DecisionView> {
    return (await this.#writer.submit(this.command(kind, payload, ask))).decision
  }

  async together(commands: readonly Command[]): Promise<readonly DecisionView[]> {
    return (await this.#writer.submitAtomic(commands)).map(({ decision }) => decision)
  }

  /** Takes the lane anew: nothing is in memory then. */
  async restart(): Promise<void> {
    await this.#writer.close()
    this.#writer = await takeLane(this.institution)
  }

  register(person: 'liga' | 'janis' | 'anna'): Promise<DecisionView> {
    const { name, code } = people[person]
    return this.do(
      'party.register',
      { kind: 'natural', consumer: true, residence: 'LV', facts: ['name', 'personal-code'] },
      { details: [told(name), told(code)], blinds: { code: `blind of ${code}` } },
    )
  }

  transfer(from: string, to: string, minor: number): Promise<DecisionView> {
    const details = [paymentDetail({ remittance: 'rent' }), paymentDetail({ remittance: 'rent' })]
    return this.do('payment.transfer', { from, to: { account: to }, amount: euro(minor) }, { details })
  }

  /** Two customers, whose accounts see entries, holds, limits, restrictions, groups and a correction, over two days. */
  async live(): Promise<Names> {
    const idIn = (decision: DecisionView, name: string): string => {
      if (decision.outcome === 'refused') throw new Error(`${decision.kind} was refused: ${decision.code}`)
      return String(decision.facts[name])
    }
    const must = async (doing: Promise<DecisionView>): Promise<DecisionView> => {
      const decision = await doing
      if (decision.outcome === 'refused') throw new Error(`${decision.kind} was refused: ${decision.code}`)
      return decision
    }
    const own = async (product: string) =>
      idIn(await this.do('internal.open', { product, currency: 'EUR' }, { actor: operator }), 'account')
    const opened = async (holder: string) => {
      const asked = { holders: [holder], currency: 'EUR', channel: 'location' }
      const account = idIn(await this.do('account.open', asked), 'account')
      await must(this.do('account.activate', { account }))
      return account
    }
    const [nostro, till, fees] = [await own('nostro'), await own('till'), await own('fees')]
    const liga = idIn(await this.register('liga'), 'party')
    await this.register('liga')
    const janis = idIn(await this.register('janis'), 'party')
    const [ligas, janisAccount] = [await opened(liga), await opened(janis)]
    const details = [paymentDetail({ remittance: 'salary' })]
    await must(
      this.do(
        'payment.incoming',
        { nostro, to: { account: ligas }, amount: euro(100_000) },
        { actor: operator, details },
      ),
    )
    await must(this.do('cash.deposit', { till, to: janisAccount, amount: euro(5_000) }))
    const paid = await must(this.transfer(ligas, janisAccount, 12_345))
    await this.transfer(janisAccount, ligas, 99_999_999)
    await must(this.do('account.restrict', { account: janisAccount, stops: 'amount', amount: euro(500) }))
    const held = await must(this.do('hold.place', { from: ligas, amount: euro(3_000) }))
    const hold = String(held.facts['hold'])
    await this.do('clock.cut-over', { to: '2026-01-06' }, { actor: { role: 'system' } })
    await must(this.do('hold.capture', { hold, to: nostro, amount: euro(2_000), final: false }, { actor: operator }))
    const order = (from: string, to: string, minor: number) =>
      this.command('payment.transfer', { from, to: { account: to }, amount: euro(minor) })
    await this.together([order(ligas, janisAccount, 100), order(janisAccount, ligas, 50)])
    await this.together([order(ligas, janisAccount, 100), order(janisAccount, ligas, 88_888_888)])
    const debit = { nature: 'fee', ground: 'general-terms', terms: 'GBT', reference: '3.1', amount: euro(250) }
    await must(this.do('debit.entitled', { from: ligas, to: fees, ...debit }, { actor: operator }))
    await must(this.do('digital-channels.agree', { customer: liga }))
    const entry = { decision: paid.id, seq: 4 }
    const claim = { account: ligas, entry, error: 'wrong-amount', form: 'paper', language: 'lv' }
    const words = [told('It was less', 'payment-details')]
    const claimed = await must(this.do('claim.make', claim, { details: words }))
    const upheld = { claim: claimed.facts['claim'], outcome: 'upheld' }
    await must(this.do('claim.decide', upheld, { actor: operator }))
    await must(this.do('claim.make', { ...claim, error: 'payment-unauthorised', form: 'spoken' }))
    const wrong = { decision: paid.id, ground: 'wrong-amount' }
    const proposed = await must(this.do('correction.propose', wrong, { actor: operator }))
    const correction = String(proposed.facts['correction'])
    await must(this.do('correction.approve', { correction }, { actor: secondOperator }))
    await this.do('correction.propose', wrong, { actor: operator })
    await must(this.do('cash.withdraw', { from: ligas, till, amount: euro(1_000) }))
    return { liga, janis, ligas, janisAccount, nostro, till, fees }
  }

  async close(): Promise<void> {
    await this.#writer.close()
    await this.institution.close()
    await this.database.close()
    rmSync(this.folder, { recursive: true })
  }
}

function takeLane(institution: Institution): Promise<LaneWriter> {
  const [entity] = institution.pack.entities
  if (entity === undefined) throw new Error('the pack has no entity')
  return institution.takeLane(entity)
}
