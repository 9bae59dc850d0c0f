/** Keeps word of changes and messages going for the lanes of a process. */
import { setTimeout as sleep } from 'node:timers/promises'
import { PropagationDelivery } from '../../privacy/consents/propagation/delivery/delivery.ts'
import type { OtherSystems } from '../../privacy/consents/propagation/delivery/port.ts'
import { Messenger, type MessengerOptions } from '../../privacy/marketing/delivery/messenger.ts'
import { createUnsubscribeTokens } from '../../privacy/marketing/unsubscribe/token.ts'
import type { Institution } from '../institution.ts'
import type { LaneHolder } from '../lane-holder.ts'

/** How often the journal is asked. */
const ROUND_MS = 1_000

export type MessageKeeping = {
  /** Other systems that are told of changes; none when left out: what they ought to hear then waits, and grows late. */
  readonly systems?: OtherSystems | undefined
  /** Channels that messages go over, and where the pages of the links are; none when left out: messages then wait. */
  readonly sending?: Pick<MessengerOptions, 'transports' | 'pages'> | undefined
  readonly everyMs?: number
  /** Is told of each failure; what failed is tried again. */
  readonly onFailure?: (error: unknown) => void
}

/** @returns stops it; settles when the round that it is at has ended */
export function keepMessages(
  institution: Pick<Institution, 'sql' | 'gate' | 'storage' | 'rulebook' | 'keys'>,
  lanes: Pick<LaneHolder, 'lanes' | 'head' | 'writer'>,
  { systems, sending, everyMs = ROUND_MS, onFailure = () => {} }: MessageKeeping,
): () => Promise<void> {
  const stopping = new AbortController()
  const { sql, gate, storage, rulebook, keys } = institution
  const now = () => Temporal.Now.instant()
  const rounds = lanes.lanes.flatMap(({ lane, entity }) => {
    const submit: ConstructorParameters<typeof PropagationDelivery>[0]['submit'] = async (command) =>
      (await lanes.writer(lane).submit(command)).decision
    const terms = () => rulebook.terms(lanes.head(lane).businessDate)
    const common = { sql, lane, now, onFailure }
    return [
      ...(systems === undefined ? [] : [new PropagationDelivery({ ...common, systems, storage, submit })]),
      ...(sending === undefined
        ? []
        : [
            new Messenger({
              ...common,
              ...sending,
              entity: entity.id,
              gate,
              terms,
              tokens: createUnsubscribeTokens(keys),
            }),
          ]),
    ]
  })
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await Promise.all(rounds.map((one) => one.round().catch(onFailure)))
      await sleep(everyMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
    }
  })()
  return () => {
    stopping.abort()
    return running
  }
}
