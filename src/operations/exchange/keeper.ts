/**
 * Keeps the exchange with the payment network going for the lanes of a process whose entities take part in it: what the network tells
 * concerns no other.
 */
import { NetworkExchange } from '../../payments/network/exchange/exchange.ts'
import type { PaymentNetwork } from '../../payments/network/exchange/port.ts'
import { fencedTopics } from '../../privacy/edge.ts'
import type { Institution } from '../institution.ts'
import type { LaneHolder } from '../lane-holder.ts'
import { goRound } from '../rounds.ts'

/** How often the journal and the network are asked. */
const ROUND_MS = 1_000

export type ExchangeKeeping = {
  readonly network: PaymentNetwork
  readonly everyMs?: number
  /** Is told when the exchange of a lane begins to fail: once, until that lane's has gone well again. */
  readonly onFailing?: (error: unknown) => void
}

/** @returns stops it; settles when the round that it is at has ended */
export function keepExchange(
  institution: Pick<Institution, 'sql' | 'gate' | 'storage' | 'pack' | 'rulebookOf'>,
  lanes: Pick<LaneHolder, 'lanes' | 'head' | 'writer'>,
  { network, everyMs = ROUND_MS, onFailing = () => {} }: ExchangeKeeping,
): () => Promise<void> {
  const { sql, gate, storage, pack, rulebookOf } = institution
  let stopped = false
  const exchanges = lanes.lanes.map(({ lane, entity }) => {
    const terms = () => rulebookOf(lane).terms(lanes.head(lane).businessDate)
    let failing = false
    let failed = false
    const fail = (error: unknown): void => {
      failed = true
      if (!failing && !stopped) onFailing(error)
      failing = true
    }
    const exchange = new NetworkExchange({
      sql,
      lane,
      network,
      gate,
      storage,
      terms,
      fences: fencedTopics(pack, entity),
      submit: async (command) => (await lanes.writer(lane).submit(command)).decision,
      now: () => Temporal.Now.instant(),
      onFailure: fail,
    })
    return async (): Promise<void> => {
      // Asked each round: documents take effect while the process runs.
      if (!terms().has('payment.network')) return
      failed = false
      await exchange.round().catch(fail)
      failing = failed
    }
  })
  const round = () => Promise.all(exchanges.map((one) => one()))
  const { stop } = goRound(round, everyMs, onFailing)
  return () => {
    stopped = true
    return stop()
  }
}
