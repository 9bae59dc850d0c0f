-- What a replay keeps beside the institution's own tables, in the replay's database only: ids of the bank, dates and amounts. Whatever is
-- personal in the files (birth numbers, accounts elsewhere) stays in them and is read again when it is sealed.

drop schema if exists replay cascade;
create schema replay;

-- The files that were read whole and found right.
create table replay.source (
  file   text not null primary key,
  sha256 text not null
);

create table replay.client (
  client int not null,
  line   int not null,
  party  bigint
);
comment on column replay.client.party is 'The party that the client became; null until it is known.';

create table replay.account (
  account   int  not null,
  opened_on date not null,
  line      int  not null,
  owner     int,
  id        bigint
);
comment on column replay.account.id is 'The account that it became; null until it is known.';

create table replay.disposition (
  client  int     not null,
  account int     not null,
  owner   boolean not null,
  line    int     not null
);

create table replay.transaction (
  trans     int      not null,
  account   int      not null,
  booked_on date     not null,
  seq       int      not null,
  movement  smallint not null,
  amount    bigint   not null,
  balance   bigint   not null,
  told      boolean  not null,
  at        bigint   not null,
  line      int      not null,
  step      bigint,
  forced    boolean
);
comment on column replay.transaction.amount is 'Signed as the customer sees it, in minor units.';
comment on column replay.transaction.told is 'The row tells something for the vault; it begins at byte `at` of its file.';
comment on column replay.transaction.step is 'By how much the bank''s own running balance moved.';
comment on column replay.transaction.forced is 'The bank carried the order out although it left the balance negative.';

create table replay.outcome (
  trans int    not null primary key,
  place bigint not null,
  code  text
);
comment on column replay.outcome.code is 'Why it was refused; null when it was posted.';

-- How far the replay has come: what stands here need not be sent again, though sending it again changes nothing.
create table replay.progress (
  one     boolean          not null primary key default true check (one),
  day     date,
  seconds double precision not null default 0
);
insert into replay.progress default values;
