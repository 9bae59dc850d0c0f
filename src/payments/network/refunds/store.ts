/** What decisions paid, read from the streams and from the payments that travel. */
import type { LaneId, Place } from '../../../kernel/ids.ts'
import { type Account, type AccountEvent, accounts, entryNatures } from '../../../ledger/rules.ts'
import { collectionStore } from '../../../storage/lane/collection-store.ts'
import type { Batch } from '../../../storage/lane/port.ts'
import { oids, type Sql, type Transaction } from '../../../storage/sql.ts'
import { type NetworkPayment, type NetworkPaymentId, networkPayments } from '../rules.ts'
import { type MadePayments, madePayments } from './rules.ts'

/** Nothing to save: streams and payments tell. */
export const madePaymentStore = collectionStore(madePayments, loadMade, () => [])

/** The natures of what an order debits. */
const paid = ['transfer', 'outgoing'] as const

export async function loadMade(
  sql: Sql | Transaction,
  lane: LaneId,
  keys: readonly Place[],
): Promise<ReadonlyMap<Place, MadePayments>> {
  const natures = paid.map((nature) => entryNatures.indexOf(nature) + 1)
  const rows = await sql<
    { place: bigint; kind: string; debits: number; agreements: number; sent: bigint[]; refunds: boolean }[]
  >`
    select d.place, d.kind,
      count(*) filter (where e.amount < 0 and e.nature = any(${sql.array(natures, oids.int2)}))::int as debits,
      count(distinct a.agreement)::int as agreements,
      array(
        select p.payment from account_event s
        join network_payment p on p.lane = s.lane and p.account = s.account and p.seq = s.seq
        where s.lane = d.lane and s.place = d.place and s.kind = 3 order by p.payment
      ) as sent,
      exists (
        select from account_event r
        join network_payment p on p.lane = r.lane and p.account = r.account and p.seq = r.reverses
        where r.lane = d.lane and r.place = d.place and r.reverses is not null
      ) as refunds
    from decision d
    join account_event e on e.lane = d.lane and e.place = d.place and e.kind = 3
    join account a on a.lane = e.lane and a.account = e.account
    where d.lane = ${lane} and d.place = any(${sql.array([...keys], oids.int8)})
    group by d.lane, d.place, d.kind`
  return new Map(
    rows.map(({ place, kind, debits, agreements, sent, refunds }) => [
      Number(place) as Place,
      { kind, debits, agreements, sent: sent.map((payment) => Number(payment) as NetworkPaymentId), refunds },
    ]),
  )
}

/** The same from batches in memory. */
export function findMade(batches: readonly Batch[], place: string | number): MadePayments | undefined {
  const entries: { readonly name: string; readonly reverses: string; readonly isDebit: boolean }[] = []
  const agreements = new Set<number>()
  const sent = new Map<NetworkPaymentId, string>()
  let kind: string | undefined
  for (const { decisions, steps } of batches) {
    kind ??= decisions.find((row) => row.place === place)?.kind
    for (const { key, after } of steps.get(networkPayments) ?? []) {
      const { account, seq } = after as NetworkPayment
      sent.set(key as NetworkPaymentId, `${account} ${seq}`)
    }
    for (const step of steps.get(accounts) ?? []) {
      const event = step.event as AccountEvent
      if (step.place !== place || event.kind !== 'entry') continue
      const { account, seq, agreement } = step.after as Account
      if (agreement !== null) agreements.add(agreement)
      const isDebit = event.amountMinor < 0n && paid.some((nature) => nature === event.nature)
      entries.push({ name: `${account} ${seq}`, reverses: `${account} ${event.reverses}`, isDebit })
    }
  }
  if (kind === undefined || entries.length === 0) return undefined
  const [booked, reversed] = [new Set(entries.map(({ name }) => name)), new Set(entries.map((one) => one.reverses))]
  return {
    kind,
    debits: entries.filter(({ isDebit }) => isDebit).length,
    agreements: agreements.size,
    sent: [...sent].flatMap(([payment, entry]) => (booked.has(entry) ? [payment] : [])).sort((a, b) => a - b),
    refunds: [...sent.values()].some((entry) => reversed.has(entry)),
  }
}
