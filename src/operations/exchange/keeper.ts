/** Keeps the exchange with the payment network going for the lanes of a process. */
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
  /** Is told when exchanging begins to fail: once, until it has gone well again. */
  readonly onFailing?: (error: unknown) => void
}

/** @returns stops it; settles when the round that it is at has ended */
export function keepExchange(
  institution: Pick<Institution, 'sql' | 'gate' | 'storage' | 'pack' | 'rulebookOf'>,
  lanes: Pick<LaneHolder, 'lanes' | 'head' | 'writer'>,
  { network, everyMs = ROUND_MS, onFailing = () => {} }: ExchangeKeeping,
): () => Promise<void> {
  const { sql, gate, storage, pack, rulebookOf } = institution
  let failing = false
  let stopped = false
  const exchanges = lanes.lanes.map(({ lane, entity }) => {
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
      terms: () => rulebookOf(lane).terms(lanes.head(lane).businessDate),
      fences: fencedTopics(pack, entity),
      submit: async (command) => (await lanes.writer(lane).submit(command)).decision,
      now: () => Temporal.Now.instant(),
      onFailure: fail,
    })
    return async (): Promise<boolean> => {
      failed = false
      await exchange.round().catch(fail)
      return !failed
    }
  })
  const round = async (): Promise<void> => {
    const well = await Promise.all(exchanges.map((one) => one()))
    if (well.every((one) => one)) failing = false
  }
  const { stop } = goRound(round, everyMs, onFailing)
  return () => {
    stopped = true
    return stop()
  }
}
