/**
 * The exchange with the payment network: a consumer of the journal that sends what customers ordered, and carries what the network tells
 * into the lane. Exactly once, whatever fails in between: messages are written with the cursor of the journal, the network knows each by its
 * reference, and the lane knows each event of the network by an idempotency key.
 */
import { type AccountFile, accountFiles, numberOf } from '../../../accounts/files/rules.ts'
import { internalAccounts, internalKey } from '../../../accounts/internal/rules.ts'
import { accountNumbers } from '../../../accounts/numbers/rules.ts'
import { parseIban } from '../../../kernel/iban.ts'
import type { LaneId, PartyId } from '../../../kernel/ids.ts'
import { need } from '../../../kernel/state.ts'
import { type Account, accounts } from '../../../ledger/rules.ts'
import type { Gate } from '../../../privacy/gate.ts'
import type { Topic } from '../../../rulebook/register/topics.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import type { AnyCommandKind, Command, Detail } from '../../../storage/command.ts'
import { takeUp, tryToCarry } from '../../../storage/lane/delivery.ts'
import type { DecisionView, LaneStorage } from '../../../storage/lane/port.ts'
import type { Sql } from '../../../storage/sql.ts'
import { paymentDetail, readPaymentDetail } from '../../details.ts'
import { incoming } from '../commands.ts'
import type { NetworkPayment, NetworkPaymentId } from '../rules.ts'
import {
  eventDone,
  lastEvent,
  type Message,
  messageFailed,
  messageSent,
  networkPaymentById,
  unsentMessages,
  writeMessages,
} from '../store.ts'
import { returnPayment, settlePayment } from '../travel/commands.ts'
import type { NetworkCredit, NetworkEvent, NetworkOrder, PaymentNetwork, Taken } from './port.ts'

/** What the exchange works with. */
export type ExchangeOptions = {
  readonly sql: Sql
  readonly lane: LaneId
  readonly network: PaymentNetwork
  readonly gate: Gate
  readonly storage: Pick<LaneStorage, 'load'>
  /** The terms in force now: by them the gate decides. */
  readonly terms: () => Terms
  /** What the texts of payments that come in are screened for. */
  readonly fences: readonly Topic[]
  /** Carries a command out in the lane. */
  readonly submit: (command: Command) => Promise<DecisionView>
  readonly now: () => Temporal.Instant
  /** Is told of every message and reading that failed; both are tried again. */
  readonly onFailure?: (error: unknown) => void
}

/** What one round did. */
export type Round = { readonly sent: number; readonly failed: number; readonly received: number }

/** Names no account. */
const none = 'NONE0'

const consumer = 'payment-network'
/** What is read on the way out: a payment stands in the books only by an order of its payer. */
const carriedOut = { actor: { role: 'system' }, purpose: 'payment', ordered: true } as const
const atOnce = 500
/** What a message that returns money is called before the reference of what it returns: no payment of ours has such a reference. */
const returnOf = 'return of '
const waits = { firstSeconds: 1, longestSeconds: 300 }

/** Why money that came cannot be credited, as the network is told. Source: ISO 20022, ExternalReturnReason1Code. */
const returnReasons: Readonly<Record<string, string>> = {
  'payee-unknown': 'AC01',
  'account-closed': 'AC04',
  'account-closing': 'AC04',
  'account-not-active': 'AC04',
  'account-restricted': 'AC06',
  'currency-differs': 'AC09',
  'nostro-unknown': 'AG02',
}

/** Why a payment goes back that the gate keeps in: for reasons of law, of which the network is told no more. Same list. */
const keptIn = 'RR04'

/** The gate does not let what was told with a payment out. */
class KeptIn extends Error {
  constructor(payment: NetworkPaymentId, code: string) {
    super(`the gate does not let payment ${payment} out, and it goes back to the payer: ${code}`)
  }
}

export class NetworkExchange {
  readonly #options: ExchangeOptions

  constructor(options: ExchangeOptions) {
    this.#options = options
  }

  /**
   * One round: takes up what the journal has, sends what is unsent, and deals with what the network told since. A network that does not
   * answer makes a round short, not fail.
   */
  async round(): Promise<Round> {
    await takeUp(this.#options, consumer, writeMessages)
    const { sent, failed } = await this.#send()
    return { sent, failed, received: await this.#receive() }
  }

  async #send(): Promise<{ sent: number; failed: number }> {
    const { sql, lane, now } = this.#options
    let [sent, failed] = [0, 0]
    for (const message of await unsentMessages(sql, lane, now(), atOnce)) {
      const { reference, attempts } = message
      const carry = () => this.#deliver(message)
      const again = (next: Temporal.Instant) => messageFailed(sql, lane, reference, next)
      if (await tryToCarry({ attempts, waits, carry, again }, this.#options)) {
        await messageSent(sql, lane, reference, now())
        sent += 1
      } else failed += 1
    }
    return { sent, failed }
  }

  async #deliver(message: Message): Promise<true> {
    const taken = await this.#hand(message).catch((error: unknown): Taken => {
      // To try again would change nothing: the payer has the money back, and sees why.
      if (!(error instanceof KeptIn)) throw error
      this.#failed(error)
      return { taken: false, reason: keptIn }
    })
    // The network will never take it: the customer has the money again before the message is done with.
    if (!taken.taken && message.payment !== null) await this.#giveBack(message.payment, taken.reason, 'refused')
    return true
  }

  async #hand({ kind, reference, payment, reason }: Message): Promise<Taken> {
    const { network, sql, lane } = this.#options
    if (kind === 'return')
      return network.giveBack({ reference: reference.slice(returnOf.length), reason: reason ?? 'NARR' })
    const found = payment === null ? undefined : await networkPaymentById(sql, lane, payment)
    if (found === undefined) throw new Error(`the message ${reference} names no payment`)
    return network.pay(await this.#orderOf(reference, found))
  }

  /** Name, number and texts pass the gate on their way out. Throws KeptIn. */
  async #orderOf(reference: string, payment: NetworkPayment): Promise<NetworkOrder> {
    const { gate, lane, storage } = this.#options
    const { account, seq, detail, amountMinor, currency } = payment
    const terms = this.#options.terms()
    const asked = { ...carriedOut, categories: ['payment-details'] } as const
    const read =
      detail === null
        ? await gate.readDetails({ ...asked, events: [{ account, seq }] }, terms)
        : await gate.readKept({ ...asked, details: [detail] }, terms)
    if (read.outcome === 'refused') throw new KeptIn(payment.payment, read.code)
    const plain = read.values[0]?.plain
    const { name, number, remittance, endToEnd } = plain === undefined ? {} : readPaymentDetail(plain)
    const [payer, file] = (await storage.load(lane, [need(accounts, account), need(accountFiles, account)])) as [
      Account | undefined,
      AccountFile | undefined,
    ]
    const holder = payer?.holder ?? null
    const debtor = {
      name: holder === null ? undefined : await this.#nameOf(holder, payment.payment, terms),
      number: file === undefined ? undefined : numberOf(file),
    }
    return {
      reference,
      amount: { minor: amountMinor.toString(), currency },
      debtor,
      creditor: { name, number },
      remittance,
      endToEnd,
    }
  }

  async #nameOf(holder: PartyId, payment: NetworkPaymentId, terms: Terms): Promise<string | undefined> {
    const read = await this.#options.gate.readFacts({ ...carriedOut, subjects: [holder], kinds: ['name'] }, terms)
    if (read.outcome === 'refused') throw new KeptIn(payment, read.code)
    const plain = read.values.at(-1)?.plain
    return plain === undefined ? undefined : Buffer.from(plain).toString()
  }

  async #receive(): Promise<number> {
    const { sql, lane, network, now } = this.#options
    let received = 0
    for (;;) {
      const after = await lastEvent(sql, lane)
      const events = (await network.events(after, atOnce).catch((error: unknown) => this.#failed(error))) ?? []
      for (const event of events) {
        const dealt = await this.#deal(event).catch((error: unknown) => this.#failed(error))
        // Events come in their order: those after one that failed wait for the next round.
        if (dealt === undefined) return received
        await eventDone(sql, lane, event.event, now(), dealt.back)
        received += 1
      }
      if (events.length < atOnce) return received
    }
  }

  /** Carries an event into the lane; gives what is to be sent back. An event that comes again finds what was decided. */
  async #deal(event: NetworkEvent): Promise<{ back?: { reference: string; reason: string } }> {
    switch (event.kind) {
      case 'settled':
        await this.#submit(settlePayment, `event ${event.event}`, { payment: event.reference })
        return {}
      case 'returned':
        await this.#giveBack(event.reference, event.reason, `event ${event.event}`)
        return {}
      case 'credit': {
        const { code } = await this.#credit(event.event, event.credit)
        return code === null
          ? {}
          : { back: { reference: `${returnOf}${event.credit.reference}`, reason: returnReasons[code] ?? 'MS03' } }
      }
    }
  }

  #giveBack(payment: NetworkPaymentId | string, reason: string, key: string): Promise<DecisionView> {
    return this.#submit(returnPayment, `${key} of ${payment}`, { payment: String(payment), reason })
  }

  /** A credit to a number that is none of ours, or to an account that takes nothing, is a refusal like any other; then it goes back. */
  async #credit(
    event: number,
    { amount, debtor, creditor, remittance, endToEnd }: NetworkCredit,
  ): Promise<DecisionView> {
    const { storage, lane } = this.#options
    const number = parseIban(creditor.number ?? '', { lenient: true }) ?? none
    const [nostro, ours] = await storage.load(lane, [
      need(internalAccounts, internalKey('nostro', amount.currency)),
      need(accountNumbers, number),
    ])
    const detail = paymentDetail({ name: debtor.name, number: debtor.number, remittance, endToEnd }, this.#options)
    // A number that we never gave may be somebody's at another institution: personal, and no part of a payload.
    const to = { number: ours === undefined ? none : number }
    return this.#submit(incoming, `event ${event}`, { nostro: String(nostro ?? 0), to, amount }, [detail])
  }

  #failed(error: unknown): undefined {
    this.#options.onFailure?.(error)
  }

  #submit(
    { kind, purpose }: AnyCommandKind,
    key: string,
    payload: object,
    details?: readonly Detail[],
  ): Promise<DecisionView> {
    const actor = { role: 'system' } as const
    return this.#options.submit({ kind, client: consumer, key, actor, purpose, payload, details })
  }
}
