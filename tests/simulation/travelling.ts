/** Draws of payments that take their time: through the network and back, and on a later day. */
import { operator } from '../bank.ts'
import { system } from '../customers.ts'
import { dayAfter } from '../model/bank.ts'
import { type Drawing, type Drawn, type Draws, idOf, unknownId } from './drawing.ts'

function answer({ random, bank }: Drawing, kind: string): Drawn {
  const wanted = kind === 'payment.settle' ? ['under-way'] : ['under-way', 'settled', 'refunded']
  const found = [...bank.networkPayments.values()].filter(({ status }) => wanted.includes(status) || random.once(12))
  const payment = random.once(30) ? unknownId : (random.of(found)?.id ?? unknownId)
  const reason = kind === 'payment.return' ? { reason: random.of(['AC04', 'MD07', 'NARR']) } : {}
  return { kind, payload: { payment, ...reason }, ask: { actor: random.once(2) ? system : operator } }
}

/** For an account of the institution, or, left out, of another one. */
function payee(drawing: Drawing, currency: string | undefined): object {
  if (drawing.random.once(3)) return {}
  const to = drawing.random.once(30) ? drawing.any(() => true) : drawing.customerAccount(currency)
  return { to: { account: idOf(to) } }
}

/** What an entry may stand for: payments here and elsewhere, each of a part of what is available. */
function batch(drawing: Drawing, kind: string): Drawn {
  const { random } = drawing
  const from = drawing.customerAccount()
  const payments = Array.from({ length: random.between(1, 4) }, () => {
    const { minor, currency } = drawing.amount(from)
    const part = random.once(6) ? minor : String(Math.ceil(Number(minor) / random.between(2, 6)))
    return { ...payee(drawing, from?.currency), amount: { minor: part, currency } }
  })
  const { actor, orderedBy } = drawing.whoOrders(from)
  const asked = actor.role === 'system' ? operator : actor
  return { kind, payload: { from: idOf(from), payments, ...orderedBy }, ask: { actor: asked } }
}

function scheduled(drawing: Drawing, kind: string): Drawn {
  const { random, bank } = drawing
  const from = drawing.customerAccount()
  const on = dayAfter(
    bank.date,
    random.once(15) ? (random.of([-1, -2, 364, 365, 366, 400]) ?? 0) : random.between(0, 7),
  )
  return drawing.order(kind, from, { ...payee(drawing, from?.currency), on }, false)
}

function standing(drawing: Drawing, kind: string): Drawn {
  const { random, bank } = drawing
  const from = drawing.customerAccount()
  const every = random.of(['week', 'month'])
  const begins = dayAfter(bank.date, random.once(20) ? -3 : random.between(0, 10))
  const schedule = {
    every,
    from: begins,
    ...(every === 'month' && random.once(2) ? { day: random.of([1, 5, 28, 29, 30, 31, 'last']) } : {}),
    ...(random.once(3) ? { until: dayAfter(begins, random.between(-1, 40)) } : {}),
    ...(random.once(3) ? { count: random.between(1, 3) } : {}),
  }
  return drawing.order(kind, from, { ...payee(drawing, from?.currency), schedule }, false)
}

function cancel(drawing: Drawing, kind: string): Drawn {
  const { random, bank } = drawing
  const found = random.of([...bank.laterOrders.values()].filter(({ dueOn }) => dueOn !== null || random.once(5)))
  const { actor, orderedBy } = drawing.whoOrders(bank.accounts.get(found?.account ?? ''))
  const asked = actor.role === 'system' ? operator : actor
  return { kind, payload: { order: found?.id ?? unknownId, ...orderedBy }, ask: { actor: asked } }
}

/** The close of a day, late as often as in time. */
function run({ random, bank }: Drawing, kind: string): Drawn {
  const day = dayAfter(bank.date, random.of([0, 0, -1, -1, -3, 1]) ?? 0)
  const due = [...bank.laterOrders.values()].filter(({ dueOn }) => (dueOn !== null && dueOn <= day) || random.once(8))
  const orders = due.map(({ id }) => id).slice(0, 12)
  return { kind, payload: { day, orders: random.once(20) ? [...orders, unknownId] : orders }, ask: { actor: system } }
}

export const travelDraws: Draws = {
  'payment.send': [50, (drawing, kind) => drawing.order(kind, drawing.customerAccount(), {}, false)],
  'payment-batch.send': [15, batch],
  'payment.settle': [25, answer],
  'payment.return': [15, answer],
  'scheduled-order.place': [25, scheduled],
  'standing-order.place': [15, standing],
  'payment-order.cancel': [12, cancel],
  'payment-order.run-due': [20, run],
}
