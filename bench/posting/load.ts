/** Loads on a lane: transfers from a closed loop of clients, each waiting for the durable answer before it sends the next. */
import { randomUUID } from 'node:crypto'
import type { Command, Detail } from '../../src/storage/command.ts'
import type { LaneWriter } from '../../src/storage/lane/writer.ts'
import type { Customer } from './population.ts'

export type Shape = {
  /** `lean`: the institution's own order, no details. `realistic`: the customer's order with details on both sides. */
  readonly weight: 'lean' | 'realistic'
  /** `uniform` over all customers; `hot`: every transfer goes to one account. */
  readonly spread: 'uniform' | 'hot'
}

export type Measured = { readonly tps: number; readonly p50Ms: number; readonly p99Ms: number }

/** What travels with an ordinary payment on each side: name, number and remittance, about 120 bytes. */
const sides: readonly Detail[] = [
  {
    category: 'payment-details',
    plain: Buffer.from(
      'to: Liepa Ozola, LV80BANK0000435195001; rent for the flat in Brivibas street, November, contract 17',
    ),
  },
  {
    category: 'payment-details',
    plain: Buffer.from(
      'from: Janis Berzins, LV80BANK0000435195002; rent for the flat in Brivibas street, November, contract 17',
    ),
  },
]

/** One transfer of a cent by the shape. */
export function transferOf(shape: Shape, customers: readonly Customer[], random: () => number): Command {
  const payer = customers[1 + Math.floor(random() * (customers.length - 1))] as Customer
  const payee = shape.spread === 'hot' ? (customers[0] as Customer) : other(customers, payer, random)
  return transferBetween(shape.weight, payer, payee)
}

function transferBetween(weight: Shape['weight'], payer: Customer, payee: Customer): Command {
  const isReal = weight === 'realistic'
  return {
    kind: 'payment.transfer',
    client: 'bench',
    key: nextKey(),
    actor: isReal ? { role: 'customer', party: payer.party } : { role: 'system' },
    purpose: 'payment',
    payload: {
      from: String(payer.account),
      to: { account: String(payee.account) },
      amount: { minor: '1', currency: 'EUR' },
    },
    ...(isReal ? { details: sides } : {}),
  }
}

/** Unique in a database, and cheap: the load shares two cores with what it measures. */
const run = randomUUID()
let keys = 0
function nextKey(): string {
  keys += 1
  return `${run}-${keys}`
}

function other(customers: readonly Customer[], payer: Customer, random: () => number): Customer {
  const payee = customers[Math.floor(random() * customers.length)] as Customer
  return payee === payer ? other(customers, payer, random) : payee
}

/** Runs `clients` closed loops for `seconds` and measures the durable answers of all but the first tenth. */
export async function measure(
  writer: LaneWriter,
  customers: readonly Customer[],
  shape: Shape,
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<Measured> {
  const start = performance.now()
  const from = start + seconds * 100
  const end = start + seconds * 1000
  const latencies: number[] = []
  const client = async (): Promise<void> => {
    for (;;) {
      const sent = performance.now()
      if (sent >= end) return
      const { decision } = await writer.submit(transferOf(shape, customers, Math.random))
      if (decision.outcome === 'refused') throw new Error(`a transfer was refused: ${decision.code}`)
      const answered = performance.now()
      if (answered >= from && answered < end) latencies.push(answered - sent)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return summary(latencies, (end - from) / 1000)
}

/** Has every customer pay the next one a cent, with details on both sides. */
export async function payOnce(writer: LaneWriter, customers: readonly Customer[], clients: number): Promise<void> {
  let next = 0
  const client = async (): Promise<void> => {
    for (let i = next; i < customers.length; i = next) {
      next += 1
      const [payer, payee] = [customers[i] as Customer, customers[(i + 1) % customers.length] as Customer]
      await writer.submit(transferBetween('realistic', payer, payee))
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
}

/** Rate and percentiles of latencies in milliseconds. */
export function summary(latencies: number[], seconds: number): Measured {
  const sorted = Float64Array.from(latencies).sort()
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { tps: sorted.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) }
}
