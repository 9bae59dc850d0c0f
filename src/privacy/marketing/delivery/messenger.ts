/**
 * Carries messages out: a consumer of the journal. Each message is written with the cursor; when it goes, the gate is asked once more, and
 * whoever thought otherwise meanwhile gets none. A server that was cut off before it answered may get a message twice, under one id.
 */
import type { LaneId } from '../../../kernel/ids.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { consume } from '../../../storage/lane/outbox.ts'
import type { Sql } from '../../../storage/sql.ts'
import type { Gate } from '../../gate.ts'
import { type Channel, untouched } from '../../switches/rules.ts'
import { switchesOf } from '../../switches/store.ts'
import type { FactKind } from '../../vault/rules.ts'
import { isStillChosen, passageOf } from '../messages/rules.ts'
import {
  lettersNamed,
  messageDelayed,
  messageDone,
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
  readonly entity: string
  readonly gate: Gate
  readonly terms: () => Terms
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
/** Doubled with each failure. */
const firstWaitSeconds = 30
const longestWaitSeconds = 3_600

export class Messenger {
  readonly #options: MessengerOptions

  constructor(options: MessengerOptions) {
    this.#options = options
  }

  /** One round: takes up what the journal has, and carries out what is due. */
  async round(): Promise<{ readonly sent: number; readonly withheld: number; readonly failed: number }> {
    await this.#takeUp()
    const { sql, lane, now, transports } = this.#options
    const counts = { sent: 0, withheld: 0, failed: 0 }
    const channels = Object.keys(transports) as Channel[]
    for (const message of await undelivered(sql, lane, channels, now(), atOnce)) {
      const outcome = await this.#carry(message)
      counts[outcome] += 1
      if (outcome !== 'failed') await messageDone(sql, lane, message.message, outcome, now())
    }
    return counts
  }

  async #takeUp(): Promise<void> {
    const { sql, lane, now } = this.#options
    const take = () =>
      consume(sql, lane, consumer, atOnce, async (decisions, transaction) => {
        const [first, last] = [decisions[0], decisions.at(-1)]
        if (first !== undefined && last !== undefined)
          await writeMessageDeliveries(transaction, lane, { first: first.place, last: last.place, now: now() })
      })
    while ((await take()) === atOnce) {}
  }

  async #carry(message: Undelivered): Promise<'sent' | 'withheld' | 'failed'> {
    const { sql, lane, now, transports, onFailure } = this.#options
    try {
      const outgoing = await this.#outgoing(message)
      const transport = transports[message.channel]
      if (outgoing === undefined || transport === undefined) return 'withheld'
      await transport.send(outgoing)
      return 'sent'
    } catch (error) {
      onFailure?.(error)
      if (error instanceof NotTaken && !error.again) return 'withheld'
      const waits = Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** Math.min(message.attempts, 20))
      await messageDelayed(sql, lane, message.message, now().add({ seconds: waits }))
      return 'failed'
    }
  }

  /** What goes out now; undefined when the person thought otherwise, or has no such address. */
  async #outgoing(message: Undelivered): Promise<Outgoing | undefined> {
    const { sql, lane, entity, gate, tokens, pages } = this.#options
    const { subject, offer } = message
    const terms = this.#options.terms()
    const switches = (await switchesOf(sql, [subject])).get(subject) ?? untouched(subject)
    if (offer && !isStillChosen(message, switches, entity, terms)) return undefined
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
