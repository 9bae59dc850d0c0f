/** What must hold of each account event and the one before it; looked at in one pass over all streams, in SQL. */

export type Check = {
  readonly name: string
  /** One sentence: what holds. */
  readonly says: string
}

/** A condition over one event `e`, its account `a`, and `p`, the event before it: null before the first. True or null is whole. */
export type StreamCheck = Check & { readonly holds: string }

// Kinds: 1 opened, 2 status, 3 entry, 4 held, 5 limit, 6 restriction. Statuses: 1 opened, 2 active, 3 closing, 4 closed.
// Natures that an account must have cover for: 1 transfer, 2 incoming, 3 outgoing, 4 cash. The others are fees, interest, captures of
// what was held before, debits that law or agreement force, and reversals.
const needsCover = `kind = 3 and account_kind = 'customer' and amount < 0 and nature in (1, 2, 3, 4)`

export const streamChecks: readonly StreamCheck[] = [
  {
    name: 'sequence',
    says: 'The events of an account are numbered from 1 without gaps.',
    holds: 'seq = coalesce(p_seq, 0) + 1',
  },
  {
    name: 'opened',
    says: 'An account has a row, and its first event alone opens it, by the same decision.',
    holds: `account_kind is not null and (kind = 1) = (p_seq is null) and (kind <> 1 or place = opened_at)`,
  },
  {
    name: 'order',
    says: 'Events follow the order of the decisions that made them.',
    holds: 'p_place is null or place >= p_place',
  },
  {
    name: 'balance',
    says: 'A balance is the one before and the amount of the entry.',
    holds: 'balance_after = coalesce(p_balance, 0) + case when kind = 3 then amount else 0 end',
  },
  {
    name: 'held',
    says: 'What is held is what was held before and what was placed or given back.',
    holds: 'held_after >= 0 and held_after = coalesce(p_held, 0) + case when kind = 4 then amount else 0 end',
  },
  {
    name: 'limit',
    says: 'A permitted limit changes by events about limits alone.',
    holds: 'kind = 5 or limit_after = coalesce(p_limit, 0)',
  },
  {
    name: 'restriction',
    says: 'Restrictions change by events about restrictions alone.',
    holds: 'kind = 6 or (restricted_after = coalesce(p_restricted, 0) and blocked_after = coalesce(p_blocked, 0))',
  },
  {
    name: 'status',
    says: 'A status goes from opened over active and closing to closed, and never back.',
    holds: `case when kind = 2 then status_after > p_status else status_after = coalesce(p_status, 1) end`,
  },
  {
    name: 'closed',
    says: 'A closed account is empty, and nothing happens on it any more.',
    holds: 'coalesce(p_status, 1) <> 4 and (status_after <> 4 or (balance_after = 0 and held_after = 0))',
  },
  {
    name: 'booking-dates',
    says: 'Booking dates never decrease along a stream.',
    holds: 'p_booking_date is null or booking_date >= p_booking_date',
  },
  {
    name: 'shape',
    says: 'Entries alone have a nature, entries and holds alone an amount, and reversals alone name an entry.',
    holds: `(kind = 3) = (nature is not null) and (kind in (3, 4) or amount = 0) and (kind <> 3 or amount <> 0)
      and (reverses is not null) = (nature is not distinct from 9) and (kind = 3 or value_date = booking_date)`,
  },
  {
    name: 'cover',
    says: 'No customer spends more than balance and limit without holds and restricted amounts.',
    holds: `not (${needsCover}) or balance_after + limit_after - held_after - restricted_after >= 0`,
  },
  {
    name: 'active',
    says: 'A customer spends from an active account only, and not while debits are blocked.',
    holds: `not (${needsCover}) or (status_after = 2 and blocked_after & 1 = 0)`,
  },
  {
    name: 'tills',
    says: 'A till pays out no more cash than it holds.',
    holds: `account_kind <> 'till' or balance_after <= 0`,
  },
]

const before = ['seq', 'place', 'booking_date'].map((column) => `lag(e.${column}) over stream as p_${column}`)
const stateBefore = ['balance', 'held', 'limit', 'restricted', 'status', 'blocked'].map(
  (name) => `lag(e.${name}_after) over stream as p_${name}`,
)

/** Events of every stream with what stood before each. */
const steps = `
  select e.*, a.kind as account_kind, a.place as opened_at, ${[...before, ...stateBefore].join(', ')}
  from account_event e left join account a using (lane, account)
  window stream as (partition by e.lane, e.account order by e.seq)`

const breaks = ({ holds }: StreamCheck): string => `coalesce(${holds}, true) is false`

/** One row: how many events there are, and in a column `broken_<n>` how many break the n-th check. */
export const countBreaks = `
  select count(*)::float8 as looked, ${streamChecks.map((check, i) => `count(*) filter (where ${breaks(check)})::float8 as broken_${i}`).join(', ')}
  from (${steps}) as step`

/** The first events that break a check. */
export const findBreaks = (check: StreamCheck, most: number): string => `
  select lane, account::text, seq, place::text from (${steps}) as step where ${breaks(check)} order by lane, account, seq limit ${most}`
