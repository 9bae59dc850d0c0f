/** Paying out what was kept and gathered for an order of recovery. Money leaves the institution: two named people see to it. */
import { moneyFact } from '../../../accounts/rules.ts'
import { accept, type Decision, refuse, together } from '../../../kernel/decision.ts'
import type { AccountId } from '../../../kernel/ids.ts'
import { negate, plus, zero } from '../../../kernel/money.ts'
import { type Effect, effect } from '../../../kernel/state.ts'
import { type Account, type Leg, post } from '../../../ledger/rules.ts'
import type { Terms } from '../../../rulebook/terms.ts'
import { openOrder, orderRefusals } from '../ending/rules.ts'
import type { Estate } from '../estate/rules.ts'
import { changeEffects, spread, stepEffect } from '../keeping/rules.ts'
import { type Charge, standing, takeFee } from '../receiving/rules.ts'
import { type SeizureOrder, seizures, total } from '../rules.ts'

/** In this order: the order; it asks for no payment; the nostro is none, or holds another currency; nothing is kept. */
export const proposeRefusals = [...orderRefusals, 'order-keeps-only', 'nostro-unknown', 'nothing-kept'] as const
export type ProposeRefusal = (typeof proposeRefusals)[number]

/** The first pair of eyes. What is paid is what is there when the payment is approved. */
export function decidePropose(
  found: Estate | undefined,
  number: number,
  nostro: Account | undefined,
  by: string,
  terms: Terms,
): Decision<Effect, ProposeRefusal> {
  const open = openOrder(found, number, terms)
  if (open.refusal !== undefined) return open.refusal
  const { order } = open
  const { before } = open.estate
  const cited = terms.cite('seizure.execution')
  if (order.kind !== 'recovery') return refuse('order-keeps-only', cited)
  if (nostro?.product !== 'nostro' || nostro.currency !== order.currency) return refuse('nostro-unknown', cited)
  if (total(order.kept) + total(order.gathered) === 0n) return refuse('nothing-kept', cited)
  const proposed = { ...order, proposed: { by, nostro: nostro.account } }
  const orders = before.orders.map((one) => (one === order ? proposed : one))
  return accept(
    [effect(seizures, before.agreement, { agreement: before.agreement, orders })],
    together(cited, terms.cite('seizure.payment')),
    { order: String(number), ...standing(proposed) },
  )
}

/** In this order: the order; nobody proposed its payment; the one who approves did; nothing is kept any more. */
export const approveRefusals = [...orderRefusals, 'payment-not-proposed', 'four-eyes', 'nothing-kept'] as const
export type ApproveRefusal = (typeof approveRefusals)[number]

export type Approval = {
  readonly number: number
  readonly by: string
  /** The nostro that the proposal names. */
  readonly nostro: Account | undefined
  readonly charge: Charge | undefined
  readonly on: Temporal.PlainDate
  readonly nextId: () => number
}

/** The second pair of eyes: pays out all that is kept and gathered. An order of which everything is paid has ended. */
export function decidePay(
  found: Estate | undefined,
  { number, by, nostro, charge, on, nextId }: Approval,
  terms: Terms,
): Decision<Effect, ApproveRefusal> {
  const open = openOrder(found, number, terms)
  if (open.refusal !== undefined) return open.refusal
  const { estate } = open
  const settled = terms.cite('seizure.payment')
  if (open.order.proposed === null || nostro === undefined) return refuse('payment-not-proposed', settled)
  if (open.order.proposed.by === by) return refuse('four-eyes', settled)

  const { before, reach, sparing } = estate
  const now = spread(before.orders, reach, sparing)
  const order = now.find((one) => one.order === number) ?? open.order
  const gatheredMinor = total(order.gathered)
  const amountMinor = plus(total(order.kept), gatheredMinor)
  if (amountMinor === 0n) return refuse('nothing-kept', terms.cite('seizure.execution'))
  const paidMinor = plus(order.paidMinor, amountMinor)
  const done = paidMinor === order.orderedMinor
  const after: SeizureOrder = {
    ...order,
    kept: [],
    gathered: [],
    paidMinor,
    proposed: null,
    ...(done ? { endedOn: on, ground: 'fulfilled' as const } : {}),
  }
  const orders = now.map((one) => (one.order === number ? after : one))
  const leg = (account: AccountId, minor: typeof amountMinor): Leg => ({
    account: { account } as Account,
    amountMinor: minor,
    nature: 'seizure',
  })
  const legs = [
    ...order.kept.map((part) => leg(part.account, negate(part.amountMinor))),
    ...(gatheredMinor === 0n || order.technical === null ? [] : [leg(order.technical, negate(gatheredMinor))]),
    leg(nostro.account, amountMinor),
  ]
  const left = { ...estate, reach: reach.map((one) => debited(one, order)) }
  const charged = takeFee(left, orders, number, charge, on, nextId)
  const steps = () =>
    [...order.kept, ...order.gathered].map((part) =>
      stepEffect({ before, on, nextId }, number, { what: 'paid', ...part, ground: null }),
    )
  return accept(
    [
      ...post(legs, on, on),
      ...changeEffects({ before, now, orders: charged.orders, reach, on, nextId, ground: 'money-gone' }),
      ...steps(),
      ...charged.effects(),
    ],
    together(terms.cite('seizure.execution'), settled, ...charged.cited),
    {
      order: String(number),
      paidNow: moneyFact(amountMinor, order.currency),
      fulfilled: done,
      ...standing(after),
      ...charged.facts,
    },
  )
}

function debited(one: Estate['reach'][number], { kept }: SeizureOrder): Estate['reach'][number] {
  const less = total(kept.filter(({ account }) => account === one.account.account))
  return less === zero
    ? one
    : { ...one, account: { ...one.account, balanceMinor: plus(one.account.balanceMinor, negate(less)) } }
}
