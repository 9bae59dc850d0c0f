/** Orders for a later day, and what became of payments through the network, as who may see the account sees them. */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import { moneyFact } from '../../accounts/rules.ts'
import { type AccountId, laneOf } from '../../kernel/ids.ts'
import { idText } from '../../kernel/wire.ts'
import { batchAt } from '../../payments/batches/store.ts'
import { type PaymentDetails, readPaymentDetail } from '../../payments/details.ts'
import { paymentsOfAccount } from '../../payments/network/store.ts'
import type { PaymentOrder } from '../../payments/scheduled/rules.ts'
import { ordersOfAccount } from '../../payments/scheduled/store.ts'
import type { DetailId } from '../../privacy/kept/rules.ts'
import type { Api } from '../api.ts'
import { bearerOf } from '../commands/register.ts'
import { EdgeProblem } from '../problems.ts'
import type { Bearer } from '../tokens/store.ts'
import { gateActor, type SeenAccount, seenAccount } from './access.ts'
import { closed, idIn, idParams, limitOf, page, termsNow } from './asked.ts'
import { reading } from './reading.ts'

const sentQuery = Type.Object({ limit: page.limit }, closed)

export function registerOrderReads(server: FastifyInstance, api: Api): void {
  server.get<{ Params: { account: string } }>('/accounts/:account/payment-orders', {
    schema: reading('payment-orders', 'Scheduled and standing orders of an account, the newest first', 'payments', {
      params: idParams('account'),
    }),
    handler: async (request) => {
      const id = idIn<AccountId>(api, request.params.account, 'account-unknown')
      const bearer = bearerOf(request)
      const seen = await seenAccount(api, bearer, id)
      const orders = await ordersOfAccount(api.institution.sql, laneOf(id), id)
      const told = await toldWith(
        api,
        bearer,
        seen,
        orders.map(({ payerDetail }) => payerDetail),
      )
      return { orders: orders.map((order) => described(order, told.get(order.payerDetail ?? 0))) }
    },
  })

  server.get<{ Params: { account: string }; Querystring: Static<typeof sentQuery> }>('/accounts/:account/payments', {
    schema: reading(
      'sent-payments',
      'Payments of an account to other institutions, the newest first: under-way, settled, returned with the reason or to a closed account, or refunded by a correction',
      'payments',
      { params: idParams('account'), querystring: sentQuery },
    ),
    handler: async (request) => {
      const id = idIn<AccountId>(api, request.params.account, 'account-unknown')
      await seenAccount(api, bearerOf(request), id)
      const found = await paymentsOfAccount(api.institution.sql, laneOf(id), id, limitOf(request.query))
      return {
        payments: found.map(({ payment, seq, amountMinor, currency, status, reason }) => ({
          payment: String(payment),
          entry: seq,
          amount: moneyFact(amountMinor, currency),
          status,
          reason,
        })),
      }
    },
  })

  server.get<{ Params: { account: string; entry: string } }>('/accounts/:account/batches/:entry', {
    schema: reading('batch', 'The payments that one entry of an account stands for, in their order', 'payments', {
      params: Type.Object({ account: idText, entry: Type.String({ pattern: '^[1-9][0-9]{0,9}$' }) }, closed),
    }),
    handler: async (request) => {
      const id = idIn<AccountId>(api, request.params.account, 'account-unknown')
      const bearer = bearerOf(request)
      const seen = await seenAccount(api, bearer, id)
      const batch = await batchAt(api.institution.sql, laneOf(id), id, Number(request.params.entry))
      if (batch === undefined) throw new EdgeProblem('entry-unknown')
      const told = await toldWith(
        api,
        bearer,
        seen,
        batch.items.map(({ detail }) => detail),
      )
      return {
        entry: batch.seq,
        payments: batch.items.map(({ amountMinor, payee, payment, detail }) => ({
          amount: moneyFact(amountMinor, seen.account.currency),
          payee: payee === null ? null : String(payee),
          payment: payment === null ? null : String(payment),
          details: told.get(detail ?? 0) ?? null,
        })),
      }
    },
  })
}

function described(order: PaymentOrder, details: PaymentDetails | undefined) {
  const { payee, amountMinor, currency, schedule, dueOn, tries, paid, missed, status, last } = order
  return {
    order: String(order.order),
    payee: payee === null ? null : String(payee),
    amount: moneyFact(amountMinor, currency),
    schedule,
    status,
    dueOn,
    tries,
    paid,
    missed,
    last,
    details: details ?? null,
  }
}

/** Through the gate; what was erased, or was never told, is absent. Throws EdgeProblem when the gate refuses. */
async function toldWith(
  api: Api,
  bearer: Bearer,
  { account }: SeenAccount,
  kept: readonly (DetailId | null)[],
): Promise<ReadonlyMap<number, PaymentDetails>> {
  const details = kept.filter((detail) => detail !== null)
  if (details.length === 0 || account.holder === null || bearer.role === 'auditor') return new Map()
  const terms = termsNow(api, laneOf(account.account))
  const asked = { purpose: 'payment', details, categories: ['payment-details'] } as const
  const read = await api.institution.gate.readKept({ ...gateActor(bearer, account.holder), ...asked }, terms)
  if (read.outcome === 'refused') throw new EdgeProblem(read.code, { facts: read.facts, clauses: read.cited.disclosed })
  return new Map(
    read.values.flatMap(({ detail, plain }) =>
      plain === undefined ? [] : [[detail, readPaymentDetail(plain)] as const],
    ),
  )
}
