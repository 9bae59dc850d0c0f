-- Lanes and their journal. One row of `lane` orders and fences everything that happens in it.

create table lane (
  lane          int         not null primary key check (lane between 1 and 8191),
  entity        text        not null,
  epoch         bigint      not null default 0,
  batch         bigint      not null default 0,
  business_date date        not null,
  next_number   bigint      not null default 1,
  pack          text        not null,
  at            timestamptz not null,
  hash          bytea       not null check (length(hash) = 32),
  writer        text,
  opened_on     date
);
comment on table lane is 'One total order of commands with one active writer: the holder of the epoch.';
comment on column lane.opened_on is 'The business date before the first batch: where a replay begins.';

-- A pack's content by its hash, so that a replay decides by the documents of that time.
create table pack (
  hash    text        not null primary key,
  id      text        not null,
  content jsonb       not null,
  loaded  timestamptz not null default now()
);

create table batch (
  lane          int         not null references lane,
  batch         bigint      not null,
  epoch         bigint      not null,
  at            timestamptz not null,
  business_date date        not null,
  next_number   bigint      not null,
  decisions     int         not null check (decisions between 0 and 4096),
  rules_version text        not null,
  pack          text        not null,
  hash          bytea       not null check (length(hash) = 32),
  primary key (lane, batch)
);
comment on column batch.business_date is 'After the batch.';
comment on column batch.hash is 'SHA-256 over the hash before, the batch''s head and its decision rows as copied in.';

-- Which clauses settled a decision, and which of them may be disclosed; bounded by the documents, so without a lane.
create table citation_set (
  citation_set int   not null generated always as identity primary key,
  settled      jsonb not null,
  disclosed    jsonb not null,
  unique (settled, disclosed)
);

-- Immutable, and an expression for the usual two legs of one currency, so that the check costs next to nothing.
create function legs_balance(amounts bigint[], currencies text[]) returns boolean
  language sql immutable parallel safe
  return not exists (
    select from unnest(amounts, currencies) as leg (amount, currency) group by currency having sum(amount) <> 0
  );

create table decision (
  lane           int    not null,
  place          bigint not null,
  kind           text   not null,
  client         text   not null,
  key_hash       bytea  not null check (length(key_hash) = 16),
  body_mac       bytea  not null check (length(body_mac) = 16),
  role           text   not null,
  party          bigint,
  staff          text,
  purpose        text   not null,
  code           text,
  -- No foreign key: its check would cost every row a look-up; `pacta books check` looks instead.
  citation_set   int    not null,
  payload        json   not null,
  details        text,
  blinds_hash    bytea  check (length(blinds_hash) = 32),
  facts          json,
  internal       json,
  group_number   int,
  leg_amounts    bigint[],
  leg_currencies text[],
  primary key (lane, place),
  unique (lane, key_hash),
  check (
    leg_amounts is null
    or (array_length(leg_amounts, 1) = 2 and leg_amounts[1] + leg_amounts[2] = 0 and array_length(leg_currencies, 1) = 1)
    or legs_balance(leg_amounts, leg_currencies)
  ),
  check (code is null or leg_amounts is null)
);
comment on table decision is 'The journal: every command with its answer, in the order (lane, place); place = batch * 4096 + n.';
comment on column decision.code is 'Why it was refused; null when accepted.';
comment on column decision.leg_currencies is 'A currency for each leg, or one for both of two legs.';
comment on column decision.details is 'What categories of personal details came with it, a letter for each; what they say is not kept here.';
comment on column decision.blinds_hash is 'SHA-256 over the salt and the blind indexes that came with it, which are kept apart.';

-- Apart from the journal, so that they can be erased and the hash chain over the journal stays whole.
create table decision_blinds (
  lane   int    not null,
  place  bigint not null,
  salt   bytea  not null,
  blinds json   not null,
  primary key (lane, place)
);
create index decision_blinds_code on decision_blinds (lane, (blinds ->> 'code'));

-- How far a consumer of the journal has read.
create table cursor (
  lane     int    not null references lane,
  consumer text   not null,
  place    bigint not null,
  primary key (lane, consumer)
);
