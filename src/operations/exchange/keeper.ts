/** Keeps the exchange with the payment network going for the lanes of a process. */
import { setTimeout as sleep } from 'node:timers/promises'
import { NetworkExchange } from '../../payments/network/exchange/exchange.ts'
import type { PaymentNetwork } from '../../payments/network/exchange/port.ts'
import type { Institution } from '../institution.ts'
import type { LaneHolder } from '../lane-holder.ts'

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
  institution: Pick<Institution, 'sql' | 'gate' | 'storage' | 'rulebook'>,
  lanes: Pick<LaneHolder, 'lanes' | 'head' | 'writer'>,
  { network, everyMs = ROUND_MS, onFailing = () => {} }: ExchangeKeeping,
): () => Promise<void> {
  const stopping = new AbortController()
  const { sql, gate, storage, rulebook } = institution
  let failing = false
  const exchanges = lanes.lanes.map(({ lane }) => {
    let failed = false
    const fail = (error: unknown): void => {
      failed = true
      if (!failing && !stopping.signal.aborted) onFailing(error)
      failing = true
    }
    const exchange = new NetworkExchange({
      sql,
      lane,
      network,
      gate,
      storage,
      terms: () => rulebook.terms(lanes.head(lane).businessDate),
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
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const well = await Promise.all(exchanges.map((round) => round()))
      if (well.every((one) => one)) failing = false
      await sleep(everyMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
    }
  })()
  return () => {
    stopping.abort()
    return running
  }
}
