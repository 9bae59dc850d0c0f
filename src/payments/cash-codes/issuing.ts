/**
 * The institution's part of codes: drawn outside the rules, kept as a hash by a command, told by SMS or shown. Digits are nowhere but in
 * memory until they are told; whatever is lost, by a crash or a gateway, is made good by new ones.
 */
import { randomInt, randomUUID } from 'node:crypto'
import type { LaneId } from '../../kernel/ids.ts'
import { carriageNow, heldBecause } from '../../privacy/disclosures/carriers/carriage.ts'
import type { Gate } from '../../privacy/gate.ts'
import type { BlindIndex } from '../../privacy/vault/blind-index.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { Terms } from '../../rulebook/terms.ts'
import type { Command } from '../../storage/command.ts'
import { consume, type Published } from '../../storage/lane/outbox.ts'
import type { DecisionView } from '../../storage/lane/port.ts'
import type { Sql } from '../../storage/sql.ts'
import type { CashCodeId } from './rules.ts'
import { assignedBlind } from './secret.ts'
import type { Sms, SmsGateway } from './sms/port.ts'
import { noteCarried } from './sms/store.ts'
import { codesToTell, phoneOf } from './store.ts'

/** What it takes to assign digits in one entity. */
export type Issuing = {
  readonly entity: Pick<Entity, 'id' | 'country'>
  readonly blindIndex: BlindIndex
  readonly submit: (command: Command) => Promise<{ readonly decision: DecisionView }>
  /** Terms in force today. */
  readonly terms: () => Terms
  /** The business date. */
  readonly today: () => Temporal.PlainDate
  /** Digits drawn by lot; another source for tests. */
  readonly draw?: (length: number) => string
}

/** Draws digits for a code and has their hash kept. Gives the digits; undefined when the code has ended meanwhile. */
export async function issueDigits(issuing: Issuing, code: CashCodeId): Promise<string | undefined> {
  const { entity, blindIndex, submit, terms, draw = drawn } = issuing
  const length = terms().parameters('cash-code.digits').assigned
  const digits = draw(length)
  const { decision } = await submit({
    kind: 'cash-code.assign',
    client: 'cash-codes',
    // Never the same twice: what was drawn before is lost.
    key: randomUUID(),
    actor: { role: 'system' },
    purpose: 'payment',
    payload: { code: String(code), length },
    blinds: { assigned: assignedBlind(blindIndex, entity.id, digits) },
  })
  return decision.code === null ? digits : undefined
}

const drawn = (length: number): string => Array.from({ length }, () => randomInt(10)).join('')

export type Dispatching = Issuing & {
  readonly sql: Sql
  readonly lane: LaneId
  readonly gate: Gate
  readonly gateway: SmsGateway
  /** Is told of a message that was not taken; the code gets new digits at the next run. */
  readonly onFailure?: (code: CashCodeId, error: unknown) => void
}

/** How many decisions are looked at in one go, and how often a code's message is tried before its customer has to ask. */
const AT_ONCE = 500
const RUNS_A_CODE = 5

/** Reads the journal, and sends the institution's part for each code that was applied for, or whose new digits were asked for, by SMS. */
export class SmsDispatch {
  readonly #of: Dispatching
  readonly #failed = new Map<CashCodeId, number>()

  constructor(of: Dispatching) {
    this.#of = of
  }

  #processor: string | null = null
  #held: string | undefined

  /**
   * Sends what the journal has since the last run, and what failed then. While nobody who may carry it is bound, the journal is not read:
   * what it has goes when somebody is, unless the code has ended by then.
   *
   * @returns how many messages were taken
   */
  async run(): Promise<number> {
    const { sql, lane } = this.#of
    const evidence = { kind: 'service', reference: 'cash-codes' } as const
    const carried = { channel: 'sms', purpose: 'payment', kinds: ['phone'], evidence } as const
    const carriage = await carriageNow(this.#of, carried)
    this.#held = carriage.outcome === 'refused' ? heldBecause(carriage) : undefined
    if (carriage.outcome === 'refused') return 0
    this.#processor = carriage.processor
    let sent = 0
    for (const code of [...this.#failed.keys()]) {
      const taken = await this.#tell(code)
      sent += taken
    }
    for (let read = AT_ONCE; read === AT_ONCE; )
      read = await consume(sql, lane, 'cash-code-sms', AT_ONCE, async (decisions) => {
        for (const code of await this.#wantedAmong(decisions)) {
          const taken = await this.#tell(code)
          sent += taken
        }
      })
    return sent
  }

  /** Why nothing went in the last run: whoever carries short messages is not bound. Undefined when something might. */
  get held(): string | undefined {
    return this.#held
  }

  async #wantedAmong(decisions: readonly Published[]): Promise<readonly CashCodeId[]> {
    const places = decisions
      .filter(({ kind, code }) => code === null && (kind === 'cash-code.apply' || kind === 'cash-code.renew'))
      .map(({ place }) => place)
    if (places.length === 0) return []
    const { sql, lane } = this.#of
    return codesToTell(sql, lane, places)
  }

  /** One message; a gateway that takes nothing holds up no other code. */
  async #tell(code: CashCodeId): Promise<0 | 1> {
    try {
      const sms = await this.#smsFor(code)
      if (sms !== undefined) await this.#send(code, sms)
      this.#failed.delete(code)
      return sms === undefined ? 0 : 1
    } catch (error) {
      const runs = (this.#failed.get(code) ?? 0) + 1
      if (runs < RUNS_A_CODE) this.#failed.set(code, runs)
      else this.#failed.delete(code)
      this.#of.onFailure?.(code, error)
      return 0
    }
  }

  async #send(code: CashCodeId, sms: Sms): Promise<void> {
    const { gateway, sql, lane } = this.#of
    await gateway.send(sms)
    const processor = this.#processor
    if (processor !== null) await noteCarried(sql, lane, code, { processor, at: Temporal.Now.instant() })
  }

  /** Undefined for a code that has ended, and for a phone that was erased. */
  async #smsFor(code: CashCodeId): Promise<Sms | undefined> {
    const to = await this.#phoneOf(code)
    const digits = to === undefined ? undefined : await issueDigits(this.#of, code)
    return to === undefined || digits === undefined ? undefined : { id: randomUUID(), to, text: textOf(digits) }
  }

  async #phoneOf(code: CashCodeId): Promise<string | undefined> {
    const { sql, lane, gate, terms } = this.#of
    const phone = await phoneOf(sql, lane, code)
    if (phone === undefined) return undefined
    const asked = {
      actor: { role: 'system' },
      purpose: 'operations',
      categories: ['contact'],
      details: [phone],
      // Who applied for the code has it told there.
      ordered: true,
    } as const
    const read = await gate.readKept(asked, terms())
    if (read.outcome === 'refused') throw new Error(`the gate refused: ${read.code}`)
    const plain = read.values[0]?.plain
    return plain === undefined ? undefined : Buffer.from(plain).toString()
  }
}

/** In both languages: the application does not say which one its reader has. */
const textOf = (digits: string): string =>
  `${digits} - bankas daļa Jūsu skaidras naudas kodam, derīga šodien līdz 23:59. Nevienam to nesakiet.\n` +
  `${digits} is the bank's part of your cash code, good until 23:59 today. Tell it to nobody.`
