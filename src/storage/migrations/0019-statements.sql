-- Statements: how customers get them, and from when they could know what they show. Dates and words of closed lists, nothing personal.

create table informed_customer (
  lane          int    not null,
  party         bigint not null,
  digital       json   not null,
  last_seen_at  timestamptz,
  last_seen_on  date,
  reminded_on   date,
  checking_from date,
  remind_on     date,
  primary key (lane, party),
  check ((last_seen_at is null) = (last_seen_on is null)),
  check ((checking_from is null) = (remind_on is null))
);
comment on column informed_customer.digital is 'Agreements on digital channels: the moment and business date from and until which each held.';
comment on column informed_customer.last_seen_on is 'The business date on which a statement was last read.';

create table statement_arrangement (
  lane          int    not null,
  account       bigint not null,
  place         text,
  other_way     text   check (other_way in ('post', 'e-mail')),
  other_since   date,
  other_ends_on date,
  primary key (lane, account),
  check ((other_way is null) = (other_since is null))
);
comment on column statement_arrangement.place is 'The location at which the statement of each month was asked for.';
comment on column statement_arrangement.other_ends_on is 'The first day on which the other delivery is no longer there.';

create table statement (
  lane    int    not null,
  account bigint not null,
  month   text   not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  issues  json   not null,
  primary key (lane, account, month)
);
comment on table statement is 'The statements that show a calendar month of an account, with when each was available and collected.';
