-- Cases for which nothing of a person is erased.
create table legal_hold (
  lane    integer not null,
  subject bigint  not null,
  cases   text[]  not null,
  primary key (lane, subject)
);

-- Runs of the sweep: where each came to, and what it did. It names nobody.
create table sweep (
  lane     integer     not null,
  sweep    integer     not null,
  day      date        not null,
  began    timestamptz not null default now(),
  ended    timestamptz,
  reached  bigint      not null,
  subjects bigint      not null,
  facts    bigint      not null,
  keys     bigint      not null,
  primary key (lane, sweep)
);
comment on column sweep.reached is 'The person up to whom it came.';
