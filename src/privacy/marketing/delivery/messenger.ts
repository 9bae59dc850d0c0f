/**
 * Carries messages out: a consumer of the journal. Each message is written with the cursor; when it goes, the gate is asked once more, and
 * whoever thought otherwise meanwhile gets none. While nobody who may carry it is bound, it waits, and goes when somebody is. A server that was cut off before it answered may get a message twice, under one id.
 */
import type { LaneId } from '../../../kernel/ids.ts'
import type { Entity } from '../../../rulebook/pack.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { takeUp, tryToCarry } from '../../../storage/lane/delivery.ts'
import type { Sql } from '../../../storage/sql.ts'
import { carriageNow, heldBecause } from '../../disclosures/carriers/carriage.ts'
import type { Gate } from '../../gate.ts'
import { type Channel, untouched } from '../../switches/rules.ts'
import { switchesOf } from '../../switches/store.ts'
import type { FactKind } from '../../vault/rules.ts'
import { isStillChosen, passageOf } from '../messages/rules.ts'
import {
  lettersNamed,
  messageDelayed,
  messageDone,
  messageHeld,
  type Undelivered,
  undelivered,
  writeMessageDeliveries,
} from '../messages/store.ts'
import type { UnsubscribeTokens } from '../unsubscribe/token.ts'
import { compose } from './compose.ts'
import { NotTaken, type Outgoing, type Transport } from './port.ts'

export type MessengerOptions = {
  readonly sql: Sql
  readonly lane: LaneId
  readonly entity: Pick<Entity, 'id' | 'country'>
  readonly gate: Gate
  readonly terms: () => Terms
  /** The business date. */
  readonly today: () => Temporal.PlainDate
  readonly transports: { readonly [C in Channel]?: Transport }
  readonly tokens: UnsubscribeTokens
  /** Where the institution's own pages are, such as `https://bank.example`. */
  readonly pages: string
  readonly now: () => Temporal.Instant
  /** Is told of each failure; the message is tried again. */
  readonly onFailure?: (error: unknown) => void
}

const consumer = 'messages'
const atOnce = 500
const waits = { firstSeconds: 30, longestSeconds: 3_600 }
/** How long a message waits for somebody who may carry it: later it would say what is no longer so. No document gives a time. */
const heldDays = 30

type Carried =
  | { readonly outcome: 'sent'; readonly processor: string | null }
  | { readonly outcome: 'withheld' | 'expired' }
  | { readonly outcome: 'held'; readonly reason: string }

export class Messenger {
  readonly #options: MessengerOptions

  constructor(options: MessengerOptions) {
    this.#options = options
  }

  /** One round: takes up what the journal has, and carries out what is due. */
  async round(): Promise<Readonly<Record<Carried['outcome'] | 'failed', number>>> {
    await takeUp(this.#options, consumer, writeMessageDeliveries)
    const { sql, lane, now, transports } = this.#options
    const counts = { sent: 0, withheld: 0, expired: 0, held: 0, failed: 0 }
    const channels = Object.keys(transports) as Channel[]
    for (const undone of await undelivered(sql, lane, channels, now(), atOnce)) {
      const { message, attempts } = undone
      const carry = () => this.#carry(undone)
      const again = (next: Temporal.Instant) => messageDelayed(sql, lane, message, next)
      const carried = await tryToCarry({ attempts, waits, carry, again }, this.#options)
      counts[carried?.outcome ?? 'failed'] += 1
      if (carried?.outcome === 'held')
        await messageHeld(sql, lane, message, carried.reason, now().add({ seconds: waits.longestSeconds }))
      else if (carried !== undefined) await messageDone(sql, lane, message, carried, now())
    }
    return counts
  }

  async #carry(message: Undelivered): Promise<Carried> {
    const { transports, onFailure, today } = this.#options
    const { kinds } = passageOf(message)
    const evidence = { kind: 'service', reference: String(message.message) } as const
    const carriage = await carriageNow(this.#options, { ...message, kinds, evidence })
    if (carriage.outcome === 'refused') {
      const isLate = message.queuedOn.until(today()).days > heldDays
      return isLate ? { outcome: 'expired' } : { outcome: 'held', reason: heldBecause(carriage) }
    }
    const outgoing = await this.#outgoing(message)
    const transport = transports[message.channel]
    if (outgoing === undefined || transport === undefined) return { outcome: 'withheld' }
    try {
      await transport.send(outgoing)
      return { outcome: 'sent', processor: carriage.processor }
    } catch (error) {
      if (!(error instanceof NotTaken) || error.again) throw error
      onFailure?.(error)
      return { outcome: 'withheld' }
    }
  }

  /** What goes out now; undefined when the person thought otherwise, or has no such address. */
  async #outgoing(message: Undelivered): Promise<Outgoing | undefined> {
    const { sql, lane, entity, gate, tokens, pages } = this.#options
    const { subject, offer } = message
    const terms = this.#options.terms()
    const switches = (await switchesOf(sql, [subject])).get(subject) ?? untouched(subject)
    if (offer && !isStillChosen(message, switches, entity.id, terms)) return undefined
    const { kinds, ...passage } = passageOf(message)
    const read = await gate.readFacts({ ...passage, kinds: kinds as readonly FactKind[] }, terms)
    const plain =
      read.outcome === 'permitted' ? read.values.findLast((one) => one.plain !== undefined)?.plain : undefined
    const letter = (await lettersNamed(sql, lane, [message.letter])).get(message.letter)
    return plain === undefined || letter === undefined
      ? undefined
      : compose(message, letter, Buffer.from(plain).toString(), { tokens, pages })
  }
}
