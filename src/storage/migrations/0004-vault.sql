-- The vault: data about persons, encrypted; and the log of the one door to them.

create table fact (
  lane        int    not null,
  fact        bigint not null,
  subject     bigint not null,
  kind        text   not null,
  category    text   not null,
  source      text   not null check (source in ('subject', 'staff', 'register')),
  recorded_on date   not null,
  place       bigint not null,
  sealed      bytea,
  primary key (lane, fact)
);
create index fact_of_subject on fact (lane, subject, kind, fact);
comment on table fact is 'One datum about a person each. Rows are inserted, and deleted when the datum is erased.';
comment on column fact.category is 'The class of data under whose key it is sealed.';
comment on column fact.sealed is 'The datum, encrypted under the key of its subject; see src/privacy/vault/sealer.ts.';

create table access_log (
  lane     int         not null,
  id       uuid        not null default uuidv7(),
  at       timestamptz not null default now(),
  role     text        not null,
  party    bigint,
  staff    text,
  purpose  text        not null,
  kinds    text[]      not null,
  subjects bigint[]    not null,
  code     text,
  clauses  text[]      not null,
  primary key (lane, id)
);
create index access_log_subject on access_log using gin (subjects);
comment on table access_log is 'Every passage through the gate, permitted or refused: a row in the lane of each of its subjects.';
comment on column access_log.code is 'Why it was refused; null when permitted.';
comment on column access_log.clauses is 'What settled it: document, version, clause.';
