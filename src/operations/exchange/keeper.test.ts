import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { LaneId } from '../../kernel/ids.ts'
import type { NetworkEvent, PaymentNetwork } from '../../payments/network/exchange/port.ts'
import { Exchanging } from '../../payments/network/exchange/testing/exchanging.ts'
import type { Entity } from '../../rulebook/pack.ts'
import type { LaneWriter } from '../../storage/lane/writer.ts'
import { keepExchange } from './keeper.ts'

let bank: Exchanging
let held: readonly { readonly entity: Entity; readonly lane: LaneId; readonly writer: LaneWriter }[]
/** Lanes that nothing can be submitted to. */
const away = new Set<LaneId>()

beforeAll(async () => {
  bank = await Exchanging.open()
  const [first, ...others] = bank.institution.pack.entities
  if (first === undefined) throw new Error('the pack has no entity')
  const taken = await Promise.all(others.map((entity) => bank.institution.takeLane(entity)))
  held = [first, ...others].map((entity, at) => {
    const writer = taken[at - 1] ?? bank.writer
    return { entity, lane: writer.head.lane, writer }
  })
}, 60_000)
afterAll(async () => {
  for (const { writer } of held.slice(1)) await writer.close()
  await bank.stop()
})

const events: NetworkEvent[] = []
const network: PaymentNetwork = {
  pay: async () => ({ taken: true }),
  giveBack: async () => ({ taken: true }),
  events: async (after) => events.filter(({ event }) => event > after),
}

const writerOf = (lane: LaneId | undefined): LaneWriter => {
  const one = held.find((found) => found.lane === lane)
  if (one === undefined) throw new Error(`lane ${lane} is not held`)
  return one.writer
}

/** Keeps the exchange going for some lanes; gives what failed, in words. */
function keep(lanes: typeof held, institution: Pick<typeof bank.institution, 'rulebookOf'> = bank.institution) {
  const failures: string[] = []
  const stop = keepExchange(
    { ...bank.institution, rulebookOf: institution.rulebookOf },
    {
      lanes,
      head: (lane) => writerOf(lane).head,
      writer: (lane) => {
        if (lane !== undefined && away.has(lane)) throw new Error(`lane ${lane} is away`)
        return writerOf(lane)
      },
    },
    {
      network,
      everyMs: 20,
      onFailing: (error) => failures.push((error as Error).message),
    },
  )
  return { failures, stop }
}

/** The network tells that a payment comes back: one that no lane knows. */
const tellBack = () => events.push({ event: events.length + 1, kind: 'returned', reference: '999999', reason: 'AC04' })

/** Up to which event each lane has dealt with what the network told. */
const dealt = async () =>
  (await bank.database.sql<{ lane: number; last: bigint }[]>`select lane, last from network_inbox order by lane`).map(
    ({ lane, last }) => [lane, Number(last)],
  )

it('of the three entities, the one whose documents speak of the network alone deals with what it tells', async () => {
  expect(held.map(({ entity, lane }) => [entity.id, lane])).toEqual([
    ['lv', 1],
    ['ee', 2],
    ['lt', 3],
  ])
  const { failures, stop } = keep(held)
  tellBack()
  await vi.waitFor(async () => expect(await dealt()).toEqual([[1, 1]]), 5_000)
  tellBack()
  await vi.waitFor(async () => expect(await dealt()).toEqual([[1, 2]]), 5_000)
  await stop()
  expect(failures).toEqual([])
})

it('a lane that keeps failing is told of once, and hides no failure of another', async () => {
  const [first, second] = held
  if (first === undefined || second === undefined) throw new Error('the pack has too few entities')
  away.add(second.lane)
  // As if the documents of both spoke of the network: the second still has before it what was told above.
  const rulebookOf = () => bank.institution.rulebookOf(first.lane)
  const { failures, stop } = keep([first, second], { rulebookOf })
  await vi.waitFor(() => expect(failures).toEqual(['lane 2 is away']), 5_000)
  for (const told of [2, 3]) {
    away.add(first.lane)
    tellBack()
    await vi.waitFor(() => expect(failures).toHaveLength(told), 5_000)
    away.delete(first.lane)
    await vi.waitFor(async () => expect(await dealt()).toEqual([[1, told + 1]]), 5_000)
  }
  await stop()
  expect(failures).toEqual(['lane 2 is away', 'lane 1 is away', 'lane 1 is away'])
})
