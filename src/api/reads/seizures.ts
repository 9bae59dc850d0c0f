/** Orders of seizure and recovery against a customer, and what was taken for them when; for staff. */
import type { FastifyInstance } from 'fastify'
import { moneyFact } from '../../accounts/rules.ts'
import { composeDecisionId, type LaneId, laneOf, type PartyId } from '../../kernel/ids.ts'
import type { Currency } from '../../kernel/money.ts'
import { partFacts, standing } from '../../payments/seizures/receiving/rules.ts'
import type { SeizureOrder } from '../../payments/seizures/rules.ts'
import { seizuresOf, stepsOf, type TakenStep } from '../../payments/seizures/store.ts'
import { agreementsOfParty } from '../../terms/agreements/store.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { only } from './access.ts'
import { idIn, idParams } from './asked.ts'
import { batchTimes } from './decisions-store.ts'
import { reading } from './reading.ts'

export function registerSeizureReads(server: FastifyInstance, api: Api): void {
  server.get<{ Params: { party: string } }>('/parties/:party/seizures', {
    schema: reading(
      'seizures-of-party',
      'Orders of seizure and recovery against a customer, and what was taken for them when; for staff',
      'payments',
      { params: idParams('party') },
    ),
    handler: async (request) => {
      // Whether the customer is told of an order is for the law that it was given under.
      only(bearerOf(request), 'teller', 'operator', 'auditor')
      const party = idIn<PartyId>(api, request.params.party, 'party-unknown')
      const lane = laneOf(party)
      const { sql } = api.institution
      const agreements = (await agreementsOfParty(sql, lane, party)).map(({ agreement }) => agreement)
      const [found, steps] = await Promise.all([seizuresOf(sql, lane, agreements), stepsOf(sql, lane, agreements)])
      const times = await batchTimes(
        sql,
        lane,
        steps.map(({ place }) => place),
      )
      const byOrder = Map.groupBy(steps, ({ order }) => order)
      return {
        orders: found.flatMap(({ agreement, orders }) =>
          orders.map((order) => ({
            agreement: String(agreement),
            ...described(order),
            steps: (byOrder.get(order.order) ?? []).map((step) => taken(lane, step, order.currency, times)),
          })),
        ),
      }
    },
  })
}

const described = (order: SeizureOrder) => ({
  order: String(order.order),
  kind: order.kind,
  authority: order.authority,
  reference: order.reference,
  receivedOn: order.receivedOn,
  ...standing(order),
  gatheredFrom: partFacts(order.gathered, order.currency),
  technical: order.technical === null ? null : String(order.technical),
  paymentProposed: order.proposed !== null,
  endedOn: order.endedOn,
  ground: order.ground,
})

const taken = (
  lane: LaneId,
  { what, account, amountMinor, on, ground, place }: TakenStep,
  currency: Currency,
  times: ReadonlyMap<number, number>,
) => ({
  what,
  account: String(account),
  amount: moneyFact(amountMinor, currency),
  on,
  ground,
  decision: composeDecisionId(lane, place, times.get(place) ?? 0),
})
