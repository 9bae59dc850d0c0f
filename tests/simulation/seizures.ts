/** Draws of what authorities order, and of what operators do about it. */
import { operator } from '../bank.ts'
import { system } from '../customers.ts'
import { dayAfter } from '../model/bank.ts'
import type { ModelOrder } from '../model/seizures.ts'
import { type Drawing, type Drawn, type Draws, unknownId } from './drawing.ts'

/** An order, mostly one that stands, and as often as not one of those wanted. */
function named(
  { random, bank }: Drawing,
  wanted: (order: ModelOrder) => boolean = () => true,
): { readonly agreement: string; readonly order: string } {
  const all = [...bank.orders].flatMap(([agreement, orders]) => orders.map((order) => ({ agreement, order })))
  const standing = all.filter(({ order }) => order.open || random.once(6))
  const best = random.once(2) ? [] : standing.filter(({ order }) => wanted(order))
  const found = random.of(best) ?? random.of(standing)
  return { agreement: found?.agreement ?? unknownId, order: found?.order.id ?? unknownId }
}

function register({ random, bank }: Drawing, kind: string): Drawn {
  const debtor = random.of([...bank.parties.keys()]) ?? unknownId
  const currency = random.once(5) ? 'USD' : 'EUR'
  const payload = {
    debtors: [random.once(15) ? unknownId : debtor],
    kind: random.of(['seizure', 'recovery', 'recovery']),
    authority: 'bailiff',
    reference: `${random.between(1, 1_000_000_000)}`,
    amount: { minor: String(random.between(0, random.of([500, 50_000, 100_000, 400_000]) ?? 1)), currency },
    receivedOn: dayAfter(bank.date, random.of([0, 0, 0, -1, -3, 1]) ?? 0),
  }
  return { kind, payload, ask: { actor: operator } }
}

function gather(drawing: Drawing, kind: string): Drawn {
  const { random, bank } = drawing
  const order = named(drawing, ({ gathered, kept }) => gathered.size > 0 && kept.size > 0)
  const own = [...bank.agreements.values()].find(({ id }) => id === order.agreement)
  const into = random.once(10) ? drawing.customerAccount()?.id : random.of([...(own?.accounts.keys() ?? [])])
  const payload = { ...order, ...(random.once(2) || into === undefined ? {} : { into }) }
  return { kind, payload, ask: { actor: random.once(15) ? system : drawing.staff() } }
}

function reduce(drawing: Drawing, kind: string): Drawn {
  const { random, bank } = drawing
  const order = named(drawing, ({ paid, gathered }) => paid > 0n || gathered.size > 1)
  const found = bank.orders.get(order.agreement)?.find(({ id }) => id === order.order)
  const [ordered, paid] = [Number(found?.ordered ?? 5n), Number(found?.paid ?? 0n)]
  const minor = random.of([paid, Math.max(0, paid - 1), ordered, random.between(paid, ordered), ordered - 1]) ?? 0
  const amount = { minor: String(Math.max(0, minor)), currency: random.once(20) ? 'USD' : (found?.currency ?? 'EUR') }
  return { kind, payload: { ...order, amount, ground: 'reduced' }, ask: { actor: operator } }
}

export const seizureDraws: Draws = {
  'seizure.register': [12, register],
  'seizure.gather': [14, gather],
  'seizure.propose-payment': [
    10,
    (drawing, kind) => {
      const order = named(drawing, ({ kind, kept, gathered }) => kind === 'recovery' && kept.size + gathered.size > 0)
      const found = drawing.bank.orders.get(order.agreement)?.find(({ id }) => id === order.order)
      const payload = { ...order, nostro: drawing.internal('nostro', found?.currency) }
      return { kind, payload, ask: { actor: drawing.staff() } }
    },
  ],
  'seizure.approve-payment': [
    12,
    (drawing, kind) => {
      const { random, bank } = drawing
      const proposed = [...bank.orders].flatMap(([agreement, orders]) =>
        orders.filter(({ proposed }) => proposed !== null).map(({ id }) => ({ agreement, order: id })),
      )
      const payload = random.once(6) ? named(drawing) : (random.of(proposed) ?? named(drawing))
      return { kind, payload, ask: { actor: drawing.staff() } }
    },
  ],
  'seizure.reduce': [8, reduce],
  'seizure.release': [
    4,
    (drawing, kind) => {
      const payload = { ...named(drawing, ({ gathered }) => gathered.size > 0), ground: 'withdrawn' }
      return { kind, payload, ask: { actor: operator } }
    },
  ],
  'seizure.spread': [
    5,
    ({ random, bank }, kind) => {
      const agreement = random.of([...bank.agreements.values()])?.id ?? unknownId
      return { kind, payload: { agreements: [agreement] }, ask: { actor: system } }
    },
  ],
}
