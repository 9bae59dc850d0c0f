/** A ledger with a past: entries that were booked long before the bench, written by SQL because millions of commands would take an hour. */
import type { LaneId } from '../../src/kernel/ids.ts'
import type { Sql } from '../../src/storage/sql.ts'

const indexes = [
  {
    drop: 'alter table account_event drop constraint account_event_pkey',
    create: 'alter table account_event add primary key (lane, account, seq)',
  },
  {
    drop: 'alter table decision drop constraint decision_pkey, drop constraint decision_lane_key_hash_key',
    create: 'alter table decision add primary key (lane, place), add unique (lane, key_hash)',
  },
]

/**
 * Adds about `entries` entries to the lane's accounts: in each round every customer pays the next one a cent, so that balances end as they
 * were. Streams, journal, batches and the lane's row are what so many transfers would have left; the hash chain is not.
 *
 * @returns how many entries were added
 */
export async function addPast(
  sql: Sql,
  lane: LaneId,
  entries: number,
  onProgress: (done: number) => void,
): Promise<number> {
  await sql`
    create temp table payer as
    select row_number() over (order by a.account) - 1 as i, a.account, e.seq, e.balance_after as balance, e.booking_date
    from account a cross join lateral (
      select * from account_event e where e.lane = a.lane and e.account = a.account order by seq desc limit 1
    ) e
    where a.lane = ${lane} and a.kind = 'customer'`
  await sql`create index on payer (i)`
  const [counted] = await sql<{ n: number; batch: number; cited: number }[]>`
    select (select count(*)::int from payer) as n, (select batch::int from lane where lane = ${lane}) as batch,
      (select citation_set from decision where lane = ${lane} and kind = 'payment.incoming' limit 1) as cited`
  if (counted === undefined) throw new Error('the bank is empty')
  const { n, batch, cited } = counted
  // Millions of rows go in faster without their indexes, which are built anew behind them.
  for (const { drop } of indexes) await sql.unsafe(drop)
  const batchesPerRound = Math.ceil(n / 1000)
  const rounds = Math.ceil(entries / (2 * n))
  for (let round = 0; round < rounds; round += 1) {
    const first = batch + 1 + round * batchesPerRound
    // Payer i's transfer stands in batch first + i / 1000 at i % 1000.
    await sql`
      insert into batch (lane, batch, epoch, at, business_date, next_number, decisions, rules_version, pack, hash)
      select lane, ${first} + k, epoch, at, business_date, next_number, least(1000, ${n} - k * 1000), 'past', pack, hash
      from lane, generate_series(0, ${batchesPerRound - 1}) k where lane = ${lane}`
    await sql`
      insert into decision (lane, place, kind, client, key_hash, body_mac, role, purpose, citation_set, payload, leg_amounts,
        leg_currencies)
      select ${lane}, ((${first} + i / 1000) << 12) + i % 1000, 'payment.transfer', 'past', uuid_send(gen_random_uuid()),
        uuid_send(gen_random_uuid()), 'system', 'payment', ${cited},
        json_build_object('from', account::text, 'to', json_build_object('account', account::text), 'amount',
          json_build_object('minor', '1', 'currency', 'EUR')), '{-1,1}', '{EUR}'
      from payer order by i`
    await sql`
      insert into account_event (lane, account, seq, place, kind, nature, status_after, blocked_after, booking_date, value_date, amount,
        balance_after, held_after, limit_after, restricted_after)
      select ${lane}, p.account, p.seq + 2 * ${round} + leg, ((${first} + q.i / 1000) << 12) + q.i % 1000, 3, 1, 2, 0, p.booking_date,
        p.booking_date, case leg when 1 then -1 else 1 end, p.balance - case leg when 1 then 1 else 0 end, 0, 0, 0
      from payer q cross join generate_series(1, 2) leg
      join payer p on p.i = case leg when 1 then q.i else (q.i + ${round + 1}) % ${n} end
      order by q.i, leg`
    onProgress((round + 1) * 2 * n)
  }
  await sql`update lane set batch = ${batch + rounds * batchesPerRound} where lane = ${lane}`
  await sql`drop table payer`
  for (const { create } of indexes) await sql.unsafe(create)
  await sql`vacuum analyze account_event`
  await sql`vacuum analyze decision`
  return rounds * 2 * n
}
