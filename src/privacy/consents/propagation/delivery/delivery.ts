/**
 * Carries word of changes to other systems: a consumer of the journal. Each word is written with the cursor, each system gets its words in
 * the journal's order and knows one that comes twice, and the lane knows each confirmation by an idempotency key.
 */
import type { LaneId } from '../../../../kernel/ids.ts'
import { need } from '../../../../kernel/state.ts'
import type { Command } from '../../../../storage/command.ts'
import { takeUp, tryToCarry } from '../../../../storage/lane/delivery.ts'
import type { DecisionView, LaneStorage } from '../../../../storage/lane/port.ts'
import type { Sql } from '../../../../storage/sql.ts'
import { type SwitchChange, switchChanges } from '../../changes/rules.ts'
import { confirmPropagation } from '../commands.ts'
import { type Delivery, delivered, deliveryFailed, dueDeliveries, writeDeliveries } from '../store.ts'
import type { OtherSystems } from './port.ts'

export type DeliveryOptions = {
  readonly sql: Sql
  readonly lane: LaneId
  readonly systems: OtherSystems
  readonly storage: Pick<LaneStorage, 'load'>
  readonly submit: (command: Command) => Promise<DecisionView>
  readonly now: () => Temporal.Instant
  /** Is told of each failure; the word is tried again. */
  readonly onFailure?: (error: unknown) => void
}

const consumer = 'consent-propagation'
const waits = { firstSeconds: 1, longestSeconds: 300 }

export class PropagationDelivery {
  readonly #options: DeliveryOptions

  constructor(options: DeliveryOptions) {
    this.#options = options
  }

  /** Takes up what the journal has, and tells each system what it has not heard, until all know or one does not answer. */
  async round(): Promise<{ readonly told: number; readonly failed: number }> {
    await takeUp(this.#options, consumer, writeDeliveries)
    let [told, failed] = [0, 0]
    for (;;) {
      const { sql, lane, now, systems } = this.#options
      const due = (await dueDeliveries(sql, lane, now())).filter((one) => systems.known.has(systemOf(one)))
      if (due.length === 0) return { told, failed }
      for (const delivery of due) {
        const { propagation, attempts } = delivery
        const carry = () => this.#tell(delivery)
        const again = (next: Temporal.Instant) => deliveryFailed(sql, lane, propagation, next)
        if (await tryToCarry({ attempts, waits, carry, again }, this.#options)) told += 1
        else failed += 1
      }
    }
  }

  async #tell(delivery: Delivery): Promise<true> {
    const { sql, lane, systems, now } = this.#options
    const { propagation } = delivery
    const heard = await systems.tell(systemOf(delivery), await this.#wordOf(delivery))
    if (heard === 'confirmed') await this.#confirm(propagation)
    await delivered(sql, lane, propagation, now())
    return true
  }

  async #wordOf({ propagation, change, subject }: Delivery) {
    const { storage, lane } = this.#options
    const [kept] = (await storage.load(lane, [need(switchChanges, change)])) as [SwitchChange | undefined]
    if (kept === undefined) throw new Error(`the word ${propagation} tells of no change`)
    const { act, purposes, channels, except, at } = kept
    return {
      propagation: String(propagation),
      change: String(change),
      subject: String(subject),
      act,
      purposes,
      channels,
      except,
      at: at.toString(),
    }
  }

  #confirm(propagation: number): Promise<DecisionView> {
    const { kind, purpose } = confirmPropagation
    const payload = { propagation: String(propagation) }
    const actor = { role: 'system' } as const
    return this.#options.submit({ kind, client: consumer, key: `confirmed ${propagation}`, actor, purpose, payload })
  }
}

const systemOf = ({ kind, target }: Pick<Delivery, 'kind' | 'target'>): string => `${kind}:${target}`
