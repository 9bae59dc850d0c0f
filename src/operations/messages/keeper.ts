/** Keeps word of changes and messages going for the lanes of a process. */
import { PropagationDelivery } from '../../privacy/consents/propagation/delivery/delivery.ts'
import type { OtherSystems } from '../../privacy/consents/propagation/delivery/port.ts'
import { Messenger, type MessengerOptions } from '../../privacy/marketing/delivery/messenger.ts'
import { createUnsubscribeTokens } from '../../privacy/marketing/unsubscribe/token.ts'
import { newPurposes } from '../../privacy/new-purposes/rules.ts'
import { GroupChoices, type GroupLanes } from '../group/choices.ts'
import type { Institution } from '../institution.ts'
import type { LaneHolder } from '../lane-holder.ts'
import { goRound } from '../rounds.ts'
import { BreachNotices } from './breach-notices.ts'
import { PurposeNotices } from './purpose-notices.ts'

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
  institution: Pick<Institution, 'sql' | 'gate' | 'storage' | 'rulebookOf' | 'keys' | 'pack'>,
  lanes: Pick<LaneHolder, 'lanes' | 'head' | 'writer'>,
  { systems, sending, everyMs = ROUND_MS, onFailure = () => {} }: MessageKeeping,
): () => Promise<void> {
  const { sql, gate, storage, rulebookOf, keys, pack } = institution
  const now = () => Temporal.Now.instant()
  const group: GroupLanes | undefined =
    lanes.lanes.length === 1
      ? undefined
      : {
          lanes: lanes.lanes,
          head: (lane) => lanes.head(lane),
          submit: async (lane, command) => (await lanes.writer(lane).submit(command)).decision,
        }
  const rounds = lanes.lanes.flatMap(({ lane, entity }) => {
    const submit: ConstructorParameters<typeof PropagationDelivery>[0]['submit'] = async (command) =>
      (await lanes.writer(lane).submit(command)).decision
    const terms = () => rulebookOf(lane).terms(lanes.head(lane).businessDate)
    const common = { sql, lane, now, onFailure }
    const choices = group && new GroupChoices(institution, group, lane)
    const told = choices?.systems(systems) ?? systems
    return [
      ...(told === undefined ? [] : [new PropagationDelivery({ ...common, systems: told, storage, submit })]),
      ...(choices === undefined ? [] : [choices]),
      new BreachNotices({ sql, lane, submit }),
      new PurposeNotices({ sql, lane, submit, newOnes: () => newPurposes(terms(), pack) }),
      ...(sending === undefined
        ? []
        : [
            new Messenger({
              ...common,
              ...sending,
              entity,
              gate,
              terms,
              today: () => lanes.head(lane).businessDate,
              tokens: createUnsubscribeTokens(keys),
            }),
          ]),
    ]
  })
  return goRound(() => Promise.all(rounds.map((one) => one.round().catch(onFailure))), everyMs, onFailure).stop
}
