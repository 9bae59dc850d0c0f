-- The books: accounts and their streams. Rows are inserted and never changed.

create table account (
  lane      int    not null,
  account   bigint not null,
  kind      text   not null check (kind in ('customer', 'till', 'internal')),
  product   text   not null,
  currency  text   not null check (currency ~ '^[A-Z]{3}$'),
  holder    bigint,
  agreement bigint,
  place     bigint not null,
  primary key (lane, account)
);

create table account_event (
  lane             int      not null,
  account          bigint   not null,
  seq              int      not null check (seq > 0),
  place            bigint   not null,
  kind             smallint not null check (kind between 1 and 6),
  nature           smallint check (nature between 1 and 9),
  status_after     smallint not null check (status_after between 1 and 4),
  blocked_after    smallint not null check (blocked_after between 0 and 3),
  booking_date     date     not null,
  value_date       date     not null,
  reverses         int      check (reverses < seq),
  amount           bigint   not null,
  balance_after    bigint   not null,
  held_after       bigint   not null check (held_after >= 0),
  limit_after      bigint   not null check (limit_after >= 0),
  restricted_after bigint   not null check (restricted_after >= 0),
  details          bytea,
  primary key (lane, account, seq)
);
comment on table account_event is 'An account''s whole history; its last event is its state. place names the decision.';
comment on column account_event.kind is '1 opened, 2 status, 3 entry, 4 held, 5 limit, 6 restriction';
comment on column account_event.nature is 'Of an entry: 1 transfer, 2 incoming, 3 outgoing, 4 cash, 5 fee, 6 interest, 7 capture, 8 forced, 9 reversal';
comment on column account_event.status_after is '1 opened, 2 active, 3 closing, 4 closed';
comment on column account_event.blocked_after is 'bits: 1 debits, 2 credits';
comment on column account_event.details is 'Personal details of the event, encrypted under the key of their holder.';

-- An entry is reversed once.
create unique index account_event_reversed on account_event (lane, account, reverses) where reverses is not null;
-- Value-dated balances differ from booked ones by these entries alone.
create index account_event_value_dated on account_event (lane, account, value_date) where value_date <> booking_date;

-- Entries by decision. Rows are added in the order of place, so block ranges find them and cost next to nothing to keep.
create index account_event_place on account_event using brin (lane, place) with (pages_per_range = 32);

create table hold (
  lane       int    not null,
  hold       bigint not null,
  account    bigint not null,
  amount     bigint not null check (amount >= 0),
  expires_on date   not null,
  place      bigint not null,
  primary key (lane, hold)
);
comment on column hold.amount is 'What is still held; zero when captured, released or expired.';

-- What must happen on a day. Armed when it becomes due to happen, not with every posting.
create table deadline (
  lane    int    not null,
  due     date   not null,
  kind    text   not null,
  subject bigint not null,
  primary key (lane, due, kind, subject)
);
