/** What must hold between the books, the journal and the records beside them; each a query of its own. */
import type { Check } from './streams.ts'

/** `looked` gives one number; `broken` a row for each fault, with any of lane, account, seq, place, and in `what` what is wrong. */
export type WholeCheck = Check & { readonly looked: string; readonly broken: string }

const idsPerLane = String(2 ** 40)

/** A check that looks at every row of a table. */
const over = (table: string): string => `select count(*) from ${table}`

/** Ids name their lane and are smaller than the next one that it gives out. */
const strangeIds = (table: string, id: string): string => `
  select t.lane, t.${id} as account, '${table} ' || t.${id} || ' was not given out' as what
  from ${table} t left join lane l using (lane)
  where l.lane is null or t.${id} / ${idsPerLane} <> t.lane or t.${id} % ${idsPerLane} >= l.next_number`

export const wholeChecks: readonly WholeCheck[] = [
  {
    name: 'decided',
    says: 'Every event was made by a decision that was accepted.',
    looked: over('account_event'),
    broken: `
      select e.lane, e.account, e.seq, e.place,
        case when d.place is null then 'no such decision' else 'refused: ' || d.code end as what
      from account_event e left join decision d using (lane, place) where d.place is null or d.code is not null`,
  },
  {
    name: 'cited',
    says: 'Every decision cites at least one clause that settled it.',
    looked: over('decision'),
    broken: `
      select d.lane, d.place, 'cites set ' || d.citation_set as what
      from decision d left join citation_set c using (citation_set)
      where c.citation_set is null or jsonb_array_length(c.settled) = 0`,
  },
  {
    name: 'legs',
    says: 'The entries of a decision sum to zero in each currency.',
    looked: over('decision where leg_amounts is not null'),
    broken: `
      select e.lane, e.place, sum(e.amount) || ' ' || a.currency as what
      from account_event e join account a using (lane, account) where e.kind = 3
      group by e.lane, e.place, a.currency having sum(e.amount) <> 0`,
  },
  {
    name: 'journal-legs',
    says: 'The entries of a decision are the legs that its row in the journal names.',
    looked: over('decision where leg_amounts is not null'),
    broken: `
      with booked as (
        select e.lane, e.place, array_agg(e.amount || ' ' || a.currency order by e.amount, a.currency) as legs
        from account_event e join account a using (lane, account) where e.kind = 3 group by e.lane, e.place
      ), named as (
        select d.lane, d.place, array_agg(leg.amount || ' ' || leg.currency order by leg.amount, leg.currency) as legs
        from decision d cross join lateral (
          select amount, coalesce(d.leg_currencies[n], d.leg_currencies[1]) as currency
          from unnest(d.leg_amounts) with ordinality as one (amount, n)
        ) as leg
        where d.leg_amounts is not null group by d.lane, d.place
      )
      select lane, place, coalesce(array_to_string(b.legs, ', '), 'nothing') || ' booked, '
        || coalesce(array_to_string(n.legs, ', '), 'nothing') || ' in the journal' as what
      from booked b full join named n using (lane, place) where b.legs is distinct from n.legs`,
  },
  {
    name: 'reversals',
    says: 'A reversal takes back one entry, wholly, at its value date, and once.',
    looked: over('account_event where reverses is not null'),
    broken: `
      select r.lane, r.account, r.seq, r.place, case
        when o.seq is null then 'there is no entry ' || r.reverses
        when o.kind <> 3 then 'event ' || r.reverses || ' is no entry'
        when o.amount <> -r.amount then 'takes back ' || r.amount || ' of ' || o.amount
        when o.value_date <> r.value_date then 'has another value date'
        else 'entry ' || r.reverses || ' was reversed before' end as what
      from (
        select *, count(*) over (partition by lane, account, reverses) as times
        from account_event where reverses is not null
      ) r left join account_event o on o.lane = r.lane and o.account = r.account and o.seq = r.reverses
      where o.seq is null or o.kind <> 3 or o.amount <> -r.amount or o.value_date <> r.value_date or r.times > 1`,
  },
  {
    name: 'holds',
    says: 'What is held on an account is the sum of its open holds.',
    looked: over('hold'),
    broken: `
      select lane, account, coalesce(l.held_after, 0) || ' held, holds of ' || coalesce(h.open, 0) as what
      from (select distinct on (lane, account) lane, account, held_after from account_event order by lane, account, seq desc) l
      full join (select lane, account, sum(amount) as open from hold group by lane, account) h using (lane, account)
      where coalesce(l.held_after, 0) <> coalesce(h.open, 0)`,
  },
  {
    name: 'trial-balance',
    says: 'All balances of a lane sum to zero in each currency.',
    looked: over('account'),
    broken: `
      select lane, sum(balance_after) || ' ' || a.currency as what
      from (select distinct on (lane, account) lane, account, balance_after from account_event order by lane, account, seq desc) l
      join account a using (lane, account) group by lane, a.currency having sum(balance_after) <> 0`,
  },
  {
    name: 'accounts',
    says: 'Every account has a stream.',
    looked: over('account'),
    broken: `
      select a.lane, a.account, a.place, 'has no events' as what from account a
      where not exists (select from account_event e where e.lane = a.lane and e.account = a.account)`,
  },
  {
    name: 'batches',
    says: 'Batches are numbered from 1 without gaps up to the lane, and time, dates and ids never go back.',
    looked: over('batch'),
    broken: `
      select lane, what from (
        select lane, batch, 'batch ' || batch || case
          when batch <> coalesce(lag(batch) over w, 0) + 1 then ' does not follow the one before'
          when at < lag(at) over w then ' is earlier than the one before'
          when business_date < lag(business_date) over w then ' has an earlier business date'
          when next_number < lag(next_number) over w then ' gives out ids again' end as what
        from batch window w as (partition by lane order by batch)
      ) as step where what is not null
      union all
      select l.lane, 'the lane stands at batch ' || l.batch || ', its last is ' || coalesce(b.batch, 0)
      from lane l left join (select distinct on (lane) * from batch order by lane, batch desc) b using (lane)
      where l.batch <> coalesce(b.batch, 0)
        or (b.batch is not null and (l.hash, l.business_date, l.next_number, l.at) is distinct from (b.hash, b.business_date, b.next_number, b.at))`,
  },
  {
    name: 'places',
    says: 'The decisions of a batch are numbered from 0 without gaps, and are as many as it says.',
    looked: over('decision'),
    broken: `
      select lane, coalesce(d.first, b.batch << 12) as place, coalesce(d.count, 0) || ' decisions, '
        || coalesce(b.decisions, 0) || ' said, the last number ' || coalesce(d.last, -1) as what
      from batch b full join (
        select lane, place >> 12 as batch, count(*) as count, min(place) as first, max(place & 4095) as last
        from decision group by lane, place >> 12
      ) d using (lane, batch)
      where b.batch is null or coalesce(d.count, 0) <> b.decisions or coalesce(d.last, -1) <> b.decisions - 1`,
  },
  {
    name: 'keys',
    says: 'A key of a client was used once.',
    looked: over('decision'),
    broken: `
      select lane, min(place) as place, 'its key was used ' || count(*) || ' times' as what
      from decision group by lane, key_hash having count(*) > 1`,
  },
  {
    name: 'ids',
    says: 'Accounts, holds, parties and what deadlines are about have ids that the lane gave out.',
    looked: `select (${over('account')}) + (${over('hold')}) + (${over('party')}) + (${over('deadline')})`,
    broken: [
      strangeIds('account', 'account'),
      strangeIds('hold', 'hold'),
      strangeIds('party', 'party'),
      strangeIds('deadline', 'subject'),
    ].join(' union all '),
  },
  {
    name: 'refused',
    says: 'What was refused names no legs, and what moves money was accepted.',
    looked: over('decision where code is not null'),
    broken: `select lane, place, 'refused, but has legs' as what from decision where code is not null and leg_amounts is not null`,
  },
]
